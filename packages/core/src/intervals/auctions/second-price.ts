import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { survival } from "../distribution.js";
import type { BidderGroup } from "./bidder-groups.js";
import { exceedances, somebodyExceeds } from "./exceedances.js";
import { effort, orderMarks, valueMarks } from "./marks.js";
import { probabilityAtLeast } from "./value-range.js";

export interface ReserveOptions {
  /** Values below it do not bid; default 0. */
  readonly reserve?: number;
  /** What the object is worth to the seller; default 0. */
  readonly sellerValue?: number;
}

/**
 * The seller's expected payoff from a second-price auction with truthful bids and one reserve r:
 * v0·Pr(max < r) + r·Pr(max ≥ r) + ∫ Pr(second value > x) dx over x ≥ r; one dimension for any independent distributions.
 * Cost: some 20 cdfs of every distinct distribution per panel.
 */
export function secondPricePayoff(
  groups: readonly BidderGroup[],
  { reserve = 0, sellerValue = 0 }: ReserveOptions = {},
): Integral {
  const top = Math.max(reserve, ...groups.map(({ values }) => values.range.top));
  return payoffGiven(groups, reserve, sellerValue, contested(groups, reserve, top));
}

/** ∫ Pr(second value > x) dx; beyond the cut of unbounded supports it is (bidders·2⁻⁴⁰)², which is nothing. */
function contested(groups: readonly BidderGroup[], from: number, to: number): Integral {
  return integrate((x) => probabilityTwoAbove(groups, x), from, to, {
    ...effort(Math.max(...groups.map(({ values: { range } }) => range.top - range.low))),
    breakpoints: valueMarks(groups),
  });
}

function payoffGiven(
  groups: readonly BidderGroup[],
  reserve: number,
  sellerValue: number,
  above: Integral,
): Integral {
  const sale = somebodyExceeds(
    groups.map(({ values, count }) => ({
      probability: probabilityAtLeast(values.distribution, reserve),
      count,
    })),
  );
  const value = sellerValue * (1 - sale) + reserve * sale + above.value;
  return { ...above, value, error: above.error + 2 ** -51 * Math.abs(value) };
}

/** Pr(two or more values above x). */
function probabilityTwoAbove(groups: readonly BidderGroup[], x: number): number {
  return exceedances(
    groups.map(({ values, count }) => ({ probability: survival(values.distribution, x), count })),
  ).more;
}

export interface ReservePrice {
  readonly reserve: number;
  readonly payoff: Integral;
}

const CELLS = 48;

/**
 * The common reserve with the highest payoff, at least the seller's value. Candidates are the kinks of the distributions, atoms, every
 * bidder's own optimal reserve, and every root of the derivative Pr(exactly one ≥ r) − (r − v0)·(density of the highest value) between
 * neighbouring points of a grid over the values; each candidate's payoff is computed in full, so the payoff never
 * suffers from a reserve that is slightly off. A maximum narrower than the grid would be missed.
 */
export function bestCommonReserve(groups: readonly BidderGroup[], sellerValue: number): ReservePrice {
  const low = Math.max(sellerValue, Math.min(...groups.map(({ values }) => values.range.low)));
  const top = Math.max(low, ...groups.map(({ values }) => values.range.top));
  const own = groups.map(({ values }) => values.reaching(sellerValue).value);
  const fixed = [
    ...own,
    ...groups.flatMap(({ values: { kinks, distribution, range } }) => [
      ...kinks.values,
      ...distribution.atoms.map(({ at }) => at),
      range.low,
    ]),
  ];
  const inside = (r: number) => r >= low && r <= top;
  const spread = Array.from({ length: CELLS + 1 }, (_, k) => low + ((top - low) * k) / CELLS);
  const likely = groups.flatMap(({ values: { distribution }, count }) =>
    [0.1, 0.3, 0.5, 0.7, 0.9, ...orderMarks(count)].map((q) => distribution.quantile(1 - q)),
  );
  const grid = [...new Set([...fixed, ...spread, ...likely].filter(inside))].sort((a, b) => a - b);
  const slope = (r: number) => payoffSlope(groups, r, sellerValue);
  const roots = grid.flatMap((r, k) => {
    if (k === 0 || !(slope(grid[k - 1]) > 0 && slope(r) < 0)) return [];
    return [findRoot(slope, grid[k - 1], r)];
  });
  const candidates = payoffsOf(groups, [low, ...fixed.filter(inside), ...roots], top, sellerValue);
  // Of reserves that differ by rounding only, a bidder's own optimal one is taken, then the lowest.
  const most = Math.max(...candidates.map(({ payoff }) => payoff.value - payoff.error));
  const good = candidates.filter(({ payoff }) => payoff.value + payoff.error >= most);
  return good.find(({ reserve }) => own.includes(reserve)) ?? good[0];
}

/** The payoffs of some reserves, by increasing reserve: what is above each is integrated once. */
function payoffsOf(
  groups: readonly BidderGroup[],
  reserves: readonly number[],
  top: number,
  sellerValue: number,
): ReservePrice[] {
  const sorted = [...new Set(reserves)].sort((a, b) => b - a);
  let above: Integral = { value: 0, error: 0, evaluations: 0 };
  let to = top;
  const payoffs = sorted.map((reserve) => {
    const part = contested(groups, reserve, to);
    above = {
      value: above.value + part.value,
      error: above.error + part.error,
      evaluations: above.evaluations + part.evaluations,
    };
    to = reserve;
    return { reserve, payoff: payoffGiven(groups, reserve, sellerValue, above) };
  });
  return payoffs.reverse();
}

/** d/dr of the payoff where the distributions have densities: Σ_i [(1 − F_i) − (r − v0) f_i] Π_{j≠i} F_j. */
function payoffSlope(groups: readonly BidderGroup[], r: number, sellerValue: number): number {
  return groups.reduce((total, own) => {
    const { distribution } = own.values;
    const others = groups.reduce(
      (product, group) =>
        product * group.values.distribution.cdf(r) ** (group === own ? group.count - 1 : group.count),
      1,
    );
    const gain = probabilityAtLeast(distribution, r) - (r - sellerValue) * distribution.density(r);
    return total + own.count * gain * others;
  }, 0);
}
