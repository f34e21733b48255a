import { rowMajorIndex } from "../model/profiles.js";
import type { Table } from "../numeric/arithmetic.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, lineStart, positionOf } from "./lines.js";

/**
 * The largest payments that make an allocation ex post incentive compatible and individually rational,
 * t_i(v) = Σ_{v'_i ≤ v_i} v'_i (q_i(v') − q_i(v'⁻)): those of a random posted price with distribution function q_i(·, v_{−i}).
 * [bidder][profile], like the allocation.
 */
export function postedPricePayments<N>(
  auction: CorrelatedAuction<N>,
  allocation: readonly Table<N>[],
): readonly Table<N>[] {
  const { arithmetic: F, sizes, values, prior } = auction;
  return sizes.map((_, i) => {
    const axis = axisOf(sizes, i);
    const payments = F.table(prior.length);
    for (let k = 0; k < prior.length; k++) {
      const p = positionOf(axis, k);
      const before = p === 0 ? F.zero : allocation[i][k - axis.stride];
      const paid = p === 0 ? F.zero : payments[k - axis.stride];
      payments[k] = F.add(paid, F.multiply(values[i][p], F.subtract(allocation[i][k], before)));
    }
    return payments;
  });
}

/** A price and the probability with which it is offered. */
export interface PriceOffer<N> {
  readonly price: N;
  readonly probability: N;
}

/**
 * The prices that bidder i is offered when the others' positions are those of `profile` (its own entry is ignored), by increasing
 * price; with the remaining probability the object is not for sale to it. The draws of different bidders are coordinated: together
 * they never sell the object twice.
 */
export function postedPrices<N>(
  { arithmetic: F, sizes, values }: Pick<CorrelatedAuction<N>, "arithmetic" | "sizes" | "values">,
  allocation: readonly Table<N>[],
  bidder: number,
  profile: ArrayLike<number>,
): readonly PriceOffer<N>[] {
  const axis = axisOf(sizes, bidder);
  const k = rowMajorIndex(sizes, profile);
  const start = k - positionOf(axis, k) * axis.stride;
  const offers: PriceOffer<N>[] = [];
  let before = F.zero;
  for (let p = 0; p < axis.size; p++) {
    const chance = allocation[bidder][start + p * axis.stride];
    const probability = F.subtract(chance, before);
    if (F.compare(probability, F.zero) > 0) offers.push({ price: values[bidder][p], probability });
    before = chance;
  }
  return offers;
}

/**
 * E_f Σ_i t_i of the payments of an allocation, and a bound on its rounding error, that of the payments included (each a sum of v_i Δq_i of at most
 * max |v_i| in all); 0 in exact arithmetic.
 */
export function expectedRevenue<N>(
  { arithmetic: F, values, prior }: CorrelatedAuction<N>,
  payments: readonly Table<N>[],
): { readonly revenue: N; readonly error: number } {
  let revenue = F.zero;
  let mass = F.zero;
  for (let k = 0; k < prior.length; k++) {
    mass = F.add(mass, prior[k]);
    for (const own of payments) revenue = F.add(revenue, F.multiply(prior[k], own[k]));
  }
  let magnitude = 0;
  for (const own of values)
    magnitude += Math.max(...[own[0], own[own.length - 1]].map((value) => Math.abs(F.toNumber(value))));
  return { revenue, error: F.errorBound(2 * prior.length * payments.length, magnitude * F.toNumber(mass)) };
}

/** Whether each q_i is nondecreasing in v_i, no q is negative and no Σ_i q_i exceeds 1. */
export function isFeasible<N>(
  { arithmetic: F, sizes, prior }: CorrelatedAuction<N>,
  allocation: readonly Table<N>[],
): boolean {
  for (let k = 0; k < prior.length; k++) {
    const total = allocation.reduce((sum, own) => F.add(sum, own[k]), F.zero);
    if (F.compare(total, F.one) > 0) return false;
  }
  return sizes.every((_, i) => {
    const axis = axisOf(sizes, i);
    for (let line = 0; line < axis.lines; line++) {
      let before = F.zero;
      for (let p = 0, k = lineStart(axis, line); p < axis.size; p++, k += axis.stride) {
        if (F.compare(allocation[i][k], before) < 0) return false;
        before = allocation[i][k];
      }
    }
    return true;
  });
}
