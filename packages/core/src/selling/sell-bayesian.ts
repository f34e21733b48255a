import { highsSolver } from "../lp/highs.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { rationalFromDouble } from "../numeric/rational.js";
import { checkGoodsSale, type GoodsSale, saleInDoubles } from "./goods-sale.js";
import { expandMechanism, type InterimMechanism, type ReducedShares } from "./interim-mechanism.js";
import {
  optimiseBayesian,
  type ReducedOptimum,
  type SaleOptions,
  type SaleWork,
} from "./optimise-bayesian.js";
import { convertReduced, type ReducedSale, reducedInDoubles, reduceSale } from "./reduced-sale.js";
import { largestGain } from "./repair-mechanism.js";
import { solveReducedExactly } from "./solve-reduced-exactly.js";

export interface BayesianSaleOptions extends Partial<SaleOptions> {
  /** Exact arithmetic: pivots after which the exact method gives up. Default 2,000. */
  readonly pivotLimit?: number;
}

/** What the program became. */
export interface BayesianSaleSize {
  /** By class of alike bidders: how many, how many types each has, and how many of those are left after merging. */
  readonly classes: readonly {
    readonly bidders: number;
    readonly types: number;
    readonly representatives: number;
  }[];
  /** Goods that may be exchanged, by name. */
  readonly interchangeable: readonly (readonly string[])[];
}

/** The revenue of the best mechanism lies in [lower, upper]. */
export interface BayesianSale<N> {
  /** What `mechanism` earns. */
  readonly lower: N;
  readonly upper: N;
  readonly mechanism: InterimMechanism<N>;
  /** Doubles: the largest gain from a lie as computed, which is rounding. Exact arithmetic: 0. */
  readonly incentiveViolation: number;
  /** `closed`: the bounds meet within the gap. `settled`: nothing is violated by more than rounding. `stopped`: neither. */
  readonly status: ReducedOptimum["status"];
  readonly work: SaleWork;
  readonly size: BayesianSaleSize;
}

/**
 * The largest expected revenue from selling goods to bidders with additive values among all mechanisms that are Bayesian incentive
 * compatible and interim individually rational, over interim shares Q_i(t, g) and utilities U_i(t):
 *
 * maximise   Σ_i Σ_t p_i(t) (v(t)·Q_i(t) − U_i(t))
 * subject to U_i(t) ≥ U_i(s) + (v(t) − v(s))·Q_i(s) for all i, t, s;  U ≥ 0;  Q the reduced form of an allocation (`borderChain`).
 *
 * Alike bidders, interchangeable goods and types that differ by a permutation of these are merged (`reduceSale`), constraints are added as
 * they are violated (`optimiseBayesian`). In doubles the answer is a bracket: `lower` is what a mechanism earns that was made
 * feasible (`repairMechanism`), up to rounding; `upper` is the bound of the program's prices by weak duality, rounded up
 * (`priceBound`); both refer to the doubles given, where numbers that agree in 12 digits count as equal for merging. In exact arithmetic lower = upper: the program over the constraints that took
 * part is solved in fractions and its solution keeps all others, every pair of types and every set, checked in fractions.
 *
 * Types of probability 0 take part in no constraint; they get the report they like best.
 *
 * Errors: those of `checkGoodsSale`, of the solver; exact arithmetic: `too-large`, `not-solved`.
 * Complexity: linear programs with Σ types · (1 + goods) columns and O(types²·goods) a round for separation.
 * Source: Border (1991, 2007); Alaei, Fu, Haghpanah, Hartline and Malekian (2012) on reduced forms in auctions.
 *
 * @example
 * const sale = readGoodsSale(environment);
 * const { lower, upper } = await sellBayesian(environment.arithmetic, sale);
 */
export async function sellBayesian<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  options: BayesianSaleOptions = {},
): Promise<BayesianSale<N>> {
  checkGoodsSale(saleInDoubles(F, sale));
  const solver = options.solver ?? highsSolver();
  const reduced = reduceSale(F, sale);
  const unit = powerOfTwo(F, sale);
  const doubles = reducedInDoubles(F, reduced, unit);
  const found = await optimiseBayesian(doubles, { ...options, solver, unit });
  const { revenue, upper, classes, ...rest } =
    F.kind === "exact"
      ? await inFractions(F, reduced, found, { ...options, solver })
      : inUnits(F, doubles, found, unit);
  return {
    lower: revenue,
    upper,
    mechanism: expandMechanism(F, sale, reduced, classes),
    ...rest,
    work: found.work,
    size: sizeOf(sale, reduced),
  };
}

/** An optimum for representatives, in the numbers and the unit of the sale. */
type Answer<N> = Pick<BayesianSale<N>, "upper" | "incentiveViolation" | "status"> & {
  readonly revenue: N;
  readonly classes: readonly ReducedShares<N>[];
};

async function inFractions<N>(
  F: Arithmetic<N>,
  reduced: ReducedSale<Table<N>>,
  { constraints }: ReducedOptimum,
  options: BayesianSaleOptions & Pick<SaleOptions, "solver">,
): Promise<Answer<N>> {
  const rationals = (table: Table<N>) => converted(table, F.toRational);
  const found = await solveReducedExactly(
    convertReduced(reduced, rationals, rationals),
    constraints,
    options,
  );
  const revenue = F.from(found.revenue);
  const classes = found.classes.map(({ utilities, shares }) => ({
    utilities: converted(utilities, F.from),
    shares: converted(shares, F.from),
  }));
  return { revenue, upper: revenue, classes, incentiveViolation: 0, status: "closed" };
}

function inUnits<N>(
  F: Arithmetic<N>,
  doubles: ReducedSale,
  { mechanism, upper, status }: ReducedOptimum,
  unit: number,
): Answer<N> {
  const number = (x: number) => F.from(rationalFromDouble(x));
  const amount = (x: number) => number(x * unit);
  const classes = mechanism.classes.map(({ utilities, shares }) => ({
    utilities: converted(utilities, amount),
    shares: converted(shares, number),
  }));
  const incentiveViolation = largestGain(doubles, mechanism.classes) * unit;
  return { revenue: amount(mechanism.revenue), upper: amount(upper), classes, incentiveViolation, status };
}

function sizeOf<N>(
  { goods }: GoodsSale<Table<N>>,
  { classes, blocks }: ReducedSale<Table<N>>,
): BayesianSaleSize {
  return {
    classes: classes.map(({ bidders, types }) => ({
      bidders: bidders.length,
      types: bidders[0].representative.length,
      representatives: types,
    })),
    interchangeable: blocks
      .filter((block) => block.length > 1)
      .map((block) => block.map((place) => goods[place])),
  };
}

function converted<From, To>(table: Table<From>, convert: (x: From) => To): To[] {
  return Array.from({ length: table.length }, (_, k) => convert(table[k]));
}

/** The least power of two at or above every |value|: dividing by it rounds nothing. */
function powerOfTwo<N>(F: Arithmetic<N>, { bidders }: GoodsSale<Table<N>>): number {
  let most = 0;
  for (const { values } of bidders)
    for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(F.toNumber(values[k])));
  return most === 0 ? 1 : 2 ** Math.ceil(Math.log2(most));
}
