const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋ₙ";
const PLAIN = "0123456789+−n";
const RUNS = new RegExp(`([${RAISED}]+|[${LOWERED}]+)`);

/** An integer in superscript digits: −90 → ⁻⁹⁰. */
export function superscript(integer: number): string {
  return String(integer)
    .replace("-", "−")
    .replace(/./g, (c) => RAISED[PLAIN.indexOf(c)]);
}

/** A stretch of text on the line or, in ordinary characters, above or below it. */
export interface ScriptRun {
  readonly text: string;
  readonly script?: "sup" | "sub";
}

/**
 * Cuts text at its superscript and subscript characters, ready for typesetting: fonts draw those characters unevenly or lack
 * them. 10⁻⁹⁰ → 10, sup −90.
 */
export function scriptRuns(text: string): ScriptRun[] {
  return text
    .split(RUNS)
    .filter(Boolean)
    .map((run) => {
      const script = RAISED.includes(run[0]) ? "sup" : LOWERED.includes(run[0]) ? "sub" : undefined;
      if (script === undefined) return { text: run };
      const from = script === "sup" ? RAISED : LOWERED;
      return { text: run.replace(/./g, (c) => PLAIN[from.indexOf(c)]), script };
    });
}
