import { fail } from "../numeric/candor-error.js";
import { hasIntegers, type LinearProblem } from "./problem.js";
import type { LinearMethod, SolveOptions } from "./solver.js";

/** HiGHS drops smaller coefficients, refuses larger ones, and reads larger bounds as infinite. */
const [SMALLEST_COEFFICIENT, LARGEST_COEFFICIENT, LARGEST_BOUND] = [1e-12, 1e15, 1e20];
const LARGEST_INTEGER = 2 ** 31 - 1;
/** On some infeasible programs interior point never ends; a run that ends well takes a few dozen iterations. */
const MOST_INTERIOR_ITERATIONS = 1000;
/** Seconds; the package takes finite numbers only. */
const NO_LIMIT = 1e100;

const SOLVERS: Readonly<Record<LinearMethod, string>> = {
  auto: "choose",
  simplex: "simplex",
  ipm: "ipm",
  pdlp: "pdlp",
};

/**
 * All options of HiGHS that candor sets, each time in full because they stay with a model.
 *
 * Errors: `invalid-option` for values out of range, `unsupported` for a method on an integer problem (HiGHS would silently drop
 * the integrality).
 */
export function highsOptions(options: SolveOptions, integer: boolean) {
  const { method = "auto", tolerances = {}, iterationLimit = LARGEST_INTEGER } = options;
  if (!(method in SOLVERS))
    fail("invalid-option", "method", `Choose ${Object.keys(SOLVERS).join(", ")}, not ${method}.`);
  if (integer && method !== "auto")
    fail(
      "unsupported",
      "method",
      `Leave the method at "auto" for integer problems: ${method} ignores integrality.`,
    );
  within("timeLimit", options.timeLimit, 0, Infinity);
  within("seed", options.seed, 0, LARGEST_INTEGER, true);
  within("iterationLimit", options.iterationLimit, 0, Infinity, true);
  for (const [name, least] of LEAST_TOLERANCES)
    within(`tolerances.${name}`, tolerances[name], least, Infinity);
  const iterations = Math.min(iterationLimit, LARGEST_INTEGER);
  return {
    output_flag: false,
    solver: SOLVERS[method],
    // The dual simplex, also after a run that asked for the primal.
    simplex_strategy: 1,
    run_crossover: options.crossover === false ? "off" : "on",
    presolve: options.presolve === false ? "off" : "choose",
    time_limit: Math.min(options.timeLimit ?? NO_LIMIT, NO_LIMIT),
    simplex_iteration_limit: integer ? LARGEST_INTEGER : iterations,
    ipm_iteration_limit: integer ? LARGEST_INTEGER : Math.min(iterations, MOST_INTERIOR_ITERATIONS),
    pdlp_iteration_limit: integer ? LARGEST_INTEGER : iterations,
    mip_max_nodes: integer ? iterations : LARGEST_INTEGER,
    random_seed: options.seed ?? 0,
    small_matrix_value: SMALLEST_COEFFICIENT,
    primal_feasibility_tolerance: tolerances.primal ?? 1e-7,
    dual_feasibility_tolerance: tolerances.dual ?? 1e-7,
    ipm_optimality_tolerance: tolerances.optimality ?? 1e-8,
    pdlp_optimality_tolerance: Math.max(tolerances.optimality ?? 1e-7, 1e-10),
    mip_feasibility_tolerance: tolerances.integrality ?? 1e-6,
    mip_rel_gap: tolerances.relativeGap ?? 1e-4,
    mip_abs_gap: tolerances.absoluteGap ?? 1e-6,
  };
}

const LEAST_TOLERANCES = [
  ["primal", 1e-10],
  ["dual", 1e-10],
  ["optimality", 1e-12],
  ["integrality", 1e-10],
  ["relativeGap", 0],
  ["absoluteGap", 0],
] as const;

function within(path: string, value: number | undefined, least: number, most: number, whole = false): void {
  if (
    value === undefined ||
    (value >= least && value <= most && (!whole || value % 1 === 0 || value === most))
  )
    return;
  const kind = whole ? "a whole number" : "a number";
  fail("invalid-option", path, `Give ${kind} from ${least} to ${most}, not ${value}.`);
}

/**
 * Throws `unsupported` for numbers that HiGHS would read as something else: coefficients up to 10⁻¹² (dropped) or from 10¹⁵
 * (refused), finite bounds and costs from 10²⁰ (infinite).
 */
export function requireRange(
  parts: { readonly values: Float64Array } & Partial<Pick<LinearProblem, "costs">>,
  ...bounds: readonly Float64Array[]
): void {
  for (const value of parts.values) {
    const size = Math.abs(value);
    if (size !== 0 && !(size > SMALLEST_COEFFICIENT && size < LARGEST_COEFFICIENT))
      outOfRange("coefficient", value, "between 1e-12 and 1e15 in absolute value");
  }
  for (const array of bounds)
    for (const bound of array)
      if (Number.isFinite(bound) && Math.abs(bound) >= LARGEST_BOUND)
        outOfRange("bound", bound, "below 1e20, or infinite");
  for (const cost of parts.costs ?? [])
    if (Math.abs(cost) >= LARGEST_BOUND) outOfRange("cost", cost, "below 1e20 in absolute value");
}

function outOfRange(kind: string, value: number, expected: string): never {
  fail("unsupported", "", `HiGHS would misread the ${kind} ${value}: scale it to lie ${expected}.`, {
    expected,
    received: String(value),
  });
}

/** What ran, in words. */
export function methodName(
  version: string,
  problem: Pick<LinearProblem, "integer">,
  method: LinearMethod = "auto",
) {
  const named = { auto: "simplex", simplex: "simplex", ipm: "interior point", pdlp: "PDLP" }[method];
  return `HiGHS ${version}, ${hasIntegers(problem) ? "branch and cut" : named}`;
}
