import { provesInfeasible, provesUnbounded } from "../lp/certificates.js";
import { hasIntegers, type LinearProblem } from "../lp/problem.js";
import { residuals } from "../lp/residuals.js";
import type { LinearSolution } from "../lp/solution.js";
import { CandorError, fail } from "../numeric/candor-error.js";
import type { KnownProgram } from "./solver-problems.js";

/** Claims that hold, and the numbers that are known; tolerance relative to 1 + each number. */
export function expectKnown(known: KnownProgram, solution: LinearSolution, tolerance: number): void {
  expectClaims(known.problem, solution, tolerance);
  expectThat(
    solution.termination === known.termination,
    `expected ${known.termination}, got ${solution.termination}`,
  );
  if (known.objective !== undefined)
    near("objective", [solution.objective ?? NaN], [known.objective], tolerance);
  for (const key of ["primal", "rowDuals", "reducedCosts"] as const)
    if (known[key] !== undefined) near(key, solution[key], known[key], tolerance);
}

/** Whatever the solver claims must be so; absolute tolerance = tolerance · (1 + largest finite number in the answer). */
export function expectClaims(problem: LinearProblem, solution: LinearSolution, tolerance: number): void {
  const { termination, result } = solution;
  const integer = hasIntegers(problem);
  const found = residuals(problem, solution);
  const slack = tolerance * (1 + largest(solution.primal, solution.rowDuals, solution.reducedCosts));
  const small = (keys: readonly (keyof typeof found)[]) => {
    for (const key of keys)
      expectThat((found[key] ?? Infinity) <= slack, `${termination}, but ${key} is ${found[key]}`);
  };
  if (result.primal === "feasible") small(["primalInfeasibility", "activity", "objective"]);
  if (result.primal === "feasible" && integer) small(["integrality"]);
  if (result.dual === "feasible") small(["dualInfeasibility", "reducedCosts"]);
  if (result.primal === "none") expectThat(solution.primal.length === 0, "no point, but a vector");
  if (integer) expectThat(result.dual !== "feasible", "prices for an integer problem");
  if (termination === "optimal") {
    expectThat(
      result.primal === "feasible" && (integer || result.dual === "feasible"),
      "optimal without a result",
    );
    small(integer ? ["gap"] : ["gap", "complementarity"]);
  }
  if (termination === "infeasible" && !integer)
    expectThat(
      solution.farkas !== undefined && provesInfeasible(problem, solution.farkas),
      "infeasible without Farkas prices that prove it",
    );
  if (termination === "unbounded") {
    const { primalRay } = solution;
    expectThat(primalRay !== undefined && provesUnbounded(problem, primalRay), "unbounded without a ray");
    small(["primalInfeasibility"]);
  }
  if (solution.basis !== undefined) {
    const basic = [...solution.basis.columns, ...solution.basis.rows].filter((status) => status === 1).length;
    expectThat(basic === problem.rows, `a basis of ${basic} for ${problem.rows} rows`);
  }
}

/** Expects a `CandorError` with this code. */
export async function refused(code: string, attempt: () => Promise<unknown>): Promise<void> {
  const error = await attempt().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const received = error instanceof CandorError ? error.code : String(error);
  expectThat(received === code, `expected to be refused with ${code}, got ${received}`);
}

/** Expects each number within tolerance · (1 + its size). */
export function near(
  what: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  const close = Array.from(
    expected,
    (value, k) => Math.abs(found[k] - value) <= tolerance * (1 + Math.abs(value)),
  );
  expectThat(
    found.length === expected.length && close.every(Boolean),
    `${what}: expected ${Array.from(expected)}, got ${Array.from(found)}`,
  );
}

/** Throws `conformance` unless it holds. */
export function expectThat(holds: boolean, message: string): void {
  if (!holds) fail("conformance", "", message);
}

function largest(...vectors: readonly Float64Array[]): number {
  return vectors.reduce((most, vector) => vector.reduce((a, value) => Math.max(a, Math.abs(value)), most), 0);
}
