import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanced, balancedDecision, vcg } from "../../src/mechanisms/index.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { printRational, rational } from "../../src/numeric/rational.js";
import { sketches } from "./arbitrary-environments.js";
import { at, revenue, tampered, verdict } from "./checks.js";
import { environmentOf, grid, q, type Sketch, tradeSketch } from "./environments.js";

const trade = environmentOf(exact, tradeSketch(grid(3)));
const PROMISES = ["bayesian-ic", "interim-ir", "budget-balance", "decision-efficiency"];

/** Trade listed first, so that equal types trade. */
const eager = (points: number): Sketch =>
  tradeSketch(grid(points), {
    alternatives: [
      { name: "trade", gets: [0, 1] },
      { name: "keep", gets: [1, 0] },
    ],
    value: (i, a, t) => (i === a ? rational(0) : t),
  });

describe("balanced", () => {
  it("exists for uniform trade on {0, 1/2, 1}, where vcg runs a deficit of 2/9", () => {
    const decision = balancedDecision(trade);
    expect(decision.exists).toBe(true);
    expect(printRational(decision.surplus)).toBe("1/9");
    expect(printRational(decision.vcgSurplus)).toBe("-2/9");
    expect(revenue(vcg.build(trade, {}))).toBe("-2/9");
    const mechanism = balanced.build(trade, {});
    for (const id of PROMISES) expect(verdict(mechanism, id)).toBe("proved");
    expect(at(mechanism, 0, 2)).toEqual([1, "-1/2", "1/2"]);
    expect(mechanism.reasons!([0, 2])[0]).toBe(
      "Seller receives 1/2: type 0 is charged -2/9 in expectation, less 5/18, its share of what the others pay beyond their expected payments.",
    );
  });

  it("gives the least utilities with the chain of constraints behind each", () => {
    const [seller, buyer] = balancedDecision(trade).agents;
    expect(seller.leastUtilities.map(({ utility }) => printRational(utility))).toEqual(["1/6", "1/2", "1"]);
    expect(buyer.leastUtilities.map(({ path }) => path)).toEqual([[0], [1], [1, 2]]);
    expect(buyer.leastUtilities[2].reason).toBe(
      "0 for type 1/2 from its outside option, 1/6 more for type 1, which could report 1/2",
    );
  });

  it("has surplus −(k−5)/6k, −(k−2)/6k or −(k+1)/6k on k uniform types as equals keep, draw or trade; vcg always the last", () => {
    for (let k = 3; k <= 12; k++) {
      const keep = environmentOf(exact, tradeSketch(grid(k)));
      const decisions = [
        balancedDecision(keep),
        balancedDecision(keep, { ties: "uniform" }),
        balancedDecision(environmentOf(exact, eager(k))),
      ];
      expect(decisions.map(({ surplus }) => surplus)).toEqual(
        [5 - k, 2 - k, -1 - k].map((n) => rational(n, 6 * k)),
      );
      for (const { vcgSurplus } of decisions) expect(vcgSurplus).toEqual(rational(-1 - k, 6 * k));
      expect(decisions[0].exists).toBe(k <= 5);
    }
  });

  it("refuses with the smallest expected deficit where none exists", () => {
    const six = environmentOf(exact, tradeSketch(grid(6)));
    expect(() => balanced.build(six, {})).toThrow(/expected deficit of at least 1\/36 \(vcg runs 7\/36\)/);
    expect(() => balanced.build(trade, { ties: "uniform" })).toThrow(/at least 1\/18/);
  });

  it("dissolves an equal partnership and not a one-sided one", () => {
    const shares = (share: string) =>
      environmentOf(
        exact,
        tradeSketch(grid(9), {
          outside: (i, t) => exact.multiply(i === 0 ? q(share) : exact.subtract(q(1), q(share)), t),
        }),
      );
    const mechanism = balanced.build(shares("1/2"), {});
    for (const id of PROMISES) expect(verdict(mechanism, id)).toBe("proved");
    expect(balancedDecision(shares("1")).exists).toBe(false);
  });

  it("keeps its promises, or no efficient mechanism can, on any finite independent private values", () => {
    const ties = fc.constantFrom("lowest-index" as const, "uniform" as const);
    let built = 0;
    fc.assert(
      fc.property(sketches(), ties, (sketch, tie) => {
        const environment = environmentOf(exact, sketch);
        const decision = balancedDecision(environment, { ties: tie });
        expect(exact.compare(decision.surplus, decision.vcgSurplus)).toBeGreaterThanOrEqual(0);
        expect(printRational(decision.vcgSurplus)).toBe(revenue(vcg.build(environment, { ties: tie })));
        if (!decision.exists) {
          expect(() => balanced.build(environment, { ties: tie })).toThrow(/no-balanced|budget/);
          return;
        }
        built++;
        const mechanism = balanced.build(environment, { ties: tie });
        for (const id of PROMISES) expect(verdict(mechanism, id)).toBe("proved");
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(built).toBeGreaterThan(20);
  });

  it("charges reports of probability 0 so that nobody gains by them, at no cost to the surplus", () => {
    const marginals = [
      [q("1/2"), q(0), q("1/2")],
      [q("1/2"), q(0), q("1/2")],
    ];
    const environment = environmentOf(exact, tradeSketch(grid(3), { marginals }));
    const pair = environmentOf(exact, tradeSketch(grid(2)));
    expect(balancedDecision(environment).surplus).toEqual(balancedDecision(pair).surplus);
    const mechanism = balanced.build(environment, {});
    for (const id of PROMISES) expect(verdict(mechanism, id)).toBe("proved");
  });

  it("decides the same in doubles, a tight case included", () => {
    for (const k of [4, 5, 6]) {
      const decision = balancedDecision(environmentOf(float, tradeSketch(grid(k))));
      expect(decision.surplus).toBeCloseTo((5 - k) / (6 * k), 12);
      expect(decision.exists).toBe(k <= 5);
      expect(decision.errorBound).toBeLessThan(1e-11);
    }
  });

  it("is caught when one payment is off by 1/100", () => {
    const broken = tampered(balanced.build(trade, {}), 1, [0, 2], q("1/100"));
    expect(verdict(broken, "budget-balance")).toBe("violated 1/100");
  });

  it("refuses correlated types and a single agent", () => {
    const joint = ["1/10", "2/5", "2/5", "1/10"].map(q);
    expect(() => balanced.build(environmentOf(exact, tradeSketch(grid(2), { joint })), {})).toThrow(
      /needs independent types/,
    );
  });
});
