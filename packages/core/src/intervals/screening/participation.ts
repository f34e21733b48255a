import { fail } from "../../numeric/candor-error.js";
import { findRoot } from "../../numeric/roots.js";
import { type Menu, menuOf } from "./menu.js";
import { type MonotoneOptimum, monotoneOptimum } from "./monotone-optimum.js";
import { quantityOn } from "./pieces.js";
import type { World } from "./world.js";

/** The best menu with the participation constraints that bind. */
export interface BoundMenu {
  readonly optimum: MonotoneOptimum;
  readonly menu: Menu;
  /** V at the lowest type. */
  readonly lowestUtility: number;
  /** σ: the multiplier of the highest type's participation; that of the lowest is 1 − σ. */
  readonly topWeight: number;
}

/** Utility below the outside option by less than this, relative to the largest utility, is rounding. */
const TOLERANCE = 1e-9;

/**
 * The best menu when participation may bind at the lowest type, at the highest, or at both. With multiplier σ at the top the rent of a
 * type counts Pr(> θ) − σ; larger σ means larger quantities and a utility that rises more, until it rises as much as the outside option.
 * That participation binds nowhere else is checked on the solution; where it fails nothing is answered.
 * Errors: `participation-inside` naming a type, `unbounded-support` for IR(θ) that varies on an unbounded support.
 * Source: Maggi, Rodríguez-Clare (1995); Jullien, Journal of Economic Theory 93 (2000), whose multipliers inside are not computed.
 */
export function boundMenu(world: World): BoundMenu {
  const [low, high] = world.distribution.support;
  const bottom = monotoneOptimum(world, 0);
  if (world.constantOutside && nowhereFalling(world, bottom))
    return settled(world, bottom, 0, world.outside(low));
  if (high === Infinity)
    fail(
      "unbounded-support",
      "distribution",
      "Participation may bind at the highest type, which does not exist; truncate the distribution.",
    );
  const needed = world.outside(high) - world.outside(low);
  const excess = (optimum: MonotoneOptimum) => menuOf(world, optimum, 0).utility(high).value - needed;
  if (excess(bottom) >= -TOLERANCE * (1 + Math.abs(needed)))
    return settled(world, bottom, 0, world.outside(low));
  const top = monotoneOptimum(world, 1);
  const missing = excess(top);
  if (missing <= 0) return settled(world, top, 1, world.outside(low) - missing);
  const topWeight = findRoot((weight) => excess(monotoneOptimum(world, weight)), 0, 1, { tolerance: 1e-12 });
  return settled(world, monotoneOptimum(world, topWeight), topWeight, world.outside(low));
}

/** v_θ ≥ 0 along the menu: utility rises with the type. */
function nowhereFalling(world: World, { pieces, surplus, cells }: MonotoneOptimum): boolean {
  return pieces.every((piece) =>
    cells.knots
      .filter(({ at }) => at >= piece.from.at && at <= piece.to.at)
      .every(({ at }) => world.value.byType(quantityOn(world, surplus, piece, at), at) >= 0),
  );
}

function settled(
  world: World,
  optimum: MonotoneOptimum,
  topWeight: number,
  lowestUtility: number,
): BoundMenu {
  const menu = menuOf(world, optimum, lowestUtility);
  if (!(world.constantOutside && topWeight === 0 && nowhereFalling(world, optimum)))
    for (const { at } of optimum.cells.knots) {
      const [utility, outside] = [menu.utility(at).value, world.outside(at)];
      if (utility - outside < -TOLERANCE * (1 + Math.abs(outside))) refuse(world, at, utility, outside);
    }
  return { optimum, menu, lowestUtility, topWeight };
}

function refuse(world: World, at: number, utility: number, outside: number): never {
  const type = world.reflected ? -at : at;
  return fail(
    "participation-inside",
    "outside",
    `Participation binds inside: type ${type} would get ${utility}, less than ${outside} outside, when it binds at the lowest and highest type only. Such countervailing incentives are not solved here; change the outside option, or discretize and design.`,
    { received: `type ${type}` },
  );
}
