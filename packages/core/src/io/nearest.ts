import { closest, distance } from "fastest-levenshtein";

/** The known word closest to what was written, if it is close enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word, known as string[]);
  return distance(word.toLowerCase(), candidate.toLowerCase()) <= Math.max(2, word.length / 3)
    ? candidate
    : undefined;
}
