import { describe, expect, it } from "vitest";
import { highsSolver } from "../../src/lp/highs.js";
import type { LinearProblem } from "../../src/lp/problem.js";
import type { LinearSolution } from "../../src/lp/solution.js";
import type { LinearSession, LinearSolver, SolveOptions } from "../../src/lp/solver.js";
import { fail } from "../../src/numeric/candor-error.js";
import { solverConformance } from "../../src/testing/solver-conformance.js";

const highs = highsSolver();

describe("HiGHS", () => {
  it.each(solverConformance(highs).map((one) => [one.name, one.run] as const))("%s", (_, run) => run());
});

/** HiGHS with every answer changed. */
function answering(
  change: (solution: LinearSolution, problem: LinearProblem, options: SolveOptions) => LinearSolution,
): LinearSolver {
  return {
    ...highs,
    supports: { ...highs.supports, methods: ["auto"] },
    solve: async (problem, options = {}) => {
      if (options.method !== undefined && options.method !== "auto") return highs.solve(problem, options);
      return change(await highs.solve(problem, options), problem, options);
    },
  };
}

/** HiGHS with sessions that do other than they are told. */
function withSession(change: (session: LinearSession) => Partial<LinearSession>): LinearSolver {
  return {
    ...highs,
    supports: { ...highs.supports, methods: [] },
    open: async (problem) => {
      const session = await highs.open(problem);
      const methods: LinearSession = {
        problem: () => session.problem(),
        addRows: (rows) => session.addRows(rows),
        addColumns: (columns) => session.addColumns(columns),
        changeRowBounds: (row, lower, upper) => session.changeRowBounds(row, lower, upper),
        changeColumnBounds: (column, lower, upper) => session.changeColumnBounds(column, lower, upper),
        changeCosts: (columns, costs) => session.changeCosts(columns, costs),
        solve: (options) => session.solve(options),
        dispose: () => session.dispose(),
      };
      return { ...methods, ...change(session) };
    },
  };
}

const negated = (vector: Float64Array) => vector.map((value) => 0 - value);
const without = (solution: LinearSolution, key: "farkas" | "primalRay"): LinearSolution => {
  const { [key]: _, ...rest } = solution;
  return rest;
};

const BROKEN: Readonly<Record<string, LinearSolver>> = {
  "prices for a minimisation, whatever the sense": answering((solution, { sense }) =>
    sense === "minimise"
      ? solution
      : {
          ...solution,
          rowDuals: negated(solution.rowDuals),
          reducedCosts: negated(solution.reducedCosts),
        },
  ),
  "reduced costs without their sign": answering((solution) => ({
    ...solution,
    reducedCosts: solution.reducedCosts.map(Math.abs),
  })),
  "no prices": answering((solution) => ({
    ...solution,
    rowDuals: solution.rowDuals.map(() => 0),
    reducedCosts: solution.reducedCosts.map(() => 0),
  })),
  "the offset is forgotten": answering((solution, { offset }) =>
    solution.objective === undefined ? solution : { ...solution, objective: solution.objective - offset },
  ),
  "a point that is a little off": answering((solution) => ({
    ...solution,
    primal: solution.primal.map((value) => value + 1e-3),
  })),
  "a feasible point passed off as optimal": answering((solution, problem) =>
    solution.termination === "optimal" && problem.rowLower.every((bound) => bound <= 0)
      ? { ...solution, primal: solution.primal.map((value) => value / 2) }
      : solution,
  ),
  "unbounded called infeasible": answering((solution) =>
    solution.termination === "unbounded" ? { ...solution, termination: "infeasible" } : solution,
  ),
  "infeasible without a proof": answering((solution) => without(solution, "farkas")),
  "Farkas prices with the wrong sign": answering((solution) =>
    solution.farkas === undefined ? solution : { ...solution, farkas: negated(solution.farkas) },
  ),
  "unbounded without a ray": answering((solution) => without(solution, "primalRay")),
  undecided: answering((solution) =>
    solution.termination === "infeasible"
      ? { ...solution, termination: "infeasible-or-unbounded" }
      : solution,
  ),
  "limits reported as optimal": answering((solution) =>
    solution.termination === "iteration-limit" ? { ...solution, termination: "optimal" } : solution,
  ),
  "a basis that is none": answering((solution, { columns, rows }) => ({
    ...solution,
    basis: { columns: new Uint8Array(columns), rows: new Uint8Array(rows) },
  })),
  "prices for integer problems": answering((solution, { integer, rows, columns }) =>
    integer === undefined
      ? solution
      : {
          ...solution,
          result: { primal: "feasible", dual: "feasible" },
          rowDuals: new Float64Array(rows),
          reducedCosts: new Float64Array(columns),
        },
  ),
  "the problem is scribbled on": answering((solution, problem) => {
    problem.costs.fill(0);
    return solution;
  }),
  "another answer each time": (() => {
    let calls = 0;
    return answering((solution) =>
      solution.objective === undefined
        ? solution
        : { ...solution, objective: solution.objective + 1e-9 * ++calls },
    );
  })(),
  "integrality is ignored": {
    ...highs,
    supports: { ...highs.supports, methods: [] },
    solve: (problem, options) => {
      const { integer: _, ...relaxed } = problem;
      return highs.solve(relaxed, options);
    },
  },
  "the signal is ignored": {
    ...highs,
    supports: { ...highs.supports, methods: ["auto"] },
    solve: (problem, { signal: _, ...options } = {}) => highs.solve(problem, options),
  },
  "mistakes are let through": {
    ...highs,
    supports: { ...highs.supports, methods: [] },
    solve: (problem, options) =>
      highs.solve(
        { ...problem, rowLower: problem.rowLower.map((l, i) => Math.min(l, problem.rowUpper[i])) },
        options,
      ),
  },
  "added rows are lost": withSession(() => ({ addRows: () => {} })),
  "added rows are shown but not solved with": withSession((session) => {
    const first = session.problem();
    return { solve: (options) => highs.solve(first, options) };
  }),
  "changed costs are lost": withSession(() => ({ changeCosts: () => {} })),
  "changed bounds are lost": withSession(() => ({ changeColumnBounds: () => {} })),
  "a disposed session goes on": withSession(() => ({ dispose: () => {} })),
};

describe("the suite finds a solver at fault", () => {
  it.each(Object.entries(BROKEN))("%s", async (_, solver) => {
    const failures: string[] = [];
    for (const { name, run } of solverConformance(solver))
      await run().catch((error: { code?: string }) => {
        // A solution of another size does not even get to be measured.
        expect(["conformance", "invalid-size"]).toContain(error.code);
        failures.push(name);
      });
    expect(failures).not.toEqual([]);
  });

  it("a solver without integer columns passes when it refuses them", async () => {
    const solver: LinearSolver = {
      ...highs,
      supports: { ...highs.supports, methods: ["simplex"], integer: false },
      solve: async (problem, options = {}) => {
        const { method = "simplex" } = options;
        if (method !== "simplex") fail("unsupported", "method", `No ${method}.`);
        return highs.solve(problem, { ...options, method });
      },
    };
    for (const { run } of solverConformance(solver)) await run();
  });
});
