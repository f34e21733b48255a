import { type Envelope, envelope } from "./envelope.js";
import { pieceOf } from "./menu-account.js";
import type { MonotoneOptimum } from "./monotone-optimum.js";
import { quantityOn } from "./pieces.js";
import type { World } from "./world.js";

/** x(θ), V(θ) and t(θ) of a menu, in the world's own direction of types. */
export interface Menu extends Envelope {
  quantity(type: number): number;
}

/** The menu of an optimum that leaves `lowestUtility` to the lowest type. */
export function menuOf(world: World, { pieces, surplus }: MonotoneOptimum, lowestUtility: number): Menu {
  const quantity = (type: number) => quantityOn(world, surplus, pieceOf(world, pieces, type), type);
  const breakpoints = [...pieces.map(({ from }) => from.at), ...world.typeBreakpoints];
  const rule = { quantity, breakpoints, types: world.distribution.support };
  return { quantity, ...envelope(rule, world.value, lowestUtility) };
}
