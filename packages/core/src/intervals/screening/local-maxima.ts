import { findRoot } from "../../numeric/roots.js";

/** A candidate for a maximum. */
export interface Maximum {
  readonly at: number;
  readonly value: number;
}

export interface MaximumOptions {
  /** Points inside the interval where the function has kinks. */
  readonly breakpoints?: readonly number[];
  /** Slopes looked at between neighbouring breakpoints; default 24. */
  readonly samples?: number;
}

/** As close to x as makes a difference: one-sided slopes at kinks and ends are taken here. */
export function beside(x: number, side: 1 | -1): number {
  return x + side * (x === 0 ? 1e-24 : 2 ** -50 * Math.abs(x));
}

/**
 * Local maxima of a function on [low, high] in increasing order: both ends, the breakpoints, and every place where the slope goes from
 * + to − between neighbouring samples. Two maxima closer together than a sample step may be missed.
 * Complexity: `samples` slopes per smooth part and some ten for each maximum.
 */
export function localMaxima(
  value: (x: number) => number,
  slope: (x: number) => number,
  low: number,
  high: number,
  { breakpoints = [], samples = 24 }: MaximumOptions = {},
): Maximum[] {
  const ends = [low, ...breakpoints.filter((x) => x > low && x < high), high];
  const found = [low];
  for (let k = 1; k < ends.length && low < high; k++) {
    found.push(...falls(slope, ends[k - 1], ends[k], samples));
    found.push(ends[k]);
  }
  return found.map((at) => ({ at, value: value(at) })).filter((candidate) => !Number.isNaN(candidate.value));
}

/** Where g goes from + to − inside (low, high), by samples and root finding. */
export function falls(g: (x: number) => number, low: number, high: number, samples: number): number[] {
  const found: number[] = [];
  let [left, before] = [beside(low, 1), g(beside(low, 1))];
  for (let k = 1; k <= samples; k++) {
    const right = k === samples ? beside(high, -1) : low + ((high - low) * k) / samples;
    if (right <= left) continue;
    const after = g(right);
    if (before > 0 && after < 0) found.push(findRoot(g, left, right));
    else if (before > 0 && after === 0) found.push(right);
    [left, before] = [right, after];
  }
  return found;
}

/** The highest of the candidates, the smallest on a tie. */
export function highest(candidates: readonly Maximum[]): Maximum {
  return candidates.reduce((best, next) => (next.value > best.value ? next : best));
}
