import { cdfBelow, type Distribution, survival } from "../distribution.js";
import { typeIntervals } from "./efficient-problem.js";
import { inverseOf } from "./inverse-of.js";
import { type Flat, ironedFlats } from "./ironed-flats.js";
import {
  type RawVirtual,
  rawVirtual,
  type SmoothStretch,
  smoothStretches,
  smoothValue,
} from "./raw-virtual.js";

/** Types whose virtual values lie on one stretch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly mass: number;
  /** The one virtual value of an ironed interval or an atom; absent where it rises with the type. */
  readonly level?: number;
  /** Lowest and highest virtual value on it. */
  readonly range: readonly [low: number, high: number];
  /** Pr(X < from) and Pr(X > to). */
  readonly below: number;
  readonly above: number;
  /** E[X; stretch]. */
  readonly value: number;
}

/** Ironed virtual values φ̄_α of one distribution: increasing stretches and what lies on them. */
export interface VirtualScale {
  readonly distribution: Distribution;
  readonly weight: number;
  readonly stretches: readonly Stretch[];
  /** Whether φ_α was increasing as it stood. */
  readonly regular: boolean;
  /** φ̄_α(x) for a type x. */
  virtual(type: number): number;
  /** inf {x : φ̄_α(x) ≥ z} over the types; ∞ when there is none. */
  threshold(z: number): number;
  /** Pr(φ̄_α(X) ≥ z) and Pr(φ̄_α(X) > z). */
  atLeast(z: number): number;
  moreThan(z: number): number;
}

/**
 * φ_α(x) = x − α (1 − F(x))/f(x), ironed in quantile space: φ̄_α is the slope of the greatest convex minorant of
 * H(F(x)) = (1 − α) ∫_{y ≤ x} y dF − α x (1 − F(x)). α = 0 gives types, α = 1 Myerson's virtual values. At a gap H falls by α times the
 * gap times the probability beyond it, for the types above need be left no more than the topmost type below would pay them to imitate it;
 * so types below a gap are ironed. Sellers' costs go through their negatives.
 * Intervals to iron are looked for between 256 types by equal steps and 256 by equal probabilities a stretch: narrower ones are missed.
 */
export function virtualScale(distribution: Distribution, weight: number): VirtualScale {
  const raw = rawVirtual(distribution, weight);
  const smooth = smoothStretches(distribution);
  const flats = ironedFlats(distribution, weight, raw, smooth);
  const rest = smooth.flatMap((stretch) => uncovered(distribution, stretch, flats));
  const stretches = [
    ...flats.map((flat): Stretch => ({ ...flat, range: [flat.level, flat.level] })),
    ...rest.map(({ from, to }) =>
      from === to ? atom(distribution, from) : rising(distribution, raw, from, to),
    ),
  ].sort((a, b) => a.below - b.below || a.from - b.from);
  const inverses = new Map<Stretch, (z: number) => number>();
  /** Where virtual values of a rising stretch reach z. */
  const reaching = (stretch: Stretch, z: number) => {
    const known = inverses.get(stretch);
    const inverse = known ?? inverseOf(raw.at, pointsOf(distribution, stretch));
    if (known === undefined) inverses.set(stretch, inverse);
    return inverse(z);
  };
  const threshold = (z: number) => {
    const stretch = stretches.find(({ range }) => range[1] >= z);
    if (stretch === undefined || z === Infinity) return Infinity;
    return stretch.range[0] >= z ? stretch.from : reaching(stretch, z);
  };
  const beyond = (stretch: Stretch | undefined, z: number) => {
    if (stretch === undefined || z === Infinity) return 0;
    if (stretch.range[0] >= z) return 1 - stretch.below;
    return survival(distribution, reaching(stretch, z));
  };
  return {
    distribution,
    weight,
    stretches,
    regular: flats.length === 0,
    virtual: (type) =>
      stretches.find(({ from, to, level }) => level !== undefined && from <= type && type <= to)?.level ??
      raw.at(type),
    threshold,
    atLeast: (z) =>
      beyond(
        stretches.find(({ range }) => range[1] >= z),
        z,
      ),
    moreThan: (z) =>
      beyond(
        stretches.find(({ range }) => range[1] > z),
        z,
      ),
  };
}

/** Types of a stretch between which virtual values are looked for: its ends and quantiles. */
function pointsOf(distribution: Distribution, { from, to, below, above }: Stretch): number[] {
  const share = (k: number) => below + ((1 - below - above) * k) / BRACKETS;
  const inner = Array.from({ length: BRACKETS - 1 }, (_, k) => distribution.quantile(share(k + 1)));
  const increasing = inner.filter((x, k) => x > from && x < to && (k === 0 || x > inner[k - 1]));
  return [from, ...increasing, to];
}

/** Brackets a stretch is cut into; a root in one of them takes half as long to find. */
const BRACKETS = 64;

function rising(distribution: Distribution, raw: RawVirtual, from: number, to: number): Stretch {
  const [below, above] = [distribution.cdf(from), 1 - cdfBelow(distribution, to)];
  const value = smoothValue(distribution, from, to);
  return { from, to, below, above, mass: 1 - below - above, value, range: [raw.after(from), raw.before(to)] };
}

function atom(distribution: Distribution, at: number): Stretch {
  const [below, above] = [cdfBelow(distribution, at), survival(distribution, at)];
  const mass = 1 - below - above;
  return { from: at, to: at, below, above, mass, value: at * mass, level: at, range: [at, at] };
}

/** What the flats leave of a stretch. */
function uncovered(
  distribution: Distribution,
  stretch: SmoothStretch,
  flats: readonly Flat[],
): SmoothStretch[] {
  let rest = [stretch];
  for (const flat of flats)
    rest = rest.flatMap(({ from, to }) => {
      if (from === to) {
        const inside = cdfBelow(distribution, from) >= flat.below && survival(distribution, to) >= flat.above;
        return inside ? [] : [{ from, to }];
      }
      const parts = [
        { from, to: Math.min(to, flat.from) },
        { from: Math.max(from, flat.to), to },
      ];
      return flat.to <= from || flat.from >= to ? [{ from, to }] : parts.filter((p) => p.from < p.to);
    });
  return rest;
}

/** Lengths of the gaps between types with what lies beyond: [top type below, gap, Pr(X beyond)]. */
export function gaps(distribution: Distribution): [type: number, length: number, beyond: number][] {
  const intervals = typeIntervals(distribution);
  return intervals.slice(1).map(([from], k) => {
    const end = intervals[k][1];
    return [end, from - end, survival(distribution, end)];
  });
}
