import type { Table } from "../numeric/arithmetic.js";
import {
  type ConditionalVirtualValues,
  conditionalVirtualValues,
  ironedCover,
} from "./conditional-virtual-values.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { coverBound } from "./cover-bound.js";
import { axisOf, positionOf } from "./lines.js";
import { type MonotoneProgramOptions, monotoneProgramOptimum } from "./monotone-program.js";
import { expectedRevenue, isFeasible, postedPricePayments } from "./posted-prices.js";
import { excessOfCover, multipliersOf, type TransferMultipliers } from "./transfer-multipliers.js";
import { type AllocationAndCover, twoBidderOptimum } from "./two-bidder-optimum.js";

/** The best ex post auction found, and what proves how good it is. Tables are [bidder][profile], row-major over positions. */
export interface OptimalExPostAuction<N> {
  /** `ironing`: the highest ironed virtual value wins; `minimum-cut`: two bidders; `linear-program`: three and more. */
  readonly method: "ironing" | "minimum-cut" | "linear-program";
  /** The expected revenue of the allocation with its payments. In doubles within `error`. */
  readonly revenue: N;
  /** No ex post mechanism earns more than this + `error`. Exact arithmetic: equal to `revenue` unless the exact method was stopped. */
  readonly upper: N;
  /** upper − revenue. */
  readonly gap: N;
  /** Bound on the rounding errors of `revenue` and `upper`; 0 in exact arithmetic. */
  readonly error: number;
  /** Σ_v max(0, max_i ψ̄_i(v)), the bound of the ironed virtual values; in doubles see `coverBound` for its error. */
  readonly ironedBound: N;
  /** Whether some ex post mechanism earns the ironed bound; `undefined` where that is not decided (doubles, or a positive gap). */
  readonly attained: boolean | undefined;
  /** q_i(v): nondecreasing in v_i. */
  readonly allocation: readonly Table<N>[];
  /** t_i(v). */
  readonly payments: readonly Table<N>[];
  /** y(v) ≥ 0 with Σ_v y(v) (and what it falls short of) = `upper`. */
  readonly cover: Table<N>;
  /** Transfer-neutral multipliers whose Lagrangian bound is at most `upper`. */
  readonly multipliers: TransferMultipliers<N>;
}

/**
 * (P): max E_f Σ_i t_i(v) over q ≥ 0, Σ_i q_i ≤ 1 and transfers under which truth and taking part are best at every profile, for any
 * joint prior f.
 *
 * 1. The ironed bound, and the allocation that gives the object to the highest ironed virtual value. If that is nondecreasing in own
 *    values and constant on ironed intervals it earns the bound and is optimal.
 * 2. Otherwise two bidders: a minimum cut (`twoBidderOptimum`); else a linear program in q (`monotoneProgramOptimum`).
 * 3. The bound is attained iff the optimum equals it, as the Lagrangian is then maximised by the optimum.
 *
 * Ties: of equal virtual values the bidder listed first wins, and at virtual value 0 nobody; for the other methods see there.
 * Errors: `too-large`, `no-solver` of `monotoneProgramOptimum`. Source: Brooks (2023), whose claim that step 1 always succeeds is false.
 */
export async function optimalExPostAuction<N>(
  auction: CorrelatedAuction<N>,
  options: MonotoneProgramOptions = {},
): Promise<OptimalExPostAuction<N>> {
  const { arithmetic: F, sizes } = auction;
  const virtual = conditionalVirtualValues(auction);
  const ironed = ironedCover(F, virtual);
  const ironedBound = coverBound(auction, ironed).bound;
  const byLevel = highestLevelWins(auction, virtual);
  if (earnsBound(auction, virtual, byLevel))
    return answer(auction, "ironing", { allocation: byLevel, cover: ironed }, virtual, ironedBound);
  const two = sizes.length === 2;
  const found = two
    ? twoBidderOptimum(auction, virtual)
    : await monotoneProgramOptimum(auction, virtual.local, options);
  return answer(auction, two ? "minimum-cut" : "linear-program", found, virtual, ironedBound);
}

/** q_i(v) = 1 for the first bidder with the highest positive level; at profiles of probability 0 too, so that q is monotone there. */
function highestLevelWins<N>(
  { arithmetic: F, prior }: CorrelatedAuction<N>,
  { levels }: ConditionalVirtualValues<N>,
): readonly Table<N>[] {
  const allocation = levels.map(() => F.table(prior.length));
  for (let k = 0; k < prior.length; k++) {
    let best = F.zero;
    let winner = -1;
    levels.forEach((own, i) => {
      const level = own[k];
      if (level === undefined || F.compare(level, best) <= 0) return;
      best = level;
      winner = i;
    });
    if (winner >= 0) allocation[winner][k] = F.one;
  }
  return allocation;
}

/** Monotone, and constant wherever an ironing multiplier is positive: then it earns Σ ψ̄ q, which is the bound by its choice. */
function earnsBound<N>(
  auction: CorrelatedAuction<N>,
  { excess }: ConditionalVirtualValues<N>,
  allocation: readonly Table<N>[],
): boolean {
  const { arithmetic: F, sizes, prior } = auction;
  return (
    isFeasible(auction, allocation) &&
    sizes.every((_, i) => {
      const axis = axisOf(sizes, i);
      for (let k = 0; k < prior.length; k++) {
        if (positionOf(axis, k) === 0 || F.compare(excess[i][k], F.zero) === 0) continue;
        if (F.compare(allocation[i][k], allocation[i][k - axis.stride]) !== 0) return false;
      }
      return true;
    })
  );
}

function answer<N>(
  auction: CorrelatedAuction<N>,
  method: OptimalExPostAuction<N>["method"],
  { allocation, cover: found }: AllocationAndCover<N>,
  virtual: ConditionalVirtualValues<N>,
  ironedBound: N,
): OptimalExPostAuction<N> {
  const F = auction.arithmetic;
  const payments = postedPricePayments(auction, allocation);
  const { revenue, error } = expectedRevenue(auction, payments);
  const met = F.compare(revenue, ironedBound) === 0;
  const ironing = met || method === "ironing";
  const cover = ironing ? ironedCover(F, virtual) : found;
  const proof = coverBound(auction, cover);
  const gap = F.subtract(proof.bound, revenue);
  const decided = F.kind === "exact" && F.compare(gap, F.zero) === 0;
  return {
    method,
    revenue,
    upper: proof.bound,
    gap,
    error: error + proof.error,
    ironedBound,
    attained: decided ? met : undefined,
    allocation,
    payments,
    cover,
    multipliers: multipliersOf(auction, ironing ? virtual : { excess: excessOfCover(auction, cover) }),
  };
}
