import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CorrelatedAuction } from "../../../src/auctions/correlated-auction.js";
import { optimalExPostAuction } from "../../../src/auctions/optimal-ex-post-auction.js";
import { optimalAuction } from "../../../src/intervals/auctions/optimal-auction.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { exact, float } from "../../../src/numeric/arithmetic.js";
import { multiply, type Rational, rational, toDouble } from "../../../src/numeric/rational.js";
import { KINKED } from "./distributions.js";

/** Independent bidders on finite values as a table, in fractions. */
function finiteAuction(
  values: readonly (readonly Rational[])[],
  masses: readonly (readonly Rational[])[],
): CorrelatedAuction<Rational> {
  let prior = [rational(1)];
  for (const own of masses) prior = prior.flatMap((p) => own.map((mass) => multiply(p, mass)));
  return {
    arithmetic: exact,
    bidders: values.map((_, i) => `Bidder ${i}`),
    values,
    types: values.map((own) => Int32Array.from(own, (_, p) => p)),
    sizes: values.map(({ length }) => length),
    prior,
  };
}

describe("finite auctions", () => {
  const points = fc
    .record({
      at: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 }),
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 }),
    })
    .map(({ at, weights }) => {
      const sorted = [...at].sort((a, b) => a - b);
      const own = sorted.map((_, k) => weights[k]);
      return { at: sorted, weights: own, total: own.reduce((sum, w) => sum + w, 0) };
    });

  test("atoms alone: the revenue of the exact optimum on tables, to rounding", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(points, { minLength: 1, maxLength: 3 }), async (market) => {
        const table = finiteAuction(
          market.map(({ at }) => at.map((x) => rational(x))),
          market.map(({ weights, total }) => weights.map((w) => rational(w, total))),
        );
        const { revenue } = await optimalExPostAuction(table);
        const { payoff } = optimalAuction(
          market.map(({ at, weights, total }) =>
            discrete(
              at,
              weights.map((w) => w / total),
            ),
          ),
        );
        expect(payoff.value).toBeCloseTo(toDouble(revenue), 11);
      }),
      { numRuns: 60 },
    );
  });

  /** Revenue of two alike bidders on m values F⁻¹((k + ½)/m), equally likely. */
  async function onGrid(distribution: Distribution, m: number): Promise<number> {
    const values = Float64Array.from({ length: m }, (_, k) => distribution.quantile((k + 0.5) / m));
    const types = Int32Array.from(values, (_, p) => p);
    const { revenue } = await optimalExPostAuction({
      arithmetic: float,
      bidders: ["One", "Two"],
      values: [values, values],
      types: [types, types],
      sizes: [m, m],
      prior: new Float64Array(m * m).fill(1 / (m * m)),
    });
    return revenue;
  }

  test.each([
    ["U[0, 1]", uniform(0, 1)],
    ["the kinked example", KINKED],
  ])("grids of 10, 20, 40 values converge from above like 1/m: %s", async (_, distribution) => {
    const limit = optimalAuction([distribution, distribution]).payoff.value;
    const gaps = [];
    for (const m of [10, 20, 40]) gaps.push((await onGrid(distribution, m)) - limit);
    expect(Math.log2(gaps[0] / gaps[1])).toBeCloseTo(1, 1);
    expect(Math.log2(gaps[1] / gaps[2])).toBeCloseTo(1, 1);
  });
});
