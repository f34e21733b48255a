import { isSpecial, type Piece, quantityOn } from "./pieces.js";
import { candidates } from "./pointwise-maximum.js";
import { polishedPieces } from "./polished-pieces.js";
import type { TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

const MOST_ROUNDS = 4;

/**
 * Polished pieces with those that the grid is too coarse for: where the quantity jumps at τ and one in between is better for τ than both
 * sides, types around τ get it.
 */
export function completedPieces(
  world: World,
  cells: TypeCells,
  surplus: VirtualSurplus,
  pieces: readonly Piece[],
): Piece[] {
  let current = polishedPieces(world, cells, surplus, pieces);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const more = current.flatMap((piece, k) => [
      ...missedBefore(world, surplus, current[k - 1], piece),
      piece,
    ]);
    if (more.length === current.length) break;
    current = polishedPieces(world, cells, surplus, more);
  }
  return current;
}

/** A piece without types yet, between two that meet inside a stretch with a density. */
function missedBefore(world: World, surplus: VirtualSurplus, left: Piece | undefined, right: Piece): Piece[] {
  const { from: knot } = right;
  const { at } = knot;
  const inside = world.distribution.pieces.some(([low, high]) => at > low && at < high);
  if (left === undefined || !inside || world.distribution.atoms.some((atom) => atom.at === at)) return [];
  const [low, high] = [quantityOn(world, surplus, left, at), quantityOn(world, surplus, right, at)];
  const [near, level] = [1e-6 * (1 + Math.abs(high)), Math.max(surplus.at(low, at), surplus.at(high, at))];
  if (high - low <= 2 * near) return [];
  const best = candidates(world, surplus, at)
    .filter((each) => each.at > low + near && each.at < high - near)
    .reduce((most, next) => (next.value > most.value ? next : most), { at: low, value: level });
  if (!(best.value > level + 1e-12 * (1 + Math.abs(level)))) return [];
  const held = world.list !== undefined || isSpecial(world, best.at);
  return held
    ? [{ kind: "bunch", from: knot, to: knot, quantity: best.at }]
    : [{ kind: "sorted", from: knot, to: knot, guides: { types: [at], quantities: [best.at] } }];
}
