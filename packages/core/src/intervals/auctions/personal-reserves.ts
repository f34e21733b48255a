import { integrate } from "../../numeric/quadrature/index.js";
import { cdfBelow, massAt, survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import type { BidderGroup } from "./bidder-groups.js";
import { type Estimate, sum } from "./estimate.js";
import { effort, valueMarks } from "./marks.js";
import { tieShare } from "./tie-share.js";

/**
 * `eager`: whoever reaches the own reserve enters, the highest who entered wins and pays the larger of the own reserve and the next who
 * entered. `lazy`: the highest of all wins if it reaches its own reserve, and pays the larger of that and the next value of all.
 */
export type ReserveRule = "eager" | "lazy";

/**
 * The seller's expected payoff from a second-price auction with personal reserves (one for each group; +∞ shuts it out), truthful bids,
 * ties by an equal lottery: v0 + Σ_i E[(v − v0) Q_i(v)] − ∫ (1 − F_i) Q_i dv with Q_i the probability of winning, 0 below r_i,
 * where 1 − F_i is 1 between r_i and the lowest value.
 */
export function personalReservesPayoff(
  groups: readonly BidderGroup[],
  reserves: readonly number[],
  rule: ReserveRule,
  sellerValue = 0,
): Estimate {
  const marks = [...valueMarks(groups), ...reserves];
  const parts = groups.flatMap((own, g): Estimate[] => {
    const { distribution, range } = own.values;
    const reserve = reserves[g];
    const options = { ...effort(range.top - range.low), breakpoints: marks };
    if (!(reserve <= range.top)) return [];
    const share = (v: number) =>
      tieShare(groups.map((group, h) => rivals(group, group === own, entry(h), v)));
    const entry = (h: number) => (rule === "eager" ? reserves[h] : -Infinity);
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

function rivals({ values: { distribution }, count }: BidderGroup, same: boolean, entry: number, v: number) {
  return {
    behind: cdfBelow(distribution, Math.max(v, entry)),
    level: v >= entry ? massAt(distribution, v) : 0,
    count: same ? count - 1 : count,
  };
}
