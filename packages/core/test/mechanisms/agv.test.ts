import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agv } from "../../src/mechanisms/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { correlated, sketches } from "./arbitrary-environments.js";
import { at, check, tampered, verdict } from "./checks.js";
import { environmentOf, grid, q, tradeSketch } from "./environments.js";

const trade = environmentOf(exact, tradeSketch(grid(3)));

describe("agv", () => {
  it("pays each agent what its report is expected to give the others", () => {
    const mechanism = agv.build(trade, {});
    // E_seller = (1/2, 1/3, 0), E_buyer = (1/2 + 1/2·0 …): keep 1 and 1/2 and 0 → 1/2, 1/2, 1/3.
    expect(at(mechanism, 0, 2)).toEqual([1, "-1/6", "1/6"]);
    expect(mechanism.reasons!([0, 2])[0]).toBe(
      "Seller receives 1/6: its report 0 is expected to give the others 1/2, and its share in what the others receive is 1/3.",
    );
  });

  it("is Bayesian incentive compatible, efficient and balanced profile by profile, not dominant", () => {
    const mechanism = agv.build(trade, {});
    for (const id of ["bayesian-ic", "budget-balance", "decision-efficiency"])
      expect(verdict(mechanism, id)).toBe("proved");
    expect(verdict(mechanism, "dominant-strategy-ic")).toBe("violated 1/2");
  });

  it("fails interim participation: a seller of type 1 gets 5/9 against 1", () => {
    const { epsilon, witness } = check(agv.build(trade, {}), "interim-ir");
    expect(epsilon?.exact).toBe("4/9");
    expect(witness).toMatchObject({ agent: "Seller", type: "1" });
  });

  it("is not Bayesian incentive compatible under correlated types, in either reading", () => {
    const joint = ["1/10", "2/5", "2/5", "1/10"].map(q);
    const environment = environmentOf(exact, tradeSketch(grid(2), { joint }));
    const marginal = agv.build(environment, { expectation: "marginal" });
    const conditional = agv.build(environment, { expectation: "conditional" });
    expect(verdict(marginal, "bayesian-ic")).toBe("violated 3/10");
    expect(verdict(conditional, "bayesian-ic")).toBe("violated 3/5");
    expect(verdict(marginal, "budget-balance")).toBe("proved");
    expect(verdict(conditional, "budget-balance")).toBe("proved");
  });

  it("counts the designer's value among what a report gives the others", () => {
    const environment = environmentOf(
      exact,
      tradeSketch(grid(3), { designer: (a) => q(a === 0 ? "1/3" : 0) }),
    );
    const mechanism = agv.build(environment, {});
    for (const id of ["bayesian-ic", "budget-balance", "decision-efficiency"])
      expect(verdict(mechanism, id)).toBe("proved");
  });

  it("has the stated properties on any finite independent private values", () => {
    const ties = fc.constantFrom("lowest-index", "uniform");
    const readings = fc.constantFrom("marginal", "conditional");
    fc.assert(
      fc.property(sketches(), ties, readings, (sketch, tie, expectation) => {
        const mechanism = agv.build(environmentOf(exact, sketch), { ties: tie, expectation });
        for (const id of ["bayesian-ic", "budget-balance", "decision-efficiency"])
          expect(verdict(mechanism, id)).toBe("proved");
      }),
      { numRuns: 150 },
    );
  });

  it("balances the budget under correlated types too", () => {
    fc.assert(
      fc.property(sketches().chain(correlated), (sketch) => {
        expect(verdict(agv.build(environmentOf(exact, sketch), {}), "budget-balance")).toBe("proved");
      }),
      { numRuns: 60 },
    );
  });

  it("is caught when one payment is off by 1/100", () => {
    // A seller of type 1/2 is indifferent to reporting 0, so a gift to that report tempts it with probability 1/3.
    const broken = tampered(agv.build(trade, {}), 0, [0, 2], q("-1/100"));
    expect(verdict(broken, "budget-balance")).toBe("violated 1/100");
    expect(verdict(broken, "bayesian-ic")).toBe("violated 1/300");
  });
});
