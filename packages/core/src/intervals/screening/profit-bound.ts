import { demandProfileBound } from "./demand-profile.js";
import { type Estimate, plus } from "./menu-account.js";
import type { MonotoneOptimum } from "./monotone-optimum.js";
import { type Multipliers, reservationOf } from "./multipliers.js";
import { quantityOn } from "./pieces.js";
import { bestQuantity, pointwiseMaximum } from "./pointwise-maximum.js";
import type { TypeCells } from "./type-cells.js";
import { trueSurplus, type VirtualSurplus, virtualSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

export interface ProfitBound {
  /** No menu that all types take part in earns more, up to the error. */
  readonly bound: Estimate;
  /** Types with several pointwise maxima, as good as each other. */
  readonly tied: readonly number[];
  /** Whether increments of the quantity have several best prices, so that other menus earn as much. */
  readonly evenPrices: boolean;
}

/**
 * The smaller of two upper bounds on what any menu earns, for given multipliers of participation: by pointwise maxima of φ, and by selling every
 * increment on its own, which bounds finite worlds only.
 */
export function profitBound(world: World, optimum: MonotoneOptimum, multipliers: Multipliers): ProfitBound {
  const { cells, pieces } = optimum;
  const surplus = virtualSurplus(world, cells, multipliers);
  const pointwise = pointwiseMaximum(world, cells, surplus);
  let evenPrices = false;
  const bounds: Estimate[] = [
    plus(plus(pointwise, atomsBest(world)), { value: gapsBest(world, cells, surplus), error: 0 }),
  ];
  if (!world.principal.dependsOnType && world.distribution.support[1] < Infinity) {
    const used = pieces.flatMap((piece) =>
      [piece.from.at, piece.to.at]
        .filter(Number.isFinite)
        .map((at) => quantityOn(world, optimum.surplus, piece, at)),
    );
    const profile = demandProfileBound(world, cells, surplus, [...used, ...world.quantityBreakpoints]);
    evenPrices = profile.tied;
    bounds.push(profile);
  }
  const least = bounds.reduce((a, b) => (a.value + a.error <= b.value + b.error ? a : b));
  const reserved = { value: -reservationOf(world, multipliers), error: 0 };
  return { bound: plus(least, reserved), tied: pointwise.tied, evenPrices };
}

/** Σ max_x (v + v^P) over atoms. */
export function atomsBest(world: World): Estimate {
  let [value, size] = [0, 0];
  for (const { at, mass } of world.distribution.atoms) {
    const best = mass * bestQuantity(world, trueSurplus(world), at).value;
    value += best;
    size += Math.abs(best);
  }
  return { value, error: 2 ** -50 * size };
}

/** Over gaps of the types a quantity matters for rents alone, which are monotone in it. */
function gapsBest({ quantities: { from, to } }: World, { kinds, knots }: TypeCells, surplus: VirtualSurplus) {
  return kinds.reduce((sum, kind, k) => {
    if (kind !== "gap") return sum;
    const [low, high] = [from, to].map((x) =>
      Number.isFinite(x) ? surplus.gain(x, knots[k], knots[k + 1]) : -Infinity,
    );
    // Without an upper end the lower one is best unless larger quantities leave less rent.
    const rises = !Number.isFinite(to) && surplus.gainSlope(from, knots[k], knots[k + 1]) > 0;
    return sum + (rises ? Infinity : Math.max(low, high));
  }, 0);
}
