import type { Distribution } from "../distribution.js";
import { normalCdf, normalDensity, normalQuantile } from "../special-functions/normal.js";
import { continuous } from "./continuous.js";
import { requireFinite, requirePositive } from "./parameters.js";

/**
 * Log-normal on [0, ∞): log X is normal with mean `location` and deviation `deviation`; `truncated(logNormal(…), low, high)` for an interval.
 * @throws CandorError `bad-parameter` unless both are finite and deviation > 0.
 */
export function logNormal(location: number, deviation: number): Distribution {
  requireFinite("location", location);
  requirePositive("deviation", deviation);
  const standard = (x: number) => (Math.log(x) - location) / deviation;
  return continuous({
    name: `log-normal of location ${location} and deviation ${deviation}`,
    low: 0,
    high: Infinity,
    cdf: (x) => normalCdf(standard(x)),
    survival: (x) => normalCdf(-standard(x)),
    density: (x) => (x === 0 ? 0 : normalDensity(standard(x)) / (deviation * x)),
    quantile: (p) => Math.exp(location + deviation * normalQuantile(p)),
    mean: Math.exp(location + deviation ** 2 / 2),
  });
}
