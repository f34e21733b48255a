import fc from "fast-check";
import loadHighs from "highs";
import { describe, expect, it } from "vitest";
import { highsSolver } from "../../src/lp/highs.js";
import { writeMps } from "../../src/lp/mps.js";
import type { LinearProblem } from "../../src/lp/problem.js";
import { LinearProblemBuilder } from "../../src/lp/problem-builder.js";
import { columnValues, readSolution } from "../../src/lp/solution-file.js";
import { knownPrograms, program } from "../../src/testing/solver-problems.js";

// Types for CommonJS over an ES module.
const load = loadHighs as unknown as typeof loadHighs.default;
const solver = highsSolver();

/** What HiGHS's own reader makes of the text. */
async function reread(text: string) {
  const highs = await load();
  return highs.withModel({ format: "mps", data: text }, (model) => {
    const maximise = model.getObjectiveSense() === highs.constants.objectiveSense.maximize;
    const data = model.getModel("csr");
    model.options.set("output_flag", false);
    model.run();
    return {
      maximise,
      data,
      status: model.getModelStatus(),
      objective: model.getObjectiveValue(),
      solution: model.exportSolution(),
    };
  });
}

const double = fc
  .double({ min: -1e6, max: 1e6, noNaN: true })
  .map((value) => (Math.abs(value) < 1e-6 ? 0 : value));
const interval = fc
  .tuple(double, double, fc.constantFrom("both", "lower", "upper", "equal"))
  .map(([a, b, kind]): [number, number] => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (kind === "equal") return [low, low];
    return [kind === "upper" ? -Infinity : low, kind === "lower" ? Infinity : high];
  });
const problems = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc
    .record({
      sense: fc.constantFrom<"maximise" | "minimise">("maximise", "minimise"),
      offset: double,
      columns: fc.array(fc.tuple(double, interval, fc.boolean()), { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.tuple(fc.array(double, { minLength: columns, maxLength: columns }), interval), {
        maxLength: 4,
      }),
    })
    .map(({ sense, offset, columns, rows }) => {
      const builder = new LinearProblemBuilder(sense);
      for (const [cost, [lower, upper], integer] of columns) builder.addColumn(cost, lower, upper, integer);
      for (const [coefficients, [lower, upper]] of rows)
        builder.addRow([...coefficients.keys()], coefficients, lower, upper);
      return builder.build({ offset });
    }),
);

/** A row for each bound, so that twin rows and ranges compare. */
function sides(lower: Float64Array, upper: Float64Array, rows: string[]): string[] {
  return rows
    .flatMap((row, i) => [
      ...(lower[i] > -Infinity ? [`${row} >= ${lower[i]}`] : []),
      ...(upper[i] < Infinity ? [`${row} <= ${upper[i]}`] : []),
    ])
    .sort();
}

function rowTexts({ starts, indices, values }: LinearProblem["matrix"], rows: number): string[] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: starts[i + 1] - starts[i] }, (_, k) => [
      indices[starts[i] + k],
      values[starts[i] + k],
    ])
      .sort(([a], [b]) => a - b)
      .join(" "),
  );
}

describe("writeMps", () => {
  it("HiGHS's reader gives back every number to the last bit", async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const { data, maximise } = await reread(writeMps(problem));
        expect(maximise).toBe(problem.sense === "maximise");
        expect(data.offset).toBe(problem.offset);
        expect([...data.colCost]).toEqual([...problem.costs]);
        expect([...data.colLower]).toEqual([...problem.columnLower]);
        expect([...data.colUpper]).toEqual([...problem.columnUpper]);
        expect([...data.integrality].map(Number)).toEqual([
          ...(problem.integer ?? new Uint8Array(problem.columns)),
        ]);
        expect(
          sides(data.rowLower, data.rowUpper, rowTexts({ ...data.matrix, count: 0, width: 0 }, data.numRows)),
        ).toEqual(sides(problem.rowLower, problem.rowUpper, rowTexts(problem.matrix, problem.rows)));
      }),
      { numRuns: 60, seed: 20261121 },
    );
  }, 60_000);

  it("HiGHS solves the text as it solves the arrays, and its solution file is read back", async () => {
    for (const { problem, name } of knownPrograms()) {
      if (problem.columns === 0) continue;
      const solution = await solver.solve(problem);
      if (solution.termination !== "optimal") continue;
      const again = await reread(writeMps(problem));
      expect(again.objective, name).toBeCloseTo(solution.objective!, 6);
      const file = readSolution(again.solution);
      expect(file.objective, name).toBeCloseTo(solution.objective!, 6);
      expect(columnValues(problem, file)).toHaveLength(problem.columns);
    }
  });

  it("writes sections, markers, bounds and minus the offset", () => {
    const problem = program(
      "maximise",
      [
        [5, 0, Infinity, true],
        [1, -Infinity, 3],
        [0, -Infinity],
        [0.1, 2, 2],
      ],
      ["2 0.1 0 0 <= 4", "0 <= 1 1 0 0 <= 2", "1 0 0 1 = 3"],
      10,
    );
    const columnName = (j: number) => ["whole", "low", "free", "fixed"][j];
    expect(writeMps({ ...problem, columnName })).toBe(`NAME candor
OBJSENSE
    MAX
ROWS
 N objective
 L r0
 G r1
 E r2
COLUMNS
 MARKER 'MARKER' 'INTORG'
 whole objective 5
 whole r0 2
 whole r1 1
 whole r2 1
 MARKER 'MARKER' 'INTEND'
 low objective 1
 low r0 0.1
 low r1 1
 free objective 0
 fixed objective 0.1
 fixed r2 1
RHS
 RHS objective -10
 RHS r0 4
 RHS r2 3
RANGES
 RNG r1 2
BOUNDS
 LO BND whole 0
 PL BND whole
 MI BND low
 UP BND low 3
 FR BND free
 FX BND fixed 2
ENDATA
`);
  });

  it("gives a range that no double expresses two rows", () => {
    const text = writeMps(program("maximise", [[1]], ["-1 <= 1 <= 1.3"]));
    expect(text).toContain(" L r0\n G r0_lower\n");
  });

  it.each(["", "two words", "$price", "*star", "c1"])("refuses the column name %j", (name) => {
    const problem = {
      ...program("maximise", [[1], [1]], []),
      columnName: (j: number) => (j === 0 ? name : "c1"),
    };
    expect(() => writeMps(problem)).toThrow(expect.objectContaining({ code: "invalid-name" }));
    expect(() => writeMps(problem, { names: "indices" })).not.toThrow();
  });

  it("refuses a row called like the objective", () => {
    const problem = { ...program("maximise", [[1]], ["1 <= 1"]), rowName: () => "objective" };
    expect(() => writeMps(problem)).toThrow(expect.objectContaining({ code: "invalid-name" }));
  });
});
