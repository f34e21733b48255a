import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float, type Table } from "../../../src/numeric/arithmetic.js";
import { transferRange } from "../../../src/numeric/graphs/index.js";
import { add, compare, multiply, type Rational, rational, subtract } from "../../../src/numeric/rational.js";
import { implementable } from "./arbitrary-graphs.js";

/** Truth-telling is optimal for every type when type t pays payments[t]. */
function incentiveCompatible(types: Rational[], rule: Rational[], payments: Table<Rational>): boolean {
  const utility = (report: number, type: Rational) =>
    subtract(multiply(rule[report], type), payments[report]);
  return types.every((type, t) =>
    types.every((_, report) => compare(utility(t, type), utility(report, type)) >= 0),
  );
}

const shifted = (payments: Table<Rational>, t: number, by: Rational) =>
  Array.from(payments, (payment, k) => (k === t ? add(payment, by) : payment));

describe("transferRange", () => {
  it("has ends that are incentive compatible and cannot be passed by any one type", () => {
    fc.assert(
      fc.property(implementable, fc.nat(), ({ weights, nodes, types, rule }, any) => {
        const base = any % nodes;
        const outcomeValue = types.map((type, t) => multiply(type, rule[t]));
        const basePayment = rational(5, 3);
        const range = transferRange(exact, weights, outcomeValue, base, { basePayment });
        if (range.kind !== "range") throw new Error("the rule is cyclically monotone");
        expect([range.lower[base], range.upper[base]]).toEqual([basePayment, basePayment]);
        expect(incentiveCompatible(types, rule, range.lower)).toBe(true);
        expect(incentiveCompatible(types, rule, range.upper)).toBe(true);
        const half = types.map((_, t) => multiply(add(range.lower[t], range.upper[t]), rational(1, 2)));
        expect(incentiveCompatible(types, rule, half)).toBe(true);
        for (let t = 0; t < nodes; t++) {
          if (t === base) continue;
          expect(incentiveCompatible(types, rule, shifted(range.lower, t, rational(-1, 100)))).toBe(false);
          expect(incentiveCompatible(types, rule, shifted(range.upper, t, rational(1, 100)))).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("lets the buyer of value 1 pay anything from 0 to 1 when the buyer of value 0 gets nothing", () => {
    const range = transferRange(float, Float64Array.of(0, 0, -1, 0), Float64Array.of(0, 1), 0);
    expect(range).toMatchObject({ kind: "range", lower: { 0: 0, 1: 0 }, upper: { 0: 0, 1: 1 } });
    if (range.kind === "range") expect(range.errorBound).toBeLessThan(1e-13);
  });

  it("follows the chain of local constraints as its reason", () => {
    // Types 0, 1, 2 and x(θ) = θ: w(s,t) = s(t − s).
    const arcs = [0, 0, 0, -1, 0, 1, -4, -2, 0].map((w) => rational(w));
    const range = transferRange(
      exact,
      arcs,
      [0, 1, 4].map((v) => rational(v)),
      0,
    );
    if (range.kind !== "range") throw new Error("x is increasing");
    expect(Array.from(range.lower)).toEqual([0, 0, 1].map((p) => rational(p)));
    expect(Array.from(range.upper)).toEqual([0, 1, 3].map((p) => rational(p)));
    expect(Array.from(range.upperPrevious)).toEqual([-1, 0, 1]);
    expect(Array.from(range.lowerNext)).toEqual([-1, 0, 1]);
  });

  it("returns the cycle when no payments work, in the direction of the arcs", () => {
    // Types 0, 1, 2 in a market where each prefers the next one's outcome; backwards the cycle loses.
    const arcs = [0, 1, -9, -9, 0, 1, 1, -9, 0].map((w) => rational(w));
    const outcomeValue = [0, 0, 0].map((v) => rational(v));
    for (const base of [0, 1, 2])
      expect(transferRange(exact, arcs, outcomeValue, base)).toMatchObject({
        kind: "positive-cycle",
        cycle: [0, 1, 2],
        weight: rational(3),
      });
  });

  it.each([
    ["an outcome value that is not finite", [0, Number.NaN], {}, "not-finite"],
    ["a base payment that is not finite", [0, 1], { basePayment: Number.NaN }, "not-finite"],
    ["a negative error bound", [0, 1], { weightError: -1 }, "out-of-range"],
    ["values for other types than the arcs", [0, 1, 2], {}, "invalid-size"],
  ])("refuses %s", (_, outcomeValue, options, code) => {
    const run = () => transferRange(float, Float64Array.of(0, 0, -1, 0), outcomeValue, 0, options);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
