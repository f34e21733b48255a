import type { Highs, Model, ModelData, SparseMatrix } from "highs";
import { completed, solvedWithoutColumns } from "./complete.js";
import { highsOptions, methodName, requireRange } from "./highs-options.js";
import { readHighsOutcome } from "./highs-outcome.js";
import type { HighsRuntime } from "./highs-runtime.js";
import { judged } from "./judge.js";
import { direction, hasIntegers, type LinearProblem } from "./problem.js";
import { emptySolution, type LinearSolution } from "./solution.js";
import type { SolveOptions } from "./solver.js";
import { type CompressedMatrix, multiply } from "./sparse.js";

/**
 * The problem as HiGHS takes it, always as a minimisation: HiGHS 1.15 forgets to turn the duals of a maximisation when presolve
 * leaves nothing to solve for interior point and PDLP, and then answers "unknown". Errors: `unsupported` for numbers HiGHS would misread. */
export function modelData(highs: Highs, problem: LinearProblem): ModelData {
  const { costs, columnLower, columnUpper, rowLower, rowUpper, matrix, integer } = problem;
  requireRange({ values: matrix.values, costs }, columnLower, columnUpper, rowLower, rowUpper);
  return {
    numCols: problem.columns,
    numRows: problem.rows,
    sense: highs.constants.objectiveSense.minimize,
    offset: -direction(problem) * problem.offset,
    colCost: minimised(problem, costs),
    colLower: columnLower,
    colUpper: columnUpper,
    rowLower,
    rowUpper,
    matrix: rowWise(matrix),
    ...(integer !== undefined && hasIntegers(problem) ? { integrality: Int32Array.from(integer) } : {}),
  };
}

/** Costs, prices or values between the problem's own sense and a minimisation; never −0. */
export function minimised(problem: Pick<LinearProblem, "sense">, values: Float64Array): Float64Array {
  return problem.sense === "maximise" ? values.map((value) => 0 - value) : values;
}

export function rowWise({ count, width, starts, indices, values }: CompressedMatrix): SparseMatrix {
  return { format: "csr", numRows: count, numCols: width, starts, indices, values };
}

export function columnWise({ count, width, starts, indices, values }: CompressedMatrix): SparseMatrix {
  return { format: "csc", numRows: width, numCols: count, starts, indices, values };
}

/** A HiGHS model of the problem; whoever asks for it disposes of it. */
export function createModel(highs: Highs, problem: LinearProblem): Model {
  const data = modelData(highs, problem);
  const model = highs.createModel();
  try {
    // Before the matrix: HiGHS drops small coefficients when it takes them in.
    model.options.set(highsOptions({}, false));
    model.passModel(data);
    return model;
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) model.dispose();
    throw error;
  }
}

/** What can be said of a problem without assembling it. */
export type Shape = Pick<LinearProblem, "integer" | "sense">;

/** Runs a model that stands for `problem()`; asks for the problem only when a certificate has to be found. */
export function runModel(
  runtime: HighsRuntime,
  highs: Highs,
  model: Model,
  shape: Shape,
  problem: () => LinearProblem,
  options: SolveOptions,
): LinearSolution {
  const integer = hasIntegers(shape);
  const method = methodName(highs.version.string, shape, options.method);
  const settings = highsOptions(options, integer);
  if (options.signal?.aborted) return emptySolution("interrupted", method);
  const run = (attempt: Readonly<Record<string, string | number>>) =>
    runtime.guard(highs, () => {
      model.options.set({ ...settings, ...attempt });
      applyStart(model, options);
      // The time limit counts all runs of a model since its clocks were set to zero.
      model.zeroAllClocks();
      const status = statusOf(highs, () => model.run(interruptions(highs, options)).modelStatus);
      const solution = inOwnSense(shape, readHighsOutcome(model, status, integer, method));
      if (solution.rowActivity.length === 0) return solution;
      return judged(problem(), withActivity(problem(), solution), options);
    });
  const { timeLimit, signal, certificates = true } = options;
  const further: SolveOptions = {
    certificates: false,
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(signal === undefined ? {} : { signal }),
  };
  const complete = (solution: LinearSolution) =>
    certificates
      ? completed(problem, solution, (another) => solveOnce(runtime, highs, another, further))
      : solution;
  const first = run({});
  // Nobody asked for that limit.
  const endless = first.termination === "iteration-limit" && options.iterationLimit === undefined;
  const solution = complete(endless ? { ...first, termination: "failed" } : first);
  if (!isDoubtful(solution, certificates && !integer, options)) return solution;
  runtime.guard(highs, () => model.clearSolver());
  const again = complete(run(PRIMAL_SIMPLEX));
  return {
    ...again,
    iterations: solution.iterations + again.iterations,
    seconds: solution.seconds + again.seconds,
    method: `${method}, then primal simplex`,
  };
}

const PRIMAL_SIMPLEX = { presolve: "off", solver: "simplex", simplex_strategy: 4 };

/**
 * What failed or cannot be proved is asked again in another way: HiGHS's dual simplex ends some unbounded programs with "unknown",
 * interior point without presolve may never end or call optimal what is not (see judged), and presolve has been wrong about infeasibility (issues 1725 and 2511). Whoever takes PDLP has
 * a program too large for simplex.
 */
function isDoubtful(solution: LinearSolution, provable: boolean, { method, signal }: SolveOptions): boolean {
  if (method === "pdlp" || signal?.aborted) return false;
  const unproved = solution.termination === "infeasible" && provable && solution.farkas === undefined;
  return unproved || solution.termination === "failed";
}

/** HiGHS reports a run in which its numerics broke down as an error of the call. */
function statusOf(highs: Highs, run: () => number): number {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof highs.errors.HighsError) || error.operation !== "run") throw error;
    return highs.constants.modelStatus.solveError;
  }
}

/** After interior point without presolve HiGHS's activities of rows without bounds are not A x. */
function withActivity({ matrix }: LinearProblem, solution: LinearSolution): LinearSolution {
  return { ...solution, rowActivity: multiply(matrix, solution.primal) };
}

/** Back from the minimisation. */
function inOwnSense(shape: Shape, solution: LinearSolution): LinearSolution {
  if (shape.sense === "minimise") return solution;
  const { rowDuals, reducedCosts, objective, dualBound } = solution;
  return {
    ...solution,
    rowDuals: minimised(shape, rowDuals),
    reducedCosts: minimised(shape, reducedCosts),
    ...(objective === undefined ? {} : { objective: 0 - objective }),
    ...(dualBound === undefined ? {} : { dualBound: 0 - dualBound }),
  };
}

/** Solves a problem on a model of its own. */
export function solveOnce(
  runtime: HighsRuntime,
  highs: Highs,
  problem: LinearProblem,
  options: SolveOptions,
): LinearSolution {
  if (problem.columns === 0)
    return solvedWithoutColumns(problem, methodName(highs.version.string, problem, options.method));
  const model = runtime.guard(highs, () => createModel(highs, problem));
  try {
    return runModel(runtime, highs, model, problem, () => problem, options);
  } finally {
    if (!runtime.isBroken(highs)) model.dispose();
  }
}

function applyStart(model: Model, { start }: SolveOptions): void {
  if (start?.basis !== undefined)
    model.setBasis({
      colStatus: Int32Array.from(start.basis.columns),
      rowStatus: Int32Array.from(start.basis.rows),
    });
  if (start?.primal !== undefined) model.setSolution({ colValue: start.primal });
}

function interruptions(highs: Highs, { signal }: SolveOptions) {
  if (signal === undefined) return undefined;
  const { simplexInterrupt, ipmInterrupt, mipInterrupt } = highs.constants.callbackType;
  const ask = (event: { interrupt(): void }): undefined => {
    if (signal.aborted) event.interrupt();
  };
  return { [simplexInterrupt]: ask, [ipmInterrupt]: ask, [mipInterrupt]: ask };
}
