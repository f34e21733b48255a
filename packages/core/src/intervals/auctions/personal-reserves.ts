import { integrate } from "../../numeric/quadrature/index.js";
import { massAt, survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import type { BidderGroup } from "./bidder-groups.js";
import { type Estimate, sum } from "./estimate.js";
import { exceedances, somebodyExceeds } from "./exceedances.js";
import { effort, valueMarks } from "./marks.js";
import { tieShare } from "./tie-share.js";
import { probabilityAtLeast } from "./value-range.js";

/**
 * `eager`: whoever reaches the own reserve enters, the highest who entered wins and pays the larger of the own reserve and the next who
 * entered. `lazy`: the highest of all wins if it reaches its own reserve, and pays the larger of that and the next value of all.
 */
export type ReserveRule = "eager" | "lazy";

/**
 * The seller's expected payoff from a second-price auction with personal reserves (one for each group; +∞ shuts it out), truthful bids,
 * ties by an equal lottery.
 */
export function personalReservesPayoff(
  groups: readonly BidderGroup[],
  reserves: readonly number[],
  rule: ReserveRule,
  sellerValue = 0,
): Estimate {
  const marks = [...valueMarks(groups), ...reserves];
  return rule === "eager"
    ? eagerPayoff(groups, reserves, sellerValue, marks)
    : lazyPayoff(groups, reserves, sellerValue, marks);
}

/**
 * v0·Pr(no sale) + l·Pr(sale) + ∫ Pr(price > x) dx over x ≥ l, the lowest reserve: the price is above x when somebody with a reserve above
 * x enters, or two of the others have values above x.
 */
function eagerPayoff(
  groups: readonly BidderGroup[],
  reserves: readonly number[],
  sellerValue: number,
  marks: readonly number[],
): Estimate {
  const lowest = Math.min(...reserves);
  const entering = groups.map(({ values: { distribution }, count }, g) => ({
    probability: reserves[g] < Infinity ? probabilityAtLeast(distribution, reserves[g]) : 0,
    count,
  }));
  const sale = somebodyExceeds(entering);
  if (sale === 0) return { value: sellerValue, error: 0 };
  const priceAbove = (x: number) => {
    const high = somebodyExceeds(entering.filter((_, g) => reserves[g] > x));
    const low = groups.flatMap(({ values: { distribution }, count }, g) =>
      reserves[g] > x ? [] : [{ probability: survival(distribution, x), count }],
    );
    return high + (1 - high) * exceedances(low).more;
  };
  const top = Math.max(lowest, ...groups.map(({ values }) => values.range.top));
  const { value, error } = integrate(priceAbove, lowest, top, {
    ...effort(top - lowest),
    breakpoints: marks,
  });
  const total = sellerValue * (1 - sale) + lowest * sale + value;
  return { value: total, error: error + 2 ** -51 * Math.abs(total) };
}

/**
 * v0 + Σ_i E[(v − v0) Q_i(v)] − ∫ (1 − F_i) Q_i dv with Q_i the probability of winning, 0 below r_i, where 1 − F_i is 1 between r_i and
 * the lowest value.
 */
function lazyPayoff(
  groups: readonly BidderGroup[],
  reserves: readonly number[],
  sellerValue: number,
  marks: readonly number[],
): Estimate {
  const parts = groups.flatMap((own, g): Estimate[] => {
    const { distribution, range } = own.values;
    const reserve = reserves[g];
    const options = { ...effort(range.top - range.low), breakpoints: marks };
    if (!(reserve <= range.top)) return [];
    const share = (v: number) => tieShare(groups.map((group) => rivals(group, group === own, v)));
    const gain = expectation(distribution, (v) => (v - sellerValue) * share(v), {
      over: [reserve, Infinity],
      ...options,
    });
    const rent = integrate((v) => survival(distribution, v) * share(v), reserve, range.top, options);
    const beyond = range.excess > 0 ? range.excess * share(range.top) : 0;
    const value = own.count * (gain.value - rent.value - beyond);
    return [{ value, error: own.count * (gain.error + rent.error + 1e-3 * beyond) }];
  });
  return sum([{ value: sellerValue, error: 0 }, ...parts]);
}

function rivals({ values: { distribution }, count }: BidderGroup, same: boolean, v: number) {
  return {
    ahead: survival(distribution, v),
    level: massAt(distribution, v),
    count: same ? count - 1 : count,
  };
}
