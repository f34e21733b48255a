import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { posteriorPayment } from "../../src/mechanisms/index.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational, rational } from "../../src/numeric/rational.js";
import { at, check, revenue, verdict } from "./checks.js";
import { environmentOf, projectSketch, q, signalEnvironment } from "./environments.js";

/** Two agents who both want to match the state, the second twice as much. */
const match = (weight: number) => [
  [q(weight), q(0)],
  [q(0), q(weight)],
];
const utilities = [match(1), match(2)];
const environment = signalEnvironment(exact, utilities, q("3/4"));

/** E[max_a Σ_i E(u_i | s)], enumerated. */
function expectedWelfare(us: readonly (readonly (readonly Rational[])[])[], accuracy: Rational): string {
  const miss = exact.subtract(rational(1), accuracy);
  const n = us.length;
  let total = rational(0);
  for (let k = 0; k < 2 ** n; k++) {
    const joint = [0, 1].map((state) => {
      let p = q("1/2");
      for (let i = 0; i < n; i++) p = exact.multiply(p, ((k >> i) & 1) === state ? accuracy : miss);
      return p;
    });
    const welfare = us[0].map((_, a) =>
      us.reduce(
        (sum, u) =>
          exact.add(sum, exact.add(exact.multiply(joint[0], u[a][0]), exact.multiply(joint[1], u[a][1]))),
        rational(0),
      ),
    );
    total = exact.add(
      total,
      welfare.reduce((a, b) => (exact.compare(a, b) >= 0 ? a : b)),
    );
  }
  return printRational(total);
}

describe("posterior-payment", () => {
  it("chooses under the posterior and charges the posterior expected utility", () => {
    const mechanism = posteriorPayment.build(environment, {});
    expect(at(mechanism, 0, 0)).toEqual([0, "9/10", "9/5"]);
    expect(at(mechanism, 1, 1)).toEqual([1, "9/10", "9/5"]);
    expect(at(mechanism, 0, 1)).toEqual([0, "1/2", "1"]);
    expect(mechanism.reasons!([0, 0])[0]).toBe(
      "Agent 1 pays 9/10: given all reports it expects 9/10 from a0.",
    );
    expect(at(posteriorPayment.build(environment, { ties: "uniform" }), 0, 1)).toEqual([-1, "1/2", "1"]);
  });

  it("leaves every type exactly 0 and earns the expected welfare", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 6, maxLength: 6 }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom("1/3", "3/4", "9/10"),
        (tables, accuracy) => {
          const us = tables.map((u) => [0, 1, 2].map((a) => [rational(u[2 * a]), rational(u[2 * a + 1])]));
          const mechanism = posteriorPayment.build(signalEnvironment(exact, us, q(accuracy)), {});
          const participation = check(mechanism, "interim-ir");
          expect(participation.status).toBe("proved");
          expect(participation.slack?.exact).toBe("0");
          expect(check(mechanism, "epistemic-ex-post-ir").slack?.exact).toBe("0");
          expect(verdict(mechanism, "decision-efficiency")).toBe("proved");
          expect(revenue(mechanism)).toBe(expectedWelfare(us, q(accuracy)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("tempts less the more agents there are", () => {
    const gains = [1, 2, 4, 8].map((n) => {
      const us = Array.from({ length: n }, () => match(1));
      const mechanism = posteriorPayment.build(signalEnvironment(exact, us, q("3/4"), undefined, true), {});
      expect(mechanism.anonymous).toBe(true);
      return check(mechanism, "bayesian-ic").epsilon!.value;
    });
    expect(gains[3]).toBeLessThan(gains[1]);
    expect(gains[3]).toBeLessThan(0.05);
  });

  it("refuses reports of probability 0, naming them, and models without a common prior", () => {
    const sure = signalEnvironment(exact, utilities, q(1));
    expect(() => posteriorPayment.build(sure, {})).toThrow(
      /the reports Agent 1 = low, Agent 2 = high have probability 0/,
    );
    const { beliefs: _, ...without } = environment;
    expect(posteriorPayment.refuses(without)).toMatch(/common prior/);
  });

  it("charges the value itself where there is no state", () => {
    const mechanism = posteriorPayment.build(environmentOf(exact, projectSketch(2, [q(0), q(3)], q(2))), {});
    expect(at(mechanism, 1, 0)).toEqual([1, "2", "-1"]);
  });

  it("agrees in doubles", () => {
    const doubles = posteriorPayment.build(signalEnvironment(float, utilities, q("3/4")), {}).outcome([0, 0]);
    expect(Array.from(doubles.payments as Float64Array)).toEqual(
      [0.9, 1.8].map((x) => expect.closeTo(x, 12)),
    );
  });
});
