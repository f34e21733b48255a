import { fail } from "../../numeric/candor-error.js";
import type { TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import { increasing, type World } from "./world.js";

/** The best menu that gives every cell of types one quantity from a grid. */
export interface CoarseMenu {
  /** One for each cell, nondecreasing. */
  readonly quantities: Float64Array;
  /** The grid they were chosen from, increasing. */
  readonly grid: readonly number[];
}

/** Quantities on a grid. */
const GRID = 256;
/** A quantity this large is taken for infinity. */
const LARGEST = 1e12;
const MOST_ZOOMS = 24;
/** Grids this narrow, relatively, are not closed in on: differences of gains would be rounding. */
const NARROWEST = 1e-5;

/**
 * The best monotone menu on a grid of quantities: a global optimum there, by dynamic programming, whatever the shape of φ. The grid
 * closes in on the quantities in use; with no upper end it doubles until it holds the optimum.
 * Errors: `unbounded-quantity` when the best quantity exceeds 1e12.
 * Complexity: O(cells · 256) for each of up to 24 zooms; usually 2 to 6.
 */
export function coarseMenu(world: World, cells: TypeCells, surplus: VirtualSurplus): CoarseMenu {
  if (world.list !== undefined) return bestOnGrid(cells, surplus, world.list);
  const { from, to } = world.quantities;
  let growing = to === Infinity;
  let high = growing ? Math.max(from + 1, 2 * from) : to;
  for (let zoom = 0, low = from; ; zoom++) {
    const menu = bestOnGrid(cells, surplus, gridOn(world, low, high));
    const used = [menu.quantities[0], menu.quantities[menu.quantities.length - 1]];
    const step = (high - low) / GRID;
    // Beyond the best so far there may be better: four times as far must hold none.
    if (growing && used[1] - from > (high - from) / 4) {
      if (high > LARGEST) unbounded(high);
      high = from + 2 * (high - from);
      continue;
    }
    growing = false;
    const next = [Math.max(from, used[0] - 4 * step), Math.min(to, used[1] + 4 * step)];
    const width = next[1] - next[0];
    if (width > (high - low) / 2 || width < NARROWEST * (1 + Math.abs(next[1])) || zoom >= MOST_ZOOMS)
      return menu;
    [low, high] = next;
  }
}

function unbounded(high: number): never {
  return fail(
    "unbounded-quantity",
    "quantities.to",
    "The best quantity has no bound: give the largest quantity, or a cost that grows faster.",
    { received: `more than ${high}` },
  );
}

/** Evenly spaced, with the ends of X and the kinks inside. */
function gridOn({ quantities, quantityBreakpoints }: World, low: number, high: number): number[] {
  const even = Array.from({ length: GRID + 1 }, (_, k) => low + ((high - low) * k) / GRID);
  even[GRID] = high;
  const special = [...quantityBreakpoints, quantities.from].filter((x) => x >= low && x <= high);
  return increasing([...even, ...special]);
}

function bestOnGrid(
  { knots, kinds }: TypeCells,
  surplus: VirtualSurplus,
  grid: readonly number[],
): CoarseMenu {
  const size = grid.length;
  const choice = new Uint16Array(size * kinds.length);
  const total = new Float64Array(size);
  for (let cell = 0; cell < kinds.length; cell++) {
    let [best, bestAt] = [-Infinity, 0];
    for (let x = 0; x < size; x++) {
      if (total[x] > best) [best, bestAt] = [total[x], x];
      choice[cell * size + x] = bestAt;
      const gain = surplus.gain(grid[x], knots[cell], knots[cell + 1]);
      if (!Number.isFinite(gain)) notFinite(grid[x], knots[cell].at, knots[cell + 1].at);
      total[x] = best + gain;
    }
  }
  let at = total.reduce((most, value, x) => (value > total[most] ? x : most), 0);
  const quantities = new Float64Array(kinds.length);
  for (let cell = kinds.length - 1; cell >= 0; cell--) {
    quantities[cell] = grid[at];
    at = choice[cell * size + at];
  }
  return { quantities, grid };
}

function notFinite(quantity: number, from: number, to: number): never {
  return fail(
    "not-finite",
    "value",
    `The values are not finite at the quantity ${quantity} and types ${from} to ${to}; restrict quantities or types.`,
  );
}
