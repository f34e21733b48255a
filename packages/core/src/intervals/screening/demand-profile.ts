import { integrate } from "../../numeric/quadrature/index.js";
import { falls } from "./local-maxima.js";
import type { TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import { knotAt, type World } from "./world.js";

/**
 * An upper bound on ∫ φ(x(θ), θ) dF over all nondecreasing x, whatever the shape of φ, where v^P does not depend on the type: every
 * increment ds of the quantity is sold on its own at its best price, to all types above some τ(s), for max_τ G(s, τ) with
 * G(s, τ) = v_x(s, τ)·Pr(≥ τ) + v^P_x(s)·Pr(≥ τ). Attained iff the τ(s) can be chosen nondecreasing, as when φ is concave in x.
 * Complexity: 256 values of v_x for each of some 500 increments.
 * Source: Goldman, Leland, Sibley (1984); Wilson, Nonlinear Pricing (1993), chapter 4.
 */
export function demandProfileBound(
  world: World,
  cells: TypeCells,
  surplus: VirtualSurplus,
  breakpoints: readonly number[],
): { value: number; error: number } {
  const { knots } = cells;
  const { list, principal, value, quantities } = world;
  const base = surplus.gain(quantities.from, knots[0], knots[knots.length - 1]);
  const first = knots[0].at;
  if (list === undefined) {
    const increment = (s: number): Increment => ({
      worth: (type) => value.byQuantity(s, type) + principal.byQuantity(s, first),
      surplus: (type) => surplus.slope(s, type),
    });
    const rest = integrate((s) => bestTail(world, cells, increment(s)), quantities.from, quantities.to, {
      breakpoints,
      tolerance: 1e-12,
    });
    return { value: base + rest.value, error: rest.error };
  }
  const tails = list.slice(1).map((high, k) => {
    const rise = (f: (x: number, type: number) => number) => (type: number) =>
      f(high, type) - f(list[k], type);
    const own = rise(principal.value)(first);
    return bestTail(world, cells, {
      worth: (type) => rise(value.value)(type) + own,
      surplus: rise(surplus.at),
    });
  });
  const total = tails.reduce((sum, tail) => sum + tail, base);
  return { value: total, error: 2 ** -50 * Math.abs(total) };
}

/** A little more of the quantity, for all types above some type. */
interface Increment {
  /** What type θ pays for it and the principal thinks of it, if θ is the lowest to buy. */
  worth(type: number): number;
  /** What it adds to φ(·, θ). */
  surplus(type: number): number;
}

/** max(0, max_τ worth(τ)·Pr(≥ τ)): at a knot, or where the increment of φ crosses 0 next to one that is best among its neighbours. */
function bestTail(world: World, { knots, kinds }: TypeCells, { worth, surplus }: Increment): number {
  const tail = (at: number, share: number) => (share === 0 ? 0 : worth(at) * share);
  const tails = knots.map(({ at, survival }) => tail(at, survival));
  let best = 0;
  for (const [k, value] of tails.entries()) {
    if (value < (tails[k - 1] ?? 0) || value < (tails[k + 1] ?? 0)) continue;
    best = Math.max(best, value);
    for (const cell of [k - 1, k])
      if (kinds[cell] === "smooth")
        for (const at of falls((type) => -surplus(type), knots[cell].at, knots[cell + 1].at, 2))
          best = Math.max(best, tail(at, knotAt(world, at).survival));
  }
  return best;
}
