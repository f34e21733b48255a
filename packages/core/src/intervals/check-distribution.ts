import { integrate } from "../numeric/quadrature/index.js";
import { cdfBelow, type Distribution, survival } from "./distribution.js";

/** How far a distribution is from the laws its parts must obey together; all 0 up to rounding for a right one. */
export interface DistributionCheck {
  /** The largest fall of the cdf between increasing points. */
  readonly monotone: number;
  /** The largest |∫ density − difference of the cdf| between neighbouring points of a piece. */
  readonly density: number;
  /** The largest violation of F(Q(p)−) ≤ p ≤ F(Q(p)). */
  readonly quantile: number;
  /** The largest |F(x) + Pr(X > x) − 1|. */
  readonly survival: number;
  /** |∫ density + Σ atoms − 1|. */
  readonly mass: number;
  /** |mean − (c + ∫_c^∞ (1 − F) − ∫_{−∞}^c F)|, relative to 1 + |mean|. */
  readonly mean: number;
}

/** Measures the laws of {@link DistributionCheck} at quantiles and breakpoints, without the family's own formulas for each other. */
export function checkDistribution(distribution: Distribution, points = 40): DistributionCheck {
  const shares = [
    1e-12,
    1e-6,
    ...Array.from({ length: points }, (_, k) => (k + 0.5) / points),
    1 - 1e-6,
    1 - 1e-12,
  ];
  const quantiles = shares.map((p) => distribution.quantile(p));
  const places = [...new Set([...quantiles, ...distribution.breakpoints])].sort((a, b) => a - b);
  const largest = (violations: readonly number[]) => Math.max(0, ...violations);
  const pieceMasses = distribution.pieces.flatMap((piece) => stretches(distribution, piece, places));
  const atoms = distribution.atoms.reduce((sum, { mass }) => sum + mass, 0);
  return {
    monotone: largest(places.slice(1).map((x, k) => distribution.cdf(places[k]) - distribution.cdf(x))),
    density: largest(pieceMasses.map(({ integral, difference }) => Math.abs(integral - difference))),
    quantile: largest(
      shares.map((p, k) =>
        Math.max(cdfBelow(distribution, quantiles[k]) - p, p - distribution.cdf(quantiles[k])),
      ),
    ),
    survival: largest(places.map((x) => Math.abs(distribution.cdf(x) + survival(distribution, x) - 1))),
    mass: Math.abs(pieceMasses.reduce((sum, { integral }) => sum + integral, atoms) - 1),
    mean: meanError(distribution, places),
  };
}

function stretches(
  distribution: Distribution,
  [from, to]: readonly [number, number],
  places: readonly number[],
) {
  // At a pole that rounding puts a point on, nothing is better than infinity.
  const density = (x: number) => (distribution.density(x) === Infinity ? 0 : distribution.density(x));
  const points = [from];
  // Stretches of a few ulps tell nothing.
  for (const x of places)
    if (x < to && x - points[points.length - 1] > 1e-9 * (1 + Math.abs(x))) points.push(x);
  points.push(to);
  return points.slice(1).map((x, k) => ({
    integral: integrate(density, points[k], x, { breakpoints: distribution.breakpoints }).value,
    difference: cdfBelow(distribution, x) - distribution.cdf(points[k]),
  }));
}

function meanError(distribution: Distribution, breakpoints: readonly number[]): number {
  const [low, high] = distribution.support;
  const centre = distribution.quantile(0.5);
  const above = integrate((x) => survival(distribution, x), centre, high, { breakpoints });
  const below = integrate((x) => distribution.cdf(x), low, centre, { breakpoints });
  return (
    Math.abs(distribution.mean - (centre + above.value - below.value)) / (1 + Math.abs(distribution.mean))
  );
}
