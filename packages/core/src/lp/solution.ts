/**
 * Why the solver stopped. "optimal", "infeasible" and "unbounded" are claims about the problem; the limits are not.
 * "failed": numerical trouble, or an optimum that does not stand up to our own measurement. For a
 * problem with integer columns "optimal" means within the requested gap.
 */
export type Termination =
  | "optimal"
  | "infeasible"
  | "unbounded"
  | "infeasible-or-unbounded"
  | "iteration-limit"
  | "time-limit"
  | "interrupted"
  | "failed";

/**
 * What a vector holds, which is another question than why the solver stopped: "feasible" and "infeasible" say how the point
 * stands to its constraints, "ray" that there is a ray (`primalRay` or `farkas`), "none" that there is nothing.
 */
export type ResultStatus = "feasible" | "infeasible" | "ray" | "none";

/** Meaning of the codes in {@link Basis}, by code. "zero": nonbasic free at 0; "nonbasic": nonbasic, at which bound is unsaid. */
export const BASIS_STATUS = ["lower", "basic", "upper", "zero", "nonbasic"] as const;

/** A simplex basis: for each column and each row the index of its status in {@link BASIS_STATUS}. */
export interface Basis {
  readonly columns: Uint8Array;
  readonly rows: Uint8Array;
}

/**
 * What a solver found. Vectors are empty when there is nothing to hold.
 *
 * Signs, for either sense and with v the optimal value in the problem's own sense:
 * - rowDuals[i] = ∂v/∂b_i, b_i the bound at which row i is active: the shadow price, in objective per unit of the row.
 *   Maximising, a row at its upper bound has a price ≥ 0 and one at its lower bound a price ≤ 0; minimising, the reverse.
 * - reducedCosts[j] = costs[j] − Σ_i rowDuals[i]·A_ij = ∂v/∂(bound at which column j rests). Maximising, ≥ 0 at the upper
 *   and ≤ 0 at the lower bound; minimising, the reverse.
 */
export interface LinearSolution {
  readonly termination: Termination;
  /**
   * What `primal` and `rowDuals` hold. When unbounded, `primal` is "ray" and the vector holds a feasible point (or nothing) from
   * which `primalRay` leads; when infeasible, `dual` is "ray" as soon as there are Farkas prices. Integer problems have no duals.
   */
  readonly result: { readonly primal: ResultStatus; readonly dual: ResultStatus };
  /** x, in units of the columns. */
  readonly primal: Float64Array;
  /** A x. */
  readonly rowActivity: Float64Array;
  readonly rowDuals: Float64Array;
  readonly reducedCosts: Float64Array;
  readonly basis?: Basis;
  /**
   * Farkas prices y of an infeasible program, one per row, largest absolute value 1, whatever the sense: the row bounds force
   * y·Ax to be at least Σ_i (y_i > 0 ? lower_i : upper_i)·y_i, the column bounds allow less. `provesInfeasible` checks it.
   */
  readonly farkas?: Float64Array;
  /** A direction d with x + t·d feasible for all t ≥ 0 and the objective improving; `provesUnbounded` checks it. */
  readonly primalRay?: Float64Array;
  /** offset + costs·primal; absent when there is no primal point. */
  readonly objective?: number;
  /** Integer problems: no feasible point is better than this, in the problem's own sense (up to the solver's tolerances). */
  readonly dualBound?: number;
  /** Integer problems: |objective − dualBound| / max(1, |objective|). */
  readonly gap?: number;
  /** Of the method that ran: simplex, interior-point or first-order iterations (crossover included). */
  readonly iterations: number;
  /** Nodes of the search tree of an integer problem. */
  readonly nodes?: number;
  /** Wall-clock seconds in the solver, without certificates. */
  readonly seconds: number;
  /** What the solver ran, in words. */
  readonly method: string;
}

/** A solution that holds nothing, to fill in. */
export function emptySolution(termination: Termination, method: string, seconds = 0): LinearSolution {
  const none = new Float64Array(0);
  return {
    termination,
    result: { primal: "none", dual: "none" },
    primal: none,
    rowActivity: none,
    rowDuals: none,
    reducedCosts: none,
    iterations: 0,
    seconds,
    method,
  };
}
