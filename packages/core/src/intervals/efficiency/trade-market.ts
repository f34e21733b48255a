import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import type { Distribution } from "../distribution.js";
import { negated } from "../families/affine.js";
import { combination } from "./efficient-problem.js";
import { featureMarks } from "./feature-marks.js";
import { type InterimTotals, interimTotals, interimUtility } from "./interim-totals.js";
import { type VirtualScale, virtualScale } from "./virtual-scale.js";

/** Buyers who want one unit each and sellers who own one each; on either side types are independent draws from one distribution. */
export interface TradeMarket {
  readonly buyer: Distribution;
  readonly seller: Distribution;
  /** Default 1 each. */
  readonly buyers?: number;
  readonly sellers?: number;
}

/** One trader of a side as the mechanism treats it. */
export interface TraderOutcome {
  /** φ̄_α; a seller's virtual cost is the negative of the virtual value of its negative cost. */
  virtual(type: number): number;
  /** Probability that this type trades. */
  tradeProbability(type: number): number;
  /** Interim utility above the outside option: 0 for the lowest buyer, the highest seller. */
  utility(type: number): number;
  /** Expected payment of this type (negative: it receives). */
  payment(type: number): number;
  /** Its mean over types. */
  readonly expectedPayment: Integral;
  /** Types on which virtual values were averaged. */
  readonly ironed: readonly (readonly [from: number, to: number])[];
}

/** Trade by virtual values: the units go to the `sellers` largest among buyers' φ̄_α(b) and sellers' φ̄_α(s), ties between sides to sellers. */
export interface VirtualTrade {
  readonly weight: number;
  /** E Σ over trades of value − cost. */
  readonly gains: Integral;
  /** The largest E Σ payments with this allocation: what the broker keeps. */
  readonly surplus: Integral;
  readonly buyer: TraderOutcome;
  readonly seller: TraderOutcome;
  /** The lowest buyer's value whose virtual value reaches that of a seller with this cost (at equality nobody trades); ∞ when none does. */
  leastValue(cost: number): number;
}

/** One side: sellers enter with negative costs, so that both sides are buyers of something. */
interface SideOfTrade {
  readonly scale: VirtualScale;
  readonly count: number;
}

/**
 * The mechanism that trades by virtual values with weight α ∈ [0, 1] on information rents:
 * φ_α(b) = b − α (1 − F_B)/f_B, φ_α(s) = s + α F_S/f_S, ironed. α = 0: every gain from trade; α = 1: the most a broker earns.
 * A buyer with virtual value z trades iff at most n − 1 of the others are ahead: Q(z) = Pr(Bin(m − 1, Pr(φ_B > z)) + Bin(n, Pr(φ_S ≥ z)) ≤ n − 1),
 * so all expectations are integrals over one type. Surplus = Σ E[virtual value at α = 1; trade], by parts where densities vanish.
 * Equals on one side share by lot.
 * @throws CandorError `infinite-mean`, `bad-count`, `bad-weight`.
 * Source: Myerson and Satterthwaite (1983), section 5; Gresik and Satterthwaite (1989).
 */
export function virtualTrade(market: TradeMarket, weight: number): VirtualTrade {
  const { buyer, seller, buyers = 1, sellers = 1 } = market;
  requireMarket(market);
  if (!(weight >= 0 && weight <= 1))
    fail("bad-weight", "weight", "The weight on information rents must lie between 0 and 1.");
  const demand: SideOfTrade = { scale: virtualScale(buyer, weight), count: buyers };
  const supply: SideOfTrade = { scale: virtualScale(negative(seller), weight), count: sellers };
  const [bought, sold] = [totals(demand, supply), totals(supply, demand)];
  const reverse = outcome(supply, demand, sold.revenue);
  return {
    weight,
    gains: combination([buyers, bought.value], [sellers, sold.value]),
    surplus: combination([buyers, bought.revenue], [sellers, sold.revenue]),
    buyer: outcome(demand, supply, bought.revenue),
    leastValue: (cost) => demand.scale.threshold(-supply.scale.virtual(-cost)),
    seller: {
      virtual: (type) => -reverse.virtual(-type),
      tradeProbability: (type) => reverse.tradeProbability(-type),
      utility: (type) => reverse.utility(-type),
      payment: (type) => reverse.payment(-type),
      expectedPayment: sold.revenue,
      ironed: reverse.ironed.map(([from, to]) => [-to, -from] as const).reverse(),
    },
  };
}

const negatives = new WeakMap<Distribution, Distribution>();

/** One object a distribution, so that what is known of it is not worked out again. */
function negative(costs: Distribution): Distribution {
  const found = negatives.get(costs) ?? negated(costs);
  negatives.set(costs, found);
  return found;
}

/** Errors: `infinite-mean`, `bad-count`. */
export function requireMarket({ buyer, seller, buyers = 1, sellers = 1 }: TradeMarket): void {
  for (const [path, { mean, name }] of Object.entries({ buyer, seller }))
    if (!Number.isFinite(mean)) fail("infinite-mean", path, `The mean of ${name} must be finite.`);
  for (const [path, count] of Object.entries({ buyers, sellers }))
    if (!Number.isInteger(count) || count < 1)
      fail("bad-count", path, "There must be at least one trader on each side.", { received: String(count) });
}

/** Probability that one trader of `own` with virtual value z trades; at ties on its side the average over lots. */
function tradeProbability(own: SideOfTrade, other: SideOfTrade, z: number): number {
  const others = binomial(other.count, 1 - other.scale.moreThan(-z));
  const [more, atLeast] = [own.scale.moreThan(z), own.scale.atLeast(z)];
  const given = (ahead: number) => atMost(binomial(own.count - 1, ahead), others, other.count - 1);
  if (own.count === 1 || atLeast === more) return given(more);
  return integrate((u) => given(more + u * (atLeast - more)), 0, 1).value;
}

/** Probabilities of 0…n successes. */
export function binomial(n: number, p: number): Float64Array {
  const row = new Float64Array(n + 1);
  row[0] = 1;
  for (let k = 0; k < n; k++)
    for (let c = k + 1; c >= 0; c--) row[c] = row[c] * (1 - p) + (c > 0 ? row[c - 1] * p : 0);
  return row;
}

/** Pr(A + B ≤ most). */
function atMost(a: Float64Array, b: Float64Array, most: number): number {
  let [total, cumulative] = [0, 0];
  let k = 0;
  for (let j = Math.min(most, a.length - 1); j >= 0; j--) {
    for (; k <= most - j && k < b.length; k++) cumulative += b[k];
    total += a[j] * cumulative;
  }
  return total;
}

function totals(own: SideOfTrade, other: SideOfTrade): InterimTotals {
  return interimTotals(own.scale, (z) => tradeProbability(own, other, z), levels(own, other));
}

/** Virtual values at which either side's distribution of virtual values has a kink, jumps, or has features the integrals must not step over. */
function levels(own: SideOfTrade, other: SideOfTrade): number[] {
  const features = featureMarks(other.scale.distribution).map((type) => -other.scale.virtual(type));
  return [
    ...features.filter(Number.isFinite),
    ...other.scale.stretches.flatMap(({ range }) => range.map((z) => -z)),
    ...own.scale.stretches.flatMap(({ range }) => range),
  ];
}

function outcome(own: SideOfTrade, other: SideOfTrade, expectedPayment: Integral): TraderOutcome {
  const { scale } = own;
  const share = (z: number) => tradeProbability(own, other, z);
  const utility = (type: number) => interimUtility(scale, share, levels(own, other), type);
  return {
    virtual: scale.virtual,
    tradeProbability: (type) => share(scale.virtual(type)),
    utility,
    payment: (type) => type * share(scale.virtual(type)) - utility(type),
    expectedPayment,
    ironed: scale.stretches
      .filter(({ level, from, to }) => level !== undefined && from < to)
      .map(({ from, to }) => [from, to] as const),
  };
}
