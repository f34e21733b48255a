import type { Distribution } from "../distribution.js";
import { continuous } from "./continuous.js";
import { requireInterval, requirePositive } from "./parameters.js";

/**
 * F(x) = ((x − low)/(high − low))^exponent on [low, high]; its density is infinite at `low` for exponents below 1.
 * @throws CandorError `bad-parameter` unless exponent > 0, `bad-interval` unless low < high, both finite.
 */
export function power(exponent: number, low: number, high: number): Distribution {
  requirePositive("exponent", exponent);
  requireInterval(low, high);
  const width = high - low;
  const share = (x: number) => (x - low) / width;
  return continuous({
    name: `power ${exponent} on [${low}, ${high}]`,
    low,
    high,
    cdf: (x) => share(x) ** exponent,
    // Through the distance from the nearer end, which is exact near it.
    survival: (x) =>
      share(x) < 0.5 ? 1 - share(x) ** exponent : -Math.expm1(exponent * Math.log1p(-(high - x) / width)),
    density: (x) => (exponent / width) * share(x) ** (exponent - 1),
    quantile: (p) => low + width * p ** (1 / exponent),
    mean: low + (width * exponent) / (exponent + 1),
  });
}
