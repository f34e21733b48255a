import { type Distribution, survival } from "../distribution.js";
import { extreme } from "./extreme.js";
import { resolvedNodes } from "./resolved-nodes.js";
import { probabilityAtLeast, type ValueRange } from "./value-range.js";

/** A point of the revenue curve: the price `value` sells with probability `quantile` and earns their product. */
export interface CurvePoint {
  readonly value: number;
  readonly quantile: number;
  readonly revenue: number;
}

/** A concave stretch of the revenue curve, by a parameter that rises with the value and falls with the probability of sale. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  point(t: number): CurvePoint;
  /** dR/dq, nondecreasing in t. */
  slope(t: number): number;
}

/** The virtual value at some values of the support, increasing; at an atom and at the end of a gap as of a discrete distribution. */
export interface VirtualSample {
  readonly value: number;
  readonly level: number;
  /** Rounding that `level` may carry. */
  readonly noise: number;
}

/** Points at which ψ is taken on every smooth stretch: half of them equally far apart, half of them equally likely. */
const NODES = 96;

export interface RevenueArcs {
  readonly arcs: readonly Arc[];
  readonly samples: readonly VirtualSample[];
  /** ψ(v), from the right where the density jumps; v at an atom; of the next lower possible value in a gap, −∞ below the support. */
  virtualValue(v: number): number;
}

/** The concave arcs of R(q) = q·F⁻¹(1 − q) by increasing value; what lies between two of them is convex or a jump. */
export function revenueArcs(distribution: Distribution, range: ValueRange): RevenueArcs {
  const stretches = [...densityStretches(distribution, range), ...atomStretches(distribution)].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  );
  const arcs: Arc[] = [];
  for (const next of stretches.flatMap((stretch) => stretch.arcs)) {
    const last = arcs[arcs.length - 1];
    if (last !== undefined && isPoint(last) && meets(last, next)) arcs.pop();
    else if (last !== undefined && isPoint(next) && meets(last, next)) continue;
    arcs.push(next);
  }
  const samples = stretches.flatMap((stretch, k) => {
    const next = stretches[k + 1]?.from ?? stretch.to;
    return stretch.samples(next > stretch.to ? next : undefined);
  });
  const virtualValue = (v: number) => {
    // Beyond the cut of an unbounded support, or above a bounded one.
    const rest = survival(distribution, v);
    if (v > range.top) return rest > 0 ? v - rest / distribution.density(v) : v;
    const own = stretches.filter(({ from }) => from <= v);
    const stretch = own.find(({ from, to }) => from === v && to === v) ?? own[own.length - 1];
    return stretch === undefined ? -Infinity : stretch.slope(Math.min(v, stretch.to));
  };
  return { arcs, samples, virtualValue };
}

export function isPoint({ from, to }: Arc): boolean {
  return from === to;
}

/** Whether the upper arc starts where the lower one ends. */
export function meets(lower: Arc, upper: Arc): boolean {
  const [a, b] = [lower.point(lower.to), upper.point(upper.from)];
  return a.value === b.value && a.quantile === b.quantile;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly arcs: readonly Arc[];
  /** ψ on it. */
  slope(v: number): number;
  /** `next`: the next possible value, where a gap follows. */
  samples(next: number | undefined): readonly VirtualSample[];
}

/** On an atom R is a straight line with its value as slope; before a gap a discrete virtual value takes its place. */
function atomStretches(distribution: Distribution): Stretch[] {
  return distribution.atoms.map(({ at, mass }) => {
    const rest = survival(distribution, at);
    const arc: Arc = {
      from: -(rest + mass),
      to: -rest,
      point: (t) => ({ value: at, quantile: -t, revenue: -t * at }),
      slope: () => at,
    };
    const noise = (2 ** -50 * Math.abs(at)) / mass;
    const samples = (next = at) => [{ value: at, level: at - ((next - at) * rest) / mass, noise }];
    return { from: at, to: at, arcs: [arc], slope: arc.slope, samples };
  });
}

function densityStretches(distribution: Distribution, { top }: ValueRange): Stretch[] {
  return distribution.pieces.flatMap(([start, end]) => {
    const to = Math.min(end, top);
    const cuts = [start, ...distribution.breakpoints.filter((x) => x > start && x < to), to];
    return cuts.slice(1).flatMap((b, k) => (b > cuts[k] ? [densityStretch(distribution, cuts[k], b)] : []));
  });
}

function densityStretch(distribution: Distribution, from: number, to: number): Stretch {
  // The density inside (from, to) is the one of this stretch; at an end it may be 0 or that of the next.
  const inset = Math.max((to - from) * 1e-13, 2 ** -50 * Math.max(Math.abs(from), Math.abs(to)));
  const inside = (v: number) => Math.min(Math.max(v, from + inset), to - inset);
  const slope = localVirtualValue(distribution, to, inside);
  const noise = (v: number) => noiseAt(distribution, inside(v));
  const { nodes, levels } = resolvedNodes(slope, nodesOn(distribution, from, to), noise);
  const noises = nodes.map(noise);
  const point = (v: number): CurvePoint => {
    // An atom at the upper end belongs to the prices up to it, one at the lower end does not.
    const quantile = v === to ? probabilityAtLeast(distribution, v) : survival(distribution, v);
    return { value: v, quantile, revenue: v * quantile };
  };
  const arcs = risingRuns(slope, nodes, levels, noises).map(([a, b]) => ({ from: a, to: b, point, slope }));
  return {
    from,
    to,
    arcs,
    slope,
    samples: (next) => [
      ...nodes.map((value, k) => ({ value, level: levels[k], noise: noises[k] })),
      ...(next === undefined ? [] : [{ value: to, level: -Infinity, noise: 0 }]),
    ],
  };
}

/** ψ(v) = v − (1 − F(v))/f(v) on a stretch that ends at `to`, with the density taken inside. */
function localVirtualValue(
  distribution: Distribution,
  to: number,
  inside: (v: number) => number,
): (v: number) => number {
  return (v) => {
    const rest = v === to ? probabilityAtLeast(distribution, v) : survival(distribution, v);
    return rest <= 0 ? v : v - rest / distribution.density(inside(v));
  };
}

/** Rounding of ψ when the density is good to 1e-13 of itself and 1 − F to 2⁻⁵¹. */
function noiseAt(distribution: Distribution, v: number): number {
  const exact = distribution.survival !== undefined;
  const rest = survival(distribution, v);
  const noise = (1e-13 * rest + (exact ? 0 : 2 ** -51)) / distribution.density(v);
  return (Number.isNaN(noise) ? 0 : noise) + 2 ** -50 * Math.abs(v);
}

function nodesOn(distribution: Distribution, from: number, to: number): number[] {
  const [low, high] = [distribution.cdf(from), 1 - probabilityAtLeast(distribution, to)];
  const nodes = [from, to];
  for (let k = 1; k < NODES; k++) {
    nodes.push(from + ((to - from) * k) / NODES);
    const likely = distribution.quantile(low + ((high - low) * k) / NODES);
    if (likely > from && likely < to) nodes.push(likely);
  }
  return [...new Set(nodes)].sort((a, b) => a - b);
}

/** The maximal stretches on which ψ does not fall, ends between nodes refined; [a, a] for an end next to which it falls. */
function risingRuns(
  slope: (v: number) => number,
  nodes: readonly number[],
  levels: readonly number[],
  noises: readonly number[],
): [number, number][] {
  const runs: [number, number][] = [];
  const last = nodes.length - 1;
  let start = nodes[0];
  for (let k = 0; k < last; ) {
    if (!falls(k)) {
      k++;
      continue;
    }
    const around = (j: number): [number, number] => [nodes[Math.max(j - 1, 0)], nodes[Math.min(j + 1, last)]];
    runs.push([start, k === 0 ? start : extreme(slope, 1, ...around(k))]);
    while (k < last && falls(k)) k++;
    start = k === last ? nodes[last] : extreme(slope, -1, ...around(k));
  }
  runs.push([start, nodes[last]]);
  return runs;

  function falls(k: number): boolean {
    return levels[k + 1] < levels[k] - noises[k] - noises[k + 1];
  }
}
