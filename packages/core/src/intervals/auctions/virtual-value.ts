import { findRoot } from "../../numeric/roots.js";
import { type Distribution, massAt, survival } from "../distribution.js";
import { type Chord, type ConcaveHull, concaveHull, type HullArc } from "./concave-hull.js";
import { revenueArcs, type VirtualSample } from "./revenue-arcs.js";
import { type Fall, largestFall, monotoneHazardRate, type ShapeVerdict } from "./shape.js";
import { type ValueRange, valueRange } from "./value-range.js";

/** Values that are treated alike: all of [from, to] that can occur get the ironed virtual value `level`. */
export interface IronedInterval {
  readonly from: number;
  readonly to: number;
  readonly level: number;
  /** Pr(from ≤ v ≤ to). */
  readonly probability: number;
}

/** Where a value stands in its distribution by ironed virtual value. */
export interface Standing {
  readonly level: number;
  /** Pr(ψ̄ ≥ level). */
  readonly atLeast: number;
  /** Pr(ψ̄ > level). */
  readonly above: number;
}

/** The lowest value whose ironed virtual value reaches a level, and the probability of it and all above. */
export interface Threshold {
  readonly value: number;
  readonly probability: number;
}

/** Virtual values of one bidder, ironed and not. */
export interface VirtualValues {
  readonly distribution: Distribution;
  readonly range: ValueRange;
  /** ψ(v) = v − (1 − F(v))/f(v) where there is a density (from the right where it jumps), v at an atom; of the next lower possible value for v in a gap. */
  virtualValue(v: number): number;
  /** ψ̄(v), nondecreasing; the one of the next lower possible value for v in a gap, −∞ below the support. */
  ironed(v: number): number;
  /** The slope of the concave hull of R(q) = q·F⁻¹(1 − q) at q, 0 ≤ q ≤ 1. */
  ironedAtQuantile(q: number): number;
  standing(v: number): Standing;
  /** inf {v: ψ̄(v) ≥ z} with Pr(ψ̄ ≥ z); +∞ and 0 if there is none. */
  reaching(z: number): Threshold;
  /** Where a rival with ironed virtual value z would stand: Pr(ψ̄ ≥ z) and Pr(ψ̄ > z). */
  rank(z: number): Standing;
  /** Intervals with more than one possible value, increasing. */
  readonly ironedIntervals: readonly IronedInterval[];
  /** ψ nondecreasing, so that nothing is ironed. */
  readonly regular: ShapeVerdict;
  readonly monotoneHazardRate: ShapeVerdict;
  /** Values at which ψ̄ jumps or has a kink, increasing; and the levels of ψ̄ on both sides. */
  readonly kinks: { readonly values: readonly number[]; readonly levels: readonly number[] };
}

/**
 * Virtual values by the concave hull of the revenue curve in quantile space, so that atoms, gaps and unbounded supports need no cases of
 * their own. Where ψ falls is located on some 190 values per smooth stretch of the density (a narrower fall is missed); the ironed
 * intervals are then common tangents found to rounding: levels to about 1e-15/(probability ironed), ends to that over ψ′.
 *
 * Errors: `infinite-expectation`, `unbounded-below`. Cost: some 190 quantiles and densities per smooth stretch, 500 densities for every interval.
 * Source: Myerson (1981), sections 4–6; the hull in probability as Bulow and Roberts (1989).
 */
export function virtualValues(distribution: Distribution, path = "distribution"): VirtualValues {
  const range = valueRange(distribution, path);
  const { arcs, samples, virtualValue } = revenueArcs(distribution, range);
  const hull = concaveHull(arcs);
  const segments = segmentsOf(hull);
  const ironedIntervals = intervalsOf(distribution, hull);
  const standing = (v: number) => standingOf(distribution, hull, virtualValue, v);
  const fall = ironedIntervals.length === 0 ? undefined : witness(samples, ironedIntervals);
  return {
    distribution,
    range,
    virtualValue,
    standing,
    ironed: (v) => standing(v).level,
    ironedAtQuantile: (q) => levelAtQuantile(distribution, hull, standing, q),
    reaching: (z) => segments[firstReaching(segments, z)]?.reach(z) ?? NONE,
    rank: (z) => rankOf(segments, z),
    ironedIntervals,
    regular: { holds: ironedIntervals.length === 0, ...(fall === undefined ? {} : { fall }) },
    monotoneHazardRate: monotoneHazardRate(distribution, samples),
    kinks: {
      values: sorted([...range.breakpoints, ...hull.chords.flatMap((c) => [c.lower.value, c.upper.value])]),
      levels: sorted(segments.flatMap(({ lowest, highest }) => [lowest, highest])),
    },
  };
}

/** inf {v: ψ̄(v) ≥ the seller's own value}: +∞ when no value is worth selling to. */
export function reservePrice(values: VirtualValues, sellerValue = 0): number {
  return values.reaching(sellerValue).value;
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].filter(Number.isFinite).sort((a, b) => a - b);
}

function witness(samples: readonly VirtualSample[], intervals: readonly IronedInterval[]): Fall | undefined {
  const within = samples.filter(({ value }) =>
    intervals.some(({ from, to }) => from <= value && value <= to),
  );
  return largestFall(within) ?? largestFall(samples);
}

const lengthOf = ({ lower, upper }: Chord) => lower.quantile - upper.quantile;

/** Arcs and chords in order, with the lowest and the highest ψ̄ on each. */
interface Segment {
  readonly lowest: number;
  readonly highest: number;
  /** The lowest value on it that reaches z, given that some does. */
  reach(z: number): Threshold;
}

function segmentsOf({ arcs, chords }: ConcaveHull): Segment[] {
  const segments: Segment[] = [];
  arcs.forEach((hullArc, k) => {
    // A mere point of the hull has no slope of its own.
    if (hullArc.from < hullArc.to) segments.push(arcSegment(hullArc));
    const chord = chords[k];
    if (chord === undefined || lengthOf(chord) <= 0) return;
    const { slope, lower } = chord;
    const start = { value: lower.value, probability: lower.quantile };
    segments.push({ lowest: slope, highest: slope, reach: () => start });
  });
  return segments;
}

function arcSegment({ arc, from, to }: HullArc): Segment {
  const point = (t: number) => ({ value: arc.point(t).value, probability: arc.point(t).quantile });
  const [lowest, highest] = [arc.slope(from), arc.slope(to)];
  return {
    lowest,
    highest,
    reach: (z) => point(lowest >= z ? from : findRoot((t) => arc.slope(t) - z, from, to)),
  };
}

const NONE: Threshold = { value: Infinity, probability: 0 };

/** The first segment with a level of at least z, or how many there are. */
function firstReaching(segments: readonly Segment[], z: number): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle].highest >= z) high = middle;
    else low = middle + 1;
  }
  return low;
}

function rankOf(segments: readonly Segment[], level: number): Standing {
  const first = firstReaching(segments, level);
  if (first === segments.length) return { level, atLeast: 0, above: 0 };
  const atLeast = segments[first].reach(level).probability;
  let next = first;
  while (next < segments.length && segments[next].highest === level && segments[next].lowest === level)
    next++;
  const above =
    next === first ? atLeast : next === segments.length ? 0 : segments[next].reach(level).probability;
  return { level, atLeast, above };
}

function standingOf(
  distribution: Distribution,
  hull: ConcaveHull,
  virtualValue: (v: number) => number,
  v: number,
): Standing {
  if (v < distribution.support[0]) return { level: -Infinity, atLeast: 1, above: 1 };
  const mass = massAt(distribution, v);
  const rest = survival(distribution, v);
  const chord = hull.chords.find(
    (each) =>
      lengthOf(each) > 0 &&
      (mass > 0
        ? each.lower.quantile > rest + mass / 2 && each.upper.quantile < rest + mass / 2
        : each.lower.value <= v && v < each.upper.value),
  );
  if (chord !== undefined)
    return { level: chord.slope, atLeast: chord.lower.quantile, above: chord.upper.quantile };
  if (mass > 0) return { level: v, atLeast: rest + mass, above: rest };
  return { level: arcSlope(hull, v) ?? virtualValue(v), atLeast: rest, above: rest };
}

/** ψ(v) at a value on an arc, with the density of that arc; nothing beyond the cut of an unbounded support. */
function arcSlope({ arcs }: ConcaveHull, v: number): number | undefined {
  const own = arcs.find(
    ({ arc, from, to }) => from < to && arc.point(from).value <= v && v <= arc.point(to).value,
  );
  return own?.arc.slope(v);
}

function levelAtQuantile(
  distribution: Distribution,
  hull: ConcaveHull,
  standing: (v: number) => Standing,
  q: number,
): number {
  const chord = hull.chords.find(({ lower, upper }) => lower.quantile > q && q >= upper.quantile);
  if (chord !== undefined) return chord.slope;
  return standing(distribution.quantile(1 - q)).level;
}

/** The chords that treat more than one possible value alike, with the extreme ones. */
function intervalsOf(distribution: Distribution, { chords }: ConcaveHull): IronedInterval[] {
  return chords.flatMap((chord) => {
    if (lengthOf(chord) <= 0) return [];
    const { slope: level, lower, upper } = chord;
    const included =
      massAt(distribution, upper.value) > 0 && upper.quantile === survival(distribution, upper.value);
    const to = included ? upper.value : possibleBelow(distribution, upper.value);
    if (!(to > lower.value)) return [];
    return [{ from: lower.value, to, level, probability: lengthOf(chord) }];
  });
}

/** sup of the possible values below x. */
function possibleBelow({ pieces, atoms }: Distribution, x: number): number {
  const ends = pieces.flatMap(([from, to]) => (from < x ? [Math.min(to, x)] : []));
  return Math.max(...ends, ...atoms.flatMap(({ at }) => (at < x ? [at] : [])), -Infinity);
}
