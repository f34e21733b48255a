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

  test("steps are found, however narrow: payments by the envelope leave no lie", async () => {
    // Without looking for steps the payment integral misses the one at 0.3377, and honest payments look like lies.
    const steps: [at: number, quantity: number][] = [
      [0, 0.05],
      [0.123, 0.2],
      [0.3377, 0.55],
      [0.7123, 1],
    ];
    const outcome = "own < 0.123 ? 0.05 : own < 0.3377 ? 0.2 : own < 0.7123 ? 0.55 : 1";
    const payment = steps.map(([at], k) =>
      steps
        .slice(1, k + 1)
        .reduce((sum, [from, quantity], j) => sum + from * (quantity - steps[j][1]), at * 0),
    );
    const shares = steps.map(([at], k) => (steps[k + 1]?.[0] ?? 1) - at);
    const square = steps.map(([at, quantity], k) => (quantity ** 2 / 2) * ((steps[k + 1]?.[0] ?? 1) - at));
    const profit = shares.reduce((sum, share, k) => sum + share * payment[k] - square[k], 0);
    const stated = `own < 0.123 ? 0 : own < 0.3377 ? ${payment[1]} : own < 0.7123 ? ${payment[2]} : ${payment[3]}`;
    for (const payments of ["", stated]) {
      const found = await checked(outcome, payments);
      expect(found.code).toBe(0);
      expect(found.incentives.epsilon).toBe(0);
      expect(Math.abs(found.profit.value - profit)).toBeLessThan(found.profit.error + 1e-15);
      expect(found.envelope?.difference ?? 0).toBeLessThan(1e-12);
    }
  });

  test("quantities that are not offered", async () => {
    const found = await checked("3 * reports.Buyer");
    expect(found.code).toBe(1);
    expect(found.offered.holds).toBe(false);
    expect(found.offered.quantity).toBeGreaterThan(1);
    const listed = menu("own < 1/2 ? 0.3 : 1", "").replace(
      "{ quantities: { from: 0, to: 1 } }",
      "[0, 1/2, 1]",
    );
    const { code, text } = await told(() => check(file(listed), { json: true }));
    expect([code, JSON.parse(text).offered]).toEqual([1, { holds: false, type: 0, quantity: 0.3 }]);
  });

  test("rounding is no fall", async () => {
    const found = await checked("(own/3 + 1/10)*3 - own - 3/10 + 1/2", "0");
    expect([found.code, found.nondecreasing.holds]).toEqual([0, true]);
  });

  test("mechanisms of other worlds are for grids", async () => {
    await expect(check(file(`${TRADE}mechanism: { rule: vcg }\n`), {})).rejects.toThrow(/candor discretize/);
  });

  test("a window too narrow for any sample is seen in the formula", async () => {
    const found = await checked("reports.Buyer > 0.123 && reports.Buyer < 0.124 ? 0.1 : reports.Buyer / 2");
    expect(found.code).toBe(1);
    // Type 1/5, whose quantity is 1/10, does better just below the window's end: V(θ̂) + (1/5 − θ̂)·x(θ̂) against V(1/5).
    expect(found.incentives.epsilon).toBeCloseTo(0.001444, 6);
    expect(found.nondecreasing.holds).toBe(false);
  });
});
