import {
  elasticProblem,
  normalised,
  provesInfeasible,
  provesUnbounded,
  recessionProblem,
} from "./certificates.js";
import { hasIntegers, type LinearProblem } from "./problem.js";
import { emptySolution, type LinearSolution } from "./solution.js";

/** Solves a further program for a certificate, by a method with accurate prices and without certificates of its own. */
export type SolveAgain = (problem: LinearProblem) => LinearSolution;

/**
 * Completes what a solver said about an infeasible, unbounded or undecided program, so that the claim carries its proof.
 *
 * - Farkas prices come from the solver when they check out, else are the prices of the {@link elasticProblem}; an integer problem
 *   whose relaxation is feasible has none.
 * - A ray comes from the solver when it checks out, else is the optimum of the {@link recessionProblem}; the feasible point it
 *   starts from is the solver's or that of the problem without costs.
 * - "infeasible-or-unbounded" becomes one of the two by looking for that feasible point.
 *
 * @param problem is called only when it is needed.
 *
 * A certificate that does not check out is left out and the status that goes with it is not claimed.
 * For adapters: solver-independent. Solves at most three further programs.
 */
export function completed(
  problem: () => LinearProblem,
  solution: LinearSolution,
  solveAgain: SolveAgain,
): LinearSolution {
  switch (solution.termination) {
    case "infeasible":
      return withFarkas(problem(), solution, solveAgain);
    case "unbounded":
    case "infeasible-or-unbounded":
      return decided(problem(), solution, solveAgain);
    default:
      return solution;
  }
}

function withFarkas(problem: LinearProblem, solution: LinearSolution, solveAgain: SolveAgain) {
  const { farkas: given, iterations, seconds, method } = solution;
  const farkas =
    checked(given, (y) => provesInfeasible(problem, y)) ??
    checked(elasticPrices(problem, solveAgain), (y) => provesInfeasible(problem, y));
  const bare: LinearSolution = { ...emptySolution("infeasible", method, seconds), iterations };
  return farkas === undefined ? bare : { ...bare, result: { primal: "none", dual: "ray" } as const, farkas };
}

/** For an integer problem the prices are those of the relaxation, which may be feasible. */
function elasticPrices(problem: LinearProblem, solveAgain: SolveAgain): Float64Array | undefined {
  const { termination, rowDuals } = solveAgain(elasticProblem(problem));
  return termination === "optimal" ? rowDuals : undefined;
}

function decided(problem: LinearProblem, solution: LinearSolution, solveAgain: SolveAgain): LinearSolution {
  const { iterations, seconds, method } = solution;
  const point =
    solution.result.primal === "feasible"
      ? solution
      : solveAgain({ ...problem, costs: new Float64Array(problem.columns) });
  if (point.termination === "infeasible")
    return withFarkas(problem, { ...emptySolution("infeasible", method, seconds), iterations }, solveAgain);
  const ray =
    checked(solution.primalRay, (d) => provesUnbounded(problem, d)) ??
    checked(solveAgain(recessionProblem(problem)).primal, (d) => provesUnbounded(problem, d));
  const bare: LinearSolution = { ...emptySolution(solution.termination, method, seconds), iterations };
  if (ray === undefined) return bare;
  // A ray without a point proves nothing: the program may be infeasible as well.
  if (point.result.primal !== "feasible") return bare;
  return {
    ...bare,
    termination: "unbounded",
    result: { primal: "ray", dual: "none" },
    primal: point.primal,
    rowActivity: point.rowActivity,
    primalRay: ray,
  };
}

function checked(
  vector: Float64Array | undefined,
  proves: (vector: Float64Array) => boolean,
): Float64Array | undefined {
  if (vector === undefined || vector.length === 0) return undefined;
  const scaled = normalised(vector);
  return proves(scaled) ? scaled : undefined;
}

/**
 * The solution of a problem without columns, which some solvers do not take: optimal with value `offset` when every row admits 0,
 * else infeasible with the price of a row that does not.
 */
export function solvedWithoutColumns(problem: LinearProblem, method: string): LinearSolution {
  const broken = problem.rowLower.findIndex((lower, i) => lower > 0 || problem.rowUpper[i] < 0);
  if (broken >= 0) {
    const farkas = new Float64Array(problem.rows);
    farkas[broken] = problem.rowLower[broken] > 0 ? 1 : -1;
    return { ...emptySolution("infeasible", method), result: { primal: "none", dual: "ray" }, farkas };
  }
  return {
    ...emptySolution("optimal", method),
    result: { primal: "feasible", dual: hasIntegers(problem) ? "none" : "feasible" },
    rowActivity: new Float64Array(problem.rows),
    rowDuals: new Float64Array(problem.rows),
    objective: problem.offset,
    basis: { columns: new Uint8Array(0), rows: new Uint8Array(problem.rows).fill(1) },
  };
}
