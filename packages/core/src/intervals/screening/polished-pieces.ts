import { beside, falls } from "./local-maxima.js";
import { areApart, type Bunch, isSpecial, type Piece, quantityOn } from "./pieces.js";
import { isBefore, type Knot, type TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import { knotAt, type World } from "./world.js";

const MOST_SWEEPS = 100;
/** Cells on either side of where a piece ended on the grid. */
const REACH = 3;

/**
 * Pieces with their ends and quantities moved to where the profit is stationary, which the grid knows up to a cell:
 * a bunch [a, b] at q has ∫_a^b φ_x(q, θ) dF = 0; it meets a sorted stretch where φ_x(q, ·) = 0; two branches meet where their φ are
 * equal. Quantities and ends are improved in turn (coordinate ascent, quadratic where a bunch meets its own branch) until nothing moves.
 */
export function polishedPieces(
  world: World,
  cells: TypeCells,
  surplus: VirtualSurplus,
  pieces: readonly Piece[],
): Piece[] {
  let current = [...pieces];
  const edges = pieces.slice(1).map(({ from }) => cells.knots.findIndex((knot) => !isBefore(knot, from)));
  const scale = cells.knots[cells.knots.length - 1].at - cells.knots[0].at;
  for (let sweep = 0, moved = Infinity; moved > 1e-14 * scale && sweep < MOST_SWEEPS; sweep++) {
    moved = 0;
    current = current.map((piece) =>
      piece.kind === "bunch" ? withBestQuantity(world, surplus, piece) : piece,
    );
    edges.forEach((edge, k) => {
      const [left, right] = [current[k], current[k + 1]];
      const knot = boundary(world, cells, surplus, edge, left, right);
      moved = Math.max(moved, Math.abs(knot.at - left.to.at));
      [current[k], current[k + 1]] = [
        { ...left, to: knot },
        { ...right, from: knot },
      ];
    });
  }
  return current.filter(({ from, to }) => to.at > from.at || from.survival > to.survival);
}

function withBestQuantity(world: World, surplus: VirtualSurplus, bunch: Bunch): Bunch {
  const { from, to, quantity } = bunch;
  if (world.list !== undefined || (from.at === to.at && from.survival === to.survival)) return bunch;
  const slope = (x: number) => surplus.gainSlope(x, from, to);
  const { from: least, to: most } = world.quantities;
  if (isSpecial(world, quantity)) {
    const stays =
      (quantity === least || slope(beside(quantity, -1)) >= 0) &&
      (quantity === most || slope(beside(quantity, 1)) <= 0);
    if (stays) return bunch;
  }
  for (let width = 1e-3 * (Math.abs(quantity) + 1e-3), tries = 0; tries < 8; width *= 4, tries++) {
    const found = falls(slope, Math.max(least, quantity - width), Math.min(most, quantity + width), 8);
    if (found.length > 0) return { ...bunch, quantity: nearest(found, quantity) };
  }
  return bunch;
}

function nearest(numbers: readonly number[], x: number): number {
  return numbers.reduce((best, next) => (Math.abs(next - x) < Math.abs(best - x) ? next : best));
}

function boundary(
  world: World,
  { knots, kinds }: TypeCells,
  surplus: VirtualSurplus,
  edge: number,
  left: Piece,
  right: Piece,
): Knot {
  const found = meetingOf(world, { knots, kinds }, surplus, edge, left, right, false);
  if (found === undefined || (left.kind === "bunch") === (right.kind === "bunch")) return found ?? left.to;
  // Where a bunch meets its own branch nothing jumps; if something does, φ must be the same on both sides.
  const [low, high] = [
    quantityOn(world, surplus, left, beside(found.at, -1)),
    quantityOn(world, surplus, right, beside(found.at, 1)),
  ];
  if (high - low <= 1e-5 * (1 + Math.abs(high))) return found;
  return meetingOf(world, { knots, kinds }, surplus, edge, left, right, true) ?? found;
}

/** Where the derivative of the profit in the boundary passes 0: by levels of φ on both sides, or as the pieces have it. */
function meetingOf(
  world: World,
  { knots, kinds }: TypeCells,
  surplus: VirtualSurplus,
  edge: number,
  left: Piece,
  right: Piece,
  byLevels: boolean,
): Knot | undefined {
  const push = byLevels ? levelPush(world, surplus, left, right) : pushRight(world, surplus, left, right);
  if (push === undefined) return undefined;
  let [first, end] = [edge, edge];
  while (first > Math.max(0, edge - REACH) && kinds[first - 1] !== "atom") first--;
  while (end < Math.min(kinds.length, edge + REACH) && kinds[end] !== "atom") end++;
  const low = isBefore(left.from, knots[first]) ? knots[first] : left.from;
  const high = isBefore(knots[end], right.to) ? knots[end] : right.to;
  if (!(low.at < high.at)) return left.to;
  // Cell by cell: between very unequal ones even samples would miss a narrow one.
  const inner = knots.slice(first, end + 1).filter((knot) => knot.at > low.at && knot.at < high.at);
  const ends = [low, ...inner, high].map((knot) => knot.at);
  const found = ends.slice(1).flatMap((next, k) => falls(push, ends[k], next, 8));
  for (const { at } of inner) if (push(beside(at, -1)) > 0 && push(beside(at, 1)) < 0) found.push(at);
  if (push(beside(low.at, 1)) < 0) found.push(low.at);
  if (push(beside(high.at, -1)) > 0) found.push(high.at);
  // The grid knows which of several local optima is the best one.
  if (found.length === 0) return left.to;
  const at = nearest(found, knots[edge].at);
  if (at === low.at || at === high.at) return at === low.at ? low : high;
  // A jump of the density or of a derivative is found up to rounding: it is the knot there.
  const same = knots
    .slice(first, end + 1)
    .find((knot) => Math.abs(knot.at - at) <= 2 ** -50 * (Math.abs(at) + 1));
  return same ?? knotAt(world, at);
}

/** A function of the boundary τ of the sign of the derivative of the profit in τ; undefined where the boundary is given. */
function pushRight(world: World, surplus: VirtualSurplus, left: Piece, right: Piece) {
  const at = left.to.at;
  const [low, high] = [quantityOn(world, surplus, left, at), quantityOn(world, surplus, right, at)];
  if ((left.kind === "bunch" && right.kind === "bunch") || areApart(surplus, low, high, at))
    return levelPush(world, surplus, left, right);
  if (left.kind === "bunch") return (type: number) => -surplus.slope(beside(left.quantity, 1), type);
  if (right.kind === "bunch") return (type: number) => -surplus.slope(beside(right.quantity, -1), type);
  return undefined;
}

/** φ on the left less φ on the right. Where a branch of maximisers has ended, at the other's quantity, the other piece holds. */
function levelPush(world: World, surplus: VirtualSurplus, left: Piece, right: Piece) {
  const ended = (left.kind === "bunch" ? 1 : 0) - (right.kind === "bunch" ? 1 : 0);
  return (type: number) => {
    const [low, high] = [quantityOn(world, surplus, left, type), quantityOn(world, surplus, right, type)];
    return high > low ? surplus.at(low, type) - surplus.at(high, type) : ended * Number.MIN_VALUE;
  };
}
