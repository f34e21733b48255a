import { survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import type { MonotoneOptimum } from "./monotone-optimum.js";
import { type Bunch, type Piece, quantityOn } from "./pieces.js";
import { virtualSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

/** A number with what it may be off by. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

export interface MenuAccount {
  /** E[v + v^P]. */
  readonly welfare: Estimate;
  /** E[t + v^P] when the lowest type is left with utility 0. */
  readonly profitAtZero: Estimate;
}

/** Welfare and profit of a menu, piece by piece: every integrand is smooth; bunches need no integral for the profit. */
export function menuAccount(world: World, { pieces, cells, surplus }: MonotoneOptimum): MenuAccount {
  const virtual = virtualSurplus(world, cells);
  const { value, principal } = world;
  let [welfare, profitAtZero]: [Estimate, Estimate] = [NOTHING, NOTHING];
  for (const piece of pieces) {
    const rule = (type: number) => quantityOn(world, surplus, piece, type);
    const { from, to } = piece;
    welfare = plus(
      welfare,
      massOver(world, piece, (type) => value.value(rule(type), type) + principal.value(rule(type), type)),
    );
    const gain =
      piece.kind === "bunch"
        ? bunchGain(world, piece, virtual.gain(piece.quantity, from, to))
        : massOver(world, piece, (type) => virtual.at(rule(type), type));
    profitAtZero = plus(profitAtZero, gain);
  }
  return { welfare, profitAtZero };
}

const NOTHING: Estimate = { value: 0, error: 0 };

/** With the rounding of the terms that make it up, which may cancel. */
function bunchGain(
  { value: worth, principal }: World,
  { from, to, quantity }: Bunch,
  value: number,
): Estimate {
  const part = ({ at, survival: above }: Bunch["from"]) =>
    above === 0 ? 0 : Math.abs(worth.value(quantity, at)) * above;
  const own = Math.abs(principal.value(quantity, from.at)) * (from.survival - to.survival);
  return { value, error: 2 ** -51 * (part(from) + part(to) + own + Math.abs(value)) };
}

export function plus(a: Estimate, b: Estimate): Estimate {
  return { value: a.value + b.value, error: a.error + b.error + 2 ** -53 * Math.abs(a.value + b.value) };
}

/** ∫ g dF over the types of a piece: its atoms are those between its knots. */
export function massOver(
  { distribution, typeBreakpoints }: World,
  { from, to }: Piece,
  g: (type: number) => number,
): Estimate {
  const inside = distribution.atoms.filter(({ at, mass }) => {
    const middle = survival(distribution, at) + mass / 2;
    const after = from.at < at || (from.at === at && from.survival > middle);
    return after && (to.at > at || (to.at === at && to.survival < middle));
  });
  const atoms = inside.reduce((sum, { at, mass }) => sum + g(at) * mass, 0);
  const smooth = expectation(distribution, g, {
    atoms: false,
    over: [from.at, to.at],
    breakpoints: typeBreakpoints,
  });
  return plus({ value: atoms, error: 0 }, smooth);
}

/** The piece a type belongs to: at a jump the upper one, an atom's own. */
export function pieceOf({ distribution }: World, pieces: readonly Piece[], type: number): Piece {
  const atom = distribution.atoms.find(({ at }) => at === type);
  const middle = atom ? survival(distribution, type) + atom.mass / 2 : 0;
  const belongs = ({ from }: Piece) =>
    from.at < type || (from.at === type && (!atom || from.survival > middle));
  let found = pieces[0];
  for (const piece of pieces) if (belongs(piece)) found = piece;
  return found;
}
