import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groves, pivot, vcg, worstOffTypes } from "../../src/mechanisms/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";
import { correlated, sketches } from "./arbitrary-environments.js";
import { at, check, revenue, tampered, verdict } from "./checks.js";
import { auctionSketch, environmentOf, grid, projectSketch, q, tradeSketch } from "./environments.js";

const project = environmentOf(exact, projectSketch(3, [q(0), q(1), q(3)], q(3)));
const trade = environmentOf(exact, tradeSketch(grid(3)));

describe("pivot", () => {
  it("charges what the others lose: only the pivotal citizen pays for the project", () => {
    const mechanism = pivot.build(project, {});
    expect(at(mechanism, 0, 1, 2)).toEqual([1, "0", "0", "1"]);
    expect(mechanism.reasons!([0, 1, 2])[2]).toBe(
      "Citizen 3 pays 1: without Citizen 3 the others would reach 0 (no), with Citizen 3 the others get -1 (yes).",
    );
  });

  it("is the second-price auction where one object is sold", () => {
    const mechanism = pivot.build(environmentOf(exact, auctionSketch(3, [q(1), q(2), q(5)])), {});
    expect(at(mechanism, 0, 2, 1)).toEqual([1, "0", "2", "0"]);
  });

  it("counts the designer among the others", () => {
    const sketch = projectSketch(2, [q(0), q(3)], q(0), { designer: (a) => q(a === 0 ? 2 : 0) });
    const mechanism = pivot.build(environmentOf(exact, sketch), {});
    expect(at(mechanism, 1, 0)).toEqual([1, "2", "0"]);
    expect(at(mechanism, 1, 1)).toEqual([1, "0", "0"]);
    expect(verdict(mechanism, "decision-efficiency")).toBe("proved");
    expect(verdict(mechanism, "dominant-strategy-ic")).toBe("proved");
    expect(mechanism.reasons!([1, 0])[0]).toContain("the others and the designer would reach 2 (no)");
  });
});

describe("groves", () => {
  const h = (agent: number, reports: ArrayLike<number>) => rational(7 * agent + reports[0] + 10 * reports[1]);

  it("charges h of the others' reports less what the others get", () => {
    const mechanism = groves.build(trade, { h });
    expect(at(mechanism, 0, 2)).toEqual([1, "19", "7"]);
    expect(at(mechanism, 2, 0)).toEqual([0, "0", "8"]);
    expect(mechanism.reasons!([0, 2])[0]).toBe(
      "Seller pays 19: its charge h is 20, and the others get 1 (trade).",
    );
  });

  it("never lets h see the agent's own report", () => {
    const mechanism = groves.build(trade, { h });
    expect(verdict(mechanism, "dominant-strategy-ic")).toBe("proved");
    expect(mechanism.anonymous).toBe(false);
  });

  it("needs h", () => {
    expect(() => groves.build(trade, {})).toThrow(/mechanism\.h: This option is needed/);
  });
});

describe("vcg", () => {
  it("takes seller 1 and buyer 0 as basis in bilateral trade and runs a deficit of 2/9 on three types", () => {
    expect(worstOffTypes(trade).map(({ type }) => type)).toEqual([2, 0]);
    expect(worstOffTypes(trade).map(({ gain }) => gain)).toEqual([q(0), q("1/2")]);
    const mechanism = vcg.build(trade, {});
    expect(revenue(mechanism)).toBe("-2/9");
    expect(at(mechanism, 0, 2)).toEqual([1, "-1", "0"]);
    expect(mechanism.reasons!([0, 2])[0]).toBe(
      "Seller receives 1: if Seller were of its basis type 1 total value would be 1; as things are the others get 1 (trade), and 1 is credited for the outside option of that type.",
    );
    for (const id of ["dominant-strategy-ic", "ex-post-ir", "decision-efficiency"])
      expect(verdict(mechanism, id)).toBe("proved");
    expect(check(mechanism, "no-deficit-ex-ante").epsilon?.exact).toBe("2/9");
  });

  it("takes the middle type in an equal partnership and has a surplus there", () => {
    const half = tradeSketch(grid(5), { outside: (_, t) => exact.multiply(q("1/2"), t) });
    const environment = environmentOf(exact, half);
    expect(worstOffTypes(environment).map(({ type }) => type)).toEqual([2, 2]);
    expect(check(vcg.build(environment, {}), "no-deficit-ex-ante").status).toBe("proved");
  });

  it("takes a basis from the option, which keeps incentives and can lose participation", () => {
    const mechanism = vcg.build(trade, { basis: [0, 2] });
    expect(verdict(mechanism, "dominant-strategy-ic")).toBe("proved");
    expect(verdict(mechanism, "interim-ir")).toBe("violated 1/2");
  });

  it("conditions on the own type where types are correlated", () => {
    const joint = ["2/5", "1/10", "1/10", "2/5"].map(q);
    const environment = environmentOf(exact, tradeSketch(grid(2), { joint }));
    // Seller 0 meets buyer 1 with probability 1/5; seller 1 keeps the object and gains nothing. Buyer 0 meets seller 1 rarely.
    expect(worstOffTypes(environment).map(({ gains }) => gains)).toEqual([
      [q("1/5"), q(0)],
      [q("1/5"), q(1)],
    ]);
  });

  it("leaves types of probability 0 out of the search and says which beliefs it needs", () => {
    const marginals = [grid(2), [q("1/2"), q("1/2")]];
    const sketch = tradeSketch([q(0), q(1)], { marginals: [[q(1), q(0)], marginals[1]] });
    const [seller] = worstOffTypes(environmentOf(exact, sketch));
    expect(seller.type).toBe(0);
    expect(seller.gains[1]).toBeUndefined();
    const { beliefs: _, ...without } = trade;
    expect(() => vcg.build(without, {})).toThrow(/beliefs: The worst-off types are expectations/);
    expect(vcg.build(without, { basis: [2, 0] }).outcome([0, 2]).lottery).toBe(1);
  });
});

describe("Groves mechanisms on any finite private values", () => {
  const ties = fc.constantFrom("lowest-index", "uniform");

  it("are dominant-strategy incentive compatible and efficient, exactly", () => {
    fc.assert(
      fc.property(
        sketches(1),
        ties,
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 9 }),
        (sketch, tie, c) => {
          const environment = environmentOf(exact, sketch);
          const h = (i: number, r: ArrayLike<number>) =>
            rational(Array.from(r).reduce((sum, t, j) => sum + c[(3 * i + j + t) % c.length], 0));
          const built = [
            pivot.build(environment, { ties: tie }),
            vcg.build(environment, { ties: tie }),
            groves.build(environment, { ties: tie, h }),
          ];
          for (const mechanism of built) {
            expect(verdict(mechanism, "dominant-strategy-ic")).toBe("proved");
            expect(verdict(mechanism, "decision-efficiency")).toBe("proved");
          }
          expect(verdict(built[0], "no-deficit")).toBe("proved");
          expect(verdict(built[1], "interim-ir")).toBe("proved");
        },
      ),
      { numRuns: 150 },
    );
  });

  it("stay so under correlated types", () => {
    fc.assert(
      fc.property(sketches().chain(correlated), ties, (sketch, tie) => {
        const environment = environmentOf(exact, sketch);
        expect(verdict(vcg.build(environment, { ties: tie }), "dominant-strategy-ic")).toBe("proved");
      }),
      { numRuns: 60 },
    );
  });

  it("give each agent its marginal contribution in the pivot mechanism", () => {
    fc.assert(
      fc.property(sketches(), fc.nat(), (sketch, seed) => {
        const environment = environmentOf(exact, sketch);
        const reports = sketch.types.map((list, i) => (seed + 7 * i) % list.length);
        const outcome = pivot.build(environment, {}).outcome(reports);
        const a = outcome.lottery as number;
        const value = (i: number, b: number) => sketch.value(i, b, sketch.types[i][reports[i]]);
        const best = (without: number) =>
          Math.max(
            ...sketch.alternatives.map((_, b) =>
              sketch.names.reduce((sum, _n, j) => sum + (j === without ? 0 : Number(value(j, b).n)), 0),
            ),
          );
        sketch.names.forEach((_, i) => {
          const utility = exact.subtract(value(i, a), outcome.payments[i]);
          expect(utility).toEqual(rational(best(-1) - best(i)));
        });
      }),
    );
  });

  it("are caught when one payment is off by 1/100", () => {
    // Where all types of an agent get the same choice they must pay the same; the one charged more reports another.
    const project3 = tampered(pivot.build(project, {}), 2, [2, 1, 2], q("1/100"));
    expect(verdict(project3, "dominant-strategy-ic")).toBe("violated 1/100");
    const buyer = tampered(vcg.build(trade, {}), 1, [0, 2], q("1/100"));
    expect(verdict(buyer, "dominant-strategy-ic")).toBe("violated 1/100");
    const chosen = tampered(groves.build(trade, { h: () => q(0) }), 0, [1, 0], q("-1/100"));
    expect(verdict(chosen, "dominant-strategy-ic")).toBe("violated 1/100");
  });
});
