import type { Model } from "highs";
import { emptySolution, type LinearSolution, type ResultStatus, type Termination } from "./solution.js";

/** By HiGHS's model status; what is not listed is "failed". */
const TERMINATIONS: ReadonlyMap<number, Termination> = new Map([
  [7, "optimal"],
  [8, "infeasible"],
  [9, "infeasible-or-unbounded"],
  [10, "unbounded"],
  [13, "time-limit"],
  [14, "iteration-limit"],
  // "Solution limit": the limit on nodes of the search tree.
  [16, "iteration-limit"],
  [17, "interrupted"],
]);

const STATUSES: readonly ResultStatus[] = ["none", "infeasible", "feasible"];
const ITERATION_COUNTS = [
  "simplex_iteration_count",
  "ipm_iteration_count",
  "crossover_iteration_count",
  "pdlp_iteration_count",
];

/**
 * The outcome of the run a model has just made, in the sense of that model. Duals need no change of sign: HiGHS's are
 * ∂objective/∂bound. For an infeasible or undecided problem it leaves arbitrary numbers, which are not passed on.
 */
export function readHighsOutcome(
  model: Model,
  status: number,
  integer: boolean,
  method: string,
): LinearSolution {
  const termination = TERMINATIONS.get(status) ?? "failed";
  const base: LinearSolution = {
    ...emptySolution(termination, method, model.getRunTime()),
    iterations: ITERATION_COUNTS.reduce((total, name) => total + Math.max(0, count(model, name)), 0),
    ...(integer ? { nodes: Math.max(0, count(model, "mip_node_count")) } : {}),
  };
  if (termination === "infeasible")
    return {
      ...base,
      ...optional(
        "farkas",
        ray(model, () => model.getDualRay()),
      ),
    };
  if (termination === "infeasible-or-unbounded") return base;
  const filled = { ...base, ...point(model), ...(integer ? bounds(model) : prices(model)) };
  const result = {
    primal: STATUSES[count(model, "primal_solution_status")],
    dual: integer ? "none" : STATUSES[count(model, "dual_solution_status")],
  } as const;
  const solution = { ...withoutNothing(filled, result), result };
  if (termination !== "unbounded") return solution;
  return {
    ...solution,
    ...optional(
      "primalRay",
      ray(model, () => model.getPrimalRay()),
    ),
  };
}

function point(model: Model): Partial<LinearSolution> {
  const { colValue, rowValue } = model.getSolution();
  return { primal: colValue, rowActivity: rowValue, objective: model.getObjectiveValue() };
}

function prices(model: Model): Partial<LinearSolution> {
  const { colDual, rowDual } = model.getSolution();
  const duals = { rowDuals: rowDual, reducedCosts: colDual };
  if (count(model, "basis_validity") !== 1) return duals;
  const { colStatus, rowStatus } = model.getBasis();
  return { ...duals, basis: { columns: Uint8Array.from(colStatus), rows: Uint8Array.from(rowStatus) } };
}

function bounds(model: Model): Partial<LinearSolution> {
  const [dualBound, objective] = [count(model, "mip_dual_bound"), model.getObjectiveValue()];
  if (Number.isNaN(dualBound)) return {};
  if (!Number.isFinite(dualBound) || !Number.isFinite(objective)) return { dualBound };
  return { dualBound, gap: Math.abs(objective - dualBound) / Math.max(1, Math.abs(objective)) };
}

/** Drops the vectors that hold nothing. */
function withoutNothing(solution: LinearSolution, result: LinearSolution["result"]): LinearSolution {
  const none = new Float64Array(0);
  const { objective: _, gap: __, ...rest } = solution;
  const pointed = result.primal === "none" ? { ...rest, primal: none, rowActivity: none } : solution;
  return result.dual === "none" ? { ...pointed, rowDuals: none, reducedCosts: none } : pointed;
}

/**
 * HiGHS may solve once more for a ray, without presolve, where interior point might never end; it answers with an error where it
 * has none.
 */
function ray(
  model: Model,
  ask: () => { readonly values: Float64Array } | undefined,
): Float64Array | undefined {
  model.options.set("solver", "simplex");
  try {
    return ask()?.values;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return undefined;
  }
}

function optional<K extends "farkas" | "primalRay">(key: K, value: Float64Array | undefined) {
  return value === undefined ? {} : { [key]: value };
}

function count(model: Model, name: string): number {
  return Number(model.info.get(name));
}
