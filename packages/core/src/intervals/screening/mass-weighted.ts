import type { Distribution } from "../distribution.js";
import type { Knot, TypeCells } from "./type-cells.js";

const NODES = [-0.9602898564975363, -0.7966664774136267, -0.525532409916329, -0.1834346424956498];
const WEIGHTS = [0.1012285362903763, 0.2223810344533745, 0.3137066458778873, 0.362683783378362];

/**
 * ∫ g dF between two knots by Gauss's rule with 8 points in every cell, atoms added; over probabilities where the density is infinite.
 */
export function massWeighted(
  distribution: Distribution,
  { knots, kinds }: TypeCells,
  g: (type: number) => number,
  from: Knot,
  to: Knot,
): number {
  let total = 0;
  for (let k = firstCell(knots, from); k < kinds.length && knots[k].survival > to.survival; k++) {
    const [start, end] = [knots[k], knots[k + 1]];
    if (kinds[k] === "gap" || end.survival >= from.survival) continue;
    if (kinds[k] === "atom") total += g(start.at) * (start.survival - end.survival);
    else total += cell(distribution, g, Math.max(start.at, from.at), Math.min(end.at, to.at));
  }
  return total;
}

/** The last cell that starts at or before a knot. */
function firstCell(knots: readonly Knot[], { at }: Knot): number {
  let [low, high] = [0, knots.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle].at < at) low = middle;
    else high = middle;
  }
  return low;
}

function cell(distribution: Distribution, g: (type: number) => number, from: number, to: number): number {
  const overShares = distribution.density(from) === Infinity || distribution.density(to) === Infinity;
  const [low, high] = overShares ? [distribution.cdf(from), distribution.cdf(to)] : [from, to];
  const [centre, half] = [(low + high) / 2, (high - low) / 2];
  const at = (t: number) => (overShares ? g(distribution.quantile(t)) : g(t) * distribution.density(t));
  let sum = 0;
  for (let k = 0; k < NODES.length; k++)
    sum += WEIGHTS[k] * (at(centre + half * NODES[k]) + at(centre - half * NODES[k]));
  return sum * half;
}
