import { findRoot } from "../../numeric/roots.js";
import { beside } from "./local-maxima.js";
import type { Menu } from "./menu.js";
import type { MonotoneOptimum } from "./monotone-optimum.js";
import { type Piece, quantityOn } from "./pieces.js";
import type { World } from "./world.js";

/**
 * T(x) = v(x, τ(x)) − V(τ(x)) with τ(x) the lowest type that gets at least x: the price of the quantity x in a shop that leaves the choice
 * to the agent (taxation principle). A quantity nobody gets has the price at which the type next to it is indifferent, the lowest
 * that changes nothing. Errors: none; NaN outside the quantities.
 */
export function tariffOf(world: World, optimum: MonotoneOptimum, menu: Menu): (quantity: number) => number {
  return (quantity) => {
    const { from, to } = world.quantities;
    if (!(quantity >= from && quantity <= to)) return Number.NaN;
    const type = lowestTypeWith(world, optimum, quantity);
    return world.value.value(quantity, type) - menu.utility(type).value;
  };
}

function lowestTypeWith(world: World, { pieces, surplus }: MonotoneOptimum, quantity: number): number {
  const at = (piece: Piece, type: number) => quantityOn(world, surplus, piece, type);
  for (const piece of pieces) {
    const { from } = piece;
    if (at(piece, beside(from.at, 1)) >= quantity) return from.at;
    if (piece.kind === "bunch") continue;
    let to = piece.to.at;
    if (to === Infinity)
      for (to = from.at + 1; at(piece, to) < quantity && to < 1e12; ) to = from.at + 2 * (to - from.at);
    if (Number.isFinite(piece.to.at)) to = beside(to, -1);
    if (at(piece, to) >= quantity)
      return findRoot((type) => at(piece, type) - quantity, beside(from.at, 1), to);
  }
  const { from, to } = pieces[pieces.length - 1];
  return Number.isFinite(to.at) ? to.at : from.at;
}
