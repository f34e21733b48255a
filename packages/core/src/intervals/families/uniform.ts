import type { Distribution } from "../distribution.js";
import { continuous } from "./continuous.js";
import { requireInterval } from "./parameters.js";

/**
 * Uniform on [low, high].
 * @throws CandorError `bad-interval` unless low < high, both finite.
 */
export function uniform(low: number, high: number): Distribution {
  requireInterval(low, high);
  const width = high - low;
  return continuous({
    name: `uniform on [${low}, ${high}]`,
    low,
    high,
    cdf: (x) => (x - low) / width,
    survival: (x) => (high - x) / width,
    density: () => 1 / width,
    quantile: (p) => low + p * width,
    mean: low + width / 2,
  });
}
