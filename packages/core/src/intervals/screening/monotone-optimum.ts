import { coarseMenu } from "./coarse-menu.js";
import { completedPieces } from "./completed-pieces.js";
import { heldPieces } from "./held-pieces.js";
import type { Multipliers } from "./multipliers.js";
import { type Piece, type Pointwise, piecesOf, quantityOn } from "./pieces.js";
import { type Pool, pooledCells } from "./pooled-cells.js";
import { type TypeCells, typeCells } from "./type-cells.js";
import { virtualSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

/** A nondecreasing quantity rule that maximises ∫ φ(x(θ), θ) dF. */
export interface MonotoneOptimum {
  readonly pieces: readonly Piece[];
  readonly cells: TypeCells;
  readonly surplus: Pointwise;
  /** How far x still falls somewhere between cells; 0 when monotone on every sample. */
  readonly fall: number;
}

/** Cells of types; four times as many are tried where the first are too few to see that x falls. */
const CELLS = [240, 960];

/**
 * Maximises ∫ φ(x(θ), θ) dF over nondecreasing x. A dynamic program on a grid finds the shape globally (`coarseMenu`); pooling
 * adjacent violators tells bunches from sorted stretches (`pooledCells`); ends and quantities are then made stationary to rounding
 * (`polishedPieces`), and what is narrower than a cell is added (`completedPieces`, `heldPieces`). φ need not be concave in x, nor its maximisers monotone.
 * Complexity: some 10⁶ values of v.
 */
export function monotoneOptimum(world: World, multipliers: Multipliers): MonotoneOptimum {
  let answer: MonotoneOptimum | undefined;
  for (const count of CELLS) {
    const cells = typeCells(world.distribution, count, world.typeBreakpoints);
    const surplus = virtualSurplus(world, cells, multipliers);
    const menu = coarseMenu(world, cells, surplus);
    const pools: Pool[] = world.list
      ? Array.from(menu.quantities, (quantity, first) => ({ first, end: first + 1, quantity }))
      : pooledCells(world, cells, surplus, menu);
    const pieces = completedPieces(world, cells, surplus, piecesOf(world, cells, surplus, pools));
    answer = {
      pieces: heldPieces(world, surplus, toTheEnd(world, pieces)),
      cells,
      surplus,
      fall: largestFall(world, surplus, pieces),
    };
    if (answer.fall === 0) break;
  }
  return answer!;
}

/** Cells stop short of an infinite end; the last piece does not. */
function toTheEnd({ distribution }: World, pieces: readonly Piece[]): Piece[] {
  const [, high] = distribution.support;
  if (high !== Infinity) return [...pieces];
  return pieces.map((piece, k) =>
    k < pieces.length - 1 ? piece : { ...piece, to: { at: Infinity, survival: 0 } },
  );
}

/** By how much x(θ) falls between neighbouring samples, at most; falls within rounding do not count. */
export function largestFall(world: World, surplus: Pointwise, pieces: readonly Piece[]): number {
  let [worst, before] = [0, -Infinity];
  for (const piece of pieces) {
    const { from, to } = piece;
    const types =
      piece.kind === "bunch"
        ? [from.at]
        : [...piece.guides.types, (from.at + to.at) / 2].flatMap((at, k, all) => [
            at,
            (at + (all[k + 1] ?? at)) / 2,
          ]);
    for (const type of types.filter((at) => at >= from.at && at <= to.at).sort((a, b) => a - b)) {
      const quantity = quantityOn(world, surplus, piece, type);
      if (before - quantity > 1e-8 * (1 + Math.abs(quantity))) worst = Math.max(worst, before - quantity);
      before = quantity;
    }
  }
  return worst;
}
