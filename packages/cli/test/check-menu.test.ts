import { afterEach, describe, expect, test, vi } from "vitest";
import { check } from "../src/commands/check.js";
import { file, TRADE, told } from "./interval-worlds.js";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor check of a menu", () => {
  const menu = (outcome: string, payments: string) => `candor: 1
agents: { Buyer: { types: "uniform(0, 1)" } }
alternatives: { quantities: { from: 0, to: 1 } }
values: own * alternative
designer: { value: 0 - alternative^2 / 2 }
mechanism: { outcome: "${outcome}"${payments && `, payments: { Buyer: "${payments}" }`} }
`;
  const checked = async (outcome: string, payments = "") => {
    const { code, text } = await told(() => check(file(menu(outcome, payments)), { json: true }));
    return { code, ...JSON.parse(text) };
  };

  test("the best menu, with its payments stated or by the envelope", async () => {
    for (const payments of ["own <= 1/2 ? 0 : own^2 - 1/4", ""]) {
      const found = await checked("max(0, 2 * reports.Buyer - 1)", payments);
      expect(found.code).toBe(0);
      expect(found.incentives.epsilon).toBe(0);
      expect(found.nondecreasing.holds).toBe(true);
      expect(found.profit.value).toBeCloseTo(1 / 12, 10);
      expect(found.optimum.value).toBeCloseTo(1 / 12, 12);
      expect(found.envelope?.difference ?? 0).toBeLessThan(1e-9);
    }
  });

  test("a price too high for the middle: who loses, and who pretends to be small", async () => {
    const found = await checked("max(0, 2 * reports.Buyer - 1)", "own <= 1/2 ? 0 : own^2");
    expect(found.code).toBe(1);
    // Just above 1/2 a quantity near 0 costs 1/4.
    expect(found.incentives.epsilon).toBeCloseTo(1 / 4, 6);
    expect(found.participation.slack).toBeLessThan(-0.24);
    expect(found.envelope.difference).toBeCloseTo(1 / 4, 2);
  });

  test("quantities that fall cannot be kept truthful by any payments", async () => {
    const found = await checked("1 - reports.Buyer");
    expect(found.code).toBe(1);
    expect(found.nondecreasing.holds).toBe(false);
    // V(θ) = ∫(1 − s) ds; type 1 that reports 0 gets 1 · 1 − (0 − 0) = 1 instead of 1/2.
    expect(found.incentives.epsilon).toBeCloseTo(1 / 2, 10);
    expect(found.incentives.lie).toEqual({ type: expect.closeTo(1, 6), report: expect.closeTo(0, 6) });
  });

  test("mechanisms of other worlds are for grids", async () => {
    await expect(check(file(`${TRADE}mechanism: { rule: vcg }\n`), {})).rejects.toThrow(/candor discretize/);
  });
});
