import { integrate } from "../../numeric/quadrature/index.js";
import { falls } from "./local-maxima.js";
import type { Knot, TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import { knotAt, type World } from "./world.js";

/**
 * An upper bound on ∫ φ(x(θ), θ) dF over all nondecreasing x, whatever the shape of φ, where v^P does not depend on the type: every
 * increment ds of the quantity is sold on its own at its best price, to all types above some τ(s), for max_τ G(s, τ) with
 * G(s, τ) = ∫ φ_x(s, θ) dF over θ ≥ τ, which is (v_x(s, τ) + v^P_x(s))·Pr(≥ τ) when only the lowest type's participation binds.
 * Attained iff the τ(s) can be chosen nondecreasing, as when φ is concave in x; `tied` when many increments have two best τ.
 * Complexity: 750 values of v_x for each of some 500 increments.
 * Source: Goldman, Leland, Sibley (1984); Wilson, Nonlinear Pricing (1993), chapter 4.
 */
export function demandProfileBound(
  world: World,
  cells: TypeCells,
  surplus: VirtualSurplus,
  breakpoints: readonly number[],
): { value: number; error: number; tied: boolean } {
  const { knots } = cells;
  const { list, quantities } = world;
  const last = knots[knots.length - 1];
  const base = surplus.gain(quantities.from, knots[0], last);
  if (list === undefined) {
    const increment = (s: number): Increment => ({
      tail: (knot) => surplus.gainSlope(s, knot, last),
      surplus: (type) => surplus.slope(s, type),
    });
    const best = (s: number) => bestTail(world, cells, increment(s));
    const { from, to } = quantities;
    const rest = integrate((s) => best(s).value, from, to, { breakpoints, tolerance: 1e-12 });
    const most = Number.isFinite(to) ? to : Math.max(from + 1, ...breakpoints);
    const ties = Array.from(
      { length: TRIED },
      (_, k) => best(from + ((most - from) * (k + 0.4)) / TRIED).tied,
    );
    return { value: base + rest.value, error: rest.error, tied: ties.filter(Boolean).length > 1 };
  }
  const tails = list.slice(1).map((high, k) =>
    bestTail(world, cells, {
      tail: (knot) => surplus.gain(high, knot, last) - surplus.gain(list[k], knot, last),
      surplus: (type) => surplus.at(high, type) - surplus.at(list[k], type),
    }),
  );
  const total = tails.reduce((sum, { value }) => sum + value, base);
  const size = list.reduce((sum, x) => sum + Math.abs(surplus.gain(x, knots[0], last)), 0);
  return { value: total, error: 2 ** -50 * size, tied: tails.some(({ tied }) => tied) };
}

/** A little more of the quantity, for all types above some type. */
interface Increment {
  /** What it earns from all types above a knot. */
  tail(from: Knot): number;
  /** What it adds to φ(·, θ). */
  surplus(type: number): number;
}

/** Increments looked at for ties: at a single one a tie is where the best price jumps, at several it is more. */
const TRIED = 24;
/** Relative differences of what increments earn, and of types to their spread, that are none. */
const [EVEN, SAME_TYPE] = [1e-13, 1e-4];

/** max(0, max_τ tail(τ)): at a knot, or where the increment of φ crosses 0 from below inside a cell. */
function bestTail(world: World, { knots, kinds }: TypeCells, { tail, surplus }: Increment) {
  const tried = knots.map((knot) => ({ at: knot.at, value: tail(knot) }));
  for (let cell = 0; cell < kinds.length; cell++)
    if (kinds[cell] === "smooth")
      for (const at of falls((type) => -surplus(type), knots[cell].at, knots[cell + 1].at, 1))
        tried.push({ at, value: tail(knotAt(world, at)) });
  let best = { at: knots[0].at, value: 0 };
  for (const each of tried) if (each.value > best.value) best = each;
  const near = SAME_TYPE * (knots[knots.length - 1].at - knots[0].at);
  const tied =
    best.value > 0 &&
    tried.some(({ at, value }) => value >= best.value * (1 - EVEN) && Math.abs(at - best.at) > near);
  return { value: best.value, tied };
}
