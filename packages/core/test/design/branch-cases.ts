import fc from "fast-check";
import type { BranchNode, Choices } from "../../src/design/branch-tree.js";
import { finiteTables } from "../../src/design/finite-tables.js";
import { formulate } from "../../src/design/formulation.js";
import type { DesignQuestion } from "../../src/design/question.js";
import type { LinearSolution, LinearSolver } from "../../src/lp/index.js";
import type { Environment } from "../../src/model/environment.js";
import type { ExactProgram, SparseRow } from "../../src/numeric/linear-program/exact-program.js";
import {
  add,
  compare,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../src/numeric/rational.js";
import type { Sketch } from "../mechanisms/environments.js";
import { solveDense } from "../numeric/linear-program/solve-dense.js";

export interface Case {
  readonly program: ExactProgram;
  readonly choices: Choices;
}

/** The program of a design question with one choice a profile; here alone tests depend on how questions become programs. */
export function designCase(environment: Environment<Rational>, question: DesignQuestion): Case {
  const program = formulate(finiteTables(environment), question);
  const units = program.rows.filter(({ name }) => name.kind === "unit");
  return { program, choices: units.map(({ coefficients }) => [...coefficients.keys()]) };
}

export const unitRow = (columns: readonly number[]): SparseRow => ({
  coefficients: new Map(columns.map((j) => [j, ONE])),
  relation: "=",
  bound: ONE,
});

/** The best value by trying every combination of choices, each a small dense program in the other columns; independent of the search. */
export function byEnumeration({ program, choices }: Case): Rational | "infeasible" | "unbounded" {
  const others = program.objective.flatMap((_, j) => (choices.some((own) => own.includes(j)) ? [] : [j]));
  // A free column is the difference of two.
  const wide = (row: readonly Rational[]) => [
    ...row,
    ...row.filter((_, p) => program.free[others[p]]).map(negate),
  ];
  let best: Rational | "infeasible" | "unbounded" = "infeasible";
  for (const made of product(choices)) {
    const value = (of: (j: number) => Rational) => made.map(of).reduce(add, ZERO);
    const outcome = solveDense(
      wide(others.map((j) => program.objective[j])),
      program.rows.map(({ coefficients, relation, bound }) => ({
        coefficients: wide(others.map((j) => coefficients.get(j) ?? ZERO)),
        relation,
        bound: subtract(
          bound,
          value((j) => coefficients.get(j) ?? ZERO),
        ),
      })),
    );
    if (outcome.kind === "unbounded") return "unbounded";
    if (outcome.kind === "infeasible") continue;
    const total = add(
      outcome.value,
      value((j) => program.objective[j]),
    );
    if (best === "infeasible" || compare(total, best) > 0) best = total;
  }
  return best;
}

function* product(choices: Choices): Generator<number[]> {
  if (choices.length === 0) yield [];
  else for (const j of choices[0]) for (const rest of product(choices.slice(1))) yield [j, ...rest];
}

/** Whether the point satisfies the program, makes each choice, and earns the value. */
export function earns({ program, choices }: Case, x: readonly Rational[], value: Rational): boolean {
  const dot = (terms: Iterable<readonly [number, Rational]>) =>
    [...terms].reduce((total, [j, coefficient]) => add(total, multiply(coefficient, x[j])), ZERO);
  return (
    x.every(({ n }, j) => program.free[j] || n >= 0n) &&
    program.rows.every(({ coefficients, relation, bound }) => {
      const sign = compare(dot(coefficients), bound);
      return relation === "=" ? sign === 0 : sign <= 0;
    }) &&
    choices.every((own) => own.every((j) => x[j].n === 0n || compare(x[j], ONE) === 0)) &&
    compare(dot(program.objective.entries()), value) === 0
  );
}

const coefficient = fc.integer({ min: -3, max: 3 });
const divisor = fc.constantFrom(1, 1, 1, 2, 3);

/** Up to three choices of up to three columns, up to two more columns of either kind, up to five rows over all of them. */
export const smallCases: fc.Arbitrary<Case> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    others: fc.array(fc.boolean(), { maxLength: 2 }),
    height: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ sizes, others, height }) => {
    const choices = sizes.map((size, k) => {
      const first = sizes.slice(0, k).reduce((total, each) => total + each, 0);
      return Array.from({ length: size }, (_, a) => first + a);
    });
    const width = choices.flat().length + others.length;
    const fraction = fc.tuple(coefficient, divisor).map(([n, d]) => rational(n, d));
    const row = fc.array(fraction, { minLength: width, maxLength: width });
    const bound = fc.integer({ min: -2, max: 4 }).map((n) => rational(n));
    const rows = fc.array(
      fc.record({
        coefficients: row.map((values) => new Map(values.entries())),
        relation: fc.constantFrom("<=" as const, "<=" as const, "<=" as const, "=" as const),
        bound,
      }),
      { minLength: height, maxLength: height },
    );
    return fc.record({ objective: row, rows }).map(({ objective, rows }) => ({
      choices,
      program: {
        objective,
        free: [...choices.flat().map(() => false), ...others],
        rows: [...choices.map(unitRow), ...rows],
      },
    }));
  });

/** Every node of a tree. */
export function nodesOf(node: BranchNode): BranchNode[] {
  return [node, ...(node.split?.branches ?? []).flatMap((branch) => nodesOf(branch.node))];
}

const DRAWN = [8, 0, 1, 8, 0, 8, 3, 6, 3, 8, 2, 1, 4, 6, 1, 9, 0, 6];

/** Two agents, three types, three alternatives and values drawn once: the best truthful sure choice takes some searching. */
export const stubborn: Sketch = {
  names: ["One", "Two"],
  types: [0, 1].map(() => [0, 1, 2].map((t) => rational(t))),
  alternatives: [{ name: "a" }, { name: "b" }, { name: "c" }],
  value: (i, a, t) => rational(DRAWN[9 * i + 3 * Number(t.n) + a]),
};

/** Answers of the right shape that are wrong in one of several ways, in turn. */
export function misleading(solver: LinearSolver, salt: number): LinearSolver {
  let turn = salt;
  const twisted = (solution: LinearSolution): LinearSolution => {
    const { primal, rowDuals, basis, farkas: _, ...rest } = solution;
    const kinds: (() => LinearSolution)[] = [
      () => solution,
      () => ({ ...solution, rowDuals: rowDuals.map((price, i) => 2 - price * i) }),
      () => ({ ...solution, primal: primal.map((_, j) => j % 2) }),
      () => ({ ...rest, primal, rowDuals, objective: -1000 }),
      () => ({ ...rest, primal: new Float64Array(0), rowDuals: primal, termination: "infeasible" }),
      () => ({
        ...solution,
        ...(basis && { basis: { columns: basis.columns.map(() => 1), rows: basis.rows } }),
      }),
      () => ({ ...solution, termination: "failed" }),
    ];
    return kinds[turn++ % kinds.length]();
  };
  return {
    ...solver,
    solve: async (...asked) => twisted(await solver.solve(...asked)),
    open: async (problem) => {
      const session = await solver.open(problem);
      return {
        problem: () => session.problem(),
        addRows: (rows) => session.addRows(rows),
        addColumns: (columns) => session.addColumns(columns),
        changeRowBounds: (...asked) => session.changeRowBounds(...asked),
        changeColumnBounds: (...asked) => session.changeColumnBounds(...asked),
        changeCosts: (...asked) => session.changeCosts(...asked),
        solve: async (options) => twisted(await session.solve(options)),
        dispose: () => session.dispose(),
      };
    },
  };
}
