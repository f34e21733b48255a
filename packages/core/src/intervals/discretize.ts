import { fail } from "../numeric/candor-error.js";
import { type Distribution, massAt } from "./distribution.js";
import { probabilityBetween } from "./probability-between.js";

/** A finite distribution: increasing values and their probabilities. */
export interface FiniteTypes {
  readonly values: readonly number[];
  readonly probabilities: readonly number[];
}

/** The rules of the model file: middles of equal cells, medians of equally likely cells, equal steps with both ends. */
export type DiscretizationRule = "midpoint" | "quantile" | "trapezoid";

/**
 * Puts a distribution on at most `points` points. With l, h the ends of the support and w = (h − l)/points:
 * - `midpoint`: l + (k + ½)w with the probability of (l + kw, l + (k + 1)w], an atom at l counting for the first;
 * - `quantile`: F⁻¹((2k + 1)/(2·points)), each 1/points;
 * - `trapezoid`: l + k(h − l)/(points − 1), weighed by the density, half as much at the two ends.
 * Points of probability 0 are left out, equal points (quantiles at an atom) are joined: a type of probability 0 is no type.
 * @throws CandorError `bad-parameter` for a number of points that is no integer ≥ 1 (2 for `trapezoid`); `unbounded-support` for a rule with
 * equal cells on an unbounded support; `no-density` for `trapezoid` with atoms or with a density that is infinite or 0 at every point.
 */
export function discretize(
  distribution: Distribution,
  points: number,
  rule: DiscretizationRule,
): FiniteTypes {
  if (!Number.isSafeInteger(points) || points < (rule === "trapezoid" ? 2 : 1))
    fail(
      "bad-parameter",
      "points",
      "The number of points must be a whole number, at least 1 (2 for trapezoid).",
      {
        received: String(points),
      },
    );
  const [low, high] = distribution.support;
  if (rule !== "quantile" && !Number.isFinite(high - low))
    fail("unbounded-support", "rule", `${rule} needs a bounded support: truncate, or take quantile.`, {
      received: `[${low}, ${high}]`,
    });
  const cells = Array.from({ length: points }, (_, k) => k);
  const at = (share: number) => (share === 1 ? high : low + share * (high - low));
  switch (rule) {
    case "quantile":
      return joined(
        cells.map((k) => distribution.quantile((2 * k + 1) / (2 * points))),
        cells.map(() => 1 / points),
      );
    case "midpoint":
      return joined(
        cells.map((k) => at((2 * k + 1) / (2 * points))),
        cells.map((k) => {
          const atLow = k === 0 ? massAt(distribution, low) : 0;
          return atLow + probabilityBetween(distribution, at(k / points), at((k + 1) / points));
        }),
      );
    case "trapezoid":
      return trapezoid(
        distribution,
        cells.map((k) => at(k / (points - 1))),
      );
  }
}

function trapezoid(distribution: Distribution, values: readonly number[]): FiniteTypes {
  const weights = values.map(
    (x, k) => distribution.density(x) * (k === 0 || k === values.length - 1 ? 0.5 : 1),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (distribution.atoms.length > 0 || !(total > 0 && Number.isFinite(total)))
    fail(
      "no-density",
      "rule",
      "trapezoid needs no atoms and a finite density, not 0 at every point; take another rule.",
    );
  return joined(
    values,
    weights.map((weight) => weight / total),
  );
}

function joined(values: readonly number[], probabilities: readonly number[]): FiniteTypes {
  const masses = new Map<number, number>();
  values.forEach((x, k) => {
    if (probabilities[k] > 0) masses.set(x, (masses.get(x) ?? 0) + probabilities[k]);
  });
  return { values: [...masses.keys()], probabilities: [...masses.values()] };
}
