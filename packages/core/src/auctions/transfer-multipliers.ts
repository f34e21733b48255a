import type { Table } from "../numeric/arithmetic.js";
import type { ConditionalVirtualValues } from "./conditional-virtual-values.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, positionOf } from "./lines.js";

/**
 * Multipliers of the local ex post constraints, all indexed [bidder][profile of the true values]; those between other pairs of
 * values are 0.
 */
export interface TransferMultipliers<N> {
  /** α_i(v, v_i⁻): v_i does not report the next lower value; 0 at the lowest. */
  readonly downward: readonly Table<N>[];
  /** α_i(v, v_i⁺): v_i does not report the next higher value; 0 at the highest. */
  readonly upward: readonly Table<N>[];
  /** β_i(v): v_i takes part; 0 except at the lowest value. */
  readonly participation: readonly Table<N>[];
}

/**
 * The transfer-neutral multipliers that price monotonicity by `excess` ≥ 0 (the lowest position of a line is ignored):
 * α_i(v_i⁻ → v_i) = λ_i(v)/(v_i − v_i⁻), α_i(v → v_i⁻) = F_i(v) + α_i(v_i⁻ → v_i), β_i = F_i at the lowest value.
 * Under them q_i(v) weighs ψ_i(v) + λ_i(v) − λ_i(v_i⁺, v_{−i}).
 */
export function multipliersOf<N>(
  auction: CorrelatedAuction<N>,
  { excess }: Pick<ConditionalVirtualValues<N>, "excess">,
): TransferMultipliers<N> {
  const { arithmetic: F, sizes, values, prior } = auction;
  const tables = () => sizes.map(() => F.table(prior.length));
  const [downward, upward, participation] = [tables(), tables(), tables()];
  sizes.forEach((_, i) => {
    const axis = axisOf(sizes, i);
    const tail = tails(auction, prior, i);
    for (let k = 0; k < prior.length; k++) {
      const p = positionOf(axis, k);
      if (p === 0) {
        participation[i][k] = tail[k];
        continue;
      }
      const step = F.subtract(values[i][p], values[i][p - 1]);
      upward[i][k - axis.stride] = F.divide(excess[i][k], step);
      downward[i][k] = F.add(tail[k], upward[i][k - axis.stride]);
    }
  });
  return { downward, upward, participation };
}

/** Σ_{v'_i ≥ v_i} weights(v'_i, v_{−i}). */
function tails<N>({ arithmetic: F, sizes }: CorrelatedAuction<N>, weights: Table<N>, i: number): Table<N> {
  const axis = axisOf(sizes, i);
  const tail = F.table(weights.length);
  for (let k = weights.length - 1; k >= 0; k--)
    tail[k] = positionOf(axis, k) === axis.size - 1 ? weights[k] : F.add(weights[k], tail[k + axis.stride]);
  return tail;
}

/** The λ_i = T_i − R_i ≥ 0 of a cover that falls short nowhere (see `coverBound`); where it does, 0. */
export function excessOfCover<N>(auction: CorrelatedAuction<N>, cover: Table<N>): readonly Table<N>[] {
  const { arithmetic: F, sizes, values, prior } = auction;
  return sizes.map((_, i) => {
    const axis = axisOf(sizes, i);
    const excess = tails(auction, cover, i);
    const tail = tails(auction, prior, i);
    for (let k = 0; k < excess.length; k++) {
      const left = F.subtract(excess[k], F.multiply(values[i][positionOf(axis, k)], tail[k]));
      excess[k] = positionOf(axis, k) === 0 || F.compare(left, F.zero) < 0 ? F.zero : left;
    }
    return excess;
  });
}

/** What multipliers prove. */
export interface LagrangianBound<N> {
  /** Largest |β_i(v) + Σ α_i(v, ·) − Σ α_i(·, v) − f(v)|: 0 when transfers cancel. */
  readonly imbalance: N;
  /** The least multiplier, or 0. */
  readonly least: N;
  /** Σ_v max(0, max_i ψ_i^α(v)): no ex post mechanism earns more, if `imbalance` and `least` are 0. */
  readonly bound: N;
  /** ψ_i^α(v) = v_i (β_i(v) + Σ α_i(v, ·)) − Σ_{v'_i} v'_i α_i(v'_i → v_i), [bidder][profile]. */
  readonly weights: readonly Table<N>[];
}

/**
 * Checks multipliers by their definition, one profile at a time, and computes the bound they prove.
 *
 * Proof of the bound. Add to the revenue of a feasible (q, t) each constraint's slack times its multiplier, all ≥ 0. By neutrality
 * every t_i(v) drops out; what is left is Σ_v Σ_i q_i(v) ψ_i^α(v), at most Σ_v max(0, max_i ψ_i^α(v)) as q_i(v) ≥ 0 and Σ_i q_i(v) ≤ 1.
 */
export function lagrangianBound<N>(
  auction: CorrelatedAuction<N>,
  multipliers: TransferMultipliers<N>,
): LagrangianBound<N> {
  const { arithmetic: F, sizes, prior } = auction;
  let [imbalance, least, bound] = [F.zero, F.zero, F.zero];
  const best = F.table(prior.length);
  const weights = sizes.map((_, i) => {
    const own = F.table(prior.length);
    for (let k = 0; k < prior.length; k++) {
      const flow = flowAt(auction, multipliers, i, k);
      own[k] = flow.weight;
      if (F.compare(flow.least, least) < 0) least = flow.least;
      const off = F.subtract(flow.net, prior[k]);
      const size = F.compare(off, F.zero) < 0 ? F.negate(off) : off;
      if (F.compare(size, imbalance) > 0) imbalance = size;
      if (F.compare(own[k], best[k]) > 0) best[k] = own[k];
    }
    return own;
  });
  for (let k = 0; k < best.length; k++) bound = F.add(bound, best[k]);
  return { imbalance, least, bound, weights };
}

function flowAt<N>(
  { arithmetic: F, sizes, values }: CorrelatedAuction<N>,
  { downward, upward, participation }: TransferMultipliers<N>,
  i: number,
  k: number,
) {
  const axis = axisOf(sizes, i);
  const p = positionOf(axis, k);
  const own = [participation[i][k], downward[i][k], upward[i][k]];
  const out = own.reduce((total, each) => F.add(total, each));
  const fromAbove = p < axis.size - 1 ? downward[i][k + axis.stride] : F.zero;
  const fromBelow = p > 0 ? upward[i][k - axis.stride] : F.zero;
  let weight = F.multiply(values[i][p], out);
  if (p < axis.size - 1) weight = F.subtract(weight, F.multiply(values[i][p + 1], fromAbove));
  if (p > 0) weight = F.subtract(weight, F.multiply(values[i][p - 1], fromBelow));
  const net = F.subtract(out, F.add(fromAbove, fromBelow));
  return { weight, net, least: own.reduce((least, each) => (F.compare(each, least) < 0 ? each : least)) };
}
