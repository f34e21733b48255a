import { solveProgram } from "../design/solve-program.js";
import { LinearProblemBuilder } from "../lp/problem-builder.js";
import type { LinearSolver, StopSignal } from "../lp/solver.js";
import { type Arithmetic, max, type Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import type { ExactProgram, SparseRow } from "../numeric/linear-program/exact-program.js";
import { negate, ONE, type Rational, rational, ZERO } from "../numeric/rational.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, positionOf } from "./lines.js";
import type { AllocationAndCover } from "./two-bidder-optimum.js";

/** For three bidders and more. */
export interface MonotoneProgramOptions {
  /** Exact arithmetic can do without on small models. */
  readonly solver?: LinearSolver;
  /** Exact pivots after which revenue and bound may differ. Default 2,000. */
  readonly pivotLimit?: number;
  /** Asked while the solver runs and before every exact pivot. */
  readonly signal?: StopSignal;
}

/** Variables up to which the program is built. */
const LARGEST_PROGRAM = 1_000_000;

/**
 * The best ex post auction for any number of bidders by a linear program in q alone: max Σ ψ_i(v) q_i(v) over q ≥ 0 with
 * q_i(v_i⁻, v_{−i}) ≤ q_i(v) and Σ_i q_i(v) ≤ 1. The prices of the last rows are the cover y(v).
 *
 * Exact arithmetic: the solver's basis solved in fractions. Doubles: the solver's point, made monotone by running maxima and feasible by
 * scaling. Errors: `too-large` beyond 1,000,000 variables; `no-solver` for doubles without one; those of the solver.
 */
export async function monotoneProgramOptimum<N>(
  auction: CorrelatedAuction<N>,
  local: readonly Table<N>[],
  options: MonotoneProgramOptions = {},
): Promise<AllocationAndCover<N>> {
  const variables = auction.sizes.length * auction.prior.length;
  if (variables > LARGEST_PROGRAM)
    fail(
      "too-large",
      "agents",
      `The program has ${variables} probabilities of winning; ${LARGEST_PROGRAM} are possible. Use fewer types, or the ironed bound alone.`,
    );
  if (auction.arithmetic.kind === "exact") return solveInFractions(auction, local, options);
  if (options.solver !== undefined) return solveInDoubles(auction, local, options.solver, options.signal);
  return fail(
    "no-solver",
    "solver",
    "In doubles the program needs a linear solver; pass one, or use exact numbers.",
  );
}

/** Calls back with the columns i·profiles + k of q_i(v⁻) and q_i(v) for every pair of neighbours. */
function forNeighbours<N>(
  { sizes, prior }: CorrelatedAuction<N>,
  visit: (lower: number, upper: number) => void,
) {
  sizes.forEach((_, i) => {
    const axis = axisOf(sizes, i);
    for (let k = 0; k < prior.length; k++)
      if (positionOf(axis, k) > 0) visit(i * prior.length + k - axis.stride, i * prior.length + k);
  });
}

async function solveInFractions<N>(
  auction: CorrelatedAuction<N>,
  local: readonly Table<N>[],
  { solver, ...limits }: MonotoneProgramOptions,
): Promise<AllocationAndCover<N>> {
  const { arithmetic: F, sizes, prior } = auction;
  const count = prior.length;
  const objective = local.flatMap((own) => Array.from({ length: count }, (_, k) => F.toRational(own[k])));
  const rows: SparseRow[] = Array.from({ length: count }, (_, k) => ({
    coefficients: new Map(sizes.map((_, i): [number, Rational] => [i * count + k, ONE])),
    relation: "<=",
    bound: ONE,
  }));
  forNeighbours(auction, (lower, upper) => {
    const coefficients = new Map([
      [lower, ONE],
      [upper, negate(ONE)],
    ]);
    rows.push({ coefficients, relation: "<=", bound: ZERO });
  });
  const program: ExactProgram = { objective, free: objective.map(() => false), rows };
  const { outcome } = await solveProgram(program, { ...limits, ...(solver === undefined ? {} : { solver }) });
  // The program is feasible and bounded, so both are there unless the pivots ran out before a feasible point.
  const primal = "primal" in outcome ? outcome.primal : undefined;
  const prices = "prices" in outcome ? outcome.prices : undefined;
  const read = (list: readonly Rational[] | undefined, j: number) =>
    positive(F, list ? F.from(list[j]) : F.zero);
  return {
    allocation: sizes.map((_, i) => tabulate(F, count, (k) => read(primal, i * count + k))),
    cover: tabulate(F, count, (k) => read(prices, k)),
  };
}

async function solveInDoubles<N>(
  auction: CorrelatedAuction<N>,
  local: readonly Table<N>[],
  solver: LinearSolver,
  signal: StopSignal | undefined,
): Promise<AllocationAndCover<N>> {
  const { arithmetic: F, sizes, prior } = auction;
  const count = prior.length;
  const builder = new LinearProblemBuilder("maximise");
  for (const own of local) for (let k = 0; k < count; k++) builder.addColumn(F.toNumber(own[k]));
  for (let k = 0; k < count; k++)
    builder.addRow(
      sizes.map((_, i) => i * count + k),
      sizes.map(() => 1),
      -Infinity,
      1,
    );
  forNeighbours(auction, (lower, upper) => {
    builder.addRow([lower, upper], [1, -1], -Infinity, 0);
  });
  const { primal, rowDuals } = await solver.solve(builder.build(), { ...SOLVE, ...(signal && { signal }) });
  const read = (list: Float64Array, j: number) => positive(F, (list[j] ?? 0) as N);
  const allocation = sizes.map((_, i) => tabulate(F, count, (k) => read(primal, i * count + k)));
  return {
    allocation: madeFeasible(auction, allocation),
    cover: tabulate(F, count, (k) => read(rowDuals, k)),
  };
}

/** Presolve costs more than it saves on these programs. */
const SOLVE = {
  method: "simplex",
  presolve: false,
  certificates: false,
  tolerances: { primal: 1e-10, dual: 1e-10 },
} as const;

function tabulate<N>(F: Arithmetic<N>, length: number, at: (k: number) => N): Table<N> {
  const table = F.table(length);
  for (let k = 0; k < length; k++) table[k] = at(k);
  return table;
}

function positive<N>(F: Arithmetic<N>, value: N): N {
  return F.compare(value, F.zero) > 0 ? value : F.zero;
}

/** Keeps Σ_i q_i ≤ 1 although the quotients are rounded. */
const ROUNDING = rational(1n, 1n << 48n);

/** Running maxima along each bidder's axis, then division by the largest Σ_i q_i where it exceeds 1. */
function madeFeasible<N>(
  { arithmetic: F, sizes, prior }: CorrelatedAuction<N>,
  allocation: Table<N>[],
): Table<N>[] {
  allocation.forEach((own, i) => {
    const axis = axisOf(sizes, i);
    for (let k = 0; k < prior.length; k++)
      if (positionOf(axis, k) > 0) own[k] = max(F, own[k], own[k - axis.stride]);
  });
  let largest = F.one;
  for (let k = 0; k < prior.length; k++)
    largest = max(
      F,
      largest,
      allocation.reduce((sum, own) => F.add(sum, own[k]), F.zero),
    );
  if (F.compare(largest, F.one) === 0) return allocation;
  const divisor = F.add(largest, F.from(ROUNDING));
  for (const own of allocation) for (let k = 0; k < own.length; k++) own[k] = F.divide(own[k], divisor);
  return allocation;
}
