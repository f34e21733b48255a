import type { ColumnBlock, LinearProblem, RowBlock } from "./problem.js";
import type { Basis, LinearSolution } from "./solution.js";

/** `simplex`: vertex solutions, warm starts; `ipm`: interior point; `pdlp`: first-order, loose accuracy, huge programs. */
export type LinearMethod = "auto" | "simplex" | "ipm" | "pdlp";

/** Absolute unless said otherwise; a solver's own defaults apply to what is left out. */
export interface Tolerances {
  /** Violation of a bound. */
  readonly primal?: number;
  /** Violation of a reduced cost's sign. */
  readonly dual?: number;
  /** Relative complementarity gap at which `ipm` and `pdlp` stop. */
  readonly optimality?: number;
  /** Distance of an integer column from a whole number. */
  readonly integrality?: number;
  /** Integer problems: stop when |objective − bound| ≤ relativeGap·|objective|. */
  readonly relativeGap?: number;
  /** Integer problems: stop when |objective − bound| ≤ absoluteGap. */
  readonly absoluteGap?: number;
}

/** Asked now and then while the solver runs; an AbortSignal is one, and so is a flag in shared memory. */
export interface StopSignal {
  readonly aborted: boolean;
}

export interface SolveOptions {
  /** Default "auto". Integer problems take "auto" only. */
  readonly method?: LinearMethod;
  /** Whether `ipm` moves on to a vertex, which gives a basis. Default true. */
  readonly crossover?: boolean;
  /** Seconds of wall-clock time. Default: no limit. */
  readonly timeLimit?: number;
  /** Iterations of the method. Default: no limit. Not for integer problems. */
  readonly iterationLimit?: number;
  readonly tolerances?: Tolerances;
  readonly signal?: StopSignal;
  /** Default true. */
  readonly presolve?: boolean;
  /** A whole number from 0 to 2³¹ − 1. Equal inputs and seeds give equal answers. Default 0. */
  readonly seed?: number;
  /** Where to start from. A session starts from its last basis unless told otherwise. */
  readonly start?: { readonly basis?: Basis; readonly primal?: Float64Array };
  /**
   * Whether infeasible and unbounded outcomes must come with Farkas prices or a ray, and an undecided outcome be decided; this
   * may take up to three further solves under the same limits. Default true.
   */
  readonly certificates?: boolean;
}

/**
 * Anything that solves linear programs. `solverConformance` in `@candor/core/testing` is what it must pass.
 *
 * Outcomes are data, see `LinearSolution`; only caller's mistakes and broken machinery throw a `CandorError`:
 * - `unsupported`: the problem or an option asks for what this solver cannot do. Says nothing about the problem.
 * - `invalid-…`, `duplicate-index`: the problem is none, see `checkProblem`; `invalid-option`.
 * - `out-of-memory`, `solver-aborted`: the run is lost, the solver is not: call it again.
 * - `disposed`: the session was disposed.
 */
export interface LinearSolver {
  readonly name: string;
  readonly supports: {
    readonly methods: readonly LinearMethod[];
    readonly integer: boolean;
    /** Methods that ask the signal while they run, not only before. */
    readonly interruption: readonly LinearMethod[];
    /** Methods that keep time limits. */
    readonly timeLimit: readonly LinearMethod[];
    readonly basis: boolean;
  };
  solve(problem: LinearProblem, options?: SolveOptions): Promise<LinearSolution>;
  /** A problem kept by the solver, to be changed and solved again. Dispose of it. */
  open(problem: LinearProblem): Promise<LinearSession>;
  /** Rows and columns of an infeasible program that are infeasible together and would not be with one fewer. */
  irreducibleInfeasibleSubset?(problem: LinearProblem, options?: SolveOptions): Promise<InfeasibleSubset>;
}

/** Solves one problem again and again as it changes, each time from the last basis. */
export interface LinearSession {
  /** The problem as it now is. Assembled when asked for: O(size) after a change. */
  problem(): LinearProblem;
  /** Appends rows; matrix width = columns of the problem. Errors: as `checkProblem`. */
  addRows(rows: RowBlock): void;
  /** Appends columns; matrix width = rows of the problem. Errors: as `checkProblem`. */
  addColumns(columns: ColumnBlock): void;
  /** Errors: `invalid-index`, `invalid-bounds`. */
  changeRowBounds(row: number, lower: number, upper: number): void;
  /** Errors: `invalid-index`, `invalid-bounds`. */
  changeColumnBounds(column: number, lower: number, upper: number): void;
  /** costs[columns[k]] = costs[k], columns increasing. Errors: `invalid-index`, `invalid-number`, `invalid-size`. */
  changeCosts(columns: ArrayLike<number>, costs: ArrayLike<number>): void;
  solve(options?: SolveOptions): Promise<LinearSolution>;
  /** Frees what the solver holds. May be called again; everything else throws `disposed` afterwards. */
  dispose(): void;
}

/** Which side of a row or column takes part. */
export type Side = "lower" | "upper" | "both" | "none";

export interface InfeasibleSubset {
  readonly rows: readonly { readonly row: number; readonly side: Side }[];
  /** Columns whose bounds take part. */
  readonly columns: readonly { readonly column: number; readonly side: Side }[];
  /** Whether the solver proved that nothing can be left out. */
  readonly irreducible: boolean;
}
