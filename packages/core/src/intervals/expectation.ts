import { fail } from "../numeric/candor-error.js";
import { type Integral, type IntegrationOptions, integrate } from "../numeric/quadrature/index.js";
import { cdfBelow, type Distribution } from "./distribution.js";

export interface ExpectationOptions extends IntegrationOptions {
  /** Integrate over this interval only: ∫ g dF over [from, to], atoms at its ends included. Default: everything. */
  readonly over?: readonly [from: number, to: number];
}

/**
 * E g(X) = ∫ g(x) f(x) dx over the pieces + Σ g(a) Pr(X = a) over the atoms, with its error. `breakpoints` are those of g; the
 * distribution's own are added, and some of its quantiles where it is concentrated or unbounded. Where the density is infinite at an
 * end of a piece the integral runs over probabilities instead, ∫ g(F⁻¹(p)) dp.
 * @throws CandorError `not-finite` where g·f is not finite; `no-convergence` when the error is left above 1e-3·(1 + |value|): the
 * expectation is infinite, or g has a pole that must become a breakpoint.
 */
export function expectation(
  distribution: Distribution,
  g: (x: number) => number,
  { over = [-Infinity, Infinity], breakpoints = [], ...options }: ExpectationOptions = {},
): Integral {
  let [value, error, evaluations] = [0, 0, 0];
  for (const { at, mass } of distribution.atoms) {
    if (at < over[0] || at > over[1]) continue;
    value += g(at) * mass;
    error += 2 ** -51 * Math.abs(g(at) * mass);
    evaluations++;
  }
  const marks = [...breakpoints, ...distribution.breakpoints];
  for (const [from, to] of distribution.pieces) {
    const [low, high] = [Math.max(from, over[0]), Math.min(to, over[1])];
    if (low >= high) continue;
    const part = integratePiece(distribution, g, low, high, { ...options, breakpoints: marks });
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

function integratePiece(
  distribution: Distribution,
  g: (x: number) => number,
  low: number,
  high: number,
  options: IntegrationOptions,
): Integral {
  const marks = [low, ...(options.breakpoints ?? []), high].filter((x) => x >= low && x <= high);
  if (marks.some((x) => distribution.density(x) === Infinity)) {
    const shares = marks.map((x) => distribution.cdf(x));
    const [from, to] = [distribution.cdf(low), cdfBelow(distribution, high)];
    return integrate((p) => g(distribution.quantile(p)), from, to, {
      ...options,
      breakpoints: shares,
    });
  }
  return integrate((x) => weighted(g, x, distribution.density(x)), low, high, {
    ...options,
    breakpoints: [...marks, ...landmarks(distribution, low, high)],
  });
}

/** g(x)·f(x), 0 where the density is 0 whatever g does there. */
function weighted(g: (x: number) => number, x: number, density: number): number {
  return density === 0 ? 0 : g(x) * density;
}

/** Quantiles that show where the probability is when it fills little of the interval; none otherwise. */
function landmarks(distribution: Distribution, low: number, high: number): number[] {
  const [from, to] = [distribution.cdf(low), distribution.cdf(high)];
  const at = (share: number) => distribution.quantile(from + share * (to - from));
  const bulk = at(0.99) - at(0.01);
  if (!(bulk < (high - low) / 4)) return [];
  return [1e-6, 1e-3, 0.03, 0.5, 0.97, 1 - 1e-3, 1 - 1e-6].map(at);
}
