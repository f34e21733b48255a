import { fail } from "../numeric/candor-error.js";
import { type Distribution, survival } from "./distribution.js";
import { withMean } from "./families/continuous.js";
import { betaCdf, betaDensity, betaQuantile } from "./special-functions/beta.js";

/**
 * The k-th smallest of n independent draws: Pr(X₍ₖ₎ ≤ x) = I_{F(x)}(k, n − k + 1), the incomplete beta function, which stays accurate for n in
 * the thousands; k = n is the largest. Its quantiles are those of X at the beta quantiles. Where F is 0 or 1 and the density infinite,
 * the density is called infinite.
 * @throws CandorError `bad-parameter` unless 1 ≤ k ≤ n are integers.
 * Source: David and Nagaraja, Order Statistics (2003), section 2.1.
 */
export function orderStatistic(distribution: Distribution, n: number, k: number): Distribution {
  if (!(Number.isSafeInteger(n) && Number.isSafeInteger(k) && 1 <= k && k <= n))
    fail("bad-parameter", "k", "An order statistic needs integers 1 ≤ k ≤ n.", {
      received: `k = ${k}, n = ${n}`,
    });
  if (n === 1) return distribution;
  const [a, b] = [k, n - k + 1];
  const cdf = (x: number) => betaCdf(a, b, distribution.cdf(x), survival(distribution, x));
  const above = (x: number) => betaCdf(b, a, survival(distribution, x), distribution.cdf(x));
  const { atoms, density } = distribution;
  return withMean({
    name: `number ${k} from below of ${n} of ${distribution.name}`,
    support: distribution.support,
    pieces: distribution.pieces,
    atoms: atoms
      .map(({ at, mass }) => ({
        at,
        mass: cdf(at) - betaCdf(a, b, distribution.cdf(at) - mass, survival(distribution, at) + mass),
      }))
      .filter(({ mass }) => mass > 0),
    breakpoints: distribution.breakpoints,
    cdf,
    survival: above,
    density: (x) => {
      const height = density(x);
      if (height === 0 || height === Infinity) return height;
      return height * betaDensity(a, b, distribution.cdf(x), survival(distribution, x));
    },
    quantile: (p) => distribution.quantile(betaQuantile(a, b, p)),
  });
}
