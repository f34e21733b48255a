import { fail } from "../../numeric/candor-error.js";
import { findRoot } from "../../numeric/roots.js";
import { bindingAtOneType } from "./binding-at-one-type.js";
import { bindingInside, type InsideMenu } from "./binding-inside.js";
import { falls } from "./local-maxima.js";
import { type Menu, menuOf } from "./menu.js";
import { menuAccount } from "./menu-account.js";
import { type MonotoneOptimum, monotoneOptimum } from "./monotone-optimum.js";
import { type Multipliers, ON_THE_LOWEST } from "./multipliers.js";
import { quantityOn } from "./pieces.js";
import type { World } from "./world.js";

/** The best menu with the participation constraints that bind. */
export interface BoundMenu {
  readonly optimum: MonotoneOptimum;
  readonly menu: Menu;
  /** V at the lowest type. */
  readonly lowestUtility: number;
  /** Of participation, where it binds at the ends only. */
  readonly multipliers: Multipliers;
  /** Present where participation binds inside: those types, and a bound on every menu's profit. */
  readonly inside?: Pick<InsideMenu, "binding" | "bound">;
}

/** Utility below the outside option by less than this, relative to the largest utility, is rounding. */
const TOLERANCE = 1e-9;

/**
 * The best menu when participation may bind at the lowest type, at the highest, or at both. With multiplier σ at the top the rent of a
 * type counts Pr(> θ) − σ; larger σ means larger quantities and a utility that rises more, until it rises as much as the outside option.
 * That participation binds nowhere else is checked on the solution; where it does multipliers are spread over types
 * (`bindingInside`) or put on one (`bindingAtOneType`), and a menu is answered only where its profit reaches the bound they give.
 * Errors: `participation-inside` naming a type, where that fails; `unbounded-support` for IR(θ) that varies on an unbounded support.
 * Source: Maggi, Rodríguez-Clare (1995); Jullien, Journal of Economic Theory 93 (2000).
 */
export function boundMenu(world: World): BoundMenu {
  const [low, high] = world.distribution.support;
  const bottom = monotoneOptimum(world, ON_THE_LOWEST);
  if (world.constantOutside && nowhereFalling(world, bottom))
    return menuFrom(world, bottom, ON_THE_LOWEST, world.outside(low));
  if (high === Infinity)
    fail(
      "unbounded-support",
      "distribution",
      "Participation may bind at the highest type, which does not exist; truncate the distribution.",
    );
  const needed = world.outside(high) - world.outside(low);
  const excess = (optimum: MonotoneOptimum) => menuOf(world, optimum, 0).utility(high).value - needed;
  if (excess(bottom) >= -TOLERANCE * (1 + Math.abs(needed)))
    return settled(world, bottom, ON_THE_LOWEST, world.outside(low));
  const top = monotoneOptimum(world, { top: 1 });
  const missing = excess(top);
  if (missing <= 0) return settled(world, top, { top: 1 }, world.outside(low) - missing);
  const weight = findRoot((at) => excess(monotoneOptimum(world, { top: at })), 0, 1, { tolerance: 1e-12 });
  return settled(world, monotoneOptimum(world, { top: weight }), { top: weight }, world.outside(low));
}

/** v_θ ≥ 0 along the menu: utility rises with the type. */
function nowhereFalling(world: World, { pieces, surplus, cells }: MonotoneOptimum): boolean {
  return pieces.every((piece) => {
    const { from, to } = piece;
    const inside = cells.knots.map(({ at }) => at).filter((at) => at > from.at && at < to.at);
    const ends = [from.at, Math.min(to.at, cells.knots[cells.knots.length - 1].at)];
    return [...inside, ...ends].every(
      (at) => world.value.byType(quantityOn(world, surplus, piece, at), at) >= 0,
    );
  });
}

function menuFrom(
  world: World,
  optimum: MonotoneOptimum,
  multipliers: Multipliers,
  lowestUtility: number,
): BoundMenu {
  return { optimum, menu: menuOf(world, optimum, lowestUtility), lowestUtility, multipliers };
}

function settled(
  world: World,
  optimum: MonotoneOptimum,
  multipliers: Multipliers,
  lowestUtility: number,
): BoundMenu {
  const bound = menuFrom(world, optimum, multipliers, lowestUtility);
  const at = typeLeftOut(world, bound);
  if (at === undefined) return bound;
  return (
    provenInside(world, bindingInside) ??
    provenInside(world, bindingAtOneType) ??
    refuse(world, at, bound.menu.utility(at).value, world.outside(at))
  );
}

/** A type that would rather stay away: among the ends of cells, and where utility gains least on the outside option inside them. */
function typeLeftOut(
  world: World,
  { optimum, menu }: Pick<BoundMenu, "optimum" | "menu">,
  binding: InsideMenu["binding"] = [],
): number | undefined {
  const { value, outsideSlope, distribution } = world;
  const isLeft = (at: number) =>
    menu.utility(at).value - world.outside(at) < -TOLERANCE * (1 + Math.abs(world.outside(at)));
  const lead = (at: number) => value.byType(menu.quantity(at), at) - outsideSlope(at);
  const { knots, kinds } = optimum.cells;
  const atoms = distribution.atoms.map(({ at }) => at);
  const marks = [...optimum.pieces.map(({ to }) => to.at), ...binding.flat()].sort((a, b) => a - b);
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] === "gap") continue;
    const [low, high] = [knots[k].at, knots[k + 1].at];
    if (isLeft(low)) return low;
    if (kinds[k] === "atom" || atoms.includes(low)) continue;
    const inside = marks.filter((at) => at > low && at < high);
    const ends = [low, ...inside, high];
    for (let part = 1; part < ends.length; part++) {
      const found = risesIn(lead, ends[part - 1], ends[part]).find(isLeft);
      if (found !== undefined) return found;
    }
  }
  const last = knots[knots.length - 1].at;
  return isLeft(last) ? last : undefined;
}

/** Where a function goes from − to +, told by four samples between two places. */
function risesIn(f: (at: number) => number, low: number, high: number): number[] {
  return falls((at) => -f(at), low, high, 4);
}

/** Gaps beyond this, relatively, are not rounding. */
const CLOSED = 1e-8;

/** A menu with participation that binds inside, if all take part and no menu earns more. */
function provenInside(world: World, method: (world: World) => InsideMenu | undefined): BoundMenu | undefined {
  const found = method(world);
  if (found === undefined || typeLeftOut(world, found, found.binding) !== undefined) return undefined;
  const { optimum, menu, lowestUtility, binding, bound } = found;
  const { value, error } = menuAccount(world, optimum).profitAtZero;
  const gap = bound.value - (value - lowestUtility);
  // What the bound lies below the profit by it is off by.
  const inside = { binding, bound: { value: bound.value, error: Math.max(bound.error, -gap) } };
  if (!(gap <= CLOSED * (1 + Math.abs(value)) + error + bound.error)) return undefined;
  return { optimum, menu, lowestUtility, multipliers: ON_THE_LOWEST, inside };
}

function refuse(world: World, at: number, utility: number, outside: number): never {
  const type = world.reflected ? -at : at;
  return fail(
    "participation-inside",
    "outside",
    `Participation binds inside: type ${type} would get ${utility}, less than ${outside} outside, when it binds at the lowest and highest type only, and no menu was found that provably earns most. Change the outside option, or discretize and design.`,
    { received: `type ${type}` },
  );
}
