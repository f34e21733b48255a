import { hasIntegers, type LinearProblem } from "./problem.js";
import { residuals } from "./residuals.js";
import type { LinearSolution, ResultStatus } from "./solution.js";
import type { SolveOptions } from "./solver.js";

/**
 * An optimum as we measure it, whatever the solver says: when a residual is larger than the solver's tolerances can explain,
 * the termination becomes "failed" and the vectors at fault "infeasible". For adapters; other terminations pass unchanged.
 *
 * Allowed, with t = 10⁻⁵ (PDLP 10⁻⁴, or ten times the requested tolerances if that is more): bounds t·(1 + |x|), signs of prices and
 * reduced costs t·(1 + |y|), gap t·(1 + |x|)·(1 + |y|), |·| the largest entry; integrality t. O(coefficients).
 */
export function judged(
  problem: LinearProblem,
  solution: LinearSolution,
  options: SolveOptions,
): LinearSolution {
  if (solution.termination !== "optimal") return solution;
  const { primal = 0, dual = 0, optimality = 0, integrality = 0 } = options.tolerances ?? {};
  const base = options.method === "pdlp" ? 1e-4 : 1e-5;
  const allowed = Math.max(base, 10 * primal, 10 * dual, 10 * optimality, 10 * integrality);
  const found = residuals(problem, solution);
  const pointSize = 1 + largest(solution.primal, solution.rowActivity);
  const priceSize = 1 + largest(solution.rowDuals, solution.reducedCosts);
  const within = (residual: number | undefined, size: number) => (residual ?? Infinity) <= allowed * size;
  const integer = hasIntegers(problem);
  const pointKept =
    solution.result.primal === "feasible" &&
    within(found.primalInfeasibility, pointSize) &&
    (!integer || within(found.integrality, 1));
  const pricesKept =
    integer ||
    (solution.result.dual === "feasible" &&
      within(found.dualInfeasibility, priceSize) &&
      within(found.reducedCosts, priceSize) &&
      within(found.gap, pointSize * priceSize));
  if (pointKept && pricesKept) return solution;
  const status = (kept: boolean, claimed: ResultStatus): ResultStatus =>
    kept || claimed === "none" ? claimed : "infeasible";
  return {
    ...solution,
    termination: "failed",
    result: {
      primal: status(pointKept, solution.result.primal),
      dual: status(pricesKept, solution.result.dual),
    },
  };
}

function largest(...vectors: readonly Float64Array[]): number {
  return vectors.reduce((most, vector) => vector.reduce((a, value) => Math.max(a, Math.abs(value)), most), 0);
}
