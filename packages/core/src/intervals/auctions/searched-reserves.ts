import { survival } from "../distribution.js";
import type { BidderGroup } from "./bidder-groups.js";
import type { Estimate } from "./estimate.js";
import { personalReservesPayoff } from "./personal-reserves.js";
import { probabilityAtLeast } from "./value-range.js";

/** Values per group on the grid of the search, and around every reserve found in each refinement. */
const CELLS = 48;
const REFINEMENTS = 3;

/** More kinds of bidders are not searched. */
export const MOST_KINDS = 8;

/**
 * Reserves, one for each group, with a high payoff in the eager second-price auction, by coordinate ascent from several starts on a grid that
 * is refined three times around what it finds. The payoff is neither concave nor easy to maximise, and alike bidders may deserve
 * unlike reserves: what comes out is a good choice, never worse than a start, not proved the best. +∞ shuts a group out.
 *
 * With R_i(r) = (r − v0) Pr(v_i ≥ r), i earns ∫ over r_i and above of −dR_i times the probability that nobody else who entered is higher.
 * Cost: groups³ × (grid)² products per round, some milliseconds.
 */
export function searchedReserves(
  groups: readonly BidderGroup[],
  sellerValue: number,
  starts: readonly (readonly number[])[],
): { readonly reserves: readonly number[]; readonly payoff: Estimate } {
  let extra: number[] = starts.flat();
  let from = starts;
  let found: number[] = [];
  for (let round = 0; round <= REFINEMENTS; round++) {
    const grid = gridOf(groups, sellerValue, extra);
    const auction = eagerOnGrid(groups, sellerValue, grid);
    const climbed = from.map((reserves) => ascend(auction, grid, reserves));
    const best = climbed.reduce((a, b) => (b.payoff > a.payoff ? b : a));
    found = best.at.map((k) => grid[k] ?? Infinity);
    from = [found];
    extra = [...extra, ...best.at.flatMap((k) => around(grid, k))];
  }
  const candidates = [found, ...starts].map((reserves) => ({
    reserves,
    payoff: personalReservesPayoff(groups, reserves, "eager", sellerValue),
  }));
  return candidates.reduce((a, b) => (b.payoff.value > a.payoff.value + b.payoff.error ? b : a));
}

function gridOf(groups: readonly BidderGroup[], sellerValue: number, extra: readonly number[]): number[] {
  const points = groups.flatMap(({ values: { distribution, range } }) => [
    range.low,
    range.top,
    ...range.breakpoints,
    ...Array.from({ length: CELLS - 1 }, (_, k) => distribution.quantile((k + 1) / CELLS)),
  ]);
  const within = [...points, ...extra].filter((v) => v >= sellerValue && v < Infinity);
  return [...new Set([sellerValue, ...within])].sort((a, b) => a - b);
}

/** Points that cut the cells beside grid[k] more finely. */
function around(grid: readonly number[], k: number): number[] {
  if (k >= grid.length) return [];
  const [low, high] = [grid[Math.max(k - 1, 0)], grid[Math.min(k + 1, grid.length - 1)]];
  return Array.from({ length: CELLS - 1 }, (_, j) => low + ((high - low) * (j + 1)) / CELLS);
}

/** The payoff beyond the seller's value by reserves that are positions on the grid, its length: shut out. */
type EagerOnGrid = (at: readonly number[]) => number;

function eagerOnGrid(
  groups: readonly BidderGroup[],
  sellerValue: number,
  grid: readonly number[],
): EagerOnGrid {
  const cells = grid.length;
  const tables = groups.map(({ values: { distribution }, count }) => {
    const earned = grid.map((v) => (v - sellerValue) * probabilityAtLeast(distribution, v));
    const below = grid.map((v, k) => 1 - survival(distribution, (v + (grid[k + 1] ?? v)) / 2));
    return {
      count,
      gains: Float64Array.from(earned, (value, k) => value - (earned[k + 1] ?? 0)),
      lower: Float64Array.from(below, (p) => p ** count),
      othersLower: Float64Array.from(below, (p) => p ** (count - 1)),
      absent: Float64Array.from([...grid.map((v) => (1 - probabilityAtLeast(distribution, v)) ** count), 1]),
    };
  });
  return (at) => {
    let total = 0;
    for (let i = 0; i < tables.length; i++) {
      const { count, gains, othersLower } = tables[i];
      let own = 0;
      for (let k = at[i]; k < cells; k++) {
        let share = othersLower[k];
        for (let j = 0; j < tables.length; j++)
          if (j !== i) share *= k >= at[j] ? tables[j].lower[k] : tables[j].absent[at[j]];
        own += gains[k] * share;
      }
      total += count * own;
    }
    return total;
  };
}

/** Changes one reserve at a time to the best on the grid until none helps. */
function ascend(auction: EagerOnGrid, grid: readonly number[], reserves: readonly number[]) {
  const at = reserves.map((r) => {
    const k = grid.findIndex((v) => v >= r);
    return k < 0 ? grid.length : k;
  });
  let payoff = auction(at);
  for (let improved = true; improved; ) {
    improved = false;
    for (let i = 0; i < at.length; i++) {
      const before = at[i];
      let best = before;
      for (let k = 0; k <= grid.length; k++) {
        at[i] = k;
        const value = auction(at);
        if (value > payoff + 1e-14 * Math.abs(payoff)) {
          [payoff, best] = [value, k];
          improved = true;
        }
      }
      at[i] = best;
    }
  }
  return { at, payoff };
}
