import type { LinearProblem } from "../lp/problem.js";
import { ColumnBlockBuilder, RowBlockBuilder } from "../lp/problem-builder.js";
import type { LinearMethod, LinearSession, LinearSolver, SolveOptions } from "../lp/solver.js";
import { expectClaims, expectKnown, expectThat, near, refused } from "./solver-claims.js";
import { type KnownProgram, knownPrograms, program, transport } from "./solver-problems.js";

/** One thing a solver must do; `run` rejects with a `CandorError` of code `conformance` when it does not. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}

/** Relative to the size of the numbers; first-order methods stop earlier. */
const TOLERANCE: Readonly<Record<LinearMethod, number>> = {
  auto: 1e-6,
  simplex: 1e-6,
  ipm: 1e-6,
  pdlp: 1e-4,
};

/**
 * What any `LinearSolver` must pass before its answers are believed: known programs with each of its methods, certificates that
 * check out, sessions, limits, interruption, mistakes. What a solver says it does not support must be refused as `unsupported`.
 *
 * Every answer is measured with `residuals`, `provesInfeasible` and `provesUnbounded`, which share nothing with the solver.
 *
 * @example
 * for (const { name, run } of solverConformance(highsSolver())) test(name, run);
 */
export function solverConformance(solver: LinearSolver): readonly ConformanceCase[] {
  const { methods } = solver.supports;
  return [
    ...methods.flatMap((method) => knownPrograms().map((known) => knownCase(solver, method, known))),
    ...methods.map((method) => limitsCase(solver, method)),
    ...methods.map((method) => interruptionCase(solver, method)),
    ...integerCases(solver),
    { name: "a session follows its changes", run: () => followsChanges(solver) },
    { name: "a session goes from infeasible to optimal to unbounded", run: () => changesKind(solver) },
    { name: "a disposed session is refused", run: () => refusesDisposed(solver) },
    { name: "mistakes are refused", run: () => refusesMistakes(solver) },
    {
      name: "the problem is left as it is, and asked again the answer is the same",
      run: () => repeats(solver),
    },
  ];
}

function knownCase(solver: LinearSolver, method: LinearMethod, known: KnownProgram): ConformanceCase {
  return {
    name: `${known.name} (${method})`,
    run: async () => expectKnown(known, await solver.solve(known.problem, { method }), TOLERANCE[method]),
  };
}

function limitsCase(solver: LinearSolver, method: LinearMethod): ConformanceCase {
  return {
    name: `limits end a run and claim nothing (${method})`,
    run: async () => {
      const problem = transport(30);
      const tight = [
        { iterationLimit: 1 },
        ...(solver.supports.timeLimit.includes(method) ? [{ timeLimit: 0 }] : []),
      ];
      for (const limit of tight) {
        const solution = await solver.solve(problem, { method, presolve: false, ...limit });
        const expected = "iterationLimit" in limit ? "iteration-limit" : "time-limit";
        expectThat(solution.termination === expected, `expected ${expected}, got ${solution.termination}`);
        expectClaims(problem, solution, TOLERANCE[method]);
      }
    },
  };
}

function interruptionCase(solver: LinearSolver, method: LinearMethod): ConformanceCase {
  return {
    name: `a signal interrupts (${method})`,
    run: async () => {
      const problem = transport(30);
      const interrupted = async (signal: { readonly aborted: boolean }, what: string) => {
        const solution = await solver.solve(problem, { method, presolve: false, signal });
        expectThat(solution.termination === "interrupted", `${what}: ${solution.termination}`);
        expectClaims(problem, solution, TOLERANCE[method]);
      };
      await interrupted({ aborted: true }, "aborted before the start");
      if (!solver.supports.interruption.includes(method)) return;
      let asked = 0;
      await interrupted(
        {
          get aborted() {
            return ++asked > 2;
          },
        },
        "aborted during the run",
      );
      const solution = await solver.solve(problem, { method, signal: { aborted: false } });
      expectThat(solution.termination === "optimal", `never aborted: ${solution.termination}`);
    },
  };
}

function integerCases(solver: LinearSolver): readonly ConformanceCase[] {
  const knapsack = program(
    "maximise",
    [[5, 0, 1, true], [4.5, 0, 1, true], [3, 0, 1, true], [0.5]],
    ["2 3 1 1 <= 5.5"],
  );
  const known: readonly KnownProgram[] = [
    {
      name: "an integer optimum",
      problem: knapsack,
      termination: "optimal",
      objective: 9.75,
      primal: [1, 1, 0, 0.5],
    },
    {
      name: "an integer minimum",
      problem: program("minimise", [[1, 0, Infinity, true]], ["2 >= 3"], 1),
      termination: "optimal",
      objective: 3,
    },
    {
      name: "infeasible in integers only",
      problem: program("maximise", [[1, 0, 9, true]], ["2 = 1"]),
      termination: "infeasible",
    },
  ];
  if (solver.supports.integer) return known.map((one) => knownCase(solver, "auto", one));
  return [
    { name: "integer problems are refused", run: () => refused("unsupported", () => solver.solve(knapsack)) },
  ];
}

async function followsChanges(solver: LinearSolver): Promise<void> {
  const session = await solver.open(program("maximise", [[3], [2]], ["1 1 <= 4"]));
  const expectNow = async (objective: number, what: string) => {
    const problem = session.problem();
    const solution = await session.solve();
    const known: KnownProgram = { name: what, problem, termination: "optimal", objective };
    expectKnown(known, solution, 1e-6);
    expectKnown(known, await solver.solve(problem), 1e-6);
  };
  try {
    await expectNow(12, "at first");
    const rows = new RowBlockBuilder();
    rows.addRow([0], [1], -Infinity, 2, 2);
    session.addRows(rows.build(2));
    await expectNow(10, "after addRows");
    const columns = new ColumnBlockBuilder();
    columns.addColumn(10, 0, 1, false, [0, 1], [1, 1], 2);
    session.addColumns(columns.build(2));
    await expectNow(17, "after addColumns");
    session.changeRowBounds(0, -Infinity, 5);
    await expectNow(19, "after changeRowBounds");
    session.changeColumnBounds(2, 0, 0);
    await expectNow(12, "after changeColumnBounds");
    session.changeCosts([0, 2], [0, 5]);
    await expectNow(10, "after changeCosts");
  } finally {
    session.dispose();
  }
}

async function changesKind(solver: LinearSolver): Promise<void> {
  const session = await solver.open(program("maximise", [[1], [1]], ["2 <= 1 1 <= 3", "1 1 <= 1"]));
  const expectNow = async (termination: KnownProgram["termination"]) =>
    expectKnown({ name: "", problem: session.problem(), termination }, await session.solve(), 1e-6);
  try {
    await expectNow("infeasible");
    session.changeRowBounds(1, -Infinity, 7);
    await expectNow("optimal");
    session.changeRowBounds(0, 2, Infinity);
    session.changeRowBounds(1, -Infinity, Infinity);
    await expectNow("unbounded");
  } finally {
    session.dispose();
  }
}

async function refusesDisposed(solver: LinearSolver): Promise<void> {
  const session: LinearSession = await solver.open(transport(2));
  session.dispose();
  session.dispose();
  await refused("disposed", () => session.solve());
  await refused("disposed", async () => session.changeRowBounds(0, 0, 1));
}

async function refusesMistakes(solver: LinearSolver): Promise<void> {
  const good = program("maximise", [[3], [2]], ["1 1 <= 4"]);
  const solve = (problem: LinearProblem, options?: SolveOptions) => () => solver.solve(problem, options);
  await refused("invalid-bounds", solve({ ...good, rowLower: Float64Array.of(5) }));
  await refused("invalid-number", solve({ ...good, costs: Float64Array.of(NaN, 1) }));
  await refused("invalid-size", solve({ ...good, columnUpper: new Float64Array(3) }));
  await refused("invalid-option", solve(good, { timeLimit: -1 }));
  const missing = (["simplex", "ipm", "pdlp"] as const).find(
    (method) => !solver.supports.methods.includes(method),
  );
  if (missing !== undefined) await refused("unsupported", solve(good, { method: missing }));
}

async function repeats(solver: LinearSolver): Promise<void> {
  const problem = transport(8);
  const before = structuredClone(problem);
  const [first, second] = [await solver.solve(problem), await solver.solve(problem)];
  expectThat(JSON.stringify(problem) === JSON.stringify(before), "the problem was changed");
  near("objective", [second.objective ?? NaN], [first.objective ?? NaN], 0);
  near("primal", second.primal, first.primal, 0);
}
