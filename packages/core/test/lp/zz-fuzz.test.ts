import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { provesInfeasible, provesUnbounded } from "../../src/lp/certificates.js";
import { highsSolver } from "../../src/lp/highs.js";
import { type LinearProblem, objectiveAt } from "../../src/lp/problem.js";
import { LinearProblemBuilder } from "../../src/lp/problem-builder.js";
import { dualObjective, residuals } from "../../src/lp/residuals.js";
import type { LinearMethod } from "../../src/lp/solver.js";
import { type Constraint, solveExactly } from "../../src/numeric/linear-program/index.js";
import {
  add,
  multiply,
  type Rational,
  rationalFromDouble,
  toDouble,
  ZERO,
} from "../../src/numeric/rational.js";

const highs = highsSolver();
const exactly = rationalFromDouble;
const MINUS = exactly(-1);

/** The value of a small program in fractions: free columns split in two, every bound a constraint. */
function exactValue(problem: LinearProblem): number | "infeasible" | "unbounded" {
  const { columns, rows, matrix } = problem;
  const constraints: Constraint[] = [];
  const split = (row: readonly Rational[]) => [...row, ...row.map((value) => multiply(MINUS, value))];
  const take = (row: readonly Rational[], lower: number, upper: number) => {
    const both = split(row);
    if (lower === upper) constraints.push({ coefficients: both, relation: "=", bound: exactly(upper) });
    else if (Number.isFinite(upper))
      constraints.push({ coefficients: both, relation: "<=", bound: exactly(upper) });
    if (lower !== upper && Number.isFinite(lower))
      constraints.push({
        coefficients: both.map((value) => multiply(MINUS, value)),
        relation: "<=",
        bound: exactly(-lower),
      });
  };
  for (let i = 0; i < rows; i++) {
    const row = new Array<Rational>(columns).fill(ZERO);
    for (let p = matrix.starts[i]; p < matrix.starts[i + 1]; p++)
      row[matrix.indices[p]] = exactly(matrix.values[p]);
    take(row, problem.rowLower[i], problem.rowUpper[i]);
  }
  for (let j = 0; j < columns; j++) {
    const unit = Array.from({ length: columns }, (_, k) => exactly(k === j ? 1 : 0));
    take(unit, problem.columnLower[j], problem.columnUpper[j]);
  }
  const sign = exactly(problem.sense === "maximise" ? 1 : -1);
  const objective = split([...problem.costs].map((cost) => multiply(sign, exactly(cost))));
  const outcome = solveExactly({ objective, constraints });
  if (outcome.kind !== "optimal") return outcome.kind;
  return toDouble(add(multiply(sign, outcome.value), exactly(problem.offset)));
}

const number = fc.integer({ min: -6, max: 6 }).map((value) => value / 2);
const sparse = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: number });
const interval = fc
  .tuple(number, fc.integer({ min: 0, max: 8 }), fc.constantFrom("both", "lower", "upper", "free", "equal"))
  .map(([from, width, kind]): [number, number] => {
    if (kind === "free") return [-Infinity, Infinity];
    if (kind === "equal") return [from, from];
    return [kind === "upper" ? -Infinity : from, kind === "lower" ? Infinity : from + width / 2];
  });
const bounds = fc.oneof(fc.constant<[number, number]>([0, Infinity]), interval);
const problems = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .chain(([columns, rows]) => {
    const row = fc.tuple(fc.array(sparse, { minLength: columns, maxLength: columns }), interval);
    return fc.record({
      sense: fc.constantFrom<"maximise" | "minimise">("maximise", "minimise"),
      offset: number,
      columns: fc.array(fc.tuple(number, bounds), { minLength: columns, maxLength: columns }),
      rows: fc.array(row, { minLength: rows, maxLength: rows }),
    });
  })
  .map(({ sense, offset, columns, rows }) => {
    const builder = new LinearProblemBuilder(sense);
    for (const [cost, [lower, upper]] of columns) builder.addColumn(cost, lower, upper);
    for (const [coefficients, [lower, upper]] of rows)
      builder.addRow([...coefficients.keys()], coefficients, lower, upper);
    return builder.build({ offset });
  });

describe("HiGHS against the exact simplex", () => {
  const cases: readonly [LinearMethod, boolean, number][] = [
    ["auto", true, 6000],
    ["simplex", false, 6000],
    ["ipm", true, 3000],
  ];
  it.each(cases)(
    "%s, presolve %s: same outcome, value within 1e-9, prices that prove it",
    async (method, presolve, numRuns) => {
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(problems, async (problem) => {
          const expected = exactValue(problem);
          const solution = await highs.solve(problem, { method, presolve });
          seen.add(solution.termination);
          if (typeof expected === "string") {
            expect(solution.termination).toBe(expected);
            if (expected === "infeasible") expect(provesInfeasible(problem, solution.farkas!)).toBe(true);
            else expect(provesUnbounded(problem, solution.primalRay!)).toBe(true);
            return;
          }
          expect(solution.termination).toBe("optimal");
          expect(Math.abs(solution.objective! - expected)).toBeLessThanOrEqual(
            1e-9 * (1 + Math.abs(expected)),
          );
          expect(objectiveAt(problem, solution.primal)).toBeCloseTo(expected, 8);
          for (const [name, residual] of Object.entries(residuals(problem, solution)))
            if (name !== "dualObjective") expect(residual, name).toBeLessThanOrEqual(1e-9);
        }),
        { numRuns, seed: 99 },
      );
      expect([...seen].sort()).toEqual(["infeasible", "optimal", "unbounded"]);
    },
  );

  it("no prices put a bound on the value that is not one", async () => {
    const prices = fc.array(number, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(problems, prices, async (problem, y) => {
        const value = exactValue(problem);
        if (typeof value === "string") return;
        const bound = dualObjective(problem, Float64Array.from(y.slice(0, problem.rows)));
        if (problem.sense === "maximise") expect(bound).toBeGreaterThanOrEqual(value - 1e-9);
        else expect(bound).toBeLessThanOrEqual(value + 1e-9);
      }),
      { numRuns: 10, seed: 99 },
    );
  });
});
