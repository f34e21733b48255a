import type { Table } from "../numeric/arithmetic.js";
import { compare, type Rational, ZERO } from "../numeric/rational.js";
import { ForcedWinners, type LostPrize } from "./forced-winners.js";
import { tiedLotteries } from "./tied-lotteries.js";

export type MonotoneSelection =
  /** q indexed [bidder][profile]. */
  | { readonly kind: "exists"; readonly allocation: readonly (readonly Rational[])[] }
  /** Without `lost` the contradiction runs through ties at several profiles, found by the linear program. */
  | { readonly kind: "none"; readonly lost?: LostPrize }
  /** The exact method ran out of pivots on the ties. */
  | { readonly kind: "undecided" };

/**
 * Decides whether the object can go to a bidder of the largest weight m_i(v), to nobody where all are negative, and either way at
 * 0, such that each q_i(v_i, v_{−i}) is nondecreasing in v_i: a selection from argmax_q Σ_i q_i m_i(v) that a truthful auction can use.
 *
 * Method: sole candidates win, winners keep winning as their value rises, losers keep losing as it falls, until nothing follows; what
 * ties leave open is first settled greedily and, if that fails, by an exact linear program over the open profiles, lotteries allowed.
 * @param weights m_i at [bidder][profile], profiles row-major over `sizes`, positions by increasing value.
 * Cost: bidders² × profiles, and the program where ties remain.
 */
export function monotoneSelection(
  sizes: readonly number[],
  weights: readonly Table<Rational>[],
): MonotoneSelection {
  const forced = new ForcedWinners(sizes, candidates(weights));
  const lost = forced.settle();
  if (lost !== undefined) return { kind: "none", lost };
  const greedy = forced.copy();
  return greedy.chooseFirst() ? { kind: "exists", allocation: greedy.allocation() } : tiedLotteries(forced);
}

/** candidates[k][i]: whether bidder i, or nobody (last entry), attains max(0, max_j m_j(v)). */
function candidates(weights: readonly Table<Rational>[]): boolean[][] {
  return Array.from({ length: weights[0].length }, (_, k) => {
    const column = [...weights.map((own) => own[k]), ZERO];
    const best = column.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    return column.map((weight) => compare(weight, best) === 0);
  });
}
