import type { LinearProblem } from "../lp/problem.js";
import { ColumnBlockBuilder, RowBlockBuilder } from "../lp/problem-builder.js";
import type { LinearSolution } from "../lp/solution.js";
import type { LinearSession, LinearSolver, SolveOptions } from "../lp/solver.js";
import { float } from "../numeric/arithmetic.js";
import { demandTerms, incentiveRow, initialProblem, orderRows, programColumns } from "./bayesian-program.js";
import type { InterimShares } from "./best-reports.js";
import { type BorderSystem, someoneInside } from "./border.js";
import { priceBound } from "./price-bound.js";
import type { ReducedSale } from "./reduced-sale.js";

/** The lie of type `type` of a class to be `report`. */
export interface Lie {
  readonly bidderClass: number;
  readonly type: number;
  readonly report: number;
}

/** Nested sets of elements of one system, each level what it adds to the one before. */
export interface SetChain {
  readonly system: number;
  readonly levels: readonly (readonly number[])[];
}

/** The constraints a solution has to keep so far. */
export interface ActiveConstraints {
  readonly lies: readonly Lie[];
  readonly chains: readonly SetChain[];
}

/** Coefficients that solvers drop or refuse. */
const TINY = 1e-11;

/** Terms over variables in [0, 1] without the tiny ones, and the least that Σ ≥ 0 leaves of the rest. */
function withoutTiny({
  indices,
  coefficients,
}: {
  indices: readonly number[];
  coefficients: readonly number[];
}) {
  const kept = coefficients.flatMap((value, k) => (Math.abs(value) > TINY ? [k] : []));
  let lower = 0;
  for (const value of coefficients) if (Math.abs(value) <= TINY) lower -= Math.max(0, value);
  return { indices: kept.map((k) => indices[k]), coefficients: kept.map((k) => coefficients[k]), lower };
}

/** The program over interim shares and utilities in a solver, with the constraints added so far. */
export class BayesianSession {
  readonly #sale: ReducedSale;
  readonly #systems: readonly BorderSystem<number>[];
  readonly #session: LinearSession;
  readonly #lies: Lie[] = [];
  /** type · types + report of the lies of each class. */
  readonly #known: readonly Set<number>[];
  readonly #chains: SetChain[] = [];
  #rows: number;
  #columns: number;

  private constructor(
    sale: ReducedSale,
    systems: readonly BorderSystem<number>[],
    session: LinearSession,
    problem: LinearProblem,
  ) {
    this.#sale = sale;
    this.#systems = systems;
    this.#session = session;
    this.#known = sale.classes.map(() => new Set());
    this.#rows = problem.rows;
    this.#columns = problem.columns;
  }

  static async open(
    sale: ReducedSale,
    systems: readonly BorderSystem<number>[],
    solver: LinearSolver,
  ): Promise<BayesianSession> {
    const problem = initialProblem(sale, float, orderRows(float, sale));
    return new BayesianSession(sale, systems, await solver.open(problem), problem);
  }

  get constraints(): ActiveConstraints {
    return { lies: this.#lies, chains: this.#chains };
  }

  get size(): { readonly rows: number; readonly columns: number } {
    return { rows: this.#rows, columns: this.#columns };
  }

  /** Adds incentive constraints that are not there yet; returns how many those were. */
  addLies(lies: readonly Lie[]): number {
    const columns = programColumns(this.#sale);
    const rows = new RowBlockBuilder();
    for (const lie of lies) {
      const known = this.#known[lie.bidderClass];
      const key = lie.type * this.#sale.classes[lie.bidderClass].types + lie.report;
      if (known.has(key)) continue;
      known.add(key);
      this.#lies.push(lie);
      const { bidderClass: c, type, report } = lie;
      const row = withoutTiny(incentiveRow(float, this.#sale, columns[c], c, type, report));
      rows.addRow(row.indices, row.coefficients, row.lower, Infinity, this.#columns);
    }
    if (rows.count > 0) this.#session.addRows(rows.build(this.#columns));
    this.#rows += rows.count;
    return rows.count;
  }

  /**
   * Adds Border's constraints for nested sets. With z_k ≥ 0 for what set k leaves of its right side b_k, row k states the difference
   * to the set before, Σ over the level + z_k − z_{k−1} = b_k − b_{k−1}: a chain costs as many coefficients as there are
   * elements, not as many a set.
   */
  addChain(chain: SetChain): void {
    const system = this.#systems[chain.system];
    const first = this.#columns;
    const slacks = new ColumnBlockBuilder();
    for (const _ of chain.levels) slacks.addColumn(0, 0, 1, false, [], [], this.#rows);
    this.#session.addColumns(slacks.build(this.#rows));
    this.#columns += chain.levels.length;
    const counts = this.#sale.classes.map(({ bidders }) => bidders.length);
    const inside = counts.map(() => 0);
    const rows = new RowBlockBuilder();
    let before = 0;
    for (const [k, level] of chain.levels.entries()) {
      for (const e of level) inside[system.classes[e]] += system.weights[e];
      const bound = someoneInside(float, counts, inside);
      // Leaving out a demand only widens the program.
      const { indices, coefficients } = withoutTiny(demandTerms(float, this.#sale, system, level));
      indices.push(first + k, ...(k > 0 ? [first + k - 1] : []));
      coefficients.push(1, ...(k > 0 ? [-1] : []));
      rows.addRow(indices, coefficients, bound - before, bound - before, this.#columns);
      before = bound;
    }
    this.#session.addRows(rows.build(this.#columns));
    this.#rows += chain.levels.length;
    this.#chains.push(chain);
  }

  solve(options: SolveOptions): Promise<LinearSolution> {
    return this.#session.solve({ certificates: false, ...options });
  }

  /** What a primal point says about shares and utilities. */
  sharesIn(primal: Float64Array): InterimShares[] {
    return programColumns(this.#sale).map(({ utilities, shares }, c) => ({
      utilities: primal.slice(utilities, shares),
      shares: primal.slice(shares, shares + this.#sale.classes[c].types * this.#sale.goods),
    }));
  }

  /** No mechanism earns more, whatever the prices. */
  upperBound(prices: Float64Array): number {
    return priceBound(this.#session.problem(), prices);
  }

  dispose(): void {
    this.#session.dispose();
  }
}
