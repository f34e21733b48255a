import { findRoot } from "../../numeric/roots.js";
import { cdfBelow, type Distribution } from "../distribution.js";
import { crossing, type RawVirtual, type SmoothStretch, smoothValue } from "./raw-virtual.js";

/** Neighbouring quantiles that share one virtual value. */
export interface Flat {
  readonly from: number;
  /** The last type on it. */
  readonly to: number;
  readonly level: number;
  /** Probability before and after it, and on it. */
  readonly below: number;
  readonly above: number;
  readonly mass: number;
  /** E[X; flat]. */
  readonly value: number;
}

/** Points at which a stretch is looked at, twice. */
const POINTS = 256;

/** A point of H: a type, on which side of an atom or a gap, and between which types a tangent point near it may lie. */
interface Node {
  readonly type: number;
  /** Pr(X < type) or Pr(X ≤ type). */
  readonly share: number;
  readonly height: number;
  readonly near: readonly [low: number, high: number];
  /** The type that ends a flat here: the last one below a gap. */
  readonly last: number;
}

/** The intervals of types on which virtual values have to be averaged, with the average; none when they increase as they are. */
export function ironedFlats(
  distribution: Distribution,
  weight: number,
  raw: RawVirtual,
  stretches: readonly SmoothStretch[],
): Flat[] {
  if (weight === 0 || increasing(distribution, raw, stretches)) return [];
  const nodes = minorantNodes(distribution, weight, stretches);
  const scale = 1e-12 * (1 + nodes.reduce((most, { height }) => Math.max(most, Math.abs(height)), 0));
  return faces(nodes, scale).map(([j, k]) => refine(distribution, weight, raw, nodes, j, k));
}

/**
 * Types by equal probabilities, by equal steps between the quantiles of 1e-12, and far into the tails: a dip of the virtual value may lie where
 * there is hardly any probability, or where there is hardly any room.
 */
function points({ from, to }: SmoothStretch, distribution: Distribution): number[] {
  const [below, upTo] = [distribution.cdf(from), cdfBelow(distribution, to)];
  const at = (share: number) => distribution.quantile(below + (upTo - below) * share);
  const low = Number.isFinite(from) ? from : at(1e-12);
  const high = Number.isFinite(to) ? to : at(1 - 1e-12);
  const steps = Array.from({ length: POINTS - 1 }, (_, k) => (k + 1) / POINTS);
  const all = [
    ...steps.map((share) => low + (high - low) * share),
    ...steps.map(at),
    ...TAILS.flatMap((share) => [at(share), at(1 - share)]),
    ...[low, high].filter((x) => x !== from && x !== to),
  ].filter((x) => x > from && x < to && Number.isFinite(x));
  return [from, ...[...new Set(all)].sort((x, y) => x - y), to].filter(Number.isFinite);
}

/** Probabilities beyond which tails are looked at. */
const TAILS = [1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10];

function increasing(
  distribution: Distribution,
  raw: RawVirtual,
  stretches: readonly SmoothStretch[],
): boolean {
  let [last, end] = [-Infinity, -Infinity];
  for (const stretch of stretches) {
    if (Number.isFinite(end) && stretch.from > end) return false;
    end = stretch.to;
    const values =
      stretch.from === stretch.to
        ? [stretch.from]
        : points(stretch, distribution).map((x) =>
            x === stretch.from ? raw.after(x) : x === stretch.to ? raw.before(x) : raw.at(x),
          );
    for (const value of values) {
      if (value < last - 1e-11 * (1 + Math.abs(last))) return false;
      last = value;
    }
  }
  return true;
}

/** The nodes with their heights at one weight. */
function minorantNodes(
  distribution: Distribution,
  weight: number,
  stretches: readonly SmoothStretch[],
): Node[] {
  const places = known.get(distribution) ?? placesOf(distribution, stretches);
  known.set(distribution, places);
  return places.map((place) => {
    const { type, share, mean } = place;
    return { ...place, height: (1 - weight) * mean - (share === 1 ? 0 : weight * type * (1 - share)) };
  });
}

/** A node before its height is known, with E[X; X before it]. */
type Place = Omit<Node, "height"> & { readonly mean: number };

/** They are the same for every weight. */
const known = new WeakMap<Distribution, readonly Place[]>();

function placesOf(distribution: Distribution, stretches: readonly SmoothStretch[]): Place[] {
  const places: Place[] = [];
  let mean = 0;
  const push = (type: number, share: number, near: Node["near"], last: number) => {
    places.push({ type, share, mean, near, last });
  };
  stretches.forEach((stretch, s) => {
    const { from, to } = stretch;
    const before = stretches[s - 1]?.to ?? from;
    if (from === to) {
      push(from, cdfBelow(distribution, from), [from, from], before);
      mean += from * (distribution.cdf(from) - cdfBelow(distribution, from));
      push(from, distribution.cdf(from), [from, from], from);
      return;
    }
    const types = points(stretch, distribution);
    types.forEach((type, k) => {
      const start = k === 0 ? (Number.isFinite(from) ? undefined : -Infinity) : types[k - 1];
      if (start !== undefined) mean += smoothValue(distribution, start, type);
      const near = [types[Math.max(k - 1, 0)], types[Math.min(k + 1, types.length - 1)]] as const;
      const share = type === to ? cdfBelow(distribution, type) : distribution.cdf(type);
      push(type, share, near, k === 0 ? before : type);
    });
  });
  return places;
}

/** Faces of the greatest convex minorant below some node: pairs of nodes. */
function faces(nodes: readonly Node[], scale: number): [number, number][] {
  const hull: number[] = [];
  nodes.forEach((node, k) => {
    while (hull.length > 0) {
      const last = nodes[hull[hull.length - 1]];
      if (last.share === node.share) {
        if (last.height <= node.height) return;
        hull.pop();
        continue;
      }
      if (hull.length === 1) break;
      const first = nodes[hull[hull.length - 2]];
      const straight =
        first.height +
        ((node.height - first.height) * (last.share - first.share)) / (node.share - first.share);
      if (last.height < straight) break;
      hull.pop();
    }
    hull.push(k);
  });
  const found: [number, number][] = [];
  for (let h = 1; h < hull.length; h++) {
    const [j, k] = [hull[h - 1], hull[h]];
    const slope = (nodes[k].height - nodes[j].height) / (nodes[k].share - nodes[j].share);
    const above = nodes
      .slice(j + 1, k)
      .some(({ share, height }) => height - nodes[j].height - slope * (share - nodes[j].share) > scale);
    if (above) found.push([j, k]);
  }
  return found;
}

/** Moves the ends of a face to where the line touches H: φ = level there, or a jump. */
function refine(
  distribution: Distribution,
  weight: number,
  raw: RawVirtual,
  nodes: readonly Node[],
  j: number,
  k: number,
): Flat {
  const [left, right] = [nodes[j], nodes[k]];
  const touch = (node: Node, z: number) => {
    const [low, high] = node.near;
    if (low === high) return node.type;
    if (raw.after(low) >= z) return low;
    return raw.before(high) <= z ? high : crossing(raw.at, z, low, high);
  };
  const share = (node: Node, type: number) => (type === node.type ? node.share : distribution.cdf(type));
  /** H(right) − H(left) − z·(probability between). */
  const excess = (z: number) => {
    const [from, to] = [touch(left, z), touch(right, z)];
    const [start, end] = [share(left, from), share(right, to)];
    const inside = between(distribution, from, start, to, end);
    const rent = (end === 1 ? 0 : to * (1 - end)) - (start === 1 ? 0 : from * (1 - start));
    return (1 - weight) * inside - weight * rent - z * (end - start);
  };
  const slope = (right.height - left.height) / (right.share - left.share);
  let reach = 1e-3 * (1 + Math.abs(slope));
  while (excess(slope - reach) < 0 || excess(slope + reach) > 0) reach *= 2;
  const level = findRoot(excess, slope - reach, slope + reach);
  const [from, to] = [touch(left, level), touch(right, level)];
  const [below, end] = [share(left, from), share(right, to)];
  const value = between(distribution, from, below, to, end);
  const last = to === right.type ? right.last : to;
  return { from, to: last, level, below, above: 1 - end, mass: end - below, value };
}

/** E[X; quantiles from start to end]: atoms at the ends count as far as the shares say. */
function between(distribution: Distribution, from: number, start: number, to: number, end: number): number {
  let total = smoothValue(distribution, from, to);
  for (const { at, mass } of distribution.atoms) {
    if (at > from && at < to) total += at * mass;
    else if (at === from && start < distribution.cdf(at)) total += at * mass;
    else if (at === to && end >= distribution.cdf(at)) total += at * mass;
  }
  return total;
}
