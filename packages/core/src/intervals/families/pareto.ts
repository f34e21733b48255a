import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { continuous } from "./continuous.js";
import { requirePositive } from "./parameters.js";

/** Shapes between 1 and this have a mean to which values beyond 1e300 add: no quadrature sees them. */
const LEAST_WITH_MEAN = 1.1;

/**
 * Pareto on [scale, ∞): Pr(X > x) = (scale/x)^shape; its mean is infinite for shapes up to 1.
 * @throws CandorError `bad-parameter` unless scale > 0 and 0 < shape ≤ 1 or shape ≥ 1.1.
 */
export function pareto(scale: number, shape: number): Distribution {
  requirePositive("scale", scale);
  requirePositive("shape", shape);
  if (shape > 1 && shape < LEAST_WITH_MEAN)
    fail(
      "bad-parameter",
      "shape",
      `Between 1 and ${LEAST_WITH_MEAN} too much of the mean lies beyond what doubles reach; take another shape.`,
      {
        received: String(shape),
      },
    );
  return continuous({
    name: `Pareto of scale ${scale} and shape ${shape}`,
    low: scale,
    high: Infinity,
    // Through the distance from the low end, which is exact near it.
    cdf: (x) => -Math.expm1(-shape * Math.log1p((x - scale) / scale)),
    survival: (x) => (scale / x) ** shape,
    density: (x) => (shape / x) * (scale / x) ** shape,
    quantile: (p) => scale * Math.exp(-Math.log1p(-p) / shape),
    mean: shape > 1 ? scale + scale / (shape - 1) : Infinity,
  });
}
