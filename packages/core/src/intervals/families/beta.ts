import type { Distribution } from "../distribution.js";
import { betaCdf, betaDensity, betaQuantile } from "../special-functions/beta.js";
import { continuous } from "./continuous.js";
import { requireInterval, requirePositive } from "./parameters.js";

/**
 * Beta with density ∝ (x − low)^{a−1} (high − x)^{b−1} on [low, high]; infinite at an end whose exponent is negative.
 * @throws CandorError `bad-parameter` unless a, b > 0; `bad-interval` unless low < high, both finite.
 */
export function beta(a: number, b: number, low = 0, high = 1): Distribution {
  requirePositive("a", a);
  requirePositive("b", b);
  requireInterval(low, high);
  const width = high - low;
  const share = (x: number) => (x - low) / width;
  const rest = (x: number) => (high - x) / width;
  return continuous({
    name: `beta(${a}, ${b}) on [${low}, ${high}]`,
    low,
    high,
    cdf: (x) => betaCdf(a, b, share(x), rest(x)),
    survival: (x) => betaCdf(b, a, rest(x), share(x)),
    density: (x) => betaDensity(a, b, share(x), rest(x)) / width,
    quantile: (p) => low + width * betaQuantile(a, b, p),
    mean: low + (width * a) / (a + b),
  });
}
