import { fail } from "../numeric/candor-error.js";
import { direction, hasIntegers, type LinearProblem, objectiveAt } from "./problem.js";
import type { LinearSolution } from "./solution.js";
import { combine, multiply } from "./sparse.js";

/**
 * How far a solution is from what it claims, absolute and in the units of the problem, recomputed from the problem alone.
 * Entries about vectors the solution does not have are absent.
 */
export interface Residuals {
  /** Largest violation of a row or column bound by x. */
  readonly primalInfeasibility?: number;
  /** Largest distance of an integer column from a whole number. */
  readonly integrality?: number;
  /** Largest |rowActivity − A x|. */
  readonly activity?: number;
  /** |objective − (offset + costs·x)|. */
  readonly objective?: number;
  /** Largest |price| or |reduced cost| whose sign asks for a bound that does not exist. */
  readonly dualInfeasibility?: number;
  /** Largest |reducedCosts − (costs − Aᵀy)|. */
  readonly reducedCosts?: number;
  /** Largest |price| · distance of the row (or column) from the bound its sign asks for. */
  readonly complementarity?: number;
  /** The value of the dual, see {@link dualObjective}; terms counted in dualInfeasibility are left out. */
  readonly dualObjective?: number;
  /** |offset + costs·x − dual objective|; for integer problems |objective − dualBound|. */
  readonly gap?: number;
  /** gap / max(1, |offset + costs·x|). */
  readonly relativeGap?: number;
}

interface Signed {
  /** Σ of multiplier × the bound its sign asks for, where there is one. */
  readonly value: number;
  /** Largest |multiplier| without such a bound. */
  readonly missing: number;
  /** Largest |multiplier| · distance of the point from that bound. */
  readonly slackness: number;
}

/** Multipliers against the bounds of a box: with `toward` = 1 a positive multiplier asks for the upper bound. */
function against(
  multipliers: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  toward: 1 | -1,
  point?: Float64Array,
): Signed {
  let [value, missing, slackness] = [0, 0, 0];
  for (let k = 0; k < multipliers.length; k++) {
    const multiplier = multipliers[k];
    if (multiplier === 0) continue;
    const bound = toward * multiplier > 0 ? upper[k] : lower[k];
    if (!Number.isFinite(bound)) {
      missing = Math.max(missing, Math.abs(multiplier));
      continue;
    }
    value += multiplier * bound;
    if (point !== undefined)
      slackness = Math.max(slackness, Math.abs(multiplier) * Math.abs(point[k] - bound));
  }
  return { value, missing, slackness };
}

/** costs − Aᵀy. */
function reducedCostsOf({ costs, matrix }: LinearProblem, y: Float64Array): Float64Array {
  const priced = combine(matrix, y);
  return costs.map((cost, j) => cost - priced[j]);
}

/**
 * The bound that prices y put on the optimal value, by weak duality: with d = costs − Aᵀy, for a maximisation
 * offset + Σ_i max over rowLower_i ≤ b ≤ rowUpper_i of y_i b + Σ_j max over columnLower_j ≤ x ≤ columnUpper_j of d_j x,
 * an upper bound on every feasible value; for a minimisation the same with min, a lower bound.
 *
 * @param y one price per row, any finite numbers.
 * @returns the bound, up to rounding; Infinity (maximising) or −Infinity when a term has no bound.
 */
export function dualObjective(problem: LinearProblem, y: Float64Array): number {
  const { rows, columns } = pricedSides(problem, y);
  if (rows.missing > 0 || columns.missing > 0) return direction(problem) * Infinity;
  return problem.offset + rows.value + columns.value;
}

function pricedSides(problem: LinearProblem, y: Float64Array, x?: Float64Array) {
  const toward = direction(problem);
  const activity = x && multiply(problem.matrix, x);
  const reduced = reducedCostsOf(problem, y);
  return {
    reduced,
    rows: against(y, problem.rowLower, problem.rowUpper, toward, activity),
    columns: against(reduced, problem.columnLower, problem.columnUpper, toward, x),
  };
}

/**
 * Measures a solution against the definition of the problem: shares nothing with any solver.
 *
 * With σ = 1 for a maximisation and −1 for a minimisation, x and y are optimal iff x keeps all bounds, every σy_i > 0 has a finite
 * rowUpper (σy_i < 0 rowLower), likewise the reduced costs d = costs − Aᵀy for the columns, and all products of a multiplier and
 * the distance from that bound vanish; then the primal and the dual objective agree.
 *
 * @returns maxima of absolute violations, in the units of the problem, up to rounding in double precision; nothing for vectors
 * the solution lacks. Ties do not occur.
 * Errors: `invalid-size` when a vector has another length than the problem.
 * Complexity: O(rows + columns + coefficients).
 * Source: Chvátal, Linear Programming (1983), chapters 5 and 9; the signs as at {@link LinearSolution}.
 *
 * @example
 * const { primalInfeasibility, dualInfeasibility, gap } = residuals(problem, await solver.solve(problem));
 */
export function residuals(problem: LinearProblem, solution: LinearSolution): Residuals {
  requireLength("primal", solution.primal, problem.columns);
  requireLength("rowActivity", solution.rowActivity, problem.rows);
  requireLength("rowDuals", solution.rowDuals, problem.rows);
  requireLength("reducedCosts", solution.reducedCosts, problem.columns);
  const { primal, dual } = solution.result;
  const hasPoint = primal !== "none" && solution.primal.length === problem.columns;
  const hasPrices = (dual === "feasible" || dual === "infeasible") && !hasIntegers(problem);
  const x = hasPoint ? solution.primal : undefined;
  const point = x === undefined ? {} : pointResiduals(problem, solution, x);
  if (hasPrices) return { ...point, ...priceResiduals(problem, solution, x) };
  if (x === undefined || solution.dualBound === undefined) return point;
  return { ...point, ...gaps(objectiveAt(problem, x), solution.dualBound) };
}

function pointResiduals(problem: LinearProblem, solution: LinearSolution, x: Float64Array): Residuals {
  const activity = multiply(problem.matrix, x);
  const outside = Math.max(
    beyond(activity, problem.rowLower, problem.rowUpper),
    beyond(x, problem.columnLower, problem.columnUpper),
  );
  let integrality = 0;
  problem.integer?.forEach((whole, j) => {
    if (whole) integrality = Math.max(integrality, Math.abs(x[j] - Math.round(x[j])));
  });
  return {
    primalInfeasibility: outside,
    ...(hasIntegers(problem) ? { integrality } : {}),
    ...(solution.rowActivity.length === problem.rows
      ? { activity: distance(solution.rowActivity, activity) }
      : {}),
    ...(solution.objective === undefined
      ? {}
      : { objective: Math.abs(solution.objective - objectiveAt(problem, x)) }),
  };
}

function priceResiduals(problem: LinearProblem, solution: LinearSolution, x?: Float64Array): Residuals {
  const { rows, columns, reduced } = pricedSides(problem, solution.rowDuals, x);
  const value = problem.offset + rows.value + columns.value;
  return {
    dualInfeasibility: Math.max(rows.missing, columns.missing),
    reducedCosts: distance(solution.reducedCosts, reduced),
    dualObjective: value,
    ...(x === undefined
      ? {}
      : {
          complementarity: Math.max(rows.slackness, columns.slackness),
          ...gaps(objectiveAt(problem, x), value),
        }),
  };
}

function gaps(value: number, bound: number): Residuals {
  const gap = Math.abs(value - bound);
  return { gap, relativeGap: gap / Math.max(1, Math.abs(value)) };
}

function beyond(point: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let most = 0;
  // A NaN must not pass for "no violation".
  for (let k = 0; k < point.length; k++) {
    const outside = Math.max(lower[k] - point[k], point[k] - upper[k], 0);
    if (!(outside <= most)) most = Number.isNaN(outside) ? Infinity : outside;
  }
  return most;
}

function distance(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let k = 0; k < b.length; k++) {
    const off = Math.abs(a[k] - b[k]);
    if (!(off <= most)) most = Number.isNaN(off) ? Infinity : off;
  }
  return most;
}

function requireLength(path: string, vector: Float64Array, length: number): void {
  if (vector.length !== 0 && vector.length !== length)
    fail("invalid-size", path, `Give a solution of this problem: ${length} entries, not ${vector.length}.`);
}
