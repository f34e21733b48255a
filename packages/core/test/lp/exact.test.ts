import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { provesInfeasible, provesUnbounded } from "../../src/lp/certificates.js";
import { highsSolver } from "../../src/lp/highs.js";
import { type LinearProblem, objectiveAt } from "../../src/lp/problem.js";
import { LinearProblemBuilder } from "../../src/lp/problem-builder.js";
import { dualObjective, residuals } from "../../src/lp/residuals.js";
import type { LinearMethod } from "../../src/lp/solver.js";
import { objectiveValue, type SparseRow, solveExactly } from "../../src/numeric/linear-program/index.js";
import { add, multiply, type Rational, rationalFromDouble, toDouble } from "../../src/numeric/rational.js";

const highs = highsSolver();
const exactly = rationalFromDouble;
const MINUS = exactly(-1);

/** The value of a small program in fractions: columns free, every bound a row. */
function exactValue(problem: LinearProblem): number | "infeasible" | "unbounded" {
  const { columns, rows, matrix } = problem;
  const exactRows: SparseRow[] = [];
  const take = (row: ReadonlyMap<number, Rational>, lower: number, upper: number) => {
    const relation = lower === upper ? "=" : "<=";
    if (Number.isFinite(upper)) exactRows.push({ coefficients: row, relation, bound: exactly(upper) });
    if (lower === upper || !Number.isFinite(lower)) return;
    const negated = new Map([...row].map(([j, value]) => [j, multiply(MINUS, value)]));
    exactRows.push({ coefficients: negated, relation, bound: exactly(-lower) });
  };
  for (let i = 0; i < rows; i++) {
    const row = new Map<number, Rational>();
    for (let p = matrix.starts[i]; p < matrix.starts[i + 1]; p++)
      row.set(matrix.indices[p], exactly(matrix.values[p]));
    take(row, problem.rowLower[i], problem.rowUpper[i]);
  }
  for (let j = 0; j < columns; j++)
    take(new Map([[j, exactly(1)]]), problem.columnLower[j], problem.columnUpper[j]);
  const sign = exactly(problem.sense === "maximise" ? 1 : -1);
  const objective = [...problem.costs].map((cost) => multiply(sign, exactly(cost)));
  const program = { objective, free: objective.map(() => true), rows: exactRows };
  const outcome = solveExactly(program);
  if (outcome.kind === "stopped") throw new Error("too few pivots");
  if (outcome.kind !== "optimal") return outcome.kind;
  const value = objectiveValue(program, outcome.primal);
  return toDouble(add(multiply(sign, value), exactly(problem.offset)));
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
    ["auto", true, 500],
    ["simplex", false, 200],
    ["ipm", true, 200],
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
        { numRuns, seed: 20261121 },
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
      { numRuns: 300, seed: 20261121 },
    );
  });
});
