import { fail } from "../numeric/candor-error.js";
import { add, compare, multiply, type Rational, rational, subtract, ZERO } from "../numeric/rational.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, positionOf } from "./lines.js";

export interface ReserveRevenue {
  readonly reserve: Rational;
  readonly revenue: Rational;
}

/**
 * Expected revenue under f of the second-price auction with truthful bids, for the reserve 0 and every reserve that is some bidder's
 * value above 0, by increasing reserve. Between two values a higher reserve earns more, so the best reserve is among these.
 *
 * The highest bid wins if it reaches the reserve r and pays max(r, second bid): with H(r) and S(r) the probabilities that the
 * highest and the second value are at least r, revenue is r(H(r) − S(r)) + E[second; second ≥ r]. Cost: bidders × profiles.
 */
export function secondPriceRevenues(auction: CorrelatedAuction<Rational>): ReserveRevenue[] {
  const levels = distinctValues(auction);
  const { highest, second } = orderStatistics(auction, levels);
  const revenues: ReserveRevenue[] = [];
  let [reached, contested, prices] = [ZERO, ZERO, ZERO];
  for (let r = levels.length - 1; r >= 0 && levels[r].n > 0n; r--) {
    reached = add(reached, highest[r]);
    contested = add(contested, second[r]);
    prices = add(prices, multiply(levels[r], second[r]));
    const alone = multiply(levels[r], subtract(reached, contested));
    revenues.push({ reserve: levels[r], revenue: add(alone, prices) });
  }
  return [{ reserve: ZERO, revenue: prices }, ...revenues.reverse()];
}

/** The first of those that earn most. */
export function bestOf<T extends { readonly revenue: Rational }>(list: readonly T[]): T {
  return list.reduce((best, each) => (compare(each.revenue, best.revenue) > 0 ? each : best));
}

function distinctValues({ values }: CorrelatedAuction<Rational>): Rational[] {
  const all = values.flatMap((own) => Array.from({ length: own.length }, (_, p) => own[p])).sort(compare);
  return all.filter((value, k) => k === 0 || compare(value, all[k - 1]) !== 0);
}

/** The distributions of the highest and the second-highest value over `levels`; a single bidder has no second. */
function orderStatistics({ sizes, values, prior }: CorrelatedAuction<Rational>, levels: readonly Rational[]) {
  const axes = sizes.map((_, i) => axisOf(sizes, i));
  const rank = values.map((own) =>
    Array.from({ length: own.length }, (_, p) => levels.findIndex((level) => compare(level, own[p]) === 0)),
  );
  const highest = levels.map(() => ZERO);
  const second = levels.map(() => ZERO);
  for (let k = 0; k < prior.length; k++) {
    let [first, next] = [-1, -1];
    axes.forEach((axis, i) => {
      const r = rank[i][positionOf(axis, k)];
      if (r > first) [first, next] = [r, first];
      else if (r > next) next = r;
    });
    highest[first] = add(highest[first], prior[k]);
    if (next >= 0) second[next] = add(second[next], prior[k]);
  }
  return { highest, second };
}

export interface PersonalReserves {
  /** By bidder; `undefined`: the bidder is shut out. */
  readonly reserves: readonly (Rational | undefined)[];
  readonly revenue: Rational;
}

/** Combinations × profiles × bidders up to which personal reserves are searched. */
const LARGEST_SEARCH = 5_000_000;

/**
 * The best personal reserves: whoever bids its own reserve or more enters, the highest of them wins and pays the larger of its
 * reserve and the next bid that entered. Truth is dominant. All combinations of own values ≥ 0 (or shutting out) are tried, exactly; the
 * first best in row-major order from the lowest reserves. Errors: `too-large` beyond 5,000,000 combinations × profiles × bidders.
 */
export function bestPersonalReserves(auction: CorrelatedAuction<Rational>): PersonalReserves {
  const { sizes, values } = auction;
  const combinations = sizes.reduce((product, size) => product * (size + 1), 1);
  const work = combinations * auction.prior.length * sizes.length;
  if (work > LARGEST_SEARCH)
    fail(
      "too-large",
      "",
      `${combinations} combinations of reserves are too many to try on ${auction.prior.length} profiles.`,
    );
  const scaled = inWholeNumbers(auction);
  const entry = new Int32Array(sizes.length);
  let best: { entry: Int32Array; revenue: bigint } | undefined;
  for (let c = 0; c < combinations; c++) {
    let rest = c;
    for (let i = sizes.length - 1; i >= 0; i--) {
      entry[i] = rest % (sizes[i] + 1);
      rest = Math.floor(rest / (sizes[i] + 1));
    }
    if (entry.some((p, i) => p < sizes[i] && values[i][p].n < 0n)) continue;
    const revenue = revenueOf(scaled, entry);
    if (best === undefined || revenue > best.revenue) best = { entry: entry.slice(), revenue };
  }
  return {
    reserves: Array.from(best!.entry, (p, i) => (p < sizes[i] ? values[i][p] : undefined)),
    revenue: rational(best!.revenue, scaled.unit),
  };
}

interface WholeNumbers {
  readonly positions: readonly Int32Array[];
  readonly prior: readonly bigint[];
  readonly values: readonly (readonly bigint[])[];
  readonly unit: bigint;
}

/** Everything over common denominators: sums of whole numbers need no reduction to lowest terms. */
function inWholeNumbers({ sizes, values, prior }: CorrelatedAuction<Rational>): WholeNumbers {
  const list = (table: CorrelatedAuction<Rational>["prior"]) =>
    Array.from({ length: table.length }, (_, k) => table[k]);
  const masses = list(prior);
  const worths = values.map(list);
  const weight = commonDenominator(masses);
  const money = commonDenominator(worths.flat());
  return {
    positions: sizes.map((_, i) => Int32Array.from(masses, (_, k) => positionOf(axisOf(sizes, i), k))),
    prior: masses.map(({ n, d }) => n * (weight / d)),
    values: worths.map((own) => own.map(({ n, d }) => n * (money / d))),
    unit: weight * money,
  };
}

function commonDenominator(numbers: readonly Rational[]): bigint {
  return numbers.reduce((all, { d }) => all * rational(d, all).n, 1n);
}

function revenueOf({ positions, prior, values }: WholeNumbers, entry: Int32Array): bigint {
  let total = 0n;
  for (let k = 0; k < prior.length; k++) {
    let winner = -1;
    let price = 0n;
    let highest = 0n;
    for (let i = 0; i < entry.length; i++) {
      const p = positions[i][k];
      if (p < entry[i]) continue;
      const bid = values[i][p];
      const own = values[i][entry[i]];
      if (winner < 0 || bid > highest) {
        price = winner >= 0 && highest > own ? highest : own;
        winner = i;
        highest = bid;
      } else if (bid > price) price = bid;
    }
    if (winner >= 0) total += prior[k] * price;
  }
  return total;
}
