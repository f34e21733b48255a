import type { Distribution } from "../distribution.js";
import { resolvingPoints } from "../resolving-points.js";

const known = new WeakMap<Distribution, readonly number[]>();

/**
 * Breakpoints, and points between which a quadrature rule sees all but 3e-13 of the probability: between them the cdf is smooth and no
 * steep rise of it hides from an integral over something wider, such as another agent's types. Increasing, finite, at least one; worked
 * out once a distribution.
 */
export function featureMarks(distribution: Distribution): readonly number[] {
  const found = known.get(distribution);
  if (found !== undefined) return found;
  const { pieces, breakpoints } = distribution;
  const inside = pieces.flatMap(([from, to]) => {
    const cuts = breakpoints.filter((x) => x > from && x < to);
    return resolvingPoints(distribution, from, to, cuts);
  });
  const marks = [...new Set([...breakpoints, ...inside])].filter(Number.isFinite).sort((a, b) => a - b);
  known.set(distribution, marks);
  return marks;
}
