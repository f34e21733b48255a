import type { Highs } from "highs";
import { CandorError, fail } from "../numeric/candor-error.js";
import { checkProblem } from "./check-problem.js";
import { createModel, solveOnce } from "./highs-model.js";
import { highsOptions } from "./highs-options.js";
import { type HighsLocation, HighsRuntime } from "./highs-runtime.js";
import { HighsSession } from "./highs-session.js";
import { hasIntegers, type LinearProblem } from "./problem.js";
import type { InfeasibleSubset, LinearSolver, Side, SolveOptions } from "./solver.js";

/**
 * HiGHS, compiled to WebAssembly: simplex, interior point, PDLP and branch and cut. Runs in Node and in browsers, in a worker for
 * anything long (a solve blocks its thread). One instance serves all calls; it is loaded at the first one (some 30 ms).
 *
 * Limits: one thread; 2 GiB of memory, about 5 million coefficients (`out-of-memory`, the next call starts afresh). PDLP asks
 * neither the signal nor the clock while it runs and its accuracy is relative. Coefficients up to 10⁻¹² and from 10¹⁵, and finite
 * bounds or costs from 10²⁰, are refused as `unsupported`. For integer problems `iterationLimit` counts nodes.
 * Every optimum is measured by `residuals` before it is passed on. A run that fails that, or fails, or claims infeasibility without a proof, is repeated with the primal simplex method (not after PDLP); `method`
 * says so, and the repetition has the time limit to itself.
 *
 * Source: Huangfu and Hall (2018), "Parallelizing the dual revised simplex method"; HiGHS 1.15 (MIT) through the package `highs`.
 *
 * @param location where `highs.wasm` is; nothing in Node, `locateFile` with most bundlers.
 *
 * @example
 * const solver = highsSolver();
 * const { termination, objective, rowDuals } = await solver.solve(problem, { timeLimit: 10 });
 */
export function highsSolver(location: HighsLocation = {}): LinearSolver {
  const runtime = new HighsRuntime(location);
  return {
    name: "HiGHS",
    supports: {
      methods: ["auto", "simplex", "ipm", "pdlp"],
      integer: true,
      interruption: ["auto", "simplex", "ipm"],
      timeLimit: ["auto", "simplex", "ipm"],
      basis: true,
    },
    async solve(problem, options = {}) {
      checkProblem(problem);
      highsOptions(options, hasIntegers(problem));
      const highs = await runtime.load();
      try {
        return solveOnce(runtime, highs, problem, options);
      } catch (error) {
        // Without presolve HiGHS's interior point aborts on some rows without bounds.
        if (options.method !== "ipm" || !(error instanceof CandorError) || error.code !== "solver-aborted")
          throw error;
        return solveOnce(runtime, await runtime.load(), problem, { ...options, method: "simplex" });
      }
    },
    async open(problem) {
      checkProblem(problem);
      return new HighsSession(runtime, await runtime.load(), problem);
    },
    async irreducibleInfeasibleSubset(problem, options = {}) {
      checkProblem(problem);
      if (hasIntegers(problem))
        fail("unsupported", "integer", "HiGHS finds infeasible subsets of continuous problems only.");
      return subset(runtime, await runtime.load(), problem, options);
    },
  };
}

/** Strategy 4: reduce until nothing can be left out. */
const IRREDUCIBLE = 4;
const SIDES: ReadonlyMap<number, Side> = new Map([
  [2, "lower"],
  [3, "upper"],
  [4, "both"],
]);

function subset(
  runtime: HighsRuntime,
  highs: Highs,
  problem: LinearProblem,
  options: SolveOptions,
): InfeasibleSubset {
  if (problem.columns === 0) return emptyRow(problem);
  const model = runtime.guard(highs, () => createModel(highs, problem));
  try {
    return runtime.guard(highs, () => {
      model.options.set({ ...highsOptions(options, false), iis_strategy: IRREDUCIBLE });
      if (options.timeLimit !== undefined) model.options.set("iis_time_limit", options.timeLimit);
      const { modelStatus } = model.run();
      if (modelStatus === highs.constants.modelStatus.optimal)
        fail("not-infeasible", "", "The problem is feasible: there is no infeasible subset to look for.");
      const { rowIndex, rowBound, rowStatus, colIndex, colBound, colStatus } = model.getIis();
      const side = (code: number): Side => SIDES.get(code) ?? "none";
      const inConflict = highs.constants.iis.inConflict;
      const rows = [...rowIndex].map((row, k) => ({ row, side: side(rowBound[k]) }));
      const columns = [...colIndex]
        .map((column, k) => ({ column, side: side(colBound[k]) }))
        .filter((entry) => entry.side !== "none");
      const irreducible =
        rows.length + columns.length > 0 &&
        rows.every(({ row }) => rowStatus[row] === inConflict) &&
        columns.every(({ column }) => colStatus[column] === inConflict);
      return { rows, columns, irreducible };
    });
  } finally {
    if (!runtime.isBroken(highs)) model.dispose();
  }
}

function emptyRow(problem: LinearProblem): InfeasibleSubset {
  const row = problem.rowLower.findIndex((lower, i) => lower > 0 || problem.rowUpper[i] < 0);
  if (row < 0)
    fail("not-infeasible", "", "The problem is feasible: there is no infeasible subset to look for.");
  return {
    rows: [{ row, side: problem.rowLower[row] > 0 ? "lower" : "upper" }],
    columns: [],
    irreducible: true,
  };
}
