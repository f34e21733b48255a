import { integrate } from "../../numeric/quadrature/index.js";
import { bindingWeights, pacingQuantity, pacingWeight, type Stretch } from "./binding-weights.js";
import { heldPieces } from "./held-pieces.js";
import { type Menu, menuOf } from "./menu.js";
import type { Estimate } from "./menu-account.js";
import { largestFall, type MonotoneOptimum } from "./monotone-optimum.js";
import { isSpecial, type Piece, type Pointwise } from "./pieces.js";
import { bestQuantity, type Choice, change, differs, pointwiseMaximum } from "./pointwise-maximum.js";
import { type TypeCells, typeCells } from "./type-cells.js";
import { weightedSurplus } from "./virtual-surplus.js";
import { knotAt, type World } from "./world.js";

/** A menu whose participation binds inside, with an independent bound on what any menu earns. */
export interface InsideMenu {
  readonly optimum: MonotoneOptimum;
  readonly menu: Menu;
  readonly lowestUtility: number;
  /** Where participation binds, increasing; a point where both ends are equal. */
  readonly binding: readonly (readonly [from: number, to: number])[];
  readonly bound: Estimate;
}

const CELLS = 240;

/**
 * The menu for multipliers of participation spread over types (`bindingWeights`): x̂(θ) where participation binds, the best quantity for the
 * multipliers elsewhere. Optimal if x never falls and its profit reaches `bound`, which the caller compares: the largest value of the
 * Lagrangian for these multipliers, whatever menu. Types have a density on one bounded interval, and quantities are an interval.
 */
export function bindingInside(world: World): InsideMenu | undefined {
  const { distribution, list } = world;
  const [low, high] = distribution.support;
  const oneInterval = distribution.pieces.length === 1 && distribution.atoms.length === 0;
  if (!oneInterval || list !== undefined || !Number.isFinite(high - low)) return undefined;
  const cells = typeCells(distribution, CELLS, world.typeBreakpoints);
  const stretches = bindingWeights(world, cells);
  const surplus = weightedSurplus(world, (type) => 1 - weightAt(world, stretches, type));
  const pieces = heldPieces(
    world,
    surplus,
    stretches.flatMap((stretch) =>
      stretch.weight === undefined
        ? [bindingPiece(world, cells, stretch)]
        : freePieces(world, cells, stretch),
    ),
  );
  const optimum = { pieces, cells, surplus, fall: largestFall(world, surplus, pieces) };
  const binding = bindingTypes(world, stretches);
  if (optimum.fall > 0 || binding.length === 0) return undefined;
  const atZero = menuOf(world, optimum, 0);
  const anchor = binding[0][0];
  const lowestUtility = world.outside(anchor) - atZero.utility(anchor).value;
  const bound = lagrangian(world, cells, surplus, stretches);
  return { optimum, menu: menuOf(world, optimum, lowestUtility), lowestUtility, binding, bound };
}

/** γ(θ). */
function weightAt(world: World, stretches: readonly Stretch[], type: number): number {
  const stretch = stretches.find(({ to }) => type < to) ?? stretches[stretches.length - 1];
  return stretch.weight ?? Math.min(1, Math.max(0, pacingWeight(world, type)));
}

/** Where γ rises: stretches, ends where it jumps. */
function bindingTypes(world: World, stretches: readonly Stretch[]): (readonly [number, number])[] {
  const [low, high] = world.distribution.support;
  const places: (readonly [number, number])[] = [];
  const first = stretches[0].weight;
  if (first !== undefined && first > 0) places.push([low, low]);
  stretches.forEach(({ from, to, weight }, k) => {
    const next = stretches[k + 1];
    if (weight === undefined) places.push([from, to]);
    else if (next?.weight !== undefined && next.weight > weight) places.push([to, to]);
  });
  const last = stretches[stretches.length - 1].weight;
  if (last !== undefined && last < 1) places.push([high, high]);
  return places;
}

function bindingPiece(world: World, cells: TypeCells, { from, to }: Stretch): Piece {
  const types = samplesIn(cells, from, to);
  const rule = (type: number) => pacingQuantity(world, type);
  const guides = { types, quantities: types.map(rule) };
  return { kind: "sorted", from: knotAt(world, from), to: knotAt(world, to), guides, rule };
}

/** The best quantities for one weight, cut where they reach an end, a kink or another branch. */
function freePieces(world: World, cells: TypeCells, { from, to, weight }: Stretch): Piece[] {
  const surplus = weightedSurplus(world, () => 1 - weight!);
  const choices = samplesIn(cells, from, to).map(
    (type): Choice => ({ type, at: bestQuantity(world, surplus, type).at }),
  );
  const pieces: Piece[] = [];
  let start = from;
  let own = [choices[0]];
  const close = (end: number) => {
    pieces.push(pieceOf(world, own, start, end));
    start = end;
  };
  for (let k = 1; k < choices.length; k++) {
    const [before, next] = [choices[k - 1], choices[k]];
    if (differs(world, surplus, before, next) || world.typeBreakpoints.includes(next.type)) {
      close(changeBetween(world, surplus, before, next));
      own = [];
    }
    own.push(next);
  }
  close(to);
  return pieces.filter((piece) => piece.from.at < piece.to.at);
}

function changeBetween(world: World, surplus: Pointwise, before: Choice, next: Choice): number {
  return differs(world, surplus, before, next) ? change(world, surplus, before, next) : next.type;
}

function pieceOf(world: World, own: readonly Choice[], start: number, end: number): Piece {
  const [from, to] = [knotAt(world, start), knotAt(world, end)];
  const middle = own[own.length >> 1].at;
  if (isSpecial(world, middle)) return { kind: "bunch", from, to, quantity: middle };
  const guides = { types: own.map(({ type }) => type), quantities: own.map(({ at }) => at) };
  return { kind: "sorted", from, to, guides };
}

/** The middles of cells in an interval, at least eight points inside, and knots at which cells meet. */
function samplesIn({ knots }: TypeCells, from: number, to: number): number[] {
  const own = knots.map(({ at }) => at).filter((at) => at > from && at < to);
  const even = Array.from({ length: 8 }, (_, k) => from + ((to - from) * (k + 0.5)) / 8);
  return [...new Set([...own, ...even])].sort((a, b) => a - b);
}

/** max over x of E[(v + v^P) + v_θ·(F − γ)/f] − ∫ IR dγ, pointwise: no menu that all types take part in earns more. */
function lagrangian(
  world: World,
  cells: TypeCells,
  surplus: Pointwise,
  stretches: readonly Stretch[],
): Estimate {
  const [low, high] = world.distribution.support;
  const breakpoints = [...stretches.map(({ from }) => from), ...world.typeBreakpoints];
  const marked = { ...world, typeBreakpoints: [...new Set(breakpoints)].sort((a, b) => a - b) };
  const best = pointwiseMaximum(marked, cells, surplus);
  const paid = integrate((type) => world.outsideSlope(type) * weightAt(world, stretches, type), low, high, {
    breakpoints: marked.typeBreakpoints,
    tolerance: 1e-12,
  });
  const value = best.value - world.outside(high) + paid.value;
  const size = Math.abs(best.value) + Math.abs(world.outside(high)) + Math.abs(paid.value);
  return { value, error: best.error + paid.error + 2 ** -50 * size };
}
