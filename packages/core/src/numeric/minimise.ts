import { fail } from "./candor-error.js";

/** Where a function is smallest on an interval. */
export interface Minimum {
  readonly value: number;
  /** A point where `value` is attained. */
  readonly at: number;
  /** The stretch around `at` on which f ≤ value + tolerance·(1 + |value|). */
  readonly interval: readonly [from: number, to: number];
}

export interface MinimisationOptions {
  /** Where f or its slope jumps. */
  readonly breakpoints?: readonly number[];
  /** Points tried on each stretch between breakpoints before refining; default 33. */
  readonly samples?: number;
  /** What counts as a tie; default 1e-13. Around a smooth minimum it makes `interval` about √tolerance wide. */
  readonly tolerance?: number;
}

/**
 * The smallest value of f on [low, high]: every local minimum of a sample on each stretch between breakpoints is refined by golden sections,
 * ties go to the lowest point. Sampled, hence no proof: a dip narrower than a sample step can be missed. f is taken about
 * samples·stretches + 45 times the number of local minima.
 * @throws CandorError `bad-interval` unless low ≤ high, both finite; `not-finite` where f is not a number.
 */
export function minimise(
  f: (x: number) => number,
  low: number,
  high: number,
  { breakpoints = [], samples = 33, tolerance = 1e-13 }: MinimisationOptions = {},
): Minimum {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high))
    fail("bad-interval", "", "Minimisation needs two finite ends in order.", {
      received: `[${low}, ${high}]`,
    });
  const at = (x: number) => {
    const value = f(x);
    return Number.isNaN(value)
      ? fail("not-finite", `x = ${x}`, `The function is not a number at ${x}.`)
      : value;
  };
  const points = samplePoints(low, high, breakpoints, Math.max(2, samples));
  const values = points.map(at);
  let [best, smallest] = [points[0], values[0]];
  const consider = (x: number, value: number) => {
    if (value < smallest) [best, smallest] = [x, value];
  };
  points.forEach((x, k) => {
    consider(x, values[k]);
    const [left, right] = [values[k - 1] ?? Infinity, values[k + 1] ?? Infinity];
    const flat = values[k] === left && values[k] === right;
    if (flat || values[k] > left || values[k] > right) return;
    consider(...goldenSection(at, points[k - 1] ?? x, points[k + 1] ?? x));
  });
  const tied = (x: number) => at(x) <= smallest + tolerance * (1 + Math.abs(smallest));
  const reach = (outwards: readonly number[]) => farthest(tied, best, outwards);
  const left = points.filter((x) => x < best).reverse();
  return { value: smallest, at: best, interval: [reach(left), reach(points.filter((x) => x > best))] };
}

function samplePoints(low: number, high: number, breakpoints: readonly number[], samples: number): number[] {
  const ends = [low, ...breakpoints.filter((x) => x > low && x < high).sort((a, b) => a - b), high];
  const points = ends.slice(1).flatMap((to, k) => {
    const step = (to - ends[k]) / (samples - 1);
    return Array.from({ length: samples - 1 }, (_, j) => ends[k] + j * step);
  });
  return [...new Set([...points, high])];
}

/** The point and value golden sections end at: 45 of them leave 4e-10 of the interval, below what f tells apart. */
function goldenSection(f: (x: number) => number, from: number, to: number): [number, number] {
  const share = (3 - Math.sqrt(5)) / 2;
  let [a, b] = [from + share * (to - from), to - share * (to - from)];
  let [fa, fb] = [f(a), f(b)];
  for (let k = 0; k < 45; k++) {
    if (fa <= fb) {
      [to, b, fb] = [b, a, fa];
      a = from + share * (to - from);
      fa = f(a);
    } else {
      [from, a, fa] = [a, b, fb];
      b = to - share * (to - from);
      fb = f(b);
    }
  }
  return fa <= fb ? [a, fa] : [b, fb];
}

/** The last point, going outwards from `start`, up to which `holds` holds: by steps over `outwards`, then by halving. */
function farthest(holds: (x: number) => boolean, start: number, outwards: readonly number[]): number {
  let reached = start;
  for (const x of outwards) {
    if (holds(x)) {
      reached = x;
      continue;
    }
    let beyond = x;
    for (let k = 0; k < 60; k++) {
      const middle = reached + (beyond - reached) / 2;
      if (holds(middle)) reached = middle;
      else beyond = middle;
    }
    return reached;
  }
  return reached;
}
