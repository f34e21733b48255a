/** Widths in em, a little above those of Helvetica, so that substitutes still fit: there is no font to measure when drawing. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋ₙ]/u, 0.42],
  [/[ijl.,:;'|!()[\] ft·’]/u, 0.32],
  [/[crskvxyzJ"*\-/]/u, 0.5],
  [/[\p{Mn}\u200b-\u200f]/u, 0],
  [/[mwMW@%—…œæ]/u, 0.95],
  [/[\p{Lu}<>=+−~∞≤≥×]/u, 0.72],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u, 1.1],
];
const OTHERS = 0.59;

/** About how wide a text is drawn at a font size, in the unit of the size; rather too wide than too narrow. */
export function textWidth(text: string, size: number): number {
  let total = 0;
  for (const c of text) total += CLASSES.find(([pattern]) => pattern.test(c))?.[1] ?? OTHERS;
  return total * size;
}

/** The text cut to a width, with an ellipsis where something is missing. */
export function clipText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join("")}…`, size) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** The text in lines of at most a width, broken between words; the last of `most` lines is cut. */
export function wrapText(text: string, width: number, size: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && (lines.length === most || textWidth(longer, size) <= width))
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => clipText(line, width, size));
}
