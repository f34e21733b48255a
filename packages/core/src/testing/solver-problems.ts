import type { LinearProblem, Sense } from "../lp/problem.js";
import { LinearProblemBuilder } from "../lp/problem-builder.js";
import type { Termination } from "../lp/solution.js";

/** A small program and what must come out; what is left out is not unique. */
export interface KnownProgram {
  readonly name: string;
  readonly problem: LinearProblem;
  readonly termination: Termination;
  readonly objective?: number;
  readonly primal?: readonly number[];
  readonly rowDuals?: readonly number[];
  readonly reducedCosts?: readonly number[];
}

type Column = readonly [cost: number, lower?: number, upper?: number, integer?: boolean];

/** A program from dense rows such as "1 1 <= 4", "1 -1 = 1", "-1 <= 1 1 <= 1" and "1 free". */
export function program(
  sense: Sense,
  columns: readonly Column[],
  rows: readonly string[],
  offset = 0,
): LinearProblem {
  const builder = new LinearProblemBuilder(sense);
  for (const [cost, lower, upper, integer] of columns) builder.addColumn(cost, lower, upper, integer);
  for (const row of rows) {
    const { coefficients, lower, upper } = readRow(row);
    builder.addRow([...coefficients.keys()], coefficients, lower, upper);
  }
  return builder.build({ offset });
}

function readRow(text: string) {
  const parts = text.split(/\s*(<=|>=|=|free)\s*/);
  const numbers = (part: string) => part.split(" ").filter(Boolean).map(Number);
  if (parts.length === 5)
    return { lower: Number(parts[0]), coefficients: numbers(parts[2]), upper: Number(parts[4]) };
  const [left, relation, right] = parts;
  return {
    coefficients: numbers(left),
    lower: relation === ">=" || relation === "=" ? Number(right) : -Infinity,
    upper: relation === "<=" || relation === "=" ? Number(right) : Infinity,
  };
}

/** A transport problem of size² columns with costs from a fixed multiplicative sequence: not trivial, always solvable. */
export function transport(size: number): LinearProblem {
  const builder = new LinearProblemBuilder("minimise");
  let state = 7;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let k = 0; k < size * size; k++) builder.addColumn(1 + next());
  const line = (start: number, step: number) => Array.from({ length: size }, (_, k) => start + k * step);
  const ones = new Array<number>(size).fill(1);
  for (let i = 0; i < size; i++) builder.addRow(line(i * size, 1), ones, -Infinity, 1 + i / size);
  for (let j = 0; j < size; j++) builder.addRow(line(j, size), ones, 0.5 + j / (2 * size), Infinity);
  return builder.build();
}

const DOWN = -Infinity;
const SHOP: readonly string[] = ["1 1 <= 4", "1 3 <= 6"];
const BAND: readonly string[] = ["2 <= 1 2 <= 6"];
const SQUARE: readonly string[] = ["-1 <= 1 1 <= 1", "-1 <= 1 -1 <= 1"];

/** The continuous programs of the conformance suite, each solved by hand; new arrays every time, whatever a solver does to them. */
export const knownPrograms = (): readonly KnownProgram[] => [
  {
    name: "a maximum has shadow prices ≥ 0 on upper bounds",
    problem: program("maximise", [[3], [2]], SHOP),
    termination: "optimal",
    objective: 12,
    primal: [4, 0],
    rowDuals: [3, 0],
    reducedCosts: [0, -1],
  },
  {
    name: "the same as a minimum has the signs of all prices reversed",
    problem: program("minimise", [[-3], [-2]], SHOP),
    termination: "optimal",
    objective: -12,
    primal: [4, 0],
    rowDuals: [-3, 0],
    reducedCosts: [0, 1],
  },
  {
    name: "a minimum has shadow prices ≥ 0 on lower bounds",
    problem: program("minimise", [[3], [2]], ["1 1 >= 4"], 5),
    termination: "optimal",
    objective: 13,
    primal: [0, 4],
    rowDuals: [2],
    reducedCosts: [1, 0],
  },
  {
    name: "a degenerate vertex",
    problem: program("maximise", [[1], [1]], ["1 0 <= 1", "0 1 <= 1", "1 1 <= 2", "1 2 <= 3"]),
    termination: "optimal",
    objective: 2,
    primal: [1, 1],
  },
  {
    name: "Beale's program, on which the simplex method may cycle",
    problem: program(
      "maximise",
      [[0.75], [-20], [0.5], [-6]],
      ["0.25 -8 -1 9 <= 0", "0.5 -12 -0.5 3 <= 0", "0 0 1 0 <= 1"],
    ),
    termination: "optimal",
    objective: 1.25,
  },
  {
    name: "free columns",
    problem: program(
      "minimise",
      [
        [0, DOWN],
        [1, DOWN],
      ],
      SQUARE,
    ),
    termination: "optimal",
    objective: -1,
    primal: [0, -1],
    rowDuals: [0.5, -0.5],
  },
  {
    name: "columns with an upper bound only",
    problem: program(
      "maximise",
      [
        [2, DOWN, 3],
        [1, DOWN, -1],
      ],
      [],
    ),
    termination: "optimal",
    objective: 5,
    primal: [3, -1],
    reducedCosts: [2, 1],
  },
  {
    name: "equations",
    problem: program("minimise", [[1], [2]], ["1 1 = 3", "1 -1 = 1"]),
    termination: "optimal",
    objective: 4,
    primal: [2, 1],
    rowDuals: [1.5, -0.5],
  },
  {
    name: "a ranged row at its upper bound",
    problem: program("maximise", [[1, 0, 4], [1]], BAND),
    termination: "optimal",
    objective: 5,
    primal: [4, 1],
    rowDuals: [0.5],
    reducedCosts: [0.5, 0],
  },
  {
    name: "a ranged row at its lower bound",
    problem: program("minimise", [[1, 0, 4], [1]], BAND),
    termination: "optimal",
    objective: 1,
    primal: [0, 1],
    rowDuals: [0.5],
    reducedCosts: [0.5, 0],
  },
  {
    name: "a fixed column",
    problem: program("maximise", [[-7, 2, 2], [1]], ["1 1 <= 5"]),
    termination: "optimal",
    objective: -11,
    primal: [2, 3],
    rowDuals: [1],
    reducedCosts: [-8, 0],
  },
  {
    name: "rows without coefficients and without bounds",
    problem: program("maximise", [[1]], ["-1 <= 0 <= 2", "1 free", "1 <= 3"]),
    termination: "optimal",
    objective: 3,
    rowDuals: [0, 0, 1],
  },
  {
    name: "columns without coefficients",
    problem: program("maximise", [[1], [2, 0, 5], [-1, -2, 9]], ["1 0 0 <= 3"]),
    termination: "optimal",
    objective: 15,
    primal: [3, 5, -2],
    reducedCosts: [0, 2, -1],
  },
  {
    name: "nothing to optimise",
    problem: program("minimise", [[0], [0]], ["1 1 = 1"], 2),
    termination: "optimal",
    objective: 2,
  },
  {
    name: "no rows",
    problem: program(
      "maximise",
      [
        [1, 0, 5],
        [-1, 0, 7],
      ],
      [],
    ),
    termination: "optimal",
    objective: 5,
    primal: [5, 0],
    reducedCosts: [1, -1],
  },
  {
    name: "no columns",
    problem: program("maximise", [], ["-1 <=  <= 1"], 3),
    termination: "optimal",
    objective: 3,
    rowDuals: [0],
  },
  {
    name: "small and large coefficients",
    problem: program("maximise", [[1], [1]], ["1e-6 0 <= 1", "0 1e6 <= 1"]),
    termination: "optimal",
    objective: 1e6 + 1e-6,
    primal: [1e6, 1e-6],
    rowDuals: [1e6, 1e-6],
  },
  {
    name: "rows that contradict each other",
    problem: program("minimise", [[1], [1]], ["1 1 <= 1", "1 1 >= 2"]),
    termination: "infeasible",
  },
  {
    name: "a row that contradicts the bounds of its columns",
    problem: program(
      "maximise",
      [
        [1, 0, 1],
        [1, 0, 1],
      ],
      ["1 1 >= 3"],
    ),
    termination: "infeasible",
  },
  {
    name: "an infeasible row without coefficients",
    problem: program("minimise", [[1, 0, 1]], ["0 >= 1"]),
    termination: "infeasible",
  },
  {
    name: "no columns and an infeasible row",
    problem: program("minimise", [], [" <= -1"]),
    termination: "infeasible",
  },
  {
    name: "infeasible, and so is the dual",
    problem: program("maximise", [[1], [1]], ["1 -1 >= 1", "-1 1 >= 1"]),
    termination: "infeasible",
  },
  {
    name: "unbounded",
    problem: program("maximise", [[1], [1]], ["1 -1 <= 1"]),
    termination: "unbounded",
  },
  {
    name: "unbounded below along a free column",
    problem: program("minimise", [[1, DOWN], [0]], ["1 1 <= 3"]),
    termination: "unbounded",
  },
  {
    name: "unbounded without rows",
    problem: program("maximise", [[1], [-1, 0, 7]], []),
    termination: "unbounded",
  },
];
