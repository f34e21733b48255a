import { float } from "../numeric/arithmetic.js";
import { bestReports, gainFrom, type InterimShares, largest } from "./best-reports.js";
import { type BorderSystem, borderRatio } from "./border.js";
import type { BidderClass, ReducedSale } from "./reduced-sale.js";

/** A feasible mechanism by class, and what it earns. */
export interface RepairedMechanism {
  readonly classes: readonly InterimShares[];
  readonly revenue: number;
}

/** Gains up to this are rounding: values lie in [−1, 1]. */
const ROUNDING = 1e-14;
/** Passes in which utilities rise to what the best lie earns. */
const RISES = 3;
/** Of the final shares, so that rounding leaves Border's constraints satisfied. */
const MARGIN = 1e-15;

/**
 * Makes an almost feasible mechanism feasible, at a loss of the order of its violations.
 *
 * 1. Shares are cut to [0, 1] and put in the order of the values within each block.
 * 2. Utilities rise to the best lie's, a few times; that ends most violations.
 * 3. What is left is mixed with the mechanism Q°(t) = c (t − l), U°(t) = c|t − l|²/2, l the least value: it loses c|t − s|²/2 from a
 *    lie s, and c is so small that everybody's Q° fits into a lottery with equal chances. A weight λ ≥ gain/(gain + c|t − s|²/2) on it ends the
 *    gain of every pair.
 * 4. Everything is divided by the largest ratio of Border's constraints, which keeps incentives.
 *
 * O(types²·goods). The result is the null mechanism where that earns more.
 */
export function repairMechanism(
  sale: ReducedSale,
  systems: readonly BorderSystem<number>[],
  found: readonly InterimShares[],
): RepairedMechanism {
  const bidders = sale.classes.map((own) => own.bidders.length);
  const everyone = bidders.reduce((total, count) => total + count, 0);
  const classes = sale.classes.map((own, c) =>
    incentiveCompatible(sale, own, ordered(sale, own, found[c]), everyone),
  );
  const ratio = borderRatio(
    float,
    bidders,
    systems,
    classes.map(({ shares }) => shares),
  );
  const scale = ratio > 1 - MARGIN ? (1 - MARGIN) / ratio : 1;
  for (const { utilities, shares } of classes) {
    for (let t = 0; t < utilities.length; t++) utilities[t] *= scale;
    for (let k = 0; k < shares.length; k++) shares[k] *= scale;
  }
  const revenue = revenueOf(sale, classes);
  return revenue > 0 ? { classes, revenue } : nullMechanism(sale);
}

/** The largest gain from a lie, as computed in doubles. */
export function largestGain({ classes, goods }: ReducedSale, found: readonly InterimShares[]): number {
  return Math.max(...found.map((own, c) => largest(bestReports(classes[c].values, goods, own).gains)));
}

/** Nobody gets or pays anything. */
export function nullMechanism(sale: ReducedSale): RepairedMechanism {
  const classes = sale.classes.map(({ types }) => ({
    utilities: new Float64Array(types),
    shares: new Float64Array(types * sale.goods),
  }));
  return { classes, revenue: 0 };
}

function ordered(
  { goods, blocks }: ReducedSale,
  { types, values }: BidderClass,
  found: InterimShares,
): InterimShares {
  const shares = found.shares.map((share) => Math.min(1, Math.max(0, share)));
  for (let t = 0; t < types; t++)
    for (const block of blocks) {
      if (block.length === 1) continue;
      const own = block.map((place) => shares[t * goods + place]).sort((a, b) => b - a);
      for (let k = 0; k < block.length; ) {
        let end = k + 1;
        while (end < block.length && values[t * goods + block[end]] === values[t * goods + block[k]]) end++;
        const mean = own.slice(k, end).reduce((sum, each) => sum + each, 0) / (end - k);
        for (; k < end; k++) shares[t * goods + block[k]] = mean;
      }
    }
  return { utilities: found.utilities.map((utility) => Math.max(0, utility)), shares };
}

function incentiveCompatible(
  { goods }: ReducedSale,
  { values }: BidderClass,
  found: InterimShares,
  everyone: number,
): InterimShares {
  for (let pass = 0; pass < RISES; pass++) {
    const { gains } = bestReports(values, goods, found);
    if (largest(gains) <= ROUNDING) return found;
    for (let t = 0; t < gains.length; t++) found.utilities[t] += gains[t];
  }
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  if (most === least) return found;
  const curvature = 1 / ((most - least) * everyone * goods);
  const weight = mixingWeight(values, goods, found, curvature);
  if (weight === 0) return found;
  const { utilities, shares } = found;
  for (let t = 0; t < utilities.length; t++) {
    let square = 0;
    for (let k = t * goods; k < (t + 1) * goods; k++) {
      square += (values[k] - least) ** 2;
      shares[k] += weight * (curvature * (values[k] - least) - shares[k]);
    }
    utilities[t] += weight * ((curvature / 2) * square - utilities[t]);
  }
  return found;
}

/** The largest gain/(gain + curvature·|t − s|²/2). Representatives are distinct, so no distance is 0. */
function mixingWeight(values: Float64Array, goods: number, found: InterimShares, curvature: number): number {
  const { utilities, shares } = found;
  const count = utilities.length;
  let weight = 0;
  for (let t = 0; t < count; t++)
    for (let s = 0; s < count; s++) {
      const gain = gainFrom(values, goods, utilities, shares, t, s);
      if (gain <= 0 || s === t) continue;
      let square = 0;
      for (let k = 0; k < goods; k++) square += (values[t * goods + k] - values[s * goods + k]) ** 2;
      weight = Math.max(weight, gain / (gain + (curvature / 2) * square));
    }
  return weight;
}

/** Σ_c n_c Σ_t p(t) (t·Q(t) − U(t)). */
function revenueOf({ classes, goods }: ReducedSale, found: readonly InterimShares[]): number {
  let total = 0;
  for (const [c, { bidders, probabilities, values }] of classes.entries()) {
    const { utilities, shares } = found[c];
    for (let t = 0; t < utilities.length; t++) {
      let payment = -utilities[t];
      for (let k = t * goods; k < (t + 1) * goods; k++) payment += shares[k] * values[k];
      total += bidders.length * probabilities[t] * payment;
    }
  }
  return total;
}
