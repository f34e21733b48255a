import type { Distribution } from "../distribution.js";
import { normalCdf, normalDensity, normalQuantile } from "../special-functions/normal.js";
import { continuous } from "./continuous.js";
import { requireFinite, requirePositive } from "./parameters.js";

/**
 * Normal on the whole line; `truncated(normal(…), low, high)` for an interval.
 * @throws CandorError `bad-parameter` unless both are finite and deviation > 0.
 */
export function normal(mean: number, deviation: number): Distribution {
  requireFinite("mean", mean);
  requirePositive("deviation", deviation);
  const standard = (x: number) => (x - mean) / deviation;
  return continuous({
    name: `normal of mean ${mean} and deviation ${deviation}`,
    low: -Infinity,
    high: Infinity,
    cdf: (x) => normalCdf(standard(x)),
    survival: (x) => normalCdf(-standard(x)),
    density: (x) => normalDensity(standard(x)) / deviation,
    quantile: (p) => mean + deviation * normalQuantile(p),
    mean,
  });
}
