import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { highsSolver } from "../../src/lp/highs.js";
import { HighsRuntime } from "../../src/lp/highs-runtime.js";
import { LinearProblemBuilder, RowBlockBuilder } from "../../src/lp/problem-builder.js";
import { residuals } from "../../src/lp/residuals.js";
import { program, transport } from "../../src/testing/solver-problems.js";

const solver = highsSolver();
const shop = program("maximise", [[3], [2]], ["1 1 <= 4", "1 3 <= 6"]);

describe("highsSolver", () => {
  it("names the basis of a vertex, and none without crossover", async () => {
    const { basis, method } = await solver.solve(shop);
    expect([[...basis!.columns], [...basis!.rows]]).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(method).toMatch(/^HiGHS 1\.15\.\d+, simplex$/);
    const interior = await solver.solve(transport(5), { method: "ipm", crossover: false });
    expect(interior).toMatchObject({ termination: "optimal", result: { dual: "feasible" } });
    expect(interior.basis).toBeUndefined();
  });

  it("starts from a given basis without a further iteration", async () => {
    const problem = transport(12);
    const { basis, iterations, objective } = await solver.solve(problem);
    expect(iterations).toBeGreaterThan(5);
    const again = await solver.solve(problem, { start: { basis: basis! } });
    expect(again.iterations).toBe(0);
    expect(again.objective).toBeCloseTo(objective!, 9);
  });

  it("a session goes on from its last basis after a cut", async () => {
    const problem = transport(15);
    const session = await solver.open(problem);
    const first = await session.solve();
    const cut = new RowBlockBuilder();
    const used = first.primal.findIndex((value) => value > 0.3);
    cut.addRow([used], [1], -Infinity, first.primal[used] / 2, problem.columns);
    session.addRows(cut.build(problem.columns));
    const warm = await session.solve();
    const cold = await solver.solve(session.problem(), { presolve: false });
    session.dispose();
    expect(warm.objective).toBeCloseTo(cold.objective!, 9);
    expect(warm.iterations).toBeLessThan(cold.iterations / 2);
    expect(residuals(session.problem(), warm).primalInfeasibility).toBeLessThan(1e-9);
  });

  it("loosens a gap and accepts a first point for integer problems", async () => {
    const columns = Array.from({ length: 20 }, (_, j) => [7 + ((j * 37) % 11), 0, 1, true] as const);
    const weights = columns.map((_, j) => 5 + ((j * 53) % 13));
    const knapsack = program("maximise", columns, [`${weights.join(" ")} <= 60`]);
    const best = await solver.solve(knapsack, { tolerances: { relativeGap: 0, absoluteGap: 0 } });
    expect(best).toMatchObject({ termination: "optimal", gap: 0, objective: best.dualBound });
    const rough = await solver.solve(knapsack, {
      tolerances: { relativeGap: 0.5 },
      start: { primal: best.primal },
    });
    expect(rough.objective).toBeGreaterThanOrEqual(0.5 * best.objective!);
    expect(rough.dualBound).toBeGreaterThanOrEqual(best.objective! - 1e-6);
    const found = residuals(knapsack, best);
    expect([found.integrality, found.gap]).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  });

  it("finds a subset that is infeasible and feasible with any one row fewer", async () => {
    const rows = ["1 1 0 <= 3", "1 1 0 >= 4", "1 0 0 >= 2", "1 1 1 <= 100", "0 1 1 >= 1"];
    const box = [0, 0, 0].map((cost) => [cost, 0, 10] as const);
    const subset = await solver.irreducibleInfeasibleSubset!(program("minimise", box, rows));
    expect(subset.irreducible).toBe(true);
    const kept = subset.rows.map(({ row }) => row);
    const solve = (indices: number[]) =>
      solver.solve(
        program(
          "minimise",
          box,
          indices.map((i) => rows[i]),
        ),
      );
    expect((await solve(kept)).termination).toBe("infeasible");
    for (const left of kept)
      expect((await solve(kept.filter((row) => row !== left))).termination).toBe("optimal");
  });

  it("names the bounds of columns that take part in an infeasible subset", async () => {
    const { rows, columns } = await solver.irreducibleInfeasibleSubset!(
      program("minimise", [[0, 0, 1], [0, 0, 1], [0]], ["1 1 0 >= 3"]),
    );
    expect(rows).toEqual([{ row: 0, side: "lower" }]);
    expect(columns).toEqual([
      { column: 0, side: "upper" },
      { column: 1, side: "upper" },
    ]);
  });

  it("finds no infeasible subset of a feasible problem", async () => {
    await expect(solver.irreducibleInfeasibleSubset!(shop)).rejects.toMatchObject({ code: "not-infeasible" });
  });

  it.each<[string, Parameters<typeof solver.solve>[0]]>([
    ["a coefficient it would drop", program("maximise", [[1]], ["1e-13 <= 1e-13"])],
    ["a coefficient it refuses", program("maximise", [[1]], ["1e15 <= 1"])],
    ["a bound it takes for infinite", program("maximise", [[1, 0, 1e20]], [])],
    ["a cost it takes for infinite", program("maximise", [[1e20, 0, 1]], [])],
  ])("refuses %s", async (_, problem) => {
    await expect(solver.solve(problem)).rejects.toMatchObject({ code: "unsupported" });
  });

  it("does not ignore integrality for the sake of a method", async () => {
    const problem = program("maximise", [[1, 0, 1.5, true]], []);
    await expect(solver.solve(problem, { method: "ipm" })).rejects.toMatchObject({ code: "unsupported" });
  });

  it("decides a program its dual simplex ends with 'unknown'", async () => {
    const problem = program("minimise", [[-0.5], [0], [-1.5], [0, 0, 0]], ["0 <= 0 0 -0.5 0 <= 0.5"]);
    const solution = await solver.solve(problem, { method: "simplex", presolve: false });
    expect(solution.termination).toBe("unbounded");
  });

  it.each([true, false])("ends where its interior point method does not, presolve %s", async (presolve) => {
    const problem = program("maximise", [[-3]], ["0 free", "-1 <= -1", "0 = 1.5", "-1 = -1.5"], 1.5);
    const solution = await solver.solve(problem, { method: "ipm", presolve });
    expect(solution).toMatchObject({ termination: "infeasible", result: { dual: "ray" } });
  });

  it("survives an abort of the interior point method", async () => {
    const problem = program("minimise", [[0], [2]], ["0 -1 free"], -1);
    const solution = await solver.solve(problem, { method: "ipm", presolve: false });
    expect(solution).toMatchObject({ termination: "optimal", objective: -1 });
  });

  it("computes the activities of rows itself", async () => {
    const problem = program("minimise", [[1, 1.5, 4]], ["1 free", "1 <= 3"]);
    const { rowActivity } = await solver.solve(problem, { method: "ipm", presolve: false });
    expect([...rowActivity]).toEqual([expect.closeTo(1.5, 6), expect.closeTo(1.5, 6)]);
  });

  it("solves ten thousand problems without running out of memory", async () => {
    let total = 0;
    for (let k = 0; k < 10_000; k++) total += (await solver.solve(shop)).objective!;
    expect(total).toBe(120_000);
  });

  it("takes the WebAssembly as bytes or compiled", async () => {
    const path = createRequire(import.meta.url).resolve("highs/runtime");
    const wasmBinary = readFileSync(path);
    const wasmModule = await WebAssembly.compile(wasmBinary);
    const locateFile = () => "nowhere";
    for (const location of [
      { wasmBinary, locateFile },
      { wasmModule, locateFile },
    ])
      expect((await highsSolver(location).solve(shop)).objective).toBe(12);
    await expect(highsSolver({ locateFile }).solve(shop)).rejects.toMatchObject({
      code: "solver-unavailable",
    });
  });

  it("says what to do when the WebAssembly cannot be loaded, and tries again", async () => {
    const broken = highsSolver({ wasmBinary: new Uint8Array([1, 2, 3]) });
    await expect(broken.solve(shop)).rejects.toMatchObject({ code: "solver-unavailable" });
    await expect(broken.solve(shop)).rejects.toMatchObject({ code: "solver-unavailable" });
  });
});

describe("HighsRuntime", () => {
  it("gives up an instance that aborted and loads another", async () => {
    const runtime = new HighsRuntime({});
    const first = await runtime.load();
    expect(await runtime.load()).toBe(first);
    const abort = () => {
      throw new WebAssembly.RuntimeError("Aborted()");
    };
    expect(() => runtime.guard(first, abort)).toThrow(expect.objectContaining({ code: "solver-aborted" }));
    expect(() => runtime.guard(first, () => 1)).toThrow(expect.objectContaining({ code: "solver-aborted" }));
    const second = await runtime.load();
    expect(second).not.toBe(first);
    expect(runtime.guard(second, () => 1)).toBe(1);
  });

  it("puts an abort at a full memory down to the memory", async () => {
    const runtime = new HighsRuntime({});
    const highs = await runtime.load();
    const full = Object.create(highs, { memoryBytes: { value: 2 ** 31 - 65536 } });
    const abort = () => {
      throw new WebAssembly.RuntimeError("Aborted()");
    };
    expect(() => runtime.guard(full, abort)).toThrow(
      expect.objectContaining({ code: "out-of-memory", message: expect.stringContaining("2048 MiB") }),
    );
  });

  it("passes on what is not its own", async () => {
    const runtime = new HighsRuntime({});
    const highs = await runtime.load();
    const thrown = new TypeError("elsewhere");
    const fails = () => {
      throw thrown;
    };
    expect(() => runtime.guard(highs, fails)).toThrow(thrown);
    expect(runtime.isBroken(highs)).toBe(false);
  });
});

describe("a session", () => {
  it("refuses what does not fit the problem as it is", async () => {
    const session = await solver.open(shop);
    const block = new RowBlockBuilder();
    block.addRow([0, 2], [1, 1], 0, 1, 3);
    const refuses = (code: string, attempt: () => void) =>
      expect(attempt).toThrow(expect.objectContaining({ code }));
    refuses("invalid-size", () => session.addRows(block.build(3)));
    refuses("invalid-index", () => session.changeRowBounds(2, 0, 1));
    refuses("invalid-bounds", () => session.changeColumnBounds(0, 2, 1));
    refuses("invalid-index", () => session.changeCosts([1, 0], [1, 1]));
    refuses("invalid-number", () => session.changeCosts([0], [NaN]));
    refuses("unsupported", () => session.changeRowBounds(0, 0, 1e21));
    expect(session.problem()).toBe(shop);
    expect((await session.solve()).objective).toBe(12);
    session.dispose();
  });

  it("starts from a problem without columns or rows", async () => {
    const session = await solver.open(new LinearProblemBuilder("maximise").build({ offset: 4 }));
    expect(await session.solve()).toMatchObject({ termination: "optimal", objective: 4 });
    session.addColumns({
      costs: Float64Array.of(2),
      lower: Float64Array.of(0),
      upper: Float64Array.of(3),
      matrix: {
        count: 1,
        width: 0,
        starts: new Int32Array(2),
        indices: new Int32Array(0),
        values: new Float64Array(0),
      },
    });
    expect(await session.solve()).toMatchObject({ termination: "optimal", objective: 10 });
    session.dispose();
  });

  it("becomes an integer problem with an integer column", async () => {
    const session = await solver.open(program("maximise", [[1, 0, 0.5]], ["1 <= 2.5"]));
    session.addColumns({
      costs: Float64Array.of(2),
      lower: Float64Array.of(0),
      upper: Float64Array.of(9),
      integer: Uint8Array.of(1),
      matrix: {
        count: 1,
        width: 1,
        starts: Int32Array.of(0, 1),
        indices: Int32Array.of(0),
        values: Float64Array.of(1),
      },
    });
    expect(await session.solve()).toMatchObject({ objective: 4.5, dualBound: 4.5, result: { dual: "none" } });
    session.dispose();
  });
});
