import type { CoarseMenu } from "./coarse-menu.js";
import { highest, localMaxima } from "./local-maxima.js";
import type { TypeCells } from "./type-cells.js";
import type { VirtualSurplus } from "./virtual-surplus.js";
import type { World } from "./world.js";

/** Neighbouring cells with one quantity. */
export interface Pool {
  /** Cells first, …, end − 1. */
  readonly first: number;
  readonly end: number;
  readonly quantity: number;
}

interface Windowed extends Pool {
  readonly low: number;
  readonly high: number;
}

/** Quantities that fall by less than this, relative to the spacing of the grid, are not pooled: they are equal up to rounding. */
const NOISE = 1e-9;

/**
 * The coarse menu with quantities off the grid: every cell's best quantity near the coarse one; where that falls from one cell to the
 * next the two are pooled and their common best taken (pool adjacent violators). Cells that stay alone are sorted; pools are bunches.
 */
export function pooledCells(
  world: World,
  cells: TypeCells,
  surplus: VirtualSurplus,
  menu: CoarseMenu,
): Pool[] {
  const pools: Windowed[] = [];
  for (let cell = 0; cell < cells.kinds.length; cell++) {
    const [low, high] = window(world, menu, menu.quantities[cell]);
    pools.push(best(world, cells, surplus, { first: cell, end: cell + 1, quantity: 0, low, high }));
    const noise = NOISE * (menu.grid[1] - menu.grid[0]);
    while (pools.length > 1 && pools[pools.length - 2].quantity > pools[pools.length - 1].quantity + noise) {
      const [left, right] = pools.splice(-2);
      const merged = {
        ...left,
        end: right.end,
        low: Math.min(left.low, right.low),
        high: Math.max(left.high, right.high),
      };
      pools.push(best(world, cells, surplus, merged));
    }
  }
  return pools;
}

/** Two steps of the grid around a quantity. */
function window(
  { quantities: { from, to } }: World,
  { grid }: CoarseMenu,
  quantity: number,
): [number, number] {
  const step = (grid[grid.length - 1] - grid[0]) / (grid.length - 1);
  return [Math.max(from, quantity - 2 * step), Math.min(to, quantity + 2 * step)];
}

function best(world: World, { knots }: TypeCells, surplus: VirtualSurplus, pool: Windowed): Windowed {
  const [a, b] = [knots[pool.first], knots[pool.end]];
  const candidates = localMaxima(
    (x) => surplus.gain(x, a, b),
    (x) => surplus.gainSlope(x, a, b),
    pool.low,
    pool.high,
    { breakpoints: world.quantityBreakpoints, samples: 8 },
  );
  const { at } = highest(candidates);
  // Next to an end or a kink the slope is rounding: it is the end.
  const ends = [world.quantities.from, ...world.quantityBreakpoints, world.quantities.to];
  const close = 1e-8 * (pool.high - pool.low);
  return { ...pool, quantity: ends.find((end) => Math.abs(end - at) <= close) ?? at };
}
