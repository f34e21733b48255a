import type { IntegrationOptions } from "../../numeric/quadrature/index.js";
import type { BidderGroup } from "./bidder-groups.js";

/**
 * How hard an integral of probabilities over an interval of this length is worked on: to rounding in the unit of the values, however
 * small, and no further than what only heavy tails need whose 1 − F cancels; the error reached is reported.
 */
export function effort(length: number): IntegrationOptions {
  return { tolerance: 1e-13 * Math.min(1, length), mostEvaluations: 20_000 };
}

/**
 * Probabilities q of exceedance at which the highest of `count` has probability 10⁻¹⁸, …, 1 − 10⁻⁶ of not exceeding: below the first nothing is left
 * that doubles could tell, and without it the steep fall beneath the second would go unseen.
 */
export function orderMarks(count: number): number[] {
  return [1e-18, 1e-6, 1e-2, 0.5, 0.99, 1 - 1e-6].map((p) => -Math.expm1(Math.log(p) / count));
}

/** Where the highest of a group mostly lies, if that is a small part of its range. */
function bulkMarks({ values, count }: BidderGroup): number[] {
  return count > 4 || values.range.excess > 0 ? orderMarks(count) : [];
}

/** Values at which a cdf is not smooth, and some between which the highest two mostly lie. */
export function valueMarks(groups: readonly BidderGroup[]): number[] {
  return groups.flatMap((group) => {
    const { distribution, range } = group.values;
    const likely = bulkMarks(group).map((q) => distribution.quantile(1 - q));
    return [range.low, range.top, ...range.breakpoints, ...range.marks, ...likely];
  });
}

/** Levels of ψ̄ at which its distribution jumps or has a kink, and some between which the largest of all mostly lies. */
export function levelMarks(groups: readonly BidderGroup[]): number[] {
  return groups.flatMap((group) => {
    const { kinks, ironed, ironedAtQuantile, range } = group.values;
    return [...kinks.levels, ...range.marks.map(ironed), ...bulkMarks(group).map(ironedAtQuantile)];
  });
}
