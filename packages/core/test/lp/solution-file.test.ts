import { describe, expect, it } from "vitest";
import { columnValues, readSolution } from "../../src/lp/solution-file.js";
import type { CandorError } from "../../src/numeric/candor-error.js";
import { program } from "../../src/testing/solver-problems.js";

const GUROBI = "# Solution for model candor\n# Objective value = 12.5\nx 4\ny -5.0000000000000001e-01\n";
const SCIP =
  "solution status: optimal solution found\nobjective value:            12.5\nx    4 \t(obj:3)\ny  -0.5 \t(obj:2)\n";
const CPLEX = `<?xml version = "1.0" standalone="yes"?>
<CPLEXSolution version="1.2">
 <header
   problemName="candor.mps"
   objectiveValue="12.5"
   solutionStatusString="optimal"/>
 <linearConstraints>
  <constraint name="r0" index="0" status="LL" slack="0" dual="3"/>
 </linearConstraints>
 <variables>
  <variable name="x" index="0" status="BS" value="4" reducedCost="-0"/>
  <variable name="y" index="1" status="LL" value="-0.5" reducedCost="-1"/>
 </variables>
</CPLEXSolution>
`;
const HIGHS = `Model status
Optimal

# Primal solution values
Feasible
Objective 12.5
# Columns 2
x 4
y -0.5
# Rows 1
r0 4

# Dual solution values
Feasible
# Columns 2
x 0
y -1
# Rows 1
r0 3
`;

describe("readSolution", () => {
  it.each(Object.entries({ GUROBI, SCIP, CPLEX, HIGHS }))("reads what %s writes", (_, text) => {
    const file = readSolution(text.replaceAll("\n", "\r\n"));
    expect(file.objective).toBe(12.5);
    expect([...file.columns]).toEqual([
      ["x", 4],
      ["y", -0.5],
    ]);
  });

  it("reads bare names and values, infinities too", () => {
    expect([...readSolution("x 1e-3\n\n# comment\n y -inf").columns]).toEqual([
      ["x", 0.001],
      ["y", -Infinity],
    ]);
  });

  it("undoes the escapes of XML", () => {
    const text = `<a>\n<variable name="p&lt;1&amp;2&quot;" index="0" value="1"/>`;
    expect([...readSolution(text).columns.keys()]).toEqual(['p<1&2"']);
  });

  it.each<[string, string, number[]]>([
    ["a value is missing", "x 1\ny\n", [2]],
    ["a value is no number", "x one\n", [1]],
    ["a value is hexadecimal and void, or followed by another", "x 0x\ny 2 3\n", [1, 2]],
    ["a name occurs twice", "x 1\n\nx 2\n", [3]],
    ["HiGHS announces more columns", HIGHS.replace("Columns 2", "Columns 3"), [10]],
    ["HiGHS's file ends early", HIGHS.slice(0, HIGHS.indexOf("y -0.5")), [9]],
    [
      "HiGHS has no solution",
      "Model status\nInfeasible\n\n# Primal solution values\nNone\n# Columns 2\n",
      [5],
    ],
    ["a variable has no value", `<a>\n<variable name="x"/>\n`, [2]],
    ["there are no variables", "<html></html>", [1]],
  ])("names the line when %s", (_, text, lines) => {
    try {
      readSolution(text);
      expect.unreachable();
    } catch (error) {
      const { problems } = error as CandorError;
      expect(problems.map(({ line }) => line)).toEqual(lines);
      expect(problems[0].code).toBe("invalid-solution-file");
    }
  });
});

describe("columnValues", () => {
  const problem = { ...program("maximise", [[1], [1]], []), columnName: (j: number) => "yx"[j] };

  it("puts the values in the order of the problem", () => {
    expect([...columnValues(problem, readSolution(GUROBI))]).toEqual([-0.5, 4]);
  });

  it("wants every column and no other", () => {
    expect(() => columnValues(problem, readSolution("x 1"))).toThrow(
      expect.objectContaining({ code: "missing-column" }),
    );
    expect(() => columnValues(problem, readSolution("x 1\ny 2\nz 3"))).toThrow(
      expect.objectContaining({ code: "unknown-column" }),
    );
  });
});
