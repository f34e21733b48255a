import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { Ties } from "./options.js";

/**
 * The positions whose score is the highest. In doubles a score counts as tied with the highest when the two differ by no more
 * than their rounding errors, `errorOf` each; exactly the maximisers otherwise. Never empty, in increasing order.
 */
export function tiedBest<N>(
  F: Arithmetic<N>,
  scores: Table<N>,
  errorOf: (position: number) => number,
): number[] {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if (F.compare(scores[k], scores[best]) > 0) best = k;
  const tied: number[] = [];
  for (let k = 0; k < scores.length; k++) {
    const gap = F.subtract(scores[best], scores[k]);
    const reach = F.kind === "exact" || k === best ? 0 : errorOf(k) + errorOf(best);
    if (F.compare(gap, F.zero) === 0 || F.toNumber(gap) <= reach) tied.push(k);
  }
  return tied;
}

/** One of the tied alternatives for sure (the first), or each with the same probability. */
export function breakTies<N>(
  F: Arithmetic<N>,
  width: number,
  tied: readonly number[],
  ties: Ties,
): number | Table<N> {
  if (ties === "lowest-index" || tied.length === 1) return tied[0];
  const lottery = F.table(width);
  const share = F.divide(F.one, F.from({ n: BigInt(tied.length), d: 1n }));
  for (const a of tied) lottery[a] = F.add(lottery[a], share);
  return lottery;
}

/** a ≥ b, where in doubles a difference within rounding error counts as equality, as it would for the numbers written. */
export function atLeast<N>(F: Arithmetic<N>, a: N, b: N): boolean {
  const slack = F.errorBound(4, Math.abs(F.toNumber(a)) + Math.abs(F.toNumber(b)));
  return F.compare(a, b) >= 0 || F.toNumber(F.subtract(b, a)) <= slack;
}
