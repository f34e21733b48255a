import type { StopSignal } from "../lp/solver.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { float } from "../numeric/arithmetic.js";
import { rational } from "../numeric/rational.js";
import { provedBound } from "./dominant-bound.js";
import { dominantExactOptimum } from "./dominant-exact-optimum.js";
import { fromDouble, nearbyFraction } from "./dominant-fractions.js";
import type { DominantMechanism, IncentivePrices } from "./dominant-mechanism.js";
import { spread } from "./dominant-orbits.js";
import { conserved, imagesOfPrices, scaled } from "./dominant-prices.js";
import { profileProbabilities } from "./dominant-profiles.js";
import type { DominantProgram } from "./dominant-program.js";
import { repaired, rounded } from "./dominant-repair.js";
import { provedRevenue } from "./dominant-revenue.js";
import type { RoundsOutcome } from "./dominant-rounds.js";
import { dominantSeparateAuctions } from "./dominant-separate-auctions.js";
import type { SaleSymmetry } from "./dominant-symmetry.js";
import type { GoodsSale } from "./goods-sale.js";

/** A mechanism and what it is proved to earn. */
export interface ProvedMechanism<N> {
  readonly mechanism: DominantMechanism<N>;
  readonly lower: N;
}

/** Prices and the bound they prove. */
export interface ProvedPrices<N> {
  readonly prices: IncentivePrices<N>;
  readonly upper: N;
}

/** Variables up to which exact arithmetic solves the merged program itself when simple fractions do not close the bracket. */
const MOST_EXACT_COLUMNS = 6000;

/**
 * A mechanism and prices out of the last round, each with what it proves. In exact arithmetic they meet where simple fractions near
 * the solver's numbers are optimal, or where the program of the last round is small enough to be solved in fractions.
 */
export function bracketFrom<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  program: DominantProgram,
  symmetries: readonly SaleSymmetry[],
  outcome: RoundsOutcome,
  signal?: StopSignal,
): ProvedMechanism<N> & ProvedPrices<N> {
  const bracket = {
    ...mechanismFrom(F, sale, program, outcome),
    ...pricesFrom(F, sale, program, symmetries, outcome),
  };
  const { status, rows, basis } = outcome;
  const { orbits, profiles } = program;
  const met = F.kind === "float" || F.compare(bracket.lower, bracket.upper) === 0;
  if (met || status !== "complete" || basis === undefined || orbits.columns > MOST_EXACT_COLUMNS)
    return bracket;
  const optimum = dominantExactOptimum(F, sale, program, rows, basis, signal);
  if (optimum === undefined) return bracket;
  const columns = optimum.mechanism.map((x) => F.from(x));
  const mechanism = {
    allocation: convert(F, orbits.allocationColumn, (column) => columns[column]),
    utilities: convert(F, orbits.utilityColumn, (column) => columns[column]),
  };
  const revenue = provedRevenue(F, sale, mechanism);
  const own = optimum.prices.map((price) => F.from(price));
  const prices = imagesOfPrices(F, profiles, symmetries, rows, own);
  return {
    ...bracket,
    ...(revenue.proved ? { mechanism, lower: revenue.revenue } : {}),
    ...proved(F, sale, prices),
  };
}

/** In doubles the first is nearly always enough; exact arithmetic has no use for them. */
const MARGINS = [2 ** -20, 1, 1000];

/**
 * A feasible mechanism out of a solver's numbers and what it is proved to earn. In exact arithmetic the simple fractions near the
 * numbers are tried first: where the solver stood at a vertex they are exactly optimal. Otherwise, and in doubles, the numbers
 * are rounded and mended. If the solver was stopped, goods sold one by one may be better than what it left; in the end nothing
 * is sold.
 */
function mechanismFrom<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  program: DominantProgram,
  outcome: RoundsOutcome,
): ProvedMechanism<N> {
  const unit = fromDouble(F, program.unit);
  const approximate = {
    allocation: spread(program.orbits.allocationColumn, outcome.mechanism),
    utilities: spread(program.orbits.utilityColumn, outcome.mechanism),
  };
  if (F.kind === "exact" && outcome.status === "complete") {
    const guess = inArithmetic(F, approximate, unit, (x) => F.from(nearbyFraction(x)));
    const verdict = provedRevenue(F, sale, guess);
    if (verdict.proved) return { mechanism: guess, lower: verdict.revenue };
  }
  const near = inArithmetic(F, rounded(program.sale, approximate), unit, (x) => fromDouble(F, x));
  let best = mended(F, sale, near);
  if (outcome.status === "complete") return best;
  const all = sale.goods.map((_, g) => g);
  for (const goods of sale.kind === "items" ? [all] : all.map((good) => [good])) {
    const other = mended(F, sale, dominantSeparateAuctions(F, sale, goods));
    if (F.compare(other.lower, best.lower) > 0) best = other;
  }
  return best;
}

/** The mechanism mended, or, where that cannot be proved feasible or earns nothing, no sale at all. */
function mended<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  near: DominantMechanism<N>,
): ProvedMechanism<N> {
  for (const margin of MARGINS) {
    const mechanism = repaired(F, sale, near, margin);
    const verdict = provedRevenue(F, sale, mechanism);
    if (verdict.proved && F.compare(verdict.revenue, F.zero) > 0)
      return { mechanism, lower: verdict.revenue };
    if (F.kind === "exact") break;
  }
  const nothing = {
    allocation: F.table(near.allocation.length),
    utilities: F.table(near.utilities.length),
  };
  return { mechanism: nothing, lower: F.zero };
}

function inArithmetic<N>(
  F: Arithmetic<N>,
  { allocation, utilities }: DominantMechanism<number>,
  unit: N,
  number: (x: number) => N,
): DominantMechanism<N> {
  return {
    allocation: convert(F, allocation, number),
    utilities: convert(F, utilities, (x) => F.multiply(unit, number(x))),
  };
}

/** The best bound that the prices of the last round prove; with none, the bound of prices 0. */
function pricesFrom<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  { sale: inDoubles, profiles, scale }: DominantProgram,
  symmetries: readonly SaleSymmetry[],
  { rows, prices }: RoundsOutcome,
): ProvedPrices<N> {
  const share = F.from(rational(1, scale));
  const candidates: IncentivePrices<N>[] = [];
  if (F.kind === "exact") {
    const guess = convert(F, prices, (x) => F.multiply(share, F.from(nearbyFraction(x))));
    candidates.push(imagesOfPrices(F, profiles, symmetries, rows, guess));
  }
  const inScale = prices.map((price) => price / scale);
  const images = imagesOfPrices(float, profiles, symmetries, rows, inScale);
  const weights = profileProbabilities(float, inDoubles, profiles);
  const mended = conserved(inDoubles, weights, images);
  candidates.push({ ...mended, price: convert(F, mended.price, (x) => fromDouble(F, x)) });
  const none = {
    bidder: new Int32Array(0),
    profile: new Int32Array(0),
    report: new Int32Array(0),
    price: F.table(0),
  };
  let best = proved(F, sale, none) as ProvedPrices<N>;
  for (const candidate of candidates) {
    const each = proved(F, sale, scaled(F, sale, candidate));
    if (each !== undefined && F.compare(each.upper, best.upper) < 0) best = each;
  }
  return best;
}

function proved<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  prices: IncentivePrices<N>,
): ProvedPrices<N> | undefined {
  const verdict = provedBound(F, sale, prices);
  return verdict.proved ? { prices, upper: verdict.bound } : undefined;
}

function convert<N>(F: Arithmetic<N>, from: Table<number>, each: (x: number) => N): Table<N> {
  const table = F.table(from.length);
  for (let k = 0; k < from.length; k++) table[k] = each(from[k]);
  return table;
}
