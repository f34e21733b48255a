import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import {
  add,
  compare,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../src/numeric/rational.js";
import { checkReducedForm } from "../../src/selling/check-reduced-form.js";
import type { GoodsSale } from "../../src/selling/goods-sale.js";
import { isReducedForm } from "./bayesian-oracle.js";

/** Bidders with types of given weights and amounts out of 12 for one good. */
const arbitraryAmounts = fc
  .array(
    fc.array(fc.record({ weight: fc.integer({ min: 1, max: 3 }), amount: fc.integer({ min: 0, max: 12 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((bidders) => ({
    probabilities: bidders.map((types) => {
      const total = types.reduce((sum, { weight }) => sum + weight, 0);
      return types.map(({ weight }) => rational(weight, total));
    }),
    amounts: bidders.map((types) => types.map(({ amount }) => rational(amount, 12))),
  }));

function saleOf<T>(probabilities: readonly (readonly T[])[], zero: T): GoodsSale<T[]> {
  return {
    kind: "items",
    goods: ["good"],
    bidders: probabilities.map((own, i) => ({
      name: `bidder ${i}`,
      types: own.map((_, t) => `type ${t}`),
      probabilities: [...own],
      values: own.map(() => zero),
    })),
  };
}

/** The largest excess of Border's constraints over all sets of types of all bidders. */
function largestExcess(probabilities: readonly Rational[][], amounts: readonly Rational[][]): Rational {
  const sizes = probabilities.map((own) => own.length);
  let worst = ZERO;
  for (let mask = 0; mask < 2 ** sizes.reduce((a, b) => a + b, 0); mask++) {
    let [demanded, nobody, bit] = [ZERO, ONE, 0];
    probabilities.forEach((own, i) => {
      let outside = ONE;
      own.forEach((p, t) => {
        if (!((mask >> bit++) & 1)) return;
        outside = subtract(outside, p);
        demanded = add(demanded, multiply(p, amounts[i][t]));
      });
      nobody = multiply(nobody, outside);
    });
    const excess = subtract(demanded, subtract(ONE, nobody));
    if (compare(excess, worst) > 0) worst = excess;
  }
  return worst;
}

describe("Border's constraints", () => {
  test("the sets of the chain contain a most violated one", () => {
    fc.assert(
      fc.property(arbitraryAmounts, ({ probabilities, amounts }) => {
        const found = checkReducedForm(exact, saleOf(probabilities, ZERO), amounts);
        const excess = found === undefined ? ZERO : subtract(found.demanded, found.available);
        expect(excess).toEqual(largestExcess(probabilities, amounts));
      }),
      { numRuns: 300 },
    );
  });

  test("they hold if and only if an allocation has these interim shares", async () => {
    let [feasible, infeasible] = [0, 0];
    await fc.assert(
      fc.asyncProperty(arbitraryAmounts, async ({ probabilities, amounts }) => {
        const doubles = (table: readonly Rational[]) => table.map(exact.toNumber);
        const sale = saleOf(probabilities.map(doubles), 0) as unknown as GoodsSale;
        const holds = checkReducedForm(exact, saleOf(probabilities, ZERO), amounts) === undefined;
        expect(await isReducedForm(sale, amounts.map(doubles))).toBe(holds);
        if (holds) feasible++;
        else infeasible++;
      }),
      { numRuns: 80 },
    );
    expect(Math.min(feasible, infeasible)).toBeGreaterThan(5);
  });

  test("with unlike bidders the order by amount alone would miss a violated set", () => {
    const probabilities = [
      [rational(9, 10), rational(1, 10)],
      [rational(4, 5), rational(1, 5)],
    ];
    const amounts = [
      [rational(19, 20), rational(17, 100)],
      [rational(4, 25), ZERO],
    ];
    const found = checkReducedForm(exact, saleOf(probabilities, ZERO), amounts);
    // Second in the order by amount is the other type of the first bidder; no set of that order is violated.
    expect(found).toEqual({
      good: 0,
      types: [[0], [0]],
      demanded: rational(983, 1000),
      available: rational(49, 50),
    });
  });

  test("grades share one object: the sum over grades counts", () => {
    const sale: GoodsSale = {
      kind: "grades",
      goods: ["low", "high"],
      bidders: [0, 1].map((i) => ({
        name: `bidder ${i}`,
        types: ["only"],
        probabilities: Float64Array.of(1),
        values: Float64Array.of(1, 2),
      })),
    };
    const half = [Float64Array.of(0.25, 0.25), Float64Array.of(0.25, 0.25)];
    const more = [Float64Array.of(0.25, 0.5), Float64Array.of(0.25, 0.25)];
    expect(checkReducedForm(float, sale, half)).toBeUndefined();
    expect(checkReducedForm(float, sale, more)).toMatchObject({ demanded: 1.25, available: 1 });
    expect(checkReducedForm(float, { ...sale, kind: "items" }, more)).toBeUndefined();
  });
});
