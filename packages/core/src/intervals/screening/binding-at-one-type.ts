import { findRoot } from "../../numeric/roots.js";
import type { InsideMenu } from "./binding-inside.js";
import { menuOf } from "./menu.js";
import { pieceOf } from "./menu-account.js";
import { monotoneOptimum } from "./monotone-optimum.js";
import { type Multipliers, markedAt } from "./multipliers.js";
import { quantityOn } from "./pieces.js";
import { profitBound } from "./profit-bound.js";
import type { World } from "./world.js";

/** Of the spread of types: the least distance from the ends, and what counts as a breakpoint. */
const [INSIDE, SAME] = [1e-6, 1e-10];

/**
 * The menu when participation binds at one type inside, as where the outside option is concave and utility convex: with all multipliers on τ
 * quantities are distorted upwards below and downwards above, so that types around it are pooled, and utility touches the outside option
 * from above where v_θ(x(τ), τ) = IR′(τ). Undefined where no type does that.
 * Complexity: some twenty menus.
 */
export function bindingAtOneType(world: World): InsideMenu | undefined {
  const [low, high] = world.distribution.support;
  if (!Number.isFinite(high - low)) return undefined;
  const lead = (at: number) => {
    const [marked, optimum] = optimumFor(world, { top: 0, rest: at });
    const quantity = quantityOn(marked, optimum.surplus, pieceOf(marked, optimum.pieces, at), at);
    return world.value.byType(quantity, at) - world.outsideSlope(at);
  };
  const room = INSIDE * (high - low);
  if (!(lead(low + room) < 0 && lead(high - room) > 0)) return undefined;
  const found = findRoot(lead, low + room, high - room, { tolerance: 1e-14 * (high - low) });
  const rest = world.typeBreakpoints.find((at) => Math.abs(at - found) <= SAME * (high - low)) ?? found;
  // Nobody asks types in gaps to take part.
  if (!world.distribution.pieces.some(([from, to]) => rest >= from && rest <= to)) return undefined;
  const [marked, optimum] = optimumFor(world, { top: 0, rest });
  if (optimum.fall > 0) return undefined;
  const lowestUtility = world.outside(rest) - menuOf(marked, optimum, 0).utility(rest).value;
  return {
    optimum,
    menu: menuOf(marked, optimum, lowestUtility),
    lowestUtility,
    binding: [[rest, rest]],
    bound: profitBound(marked, optimum, { top: 0, rest }).bound,
  };
}

function optimumFor(world: World, multipliers: Multipliers) {
  const marked = markedAt(world, multipliers);
  return [marked, monotoneOptimum(marked, multipliers)] as const;
}
