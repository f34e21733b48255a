import type { Distribution } from "@candor/core/intervals";
import type { Curve } from "../chart/chart.js";

/** Points of a curve, and at least so many between two marks. */
const POINTS = 160;
const BETWEEN = 12;
/** Tails: beyond this many times the middle half of the probability from the median, or the last hundredth. */
const SPREADS = 8;
const TAIL = 0.01;
/** An end of the support is drawn unless the tail before it took more than this part of the picture. */
const MOST_TAIL = 2 / 3;

/** The stretch of values that pictures show: the support, without far tails. */
export function drawnRange({ support: [low, high], quantile }: Distribution): [from: number, to: number] {
  const [lower, median, upper] = [0.25, 0.5, 0.75].map(quantile);
  const reach = SPREADS * (upper - lower);
  const from = reach > 0 ? Math.max(quantile(TAIL), median - reach) : quantile(TAIL);
  const to = reach > 0 ? Math.min(quantile(1 - TAIL), median + reach) : quantile(1 - TAIL);
  const rare = (end: number, tail: number, other: number) =>
    !Number.isFinite(end) || Math.abs(end - tail) > (MOST_TAIL / (1 - MOST_TAIL)) * Math.abs(tail - other);
  return [rare(low, from, to) && from < to ? from : low, rare(high, to, from) && from < to ? to : high];
}

/** What a picture leaves out, as a sentence for its caption; empty where it shows everything. */
export function cutNote(distribution: Distribution, what = "Drawn"): string {
  const [from, to] = drawnRange(distribution);
  const [low, high] = distribution.support;
  if (from === low && to === high) return "";
  const shown = distribution.cdf(to) - (from > low ? distribution.cdf(from) : 0);
  const digits = (value: number) => String(Number(value.toPrecision(4)));
  return `${what} from ${digits(from)} to ${digits(to)}, which has ${digits(100 * shown)} % of the probability.`;
}

/** Where possible values are that pictures show: intervals between gaps, lone points as intervals of length 0. */
function drawnStretches(distribution: Distribution): [from: number, to: number][] {
  const [low, high] = drawnRange(distribution);
  const all = [...distribution.pieces, ...distribution.atoms.map(({ at }) => [at, at] as const)]
    .map(([from, to]): [number, number] => [Math.max(from, low), Math.min(to, high)])
    .filter(([from, to]) => from <= to)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: [number, number][] = [];
  for (const next of all) {
    const last = merged.at(-1);
    if (last !== undefined && next[0] <= last[1]) last[1] = Math.max(last[1], next[1]);
    else merged.push(next);
  }
  return merged;
}

/** Values to draw a function of the value at, by stretch between gaps: evenly between marks, on both sides of each. */
export function drawnValues(distribution: Distribution, marks: readonly number[] = []): number[][] {
  const { breakpoints } = distribution;
  return drawnStretches(distribution).map((stretch) => valuesBetween(stretch, [...breakpoints, ...marks]));
}

/** Points of a curve at increasing values. */
export type Along = (values: readonly number[]) => readonly (readonly [x: number, y: number])[];

/** A function of the possible values as curves of one name, a curve for each stretch between gaps; points where all values are points. */
export function curvesOf(
  look: CurveLook,
  distribution: Distribution,
  f: (value: number) => number,
  marks: readonly number[] = [],
): Curve[] {
  return curvesAlong(look, distribution, (values) => values.map((v) => [v, f(v)]), marks);
}

type CurveLook = Required<Pick<Curve, "name" | "hue" | "style">>;

/** The same for a function that is worked out along connected values; values that are points come one by one. */
export function curvesAlong(
  { name, hue, style }: CurveLook,
  distribution: Distribution,
  along: Along,
  marks: readonly number[] = [],
): Curve[] {
  const curves = drawnValues(distribution, marks)
    .map((values) => along(values).filter(([, y]) => Number.isFinite(y)))
    .filter((points) => points.length > 0);
  if (distribution.pieces.length === 0) return [{ name, hue, style: "points", points: curves.flat() }];
  return curves.map((points): Curve => ({ name, hue, style, points }));
}

export function valuesBetween(
  [low, high]: readonly [from: number, to: number],
  marks: readonly number[] = [],
): number[] {
  if (low === high) return [low];
  const nudge = 1e-9 * (high - low);
  const inside = marks.filter((mark) => mark > low + nudge && mark < high - nudge);
  const knots = [...new Set([low, ...inside, high])].sort((a, b) => a - b);
  const least = knots.length > POINTS / 4 ? 2 : BETWEEN;
  const stretches = knots.slice(1).flatMap((to, k) => {
    const from = knots[k];
    const count = Math.max(least, Math.ceil((POINTS * (to - from)) / (high - low)));
    const even = Array.from({ length: count }, (_, j) => from + ((to - from) * j) / count);
    return [...even, Math.max(to - nudge, even[count - 1])];
  });
  return [...stretches, high];
}
