import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { type Distribution, survival } from "../distribution.js";
import { type BidderGroup, groupBidders, requireSellerValue } from "./bidder-groups.js";
import { type Estimate, scale, sum } from "./estimate.js";
import { somebodyExceeds } from "./exceedances.js";
import { effort, levelMarks, valueMarks } from "./marks.js";
import { tieShare } from "./tie-share.js";
import type { Standing, VirtualValues } from "./virtual-value.js";

export interface AuctionOptions {
  /** What the object is worth to the seller; default 0. */
  readonly sellerValue?: number;
}

/** One bidder's side of an auction: probabilities and expected payments given the own value, others truthful. */
export interface InterimRule {
  /** Q(v). */
  allocation(v: number): number;
  /** T(v) = v·Q(v) − U(v). */
  payment(v: number): number;
}

export interface OptimalBidder extends InterimRule {
  readonly values: VirtualValues;
  /** inf {v: ψ̄(v) ≥ seller's value}; +∞ for who is never sold to. */
  readonly reserve: number;
  /** Pr(ψ̄(v) ≥ seller's value). */
  readonly eligible: number;
  /** U(v) = ∫ Q over [reserve, v], with its error. */
  utility(v: number): Integral;
  /** E U(v); computed when called. */
  rent(): Estimate;
}

/** The auction that earns most among all Bayesian incentive compatible, interim individually rational ones. */
export interface OptimalAuction {
  readonly sellerValue: number;
  /** By position in the list of bidders; alike bidders share one object. */
  readonly bidders: readonly OptimalBidder[];
  readonly groups: readonly BidderGroup[];
  /** Probability of winning by bidder for one profile of values. */
  allocation(profile: readonly number[]): number[];
  /** Expected payments. */
  readonly revenue: Estimate;
  /** Expected payments and the seller's value of an unsold object: E max(sellerValue, max ψ̄_i(v_i)). */
  readonly payoff: Estimate;
  readonly probabilityOfSale: number;
  /** E[value of who ends up with the object], the seller included; computed when called. */
  welfare(): Estimate;
  /** Integrand evaluations that `payoff` took. */
  readonly evaluations: number;
}

/**
 * The optimal auction for independent private values on intervals, any mix of distributions.
 *
 * The object goes to the highest ironed virtual value that is at least the seller's value v0 (sold at equality); the tied share it
 * equally. T_i by the envelope, U_i of the lowest value 0. With H_i(z) = Pr(ψ̄_i ≤ z) the payoff is v0 + ∫ 1 − Π_i H_i(z) dz over
 * z ≥ v0: one dimension whatever the number of bidders. welfare = payoff + Σ_i ∫ (1 − F_i) Q_i dv. In a gap of a support Q is
 * that of the next lower possible value, which earns most.
 *
 * Errors: `no-bidders`, `bad-seller-value`, `infinite-expectation`, `unbounded-below`. Error estimates are those of the quadrature,
 * tail and rounding included; beyond them only wiggles of ψ that {@link virtualValues} cannot see. Cost: distinct distributions ×
 * some 1,000 root findings, free of the number of alike bidders. Source: Myerson (1981).
 */
export function optimalAuction(
  bidders: readonly Distribution[],
  { sellerValue = 0 }: AuctionOptions = {},
): OptimalAuction {
  requireSellerValue(sellerValue);
  const groups = groupBidders(bidders);
  const byGroup = groups.map((group) => optimalBidder(groups, group, sellerValue));
  const list: OptimalBidder[] = new Array(bidders.length);
  groups.forEach(({ members }, g) => {
    for (const i of members) list[i] = byGroup[g];
  });
  const payoff = expectedPayoff(groups, sellerValue);
  const sale = somebody(groups, ({ reaching }) => reaching(sellerValue).probability);
  const rents = () => sum(byGroup.map(({ rent }, g) => scale(rent(), groups[g].count)));
  return {
    sellerValue,
    bidders: list,
    groups,
    allocation: (profile) => allocate(list, profile),
    payoff,
    revenue: { value: payoff.value - sellerValue * (1 - sale), error: payoff.error },
    probabilityOfSale: sale,
    welfare: () => sum([payoff, rents()]),
    evaluations: payoff.evaluations,
  };
}

function allocate(bidders: readonly OptimalBidder[], profile: readonly number[]): number[] {
  if (profile.length !== bidders.length || profile.some((v) => Number.isNaN(v)))
    fail("bad-profile", "profile", `A profile needs one value for each of the ${bidders.length} bidders.`);
  const levels = bidders.map((bidder, i) =>
    isServed(bidder, bidder.values.standing(profile[i]), profile[i])
      ? bidder.values.ironed(profile[i])
      : -Infinity,
  );
  const best = Math.max(...levels);
  const winners = best > -Infinity ? levels.filter((level) => level === best).length : 0;
  return levels.map((level) => (winners > 0 && level === best ? 1 / winners : 0));
}

/** ψ̄(v) ≥ v0, decided by probabilities, which are monotone in v where levels equal v0 up to rounding. */
function isServed({ reserve, eligible }: Cutoff, { atLeast }: Standing, v: number): boolean {
  return v >= reserve && atLeast <= eligible;
}

type Cutoff = Pick<OptimalBidder, "reserve" | "eligible">;

/** E max(v0, max ψ̄) = v0 + ∫ 1 − Π H over [v0, Z] + what unbounded supports add beyond Z. */
function expectedPayoff(groups: readonly BidderGroup[], sellerValue: number): Integral {
  const tops = groups.map(({ values }) => values.ironed(values.range.top));
  const most = Math.max(...tops, sellerValue);
  const sold = (z: number) => somebody(groups, ({ rank }) => rank(z).above);
  const integral = integrate(sold, sellerValue, most, {
    ...effort(most - sellerValue),
    breakpoints: levelMarks(groups),
  });
  // Beyond its cut at `top` a bidder adds E(ψ − Z)⁺ = R(q) − Z·q when nobody else is above.
  const beyond = sum(
    groups.map(({ values: { distribution, range }, count }, g) => {
      const height = Math.max(0, range.top - Math.max(tops[g], sellerValue));
      const added = count * survival(distribution, range.top) * height;
      return tops[g] === most ? { value: added, error: 1e-3 * added } : { value: 0, error: added };
    }),
  );
  const total = sum([integral, beyond]);
  const value = sellerValue + total.value;
  const error = total.error + 2 ** -52 * Math.abs(value);
  return { value, error, evaluations: integral.evaluations };
}

/** Pr(somebody exceeds what each does with a probability). */
function somebody(groups: readonly BidderGroup[], probability: (values: VirtualValues) => number): number {
  return somebodyExceeds(groups.map(({ values, count }) => ({ probability: probability(values), count })));
}

function optimalBidder(groups: readonly BidderGroup[], own: BidderGroup, sellerValue: number): OptimalBidder {
  const { values } = own;
  const { distribution, range } = values;
  const { value: reserve, probability: eligible } = values.reaching(sellerValue);
  const allocation = (v: number) => interimShare(groups, own, { reserve, eligible }, v);
  const elsewhere = levelMarks(groups.filter((group) => group !== own));
  const breakpoints = [
    ...values.kinks.values,
    ...valueMarks([own]),
    ...elsewhere.map((level) => values.reaching(level).value),
  ];
  const options = { ...effort(range.top - range.low), breakpoints };
  const utility = (v: number): Integral =>
    v > reserve ? integrate(allocation, reserve, v, options) : { value: 0, error: 0, evaluations: 0 };
  const left = (v: number) => survival(distribution, v) * allocation(v);
  const rent = () => {
    if (!(reserve < range.top)) return { value: 0, error: 0 };
    const within = integrate(left, reserve, range.top, options);
    const beyond = range.excess > 0 ? range.excess * allocation(range.top) : 0;
    return { value: within.value + beyond, error: within.error + 1e-3 * beyond };
  };
  return {
    values,
    reserve,
    eligible,
    allocation,
    utility,
    payment: (v) => {
      const share = allocation(v);
      return share === 0 ? 0 : v * share - utility(v).value;
    },
    rent,
  };
}

/** Q_i(v): the others' ironed virtual values behind, tied ones share. */
function interimShare(groups: readonly BidderGroup[], own: BidderGroup, cutoff: Cutoff, v: number): number {
  const standing = own.values.standing(v);
  if (!isServed(cutoff, standing, v)) return 0;
  const { level, atLeast, above } = standing;
  return tieShare(
    groups.map(({ values, count }) => {
      if (values === own.values) return { ahead: above, level: atLeast - above, count: count - 1 };
      const rival = values.rank(level);
      return { ahead: rival.above, level: rival.atLeast - rival.above, count };
    }),
  );
}
