import { fail } from "../numeric/candor-error.js";
import { type Distribution, massAt, survival } from "./distribution.js";
import { withMean } from "./families/continuous.js";
import { unionOfBreakpoints, unionOfPieces } from "./pieces.js";
import { quantileByInversion } from "./quantile-by-inversion.js";

/**
 * The largest of independent draws, one from each distribution: F = Π Fᵢ, f = Σ fᵢ Π_{j≠i} Fⱼ. Quantiles by inversion, the mean by
 * quadrature. Every value costs O(number of distributions); for alike ones `orderStatistic(d, n, n)` is faster.
 * @throws CandorError `bad-parameter` for an empty list.
 */
export function maximumOf(distributions: readonly Distribution[]): Distribution {
  if (distributions.length === 0)
    fail("bad-parameter", "distributions", "A maximum needs at least one distribution.");
  if (distributions.length === 1) return distributions[0];
  const support = [
    Math.max(...distributions.map((d) => d.support[0])),
    Math.max(...distributions.map((d) => d.support[1])),
  ] as const;
  const product = (of: (d: Distribution) => number) => distributions.reduce((value, d) => value * of(d), 1);
  const cdf = (x: number) => product((d) => d.cdf(x));
  const places = new Set(distributions.flatMap(({ atoms }) => atoms.map(({ at }) => at)));
  const atoms = [...places]
    .sort((a, b) => a - b)
    .map((at) => ({ at, mass: cdf(at) - product((d) => d.cdf(at) - massAt(d, at)) }))
    .filter(({ mass }) => mass > 0);
  const base = {
    name:
      distributions.length > 4
        ? `the largest of ${distributions.length} draws`
        : `the largest of ${distributions.map(({ name }) => name).join(", ")}`,
    support,
    pieces: unionOfPieces(
      distributions,
      atoms.map(({ at }) => at),
      support,
    ),
    atoms,
    breakpoints: unionOfBreakpoints(distributions).filter((x) => x >= support[0]),
    cdf,
    survival: (x: number) =>
      -Math.expm1(distributions.reduce((sum, d) => sum + Math.log1p(-Math.min(1, survival(d, x))), 0)),
    density: (x: number) => (x < support[0] ? 0 : densityOfMaximum(distributions, x)),
  };
  return withMean({ ...base, quantile: quantileByInversion(base) });
}

function densityOfMaximum(distributions: readonly Distribution[], x: number): number {
  let [product, rate, zeros, heightAtZero] = [1, 0, 0, 0];
  for (const { cdf, density } of distributions) {
    const [share, height] = [cdf(x), density(x)];
    if (height === Infinity) return Infinity;
    if (share > 0) {
      product *= share;
      rate += height / share;
    } else {
      zeros++;
      heightAtZero = height;
    }
  }
  // Only a distribution that starts here contributes; two of them leave nothing.
  return zeros === 0 ? product * rate : zeros === 1 ? product * heightAtZero : 0;
}
