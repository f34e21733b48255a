import { fail } from "../numeric/candor-error.js";
import {
  finiteIntegrand,
  type Integral,
  type IntegrationOptions,
  integrate,
} from "../numeric/quadrature/index.js";
import { cdfBelow, type Distribution } from "./distribution.js";
import { resolvingPoints } from "./resolving-points.js";

export interface ExpectationOptions extends IntegrationOptions {
  /** Integrate over this interval only: ∫ g dF over [from, to], atoms at its ends included. Default: everything. */
  readonly over?: readonly [from: number, to: number];
  /** Whether atoms count; without them ∫ g f dx. Default true. */
  readonly atoms?: boolean;
}

/**
 * E g(X) = ∫ g(x) f(x) dx over the pieces + Σ g(a) Pr(X = a) over the atoms, with its error. `breakpoints` are those of g; the
 * distribution's own are added, and enough of its quantiles that no probability hides between the points of the rule. Next to points
 * where the density is infinite the integral runs over probabilities instead, ∫ g(F⁻¹(p)) dp.
 * `tolerance` and `mostEvaluations` hold for every piece on its own; the errors add up.
 * @throws CandorError `not-finite` where g·f is not finite; `no-convergence` when the error is left above 1e-3·(1 + |value|): the
 * expectation is infinite, or g has a pole that must become a breakpoint.
 */
export function expectation(
  distribution: Distribution,
  g: (x: number) => number,
  { over = [-Infinity, Infinity], breakpoints = [], atoms = true, ...options }: ExpectationOptions = {},
): Integral {
  const take = finiteIntegrand(g);
  let [value, error, evaluations] = [0, 0, 0];
  for (const { at, mass } of atoms ? distribution.atoms : []) {
    if (at < over[0] || at > over[1]) continue;
    const part = take(at) * mass;
    value += part;
    error += 2 ** -50 * Math.abs(part);
    evaluations++;
  }
  const marks = [...breakpoints, ...distribution.breakpoints];
  for (const [low, high] of stretches(distribution, over)) {
    const part = integrateStretch(distribution, take, low, high, { ...options, breakpoints: marks });
    value += part.value;
    error += part.error;
    evaluations += part.evaluations;
  }
  if (!(error <= 1e-3 * (1 + Math.abs(value))))
    fail(
      "no-convergence",
      distribution.name,
      "The integral does not converge: the expectation is infinite or has a pole.",
      {
        received: `${value} ± ${error} after ${evaluations} evaluations`,
      },
    );
  return { value, error, evaluations };
}

/** The pieces inside `over`, cut where the density is infinite and in the middle of what is left beside such a point. */
function stretches(
  distribution: Distribution,
  over: readonly [number, number],
): (readonly [number, number])[] {
  const poles = distribution.breakpoints.filter((x) => distribution.density(x) === Infinity);
  return distribution.pieces.flatMap(([from, to]) => {
    const [low, high] = [Math.max(from, over[0]), Math.min(to, over[1])];
    if (!(low < high)) return [];
    const points = [low, ...poles.filter((x) => x > low && x < high), high];
    return points.slice(1).flatMap((end, k): (readonly [number, number])[] => {
      const start = points[k];
      if (!poles.includes(start) && !poles.includes(end)) return [[start, end]];
      const middle = distribution.quantile((distribution.cdf(start) + cdfBelow(distribution, end)) / 2);
      return middle > start && middle < end
        ? [
            [start, middle],
            [middle, end],
          ]
        : [[start, end]];
    });
  });
}

function integrateStretch(
  distribution: Distribution,
  g: (x: number) => number,
  low: number,
  high: number,
  options: IntegrationOptions,
): Integral {
  const { cdf, density, quantile } = distribution;
  const inside = (options.breakpoints ?? []).filter((x) => x > low && x < high);
  if (density(low) === Infinity || density(high) === Infinity)
    return integrate((p) => g(quantile(p)), cdf(low), cdfBelow(distribution, high), {
      ...options,
      breakpoints: inside.map((x) => cdf(x)),
    });
  return integrate((x) => weighted(g, x, density(x)), low, high, {
    ...options,
    breakpoints: resolvingPoints(distribution, low, high, inside),
  });
}

/** g(x)·f(x), 0 where the density is 0 whatever g does there. */
function weighted(g: (x: number) => number, x: number, density: number): number {
  return density === 0 ? 0 : g(x) * density;
}
