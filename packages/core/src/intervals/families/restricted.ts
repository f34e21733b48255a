import { fail } from "../../numeric/candor-error.js";
import { type Distribution, massAt } from "../distribution.js";
import { lastIndexWhere } from "../last-index-where.js";
import { probabilityBetween } from "../probability-between.js";
import { quantileByInversion } from "../quantile-by-inversion.js";
import { withMean } from "./continuous.js";

type Interval = readonly [low: number, high: number];

/**
 * X given that it lies in the union of closed intervals, increasing and disjoint (ends may be infinite): gaps and disjoint supports.
 * Differences of the cdf are taken in the smaller tail, so a far tail keeps its digits. Quantiles by inversion, the mean by quadrature.
 * @throws CandorError `bad-interval` for intervals out of order; `empty-support` when they carry no probability.
 */
export function restricted(distribution: Distribution, intervals: readonly Interval[]): Distribution {
  checkOrder(intervals);
  const within = (low: number, x: number) =>
    massAt(distribution, low) + probabilityBetween(distribution, low, x);
  const masses = intervals.map(([low, high]) => within(low, high));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (!(total > 0))
    fail("empty-support", "intervals", `${distribution.name} has no probability there.`, {
      received: intervals.map(([low, high]) => `[${low}, ${high}]`).join(", "),
    });
  const before = masses.map((_, k) => masses.slice(0, k).reduce((sum, mass) => sum + mass, 0));
  const after = masses.map((_, k) => masses.slice(k + 1).reduceRight((sum, mass) => sum + mass, 0));
  const indexAt = (x: number) => lastIndexWhere(intervals.length, (k) => intervals[k][0] <= x);
  const shape = clipped(distribution, intervals, total);
  const base = {
    ...shape,
    name: `${distribution.name}, given ${intervals.map(([low, high]) => `[${printEnd(low)}, ${printEnd(high)}]`).join(" or ")}`,
    cdf: (x: number) => {
      const k = indexAt(x);
      if (k < 0 || x >= shape.support[1]) return k < 0 ? 0 : 1;
      return (before[k] + within(intervals[k][0], Math.min(x, intervals[k][1]))) / total;
    },
    survival: (x: number) => {
      const k = indexAt(x);
      if (k < 0) return 1;
      return (
        (after[k] + probabilityBetween(distribution, Math.min(x, intervals[k][1]), intervals[k][1])) / total
      );
    },
    density: (x: number) => {
      const k = indexAt(x);
      return k < 0 || x > intervals[k][1] ? 0 : distribution.density(x) / total;
    },
  };
  // A tail that is too heavy for a mean stays so.
  const known = () => shape.support.find((end) => !Number.isFinite(end) && end === distribution.mean);
  return withMean({ ...base, quantile: quantileByInversion(base) }, known);
}

/**
 * X given low ≤ X ≤ high; either end may be infinite.
 * @throws CandorError `bad-interval` unless low < high; `empty-support` when the interval carries no probability.
 */
export function truncated(distribution: Distribution, low: number, high: number): Distribution {
  return restricted(distribution, [[low, high]]);
}

function printEnd(x: number): string {
  return Number.isFinite(x) ? `${x}` : x > 0 ? "∞" : "−∞";
}

function checkOrder(intervals: readonly Interval[]): void {
  if (intervals.length === 0) fail("empty-support", "intervals", "At least one interval is needed.");
  intervals.forEach(([low, high], k) => {
    if (!(low < high))
      fail(
        "bad-interval",
        `intervals[${k}]`,
        `From ${low} to ${high} is no interval: it needs its low end below its high end.`,
        {
          received: `[${low}, ${high}]`,
        },
      );
    if (k > 0 && !(low > intervals[k - 1][1]))
      fail(
        "bad-interval",
        `intervals[${k}]`,
        "Intervals must increase and must not touch; join those that do.",
        {
          received: `[${low}, ${high}] after [${intervals[k - 1].join(", ")}]`,
        },
      );
  });
}

/** Pieces, atoms and breakpoints that are left, and the support they span. */
function clipped(distribution: Distribution, intervals: readonly Interval[], total: number) {
  const contains = (x: number) => intervals.some(([low, high]) => x >= low && x <= high);
  const pieces = intervals.flatMap(([low, high]) =>
    distribution.pieces
      .map(([from, to]) => [Math.max(from, low), Math.min(to, high)] as const)
      .filter(([from, to]) => from < to),
  );
  const atoms = distribution.atoms
    .filter(({ at }) => contains(at))
    .map(({ at, mass }) => ({ at, mass: mass / total }));
  const ends = [...pieces.flat(), ...atoms.map(({ at }) => at)].sort((a, b) => a - b);
  const marks = [...ends, ...distribution.breakpoints.filter(contains)].filter(Number.isFinite);
  return {
    support: [ends[0], ends[ends.length - 1]] as const,
    pieces,
    atoms,
    breakpoints: [...new Set(marks)].sort((a, b) => a - b),
  };
}
