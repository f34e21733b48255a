import { findRoot } from "../../numeric/roots.js";
import { beside } from "./local-maxima.js";
import type { Pool } from "./pooled-cells.js";
import type { Knot, TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

/** Types that all get one quantity. */
export interface Bunch {
  readonly kind: "bunch";
  readonly from: Knot;
  readonly to: Knot;
  readonly quantity: number;
}

/** Types that each get a best quantity of their own, one branch of local maximisers of φ(·, θ). */
export interface Sorted {
  readonly kind: "sorted";
  readonly from: Knot;
  readonly to: Knot;
  /** Quantities near the branch, at increasing types: where to look for the root of φ_x(·, θ). */
  readonly guides: { readonly types: readonly number[]; readonly quantities: readonly number[] };
  /** x(θ) where participation binds and decides it. */
  rule?(type: number): number;
}

/** A stretch of types on which x(θ) is constant or smooth. */
export type Piece = Bunch | Sorted;

/** Pools as pieces: cells that stand alone become sorted stretches, cut where the distribution or the branch of maximisers breaks. */
export function piecesOf(
  world: World,
  cells: TypeCells,
  surplus: VirtualSurplus,
  pools: readonly Pool[],
): Piece[] {
  const pieces: Piece[] = [];
  const breaks = new Set(world.typeBreakpoints);
  for (const pool of pools) {
    const [from, to] = [cells.knots[pool.first], cells.knots[pool.end]];
    const before = pieces[pieces.length - 1];
    if (isBunch(world, cells, pool)) {
      if (before?.kind === "bunch" && before.quantity === pool.quantity)
        pieces[pieces.length - 1] = { ...before, to };
      else
        pieces.push(...between(world, surplus, before, pool, from), {
          kind: "bunch",
          from,
          to,
          quantity: pool.quantity,
        });
      continue;
    }
    const guides = { types: [(from.at + to.at) / 2], quantities: [pool.quantity] };
    if (
      before?.kind !== "sorted" ||
      breaks.has(from.at) ||
      areApart(surplus, last(before), pool.quantity, from.at)
    )
      pieces.push({ kind: "sorted", from, to, guides });
    else pieces[pieces.length - 1] = { ...before, to, guides: join(before.guides, guides) };
  }
  return pieces;
}

/** A sorted stretch narrower than a cell may lie between two bunches on one branch; it starts empty. */
function between(
  world: World,
  surplus: VirtualSurplus,
  before: Piece | undefined,
  pool: Pool,
  knot: Knot,
): Sorted[] {
  if (before?.kind !== "bunch" || world.list !== undefined) return [];
  if (areApart(surplus, before.quantity, pool.quantity, knot.at)) return [];
  const guides = { types: [knot.at], quantities: [(before.quantity + pool.quantity) / 2] };
  return [{ kind: "sorted", from: knot, to: knot, guides }];
}

/** The ends of X and kinks hold types of different wishes together, as pooling does. */
function isBunch(world: World, { kinds }: TypeCells, { first, end, quantity }: Pool): boolean {
  const alone = end - first === 1 && kinds[first] === "smooth";
  return !alone || world.list !== undefined || isSpecial(world, quantity);
}

/** An end of X or a kink. */
export function isSpecial({ quantities, quantityBreakpoints }: World, quantity: number): boolean {
  return quantity === quantities.from || quantity === quantities.to || quantityBreakpoints.includes(quantity);
}

function join(a: Sorted["guides"], b: Sorted["guides"]): Sorted["guides"] {
  return { types: [...a.types, ...b.types], quantities: [...a.quantities, ...b.quantities] };
}

const last = (piece: Sorted) => piece.guides.quantities[piece.guides.quantities.length - 1];

/** ψ(x, θ) and ψ_x(x, θ). */
export type Pointwise = Pick<VirtualSurplus, "at" | "slope">;

/**
 * Whether two quantities lie on different branches of maximisers: ψ(·, θ) has a local minimum between them, or jumps next to one of them,
 * as with a cost of starting.
 */
export function areApart(surplus: Pointwise, low: number, high: number, type: number): boolean {
  if (!(low < high)) return false;
  const jumps = (x: number, next: number) => {
    const [here, there] = [surplus.at(x, type), surplus.at(next, type)];
    return Math.abs(here - there) > 1e-9 * (1 + Math.abs(here));
  };
  if (jumps(low, beside(low, 1)) || jumps(high, beside(high, -1))) return true;
  const samples = 24;
  let falling = false;
  for (let k = 1; k < samples; k++) {
    const slope = surplus.slope(low + ((high - low) * k) / samples, type);
    if (falling && slope > 0) return true;
    if (slope < 0) falling = true;
  }
  return false;
}

/** x(θ) on a piece; at its ends the limit from inside. */
export function quantityOn(
  world: World,
  surplus: Pick<VirtualSurplus, "slope">,
  piece: Piece,
  given: number,
): number {
  if (piece.kind === "bunch") return piece.quantity;
  if (piece.rule) return piece.rule(given);
  const type = insideOf(piece, given);
  const { types, quantities } = piece.guides;
  const above = countBelow(types, type);
  const { from, to } = world.quantities;
  let low = Math.max(from, quantities[Math.max(0, above - 2)]);
  let high = Math.min(to, quantities[Math.min(types.length - 1, above + 1)]);
  const slope = (x: number) => surplus.slope(x, type);
  // Small steps first: where a branch ends its maximum lies close to a minimum.
  const width = Math.max(high - low, 1e-3 * Math.abs(high), 1e-6) / 8;
  for (let step = width; low > from && slope(low) < 0; step *= 1.4) low = Math.max(from, low - step);
  for (let step = width; high < to && slope(high) > 0; step *= 1.4) high = Math.min(to, high + step);
  if (low === from && !(slope((low = beside(low, 1))) > 0)) return from;
  if (high === to && !(slope((high = beside(high, -1))) < 0)) return to;
  return low < high ? findRoot(slope, low, high) : low;
}

/** At an end of a piece density and derivatives may be those of the next one, or of both. */
function insideOf({ from, to }: Sorted, type: number): number {
  if (type === from.at && from.at < to.at) return beside(type, 1);
  return type === to.at && from.at < to.at ? beside(type, -1) : type;
}

/** How many of the increasing numbers are at most x. */
export function countBelow(numbers: readonly number[], x: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
