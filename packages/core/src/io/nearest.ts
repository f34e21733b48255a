import { closest, distance } from "fastest-levenshtein";

/** The known word closest to what was written, if it is close enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(word, known as string[]);
  // Less than the whole word must change, or any letter would be near any other.
  const limit = Math.min(Math.max(2, word.length / 3), word.length - 1);
  return distance(word.toLowerCase(), candidate.toLowerCase()) <= limit ? candidate : undefined;
}
