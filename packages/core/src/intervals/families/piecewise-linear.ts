import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { fromSegments } from "./segments.js";

/**
 * The density that is linear between `points` (nondecreasing; a point twice makes it jump) with the given `heights` there, and 0 elsewhere.
 * Stretches at height 0 are gaps.
 * @throws CandorError `bad-density` for points or heights that are not such; `not-normalised` when it does not integrate to 1 ± 1e-9
 * (within that it is scaled).
 */
export function piecewiseLinear(points: readonly number[], heights: readonly number[]): Distribution {
  checkCorners(points, heights);
  const area = points
    .slice(1)
    .reduce((sum, x, k) => sum + ((x - points[k]) * (heights[k] + heights[k + 1])) / 2, 0);
  if (!(Math.abs(area - 1) <= 1e-9))
    fail("not-normalised", "heights", `The density integrates to ${area}; divide the heights by it.`, {
      expected: "1",
      received: String(area),
    });
  const segments = points.slice(1).map((to, k) => ({
    from: points[k],
    to,
    start: heights[k] / area,
    end: heights[k + 1] / area,
  }));
  const name = `piecewise linear on [${points[0]}, ${points[points.length - 1]}]`;
  return fromSegments(
    name,
    segments.filter(({ from, to, start, end }) => to > from && start + end > 0),
  );
}

function checkCorners(points: readonly number[], heights: readonly number[]): void {
  if (points.length < 2 || points.length !== heights.length)
    fail("bad-density", "points", "A density needs at least two points and as many heights.", {
      received: `${points.length} points and ${heights.length} heights`,
    });
  points.forEach((x, k) => {
    if (!Number.isFinite(x) || x < points[k - 1])
      fail("bad-density", `points[${k}]`, "Points must be finite and must not fall.", {
        received: String(x),
      });
  });
  heights.forEach((height, k) => {
    if (!(height >= 0 && Number.isFinite(height)))
      fail("bad-density", `heights[${k}]`, "Heights must be finite and not negative.", {
        received: String(height),
      });
  });
}
