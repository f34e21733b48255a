import type { Distribution } from "../distribution.js";
import { gammaPlusOne } from "../special-functions/gamma.js";
import { continuous } from "./continuous.js";
import { requirePositive } from "./parameters.js";

/**
 * Weibull on [0, ∞): Pr(X > x) = exp(−(x/scale)^shape); its density is infinite at 0 for shapes below 1.
 * @throws CandorError `bad-parameter` unless shape > 0 and scale > 0.
 */
export function weibull(shape: number, scale: number): Distribution {
  requirePositive("shape", shape);
  requirePositive("scale", scale);
  const hazard = (x: number) => (x / scale) ** shape;
  return continuous({
    name: `Weibull of shape ${shape} and scale ${scale}`,
    low: 0,
    high: Infinity,
    cdf: (x) => -Math.expm1(-hazard(x)),
    survival: (x) => Math.exp(-hazard(x)),
    // e^{−hazard} is 0 where its factor may overflow.
    density: (x) =>
      hazard(x) > 750 ? 0 : (shape / scale) * (x / scale) ** (shape - 1) * Math.exp(-hazard(x)),
    quantile: (p) => scale * (-Math.log1p(-p)) ** (1 / shape),
    mean: scale * gammaPlusOne(1 / shape),
  });
}
