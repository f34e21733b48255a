import type { Distribution } from "../distribution.js";
import { continuous } from "./continuous.js";
import { requirePositive } from "./parameters.js";

/**
 * Exponential on [0, ∞): Pr(X > x) = e^{−x/mean}.
 * @throws CandorError `bad-parameter` unless mean > 0.
 */
export function exponential(mean: number): Distribution {
  requirePositive("mean", mean);
  return continuous({
    name: `exponential of mean ${mean}`,
    low: 0,
    high: Infinity,
    cdf: (x) => -Math.expm1(-x / mean),
    survival: (x) => Math.exp(-x / mean),
    density: (x) => Math.exp(-x / mean) / mean,
    quantile: (p) => -mean * Math.log1p(-p),
    mean,
  });
}
