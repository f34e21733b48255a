import { integrate } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { survival } from "../distribution.js";
import { beside } from "./local-maxima.js";
import { bestQuantity } from "./pointwise-maximum.js";
import type { TypeCells } from "./type-cells.js";
import { weightedSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

/** Types over which the multiplier of participation is constant, or over which participation binds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** γ there; absent where participation binds. */
  readonly weight?: number;
}

/** Sums of multipliers that differ by less are equal. */
const NOISE = 1e-11;
/** A quantity this large is taken for infinity. */
const LARGEST = 1e12;
/** Cells on either side of an end of a stretch in which it is looked for. */
const REACH = 3;

/**
 * x̂(θ) with v_θ(x̂, θ) = IR′(θ), at which utility keeps pace with the outside option: an end of X where none does.
 */
export function pacingQuantity({ value, quantities, outsideSlope }: World, type: number): number {
  const pace = outsideSlope(type);
  const lead = (x: number) => value.byType(x, type) - pace;
  const { from, to } = quantities;
  let reach = 1;
  while (from + reach < to && reach < LARGEST && lead(from + reach) < 0) reach = 2 * reach + 1;
  const high = Math.min(to, from + reach);
  if (lead(from) >= 0) return from;
  return lead(high) <= 0 ? high : findRoot(lead, from, high);
}

/**
 * γ̂(θ), the mass of multipliers up to θ at which x̂ is best for θ: F + f·(v + v^P)_x(x̂)/v_xθ(x̂) by the first-order condition. Infinite where no
 * quantity keeps pace: ∞ where utility always rises faster, −∞ where it always falls behind.
 */
export function pacingWeight(world: World, type: number): number {
  const { value, principal, distribution, quantities, outsideSlope } = world;
  const x = pacingQuantity(world, type);
  const lead = value.byType(x, type) - outsideSlope(type);
  const close = 1e-12 * (1 + Math.abs(outsideSlope(type)));
  if (x === quantities.from && lead > close) return Infinity;
  if (lead < -close && (x === quantities.to || x >= LARGEST)) return -Infinity;
  const slope = value.byQuantity(x, type) + principal.byQuantity(x, type);
  return (
    1 - survival(distribution, type) + (distribution.density(type) * slope) / value.crossDerivative(x, type)
  );
}

/**
 * The multipliers that make the upper bound on profits smallest, were quantities free to fall: γ minimises ∫ H(γ(θ), θ) dθ over nondecreasing
 * γ from 0 to 1, with H = max_x (v + v^P)·f + v_θ·(F − γ) + IR′·γ convex in γ. Its minimiser for a type alone is γ̂; where that falls, types
 * are pooled, as in isotonic regression, and ends of pools are made stationary afterwards.
 * Source: Jullien, Journal of Economic Theory 93 (2000); the reduction to isotonic regression is ours.
 */
export function bindingWeights(world: World, cells: TypeCells): Stretch[] {
  const { knots } = cells;
  const middles = cells.kinds.map((_, k) => (knots[k].at + knots[k + 1].at) / 2);
  const pools: { first: number; end: number; weight: number }[] = [];
  const best = (first: number, end: number) => {
    if (end - first === 1) return clamped(pacingWeight(world, middles[first]));
    const lag = (weight: number) => {
      let sum = 0;
      for (let k = first; k < end; k++)
        sum += (knots[k + 1].at - knots[k].at) * lagAt(world, middles[k], weight);
      return sum;
    };
    return rootIn01(lag);
  };
  for (let first = 0; first < middles.length; first++) {
    pools.push({ first, end: first + 1, weight: best(first, first + 1) });
    while (pools.length > 1 && pools[pools.length - 2].weight > pools[pools.length - 1].weight + NOISE) {
      const [left, right] = pools.splice(-2);
      pools.push({ first: left.first, end: right.end, weight: best(left.first, right.end) });
    }
  }
  const breaks = new Set(world.typeBreakpoints);
  const stretches: Stretch[] = [];
  for (const { first, end, weight } of pools) {
    const [from, to] = [knots[first].at, knots[end].at];
    const free = end - first === 1 && weight > 0 && weight < 1;
    const before = stretches[stretches.length - 1];
    const joins =
      before && (free ? before.weight === undefined && !breaks.has(from) : before.weight === weight);
    if (joins) stretches[stretches.length - 1] = { ...before, to };
    else stretches.push(free ? { from, to } : { from, to, weight });
  }
  return polished(world, cells, stretches);
}

/** ∂H/∂γ = IR′ − v_θ at the best quantity: how fast utility falls behind. */
function lagAt(world: World, type: number, weight: number): number {
  const { at } = bestQuantity(
    world,
    weightedSurplus(world, () => 1 - weight),
    type,
  );
  return world.outsideSlope(type) - world.value.byType(at, type);
}

/** Where a nondecreasing function of the weight passes 0, or the end at which it comes nearest. */
function rootIn01(f: (weight: number) => number): number {
  if (f(0) >= 0) return 0;
  return f(1) <= 0 ? 1 : findRoot(f, 0, 1);
}

const clamped = (weight: number) => Math.min(1, Math.max(0, weight));

/** With ends where γ̂ passes the weight, and weights at which utility neither gains nor loses from end to end. */
function polished(world: World, cells: TypeCells, stretches: readonly Stretch[]): Stretch[] {
  const [low, high] = world.distribution.support;
  const { typeBreakpoints: breakpoints } = world;
  const ends = ({ from, to }: Stretch, weight: number) => {
    const startsLater = from > low || pacingWeight(world, beside(low, 1)) < weight;
    const stopsEarlier = to < high || pacingWeight(world, beside(high, -1)) > weight;
    return [
      startsLater ? passing(world, cells, from, weight) : low,
      stopsEarlier ? passing(world, cells, to, weight) : high,
    ] as const;
  };
  const flats = stretches.flatMap((stretch) => {
    if (stretch.weight === undefined) return [];
    const behind = (weight: number) => {
      const [a, b] = ends(stretch, weight);
      return integrate((type) => lagAt(world, type, weight), a, b, { breakpoints, tolerance: 1e-12 }).value;
    };
    const isInner = stretch.weight > 0 && stretch.weight < 1;
    const weight = isInner ? rootNear(behind, stretch.weight) : stretch.weight;
    const [from, to] = ends(stretch, weight);
    return [{ from, to, weight }];
  });
  const filled = flats.flatMap((flat, k): Stretch[] => [
    { from: flats[k - 1]?.to ?? low, to: flat.from },
    flat,
  ]);
  return [...filled, { from: flats[flats.length - 1]?.to ?? low, to: high }].filter(
    ({ from, to }) => from < to,
  );
}

function rootNear(f: (x: number) => number, start: number): number {
  for (let width = 1e-4; width < 2; width *= 8) {
    const [low, high] = [Math.max(0, start - width), Math.min(1, start + width)];
    const [atLow, atHigh] = [f(low), f(high)];
    if (atLow <= 0 && atHigh >= 0) return atLow === 0 ? low : atHigh === 0 ? high : findRoot(f, low, high);
  }
  return start;
}

/** The type nearest to a knot at which γ̂ rises through a weight; the knot where there is none. */
function passing(world: World, { knots }: TypeCells, near: number, weight: number): number {
  const k = knots.findIndex(({ at }) => at >= near);
  const [low, high] = [knots[Math.max(0, k - REACH)].at, knots[Math.min(knots.length - 1, k + REACH)].at];
  // γ̂ may be infinite: only its side matters then.
  const excess = (type: number) => Math.max(-2, Math.min(2, pacingWeight(world, type) - weight));
  const samples = 8 * REACH;
  let found = near;
  let distance = Infinity;
  let [left, before] = [low, excess(low)];
  for (let step = 1; step <= samples; step++) {
    const right = low + ((high - low) * step) / samples;
    const after = excess(right);
    if (before < 0 && after >= 0) {
      const at = after === 0 ? right : findRoot(excess, left, right);
      if (Math.abs(at - near) < distance) [found, distance] = [at, Math.abs(at - near)];
    }
    [left, before] = [right, after];
  }
  return found;
}
