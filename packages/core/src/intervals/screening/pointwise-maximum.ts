import { expectation } from "../expectation.js";
import { beside, highest, localMaxima, type Maximum } from "./local-maxima.js";
import { areApart, type Pointwise } from "./pieces.js";
import type { TypeCells } from "./type-cells.js";
import { increasing, type World } from "./world.js";

export interface PointwiseMaximum {
  /** ∫ max_x ψ(x, θ) dF over the smooth cells. */
  readonly value: number;
  readonly error: number;
  /** Types (among the middles of cells) with two maximisers equally good up to rounding. */
  readonly tied: readonly number[];
}

/** The best quantity for one type, by samples and roots; the smallest on a tie. */
export function bestQuantity(world: World, surplus: Pointwise, type: number): Maximum {
  return highest(candidates(world, surplus, type));
}

/** Where one type is best off among neighbours: every quantity of a list. */
export function candidates(world: World, surplus: Pointwise, type: number): Maximum[] {
  const { quantities, quantityBreakpoints, list } = world;
  if (list !== undefined) return list.map((at) => ({ at, value: surplus.at(at, type) }));
  const slope = (x: number) => surplus.slope(x, type);
  const { from, to } = quantities;
  let reach = 1;
  while (from + reach < to && reach < 1e300 && slope(from + reach) > 0) reach = 2 * reach + 1;
  // Beyond a first maximum there may be others.
  const high = Number.isFinite(to) ? to : from + 4 * reach;
  return localMaxima((x) => surplus.at(x, type), slope, from, high, {
    breakpoints: quantityBreakpoints,
    samples: 48,
  });
}

/** ∫ max_x ψ(x, θ) dF, integrated between the types at which the maximiser reaches an end, a kink or another branch. */
export function pointwiseMaximum(
  world: World,
  { knots, kinds }: TypeCells,
  surplus: Pointwise,
): PointwiseMaximum {
  const breakpoints: number[] = [...world.typeBreakpoints];
  const tied: number[] = [];
  const inner = knots.map(({ at }) => at);
  // Ends of cells too: what changes between them and the middle may be narrower than a cell.
  const samples = kinds.flatMap((kind, k) =>
    kind === "smooth" ? [beside(inner[k], 1), (inner[k] + inner[k + 1]) / 2, beside(inner[k + 1], -1)] : [],
  );
  let before: Choice | undefined;
  let wasTied = false;
  for (const [sample, type] of samples.entries()) {
    const all = candidates(world, surplus, type);
    const best = highest(all);
    if (sample % 3 === 1) {
      const isTied = hasRival(all, best);
      // At a single type a tie is where branches meet; at neighbours it is a stretch.
      if (isTied && wasTied) tied.push(type);
      wasTied = isTied;
    }
    if (before && differs(world, surplus, before, { type, at: best.at }))
      breakpoints.push(change(world, surplus, before, { type, at: best.at }));
    before = { type, at: best.at };
  }
  const best = (type: number) => bestQuantity(world, surplus, type).value;
  const { value, error } = expectation(world.distribution, best, {
    atoms: false,
    breakpoints: increasing(breakpoints),
  });
  return { value, error, tied };
}

/** Whether another quantity is as good up to rounding. */
function hasRival(all: readonly Maximum[], best: Maximum): boolean {
  const close = 1e-12 * (1 + Math.abs(best.value));
  return all.some(
    ({ at, value }) => value >= best.value - close && Math.abs(at - best.at) > 1e-4 * (1 + Math.abs(at)),
  );
}

export interface Choice {
  readonly type: number;
  readonly at: number;
}

/** Whether two types' best quantities are not on one smooth branch. */
export function differs(world: World, surplus: Pointwise, low: Choice, high: Choice): boolean {
  if (low.at === high.at) return false;
  const special = (x: number) =>
    world.list !== undefined ||
    x === world.quantities.from ||
    x === world.quantities.to ||
    world.quantityBreakpoints.includes(x);
  if (special(low.at) || special(high.at)) return true;
  return areApart(surplus, Math.min(low.at, high.at), Math.max(low.at, high.at), (low.type + high.type) / 2);
}

/** The type between two at which the branch changes, by halving. */
export function change(world: World, surplus: Pointwise, low: Choice, high: Choice): number {
  for (let step = 0; step < 60; step++) {
    const type = (low.type + high.type) / 2;
    const middle = { type, at: bestQuantity(world, surplus, type).at };
    if (differs(world, surplus, low, middle)) high = middle;
    else low = middle;
  }
  return high.type;
}
