import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CandorError } from "../../../src/numeric/candor-error.js";
import { checkDenseHere } from "../../../src/numeric/kernels/index.js";
import { naive, randomCase } from "./naive.js";

const KINDS = ["independent", "joint", "mixture"] as const;

async function agrees(shape: number[], seed: number, kind: (typeof KINDS)[number], fullPrior = false) {
  const given = randomCase(shape, seed, kind);
  const problem = { ...given.problem, fullPrior };
  const report = await checkDenseHere(problem, given.tables);
  expect(await checkDenseHere(problem, given.tables, { plain: true })).toEqual(report);
  const own = 1e-12; // the naive sums have rounding errors of their own
  naive(given).forEach((expected, i) => {
    const agent = report.agents[i];
    if (shape[i] > 1) {
      expect(Math.abs(agent.gain - expected.gain)).toBeLessThanOrEqual(agent.errorBound + own);
      const row = expected.utility[agent.type];
      const claimed = (row[agent.report] - row[agent.type]) / expected.mass[agent.type];
      expect(Math.abs(claimed - expected.gain)).toBeLessThanOrEqual(agent.errorBound + own);
    } else expect(agent.gain).toBe(-Infinity);
    expect(agent.errorBound).toBeLessThan(1e-9);
    expected.interimUtility.forEach((u, t) => {
      expect(Math.abs(agent.interimUtility[t] - u)).toBeLessThanOrEqual(agent.errorBound + own);
    });
    expect(agent.worstParticipation.shortfall).toBeCloseTo(expected.shortfall, 10);
    expect(agent.expectedPayment).toBeCloseTo(expected.expectedPayment, 11);
    expect(agent.exPostParticipation.value).toBe(expected.exPost);
  });
  const sums = given.tables.payments[0].map((_, x) =>
    given.tables.payments.reduce((sum, p) => sum + p[x], 0),
  );
  const first = (value: number) => ({ value, profile: sums.indexOf(value) });
  expect(report.minRevenue).toEqual(first(sums.reduce((a, b) => Math.min(a, b))));
  expect(report.maxRevenue).toEqual(first(sums.reduce((a, b) => Math.max(a, b))));
  return report;
}

describe("checkDenseHere", () => {
  test("agrees with the definitions on any small shape, for all kinds of beliefs, with and without WebAssembly", async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.nat(10 ** 6),
        fc.constantFrom(...KINDS),
        fc.boolean(),
        async (shape, seed, kind, full) => {
          await agrees(shape, seed, kind, full);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    [[30]],
    [[9, 60]],
    [[60, 3]],
    [[12, 11, 2]],
    [[4, 13, 1]],
    [[3, 3, 3, 3, 3]],
    [[2, 2500]],
    [[1, 1, 70]],
  ])("agrees on shape %j", async (shape) => {
    for (const kind of KINDS) if (shape[1] !== 2500 || kind === "independent") await agrees(shape, 5, kind);
  });

  test("agrees where a table takes several tasks", async () => {
    await agrees([5, 7, 20, 100], 3, "independent");
    await agrees([15, 130, 41], 3, "joint");
  });

  test("two states make a prior of rank two, whose two rows stand in for all", async () => {
    const report = await agrees([9, 10, 11], 4, "mixture");
    expect(report.agents.map((agent) => agent.rank)).toEqual([2, 2, 2]);
    const full = await agrees([9, 10, 11], 4, "mixture", true);
    expect(full.agents.map((agent) => agent.rank)).toEqual([9, 10, 11]);
    report.agents.forEach((agent, i) => {
      expect(Math.abs(agent.gain - full.agents[i].gain)).toBeLessThanOrEqual(
        agent.errorBound + full.agents[i].errorBound,
      );
    });
  });

  test("a prior that only looks low-rank where it was sampled is still multiplied in full", async () => {
    const given = randomCase([9, 30, 31], 4, "mixture");
    const exact = randomCase([9, 30, 31], 4, "mixture");
    for (const tables of [given.tables, exact.tables]) tables.prior![4321] += 1e-3;
    const report = await checkDenseHere(given.problem, given.tables);
    naive({ ...given, prior: given.tables.prior! }).forEach((expected, i) => {
      expect(Math.abs(report.agents[i].gain - expected.gain)).toBeLessThanOrEqual(
        report.agents[i].errorBound + 1e-12,
      );
      expect(report.agents[i].errorBound).toBeLessThan(1e-9);
    });
  });

  test.each([
    ["allocation", -0.25],
    ["allocation", Number.NaN],
    ["payments", Infinity],
    ["payments", Number.NaN],
  ] as const)("a bad cell in %s, %d, is named", async (table, value) => {
    for (const profile of [0, 41, 719]) {
      const { problem, tables } = randomCase([8, 9, 10], 2, "independent");
      tables[table][1][profile] = value;
      const error = await checkDenseHere(problem, tables).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(CandorError);
      expect((error as CandorError).code).toBe("bad-cell");
      expect((error as CandorError).problems[0].path).toBe(`${table}[1][${profile}]`);
    }
  });

  test("an allocation of more than one unit is refused where that was asked for", async () => {
    const { problem, tables } = randomCase([8, 9], 2, "independent");
    tables.allocation[0][33] = 1.5;
    await expect(checkDenseHere(problem, tables)).rejects.toThrow(/allocation\[\*\]\[33\]/);
  });

  test("beliefs that are no probabilities are refused", async () => {
    const { problem, tables } = randomCase([4, 5], 2, "joint");
    tables.prior![3] = -0.1;
    await expect(checkDenseHere(problem, tables)).rejects.toMatchObject({ code: "invalid-beliefs" });
  });
});
