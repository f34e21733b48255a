import { fail } from "../numeric/candor-error.js";
import { type Distribution, massAt } from "./distribution.js";
import { withMean } from "./families/continuous.js";
import { lastIndexWhere } from "./last-index-where.js";
import { probabilityBetween } from "./probability-between.js";
import { quantileByInversion } from "./quantile-by-inversion.js";

/** A finite distribution: increasing values and their probabilities. */
export interface FiniteTypes {
  readonly values: readonly number[];
  readonly probabilities: readonly number[];
}

/** The rules of the model file: middles of equal cells, medians of equally likely cells, equal steps with both ends. */
export type DiscretizationRule = "midpoint" | "quantile" | "trapezoid";

/**
 * Puts a distribution on at most `points` points. Atoms stay where they are if they leave `points` at least one point (two for `trapezoid`) for a
 * density that there may be; the rule then places the other points, for the rest of the probability. With n of these, l, h the ends of what
 * they stand for, w = (h − l)/n and F its cdf:
 * - `midpoint`: l + (k + ½)w with the probability of (l + kw, l + (k + 1)w], an atom at l counting for the first; the possible value nearest
 *   to it where it lies in a gap;
 * - `quantile`: F⁻¹((2k + 1)/2n), all equally likely;
 * - `trapezoid`: l + k(h − l)/(n − 1), weighed by the density, half as much at the two ends.
 * Points of probability 0 are left out, equal points are joined: a type of probability 0 is no type. All points are possible values. The mean is
 * off by O(n⁻²) for a smooth density under `midpoint` and `trapezoid`, by O(1/n) where it jumps inside the support, and under `quantile` by what the
 * tails beyond the quantiles 1/2n and 1 − 1/2n add as well.
 * @throws CandorError `bad-parameter` for a number of points that is no integer ≥ 1 (2 for `trapezoid`); `unbounded-support` for a rule with
 * equal cells on an unbounded support; `no-density` for `trapezoid` with too many atoms or with a density that is infinite or 0 at every point.
 */
export function discretize(
  distribution: Distribution,
  points: number,
  rule: DiscretizationRule,
): FiniteTypes {
  const least = rule === "trapezoid" ? 2 : 1;
  if (!Number.isSafeInteger(points) || points < least)
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
  const { atoms, pieces } = distribution;
  const left = points - atoms.length;
  if (atoms.length === 0 || left < (pieces.length > 0 ? least : 0))
    return joined(placed(distribution, points, rule));
  const share = 1 - atoms.reduce((sum, { mass }) => sum + mass, 0);
  const rest = pieces.length > 0 ? placed(withoutAtoms(distribution), left, rule) : [];
  return joined([
    ...atoms.map(({ at, mass }) => ({ value: at, probability: mass })),
    ...rest.map(({ value, probability }) => ({ value, probability: share * probability })),
  ]);
}

interface Point {
  readonly value: number;
  readonly probability: number;
}

function placed(distribution: Distribution, points: number, rule: DiscretizationRule): Point[] {
  const [low, high] = distribution.support;
  const cells = Array.from({ length: points }, (_, k) => k);
  const at = (share: number) => (share === 1 ? high : low + share * (high - low));
  switch (rule) {
    case "quantile":
      return cells.map((k) => ({
        value: distribution.quantile((2 * k + 1) / (2 * points)),
        probability: 1 / points,
      }));
    case "midpoint":
      return cells.map((k) => {
        const atLow = k === 0 ? massAt(distribution, low) : 0;
        const probability = atLow + probabilityBetween(distribution, at(k / points), at((k + 1) / points));
        const middle = at((2 * k + 1) / (2 * points));
        return { value: probability > 0 ? nearestPossible(distribution, middle) : middle, probability };
      });
    case "trapezoid":
      return trapezoid(
        distribution,
        cells.map((k) => at(k / (points - 1))),
      );
  }
}

function trapezoid(distribution: Distribution, values: readonly number[]): Point[] {
  const weights = values.map(
    (x, k) => distribution.density(x) * (k === 0 || k === values.length - 1 ? 0.5 : 1),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (distribution.atoms.length > 0 || !(total > 0 && Number.isFinite(total)))
    fail(
      "no-density",
      "rule",
      "trapezoid needs more points than there are atoms, and a finite density, not 0 at every point; take another rule.",
    );
  return values.map((value, k) => ({ value, probability: weights[k] / total }));
}

/** What is distributed when no atom comes out. */
function withoutAtoms(distribution: Distribution): Distribution {
  const { pieces, atoms } = distribution;
  const share = 1 - atoms.reduce((sum, { mass }) => sum + mass, 0);
  const upTo = atoms.map((_, k) => atoms.slice(0, k + 1).reduce((sum, { mass }) => sum + mass, 0));
  const base = {
    name: distribution.name,
    pieces,
    breakpoints: distribution.breakpoints,
    support: [pieces[0][0], pieces[pieces.length - 1][1]] as const,
    atoms: [],
    cdf: (x: number) => {
      const k = lastIndexWhere(atoms.length, (j) => atoms[j].at <= x);
      return Math.min(1, Math.max(0, (distribution.cdf(x) - (upTo[k] ?? 0)) / share));
    },
    density: (x: number) => distribution.density(x) / share,
  };
  return withMean({ ...base, quantile: quantileByInversion(base) });
}

/** The value closest to x that may occur. */
function nearestPossible({ pieces, atoms }: Distribution, x: number): number {
  if (pieces.some(([from, to]) => from <= x && x <= to)) return x;
  const ends = [...pieces.flat(), ...atoms.map(({ at }) => at)];
  return ends.reduce((best, end) => (Math.abs(end - x) < Math.abs(best - x) ? end : best));
}

function joined(points: readonly Point[]): FiniteTypes {
  const masses = new Map<number, number>();
  for (const { value, probability } of points)
    if (probability > 0) masses.set(value, (masses.get(value) ?? 0) + probability);
  const sorted = [...masses].sort(([a], [b]) => a - b);
  return { values: sorted.map(([value]) => value), probabilities: sorted.map(([, mass]) => mass) };
}
