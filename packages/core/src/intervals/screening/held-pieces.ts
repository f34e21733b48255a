import { beside } from "./local-maxima.js";
import { type Piece, type Pointwise, quantityOn, type Sorted } from "./pieces.js";
import { knotAt, type World } from "./world.js";

/** Quantities closer than this, relatively, to a kink are at it. */
const AT = 1e-13;

/**
 * Pieces with the sorted ones cut where they reach an end of the quantities or a kink: types held there, fewer than a cell of types, become
 * a bunch of their own, and no piece bends inside.
 */
export function heldPieces(
  world: World,
  surplus: Pick<Pointwise, "slope">,
  pieces: readonly Piece[],
): Piece[] {
  if (world.list !== undefined) return [...pieces];
  const { quantities, quantityBreakpoints } = world;
  const held = [quantities.from, ...quantityBreakpoints, quantities.to].filter(Number.isFinite);
  return pieces.flatMap((piece) =>
    piece.kind === "sorted" && !piece.rule && piece.from.at < piece.to.at
      ? held.reduce<Piece[]>(
          (parts, quantity) => {
            const last = parts[parts.length - 1];
            return last.kind === "sorted"
              ? [...parts.slice(0, -1), ...cutAt(world, surplus, last, quantity)]
              : parts;
          },
          [piece],
        )
      : [piece],
  );
}

/** Below the quantity, at it, above it; parts without types are left out. */
function cutAt(world: World, surplus: Pick<Pointwise, "slope">, piece: Sorted, quantity: number): Piece[] {
  const { from, to } = piece;
  const isEnd = quantity === world.quantities.from || quantity === world.quantities.to;
  const close = isEnd ? 0 : AT * (1 + Math.abs(quantity));
  const start = beside(from.at, 1);
  const end = Number.isFinite(to.at) ? beside(to.at, -1) : Math.max(2 * Math.abs(start), 1e6);
  if (!(start < end)) return [piece];
  const first = firstWhere((type) => quantityOn(world, surplus, piece, type) >= quantity - close, start, end);
  const past = firstWhere((type) => quantityOn(world, surplus, piece, type) > quantity + close, start, end);
  if (first === undefined || (first === start && past === start)) return [piece];
  const [low, high] = [
    first === start ? from : knotAt(world, first),
    past === undefined ? to : past === start ? from : knotAt(world, past),
  ];
  const narrow = 1e-11 * (end - start);
  const holds = (Number.isFinite(high.at) ? high.at : end) - low.at > narrow;
  const isInside = past !== undefined && first !== start;
  if (!holds && (isEnd || !isInside)) return [piece];
  const middle: Piece[] = holds ? [{ kind: "bunch", from: low, to: high, quantity }] : [];
  const parts: Piece[] = [{ ...piece, to: low }, ...middle, { ...piece, from: holds ? high : low }];
  return parts.filter((part) => part.from.at < part.to.at);
}

/** The least type from which on something holds that stays true once it is; undefined where it never holds. */
function firstWhere(holds: (type: number) => boolean, start: number, end: number): number | undefined {
  if (holds(start)) return start;
  if (!holds(end)) return undefined;
  let [low, high] = [start, end];
  for (let step = 0; step < 80; step++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
