import { type Arithmetic, max, type Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { fromDouble } from "./dominant-fractions.js";
import type { IncentivePrices } from "./dominant-mechanism.js";
import { profileProbabilities, type SaleProfiles, saleProfiles, typeAt } from "./dominant-profiles.js";
import type { GoodsSale } from "./goods-sale.js";

export type ProvedBound<N> =
  | { readonly proved: true; readonly bound: N }
  | {
      readonly proved: false;
      /** `price`: entry `index` of the list is negative; `flow`: entry bidder · profiles + profile has β < 0. */
      readonly violation: {
        readonly kind: "price" | "flow";
        readonly index: number;
        readonly amount: number;
      };
    };

/**
 * An upper bound on the revenue of every dominant-strategy incentive compatible, ex post individually rational mechanism, from
 * any prices λ ≥ 0 on incentive constraints whose flow can be conserved.
 *
 * With λ_i(t, r) on "type t_i does not report r" at t, β_i(t) = f(t) + Σ_s λ_i((s, t_−i), t_i) − Σ_r λ_i(t, r) is what is left for
 * participation, and ψ_i(t, g) = f(t) v_i(t_i, g) − Σ_s λ_i((s, t_−i), t_i)·(v_i(s, g) − v_i(t_i, g)) the virtual value. If β ≥ 0, then
 * for every such mechanism, since slacks and utilities are ≥ 0,
 *
 * revenue ≤ Σ f (v·q − u) + Σ λ·slack + Σ β u = Σ ψ·q ≤ Σ_t Σ_g max(0, max_i ψ_i(t, g))     (`items`),
 *
 * with max(0, max_{i,g} ψ_i(t, g)) in place of the sum over goods for `grades`. No symmetry is used. In doubles prices are taken
 * as the numbers they are, β ≥ 0 must hold beyond rounding, and the bound is rounded up by its error.
 *
 * Errors: `invalid-index` where a price stands on no constraint of this sale. O(profiles · bidders · goods + prices · goods).
 */
export function provedBound<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  prices: IncentivePrices<N>,
): ProvedBound<N> {
  const profiles = saleProfiles(sale);
  checkPrices(profiles, sale.bidders.length, prices);
  for (let k = 0; k < prices.price.length; k++)
    if (!(F.compare(prices.price[k], F.zero) >= 0))
      return { proved: false, violation: { kind: "price", index: k, amount: -F.toNumber(prices.price[k]) } };
  const weights = profileProbabilities(F, sale, profiles);
  const { left, error } = participationPrices(F, profiles, weights, prices, sale.bidders.length);
  for (let at = 0; at < left.length; at++) {
    const amount = error(at) - F.toNumber(left[at]);
    if (!(amount <= 0)) return { proved: false, violation: { kind: "flow", index: at, amount } };
  }
  return { proved: true, bound: boundAbove(F, sale, profiles, weights, prices) };
}

function checkPrices(
  profiles: SaleProfiles,
  bidders: number,
  { bidder, profile, report, price }: IncentivePrices<unknown>,
): void {
  for (let k = 0; k < price.length; k++) {
    const known = bidder[k] >= 0 && bidder[k] < bidders && profile[k] >= 0 && profile[k] < profiles.count;
    const lie = known && report[k] >= 0 && report[k] < profiles.sizes[bidder[k]];
    if (!lie || report[k] === typeAt(profiles, bidder[k], profile[k]))
      fail(
        "invalid-index",
        `prices[${k}]`,
        "Name a bidder, a profile and a report of the sale that is not the truth.",
      );
  }
}

/** β, and the rounding error of each entry. */
export function participationPrices<N>(
  F: Arithmetic<N>,
  profiles: SaleProfiles,
  weights: Table<N>,
  { bidder, profile, report, price }: IncentivePrices<N>,
  bidders: number,
): { readonly left: Table<N>; readonly error: (at: number) => number } {
  const { count, strides } = profiles;
  const left = F.table(bidders * count);
  for (let at = 0; at < left.length; at++) left[at] = weights[at % count];
  const rounds = F.kind === "float";
  const terms = new Int32Array(left.length);
  const magnitudes = new Float64Array(left.length);
  if (rounds) for (let at = 0; at < left.length; at++) magnitudes[at] = F.toNumber(left[at]);
  for (let k = 0; k < price.length; k++) {
    const truth = bidder[k] * count + profile[k];
    const lie = truth + (report[k] - typeAt(profiles, bidder[k], profile[k])) * strides[bidder[k]];
    left[truth] = F.subtract(left[truth], price[k]);
    left[lie] = F.add(left[lie], price[k]);
    for (const at of rounds ? [truth, lie] : []) {
      terms[at]++;
      magnitudes[at] += F.toNumber(price[k]);
    }
  }
  return { left, error: (at) => F.errorBound(terms[at] + bidders, magnitudes[at]) };
}

function boundAbove<N>(
  F: Arithmetic<N>,
  { bidders, kind }: GoodsSale<Table<N>>,
  profiles: SaleProfiles,
  weights: Table<N>,
  prices: IncentivePrices<N>,
): N {
  const { count, goods, strides } = profiles;
  const virtual = F.table(bidders.length * count * goods);
  const rounds = F.kind === "float";
  let magnitude = 0;
  const put = (at: number, term: N) => {
    virtual[at] = F.add(virtual[at], term);
    if (rounds) magnitude += Math.abs(F.toNumber(term));
  };
  bidders.forEach(({ values }, i) => {
    for (let p = 0; p < count; p++)
      for (let g = 0; g < goods; g++)
        put((i * count + p) * goods + g, F.multiply(weights[p], values[typeAt(profiles, i, p) * goods + g]));
  });
  for (let k = 0; k < prices.price.length; k++) {
    const i = prices.bidder[k];
    const { values } = bidders[i];
    const type = typeAt(profiles, i, prices.profile[k]);
    const report = prices.report[k];
    const lie = i * count + prices.profile[k] + (report - type) * strides[i];
    for (let g = 0; g < goods; g++) {
      const difference = F.subtract(values[report * goods + g], values[type * goods + g]);
      put(lie * goods + g, F.multiply(prices.price[k], difference));
    }
  }
  const bound = totalOfMaxima(F, virtual, bidders.length, profiles, kind === "items");
  const terms = 2 * count * goods + prices.price.length + bidders.length;
  return F.add(bound, fromDouble(F, F.errorBound(terms, magnitude)));
}

function totalOfMaxima<N>(
  F: Arithmetic<N>,
  virtual: Table<N>,
  bidders: number,
  { count, goods }: SaleProfiles,
  apart: boolean,
): N {
  let total = F.zero;
  for (let p = 0; p < count; p++) {
    let best = F.zero;
    for (let g = 0; g < goods; g++) {
      if (apart) best = F.zero;
      for (let i = 0; i < bidders; i++) best = max(F, best, virtual[(i * count + p) * goods + g]);
      if (apart || g === goods - 1) total = F.add(total, best);
    }
  }
  return total;
}
