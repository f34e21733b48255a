import type { Distribution } from "../distribution.js";
import { lastIndexWhere } from "../last-index-where.js";

/** A stretch on which the density goes from `start` to `end` in a straight line. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** The distribution whose density the disjoint, increasing segments draw; their areas add up to 1. */
export function fromSegments(name: string, segments: readonly Segment[]): Distribution {
  const before = new Float64Array(segments.length + 1);
  const after = new Float64Array(segments.length + 1);
  for (let k = 0; k < segments.length; k++)
    before[k + 1] = before[k] + area(segments[k], segments[k].from, segments[k].to);
  for (let k = segments.length; k-- > 0; )
    after[k] = after[k + 1] + area(segments[k], segments[k].from, segments[k].to);
  const [low, high] = [segments[0].from, segments[segments.length - 1].to];
  const starts = Float64Array.from(segments, ({ from }) => from);
  const indexAt = (x: number) => lastAtMost(starts, x);
  return {
    name,
    support: [low, high],
    pieces: touchingMerged(segments),
    atoms: [],
    breakpoints: [...new Set(segments.flatMap(({ from, to }) => [from, to]))],
    cdf: (x) => {
      if (x < low || x >= high) return x < low ? 0 : 1;
      const k = indexAt(x);
      return before[k] + area(segments[k], segments[k].from, Math.min(x, segments[k].to));
    },
    survival: (x) => {
      if (x < low || x >= high) return x < low ? 1 : 0;
      const k = indexAt(x);
      return after[k + 1] + area(segments[k], Math.min(x, segments[k].to), segments[k].to);
    },
    density: (x) => {
      const k = indexAt(x);
      return k < 0 || x > segments[k].to ? 0 : heightAt(segments[k], x);
    },
    quantile: (p) => {
      if (p <= 0 || p >= 1) return p <= 0 ? low : high;
      const k = lastIndexWhere(segments.length, (j) => before[j] < p);
      return pointWithArea(segments[k], p - before[k]);
    },
    mean: segments.reduce((sum, segment) => sum + firstMoment(segment), 0),
  };
}

/** The index of the last of increasing numbers that is at most x, or −1; without calls, because densities spend their time here. */
function lastAtMost(numbers: Float64Array, x: number): number {
  let [low, high] = [-1, numbers.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Measured from the nearer end, so that a height near 0 keeps its digits. */
function heightAt({ from, to, start, end }: Segment, x: number): number {
  const share = (x - from) / (to - from);
  return share < 0.5 ? start + (end - start) * share : end + (start - end) * ((to - x) / (to - from));
}

function area(segment: Segment, from: number, to: number): number {
  return ((to - from) * (heightAt(segment, from) + heightAt(segment, to))) / 2;
}

/** Where the area from the left end of the segment on is the given one: the root of a quadratic, in the form that does not cancel. */
function pointWithArea({ from, to, start, end }: Segment, wanted: number): number {
  const slope = (end - start) / (to - from);
  const height = Math.sqrt(Math.max(0, start * start + 2 * slope * wanted));
  return Math.min(to, from + (2 * wanted) / (start + height));
}

function firstMoment({ from, to, start, end }: Segment): number {
  return ((to - from) * (start * (2 * from + to) + end * (from + 2 * to))) / 6;
}

function touchingMerged(segments: readonly Segment[]): (readonly [number, number])[] {
  const pieces: [number, number][] = [];
  for (const { from, to } of segments) {
    const last = pieces[pieces.length - 1];
    if (last?.[1] === from) last[1] = to;
    else pieces.push([from, to]);
  }
  return pieces;
}
