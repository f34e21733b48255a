import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LinearSession, LinearSolver, SolveOptions } from "../../src/lp/solver.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { type Rational, rational, toDouble } from "../../src/numeric/rational.js";
import { checkReducedForm } from "../../src/selling/check-reduced-form.js";
import type { GoodsSale } from "../../src/selling/goods-sale.js";
import type { InterimMechanism } from "../../src/selling/interim-mechanism.js";
import { type BayesianSaleOptions, sellBayesian } from "../../src/selling/sell-bayesian.js";
import { sellSeparately } from "../../src/selling/sell-separately.js";
import { arbitrarySale, explicitRevenue, solver } from "./bayesian-oracle.js";

const sell = (sale: GoodsSale, options: BayesianSaleOptions = {}) =>
  sellBayesian(float, sale, { solver, ...options });

/** Two alike bidders with independent values for two goods, each on a list of points. */
function square(kind: GoodsSale["kind"], points: readonly number[], weights: readonly number[]): GoodsSale {
  const pairs = points.flatMap((a, j) => points.map((b, k) => ({ a, b, weight: weights[j] * weights[k] })));
  const bidder = {
    name: "bidder",
    types: pairs.map(({ a, b }) => `${a}, ${b}`),
    probabilities: Float64Array.from(pairs, ({ weight }) => weight),
    values: Float64Array.from(pairs.flatMap(({ a, b }) => [a, b])),
  };
  return { kind, goods: ["A", "B"], bidders: [bidder, bidder] };
}

function middles(k: number): GoodsSale {
  const points = Array.from({ length: k }, (_, j) => (j + 0.5) / k);
  return square(
    "items",
    points,
    points.map(() => 1 / k),
  );
}

function trapezoid(steps: number): GoodsSale {
  const points = Array.from({ length: steps + 1 }, (_, j) => j / steps);
  return square(
    "grades",
    points,
    points.map((x) => (x === 0 || x === 1 ? 0.5 : 1) / steps),
  );
}

/** The same sale in fractions, from integers and a common denominator. */
function middlesInFractions(k: number): GoodsSale<Rational[]> {
  const pairs = Array.from({ length: k * k }, (_, p) => [Math.floor(p / k), p % k]);
  const bidder = {
    name: "bidder",
    types: pairs.map((pair) => pair.join()),
    probabilities: pairs.map(() => rational(1, k * k)),
    values: pairs.flat().map((j) => rational(2 * j + 1, 2 * k)),
  };
  return { kind: "items", goods: ["A", "B"], bidders: [bidder, bidder] };
}

/** What a mechanism earns and the most anyone gains from a lie or from staying away, from the definitions. */
function judged(sale: GoodsSale, mechanism: InterimMechanism<number>) {
  const goods = sale.goods.length;
  let [revenue, gain] = [0, 0];
  sale.bidders.forEach(({ probabilities, values }, i) => {
    const { shares, payments } = mechanism[i];
    const utility = (t: number, s: number) =>
      sale.goods.reduce((sum, _, g) => sum + values[t * goods + g] * shares[s * goods + g], -payments[s]);
    probabilities.forEach((p, t) => {
      revenue += p * payments[t];
      gain = Math.max(gain, -utility(t, t));
      probabilities.forEach((_, s) => {
        gain = Math.max(gain, utility(t, s) - utility(t, t));
      });
    });
  });
  return { revenue, gain };
}

describe("the optimal Bayesian sale", () => {
  test("earns what the program over all profiles earns, and its mechanism is feasible", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySale(), async (sale) => {
        const { lower, upper, mechanism } = await sell(sale);
        const expected = await explicitRevenue(sale);
        expect(lower).toBeLessThanOrEqual(upper);
        expect(Math.abs(lower - expected)).toBeLessThan(1e-6);
        expect(Math.abs(upper - expected)).toBeLessThan(1e-6);
        const { revenue, gain } = judged(sale, mechanism);
        expect(Math.abs(revenue - lower)).toBeLessThan(1e-12);
        expect(gain).toBeLessThan(1e-13);
        const shares = mechanism.map((menu) => menu.shares);
        const violated = checkReducedForm(float, sale, shares);
        expect(violated === undefined ? 0 : violated.demanded - violated.available).toBeLessThan(1e-13);
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  test("three goods, two of them interchangeable", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySale({ bidders: 2, types: 3, goods: 3 }), async (sale) => {
        const { lower, upper } = await sell(sale);
        const expected = await explicitRevenue(sale);
        expect(Math.max(Math.abs(lower - expected), Math.abs(upper - expected))).toBeLessThan(1e-6);
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  test.each([
    [3, 1.053497942],
    [4, 1.03515625],
    [5, 1.00768],
    [6, 0.985725309],
    [8, 0.964157105],
    [10, 0.951982],
  ])("two additive bidders, two items, %i values each: published optima", async (k, expected) => {
    const { lower, upper, status, size } = await sell(middles(k));
    expect(status).toBe("closed");
    expect(Math.abs(lower - expected)).toBeLessThan(1e-8);
    expect(Math.abs(upper - expected)).toBeLessThan(1e-8);
    expect(size).toEqual({
      classes: [{ bidders: 2, types: k * k, representatives: (k * (k + 1)) / 2 }],
      interchangeable: [["A", "B"]],
    });
  });

  test.each([
    [10, 0.625929],
    [20, 0.606033],
  ])("one object in two grades on a trapezoid grid of %i steps", async (steps, expected) => {
    const { lower, upper } = await sell(trapezoid(steps));
    expect(Math.abs(lower - expected)).toBeLessThan(1e-6);
    expect(upper - lower).toBeLessThan(1e-8);
  });

  test("in fractions the optimum is exact", async () => {
    const values = await Promise.all(
      [2, 3, 4].map(async (k) => (await sellBayesian(exact, middlesInFractions(k), { solver })).lower),
    );
    expect(values).toEqual([rational(9, 8), rational(256, 243), rational(265, 256)]);
  });

  test("in fractions the mechanism earns just that and nobody gains", async () => {
    const sale = middlesInFractions(3);
    const { lower, mechanism } = await sellBayesian(exact, sale, { solver });
    const doubles = (table: ArrayLike<Rational>) => Float64Array.from(Array.from(table), toDouble);
    const inDoubles = mechanism.map((menu) => ({
      shares: doubles(menu.shares as never),
      utilities: doubles(menu.utilities as never),
      payments: doubles(menu.payments as never),
    }));
    const { revenue, gain } = judged(middles(3), inDoubles);
    expect(Math.abs(revenue - toDouble(lower))).toBeLessThan(1e-12);
    expect(gain).toBeLessThan(1e-12);
    expect(
      checkReducedForm(
        exact,
        sale,
        mechanism.map((menu) => menu.shares),
      ),
    ).toBeUndefined();
  });

  test("values in thousands change nothing but the unit", async () => {
    const sale = middles(4);
    const dear = {
      ...sale,
      bidders: sale.bidders.map((own) => ({ ...own, values: own.values.map((value) => 3000 * value) })),
    };
    const { lower, upper } = await sell(dear);
    expect(Math.abs(lower / 3000 - 1.03515625)).toBeLessThan(1e-7);
    expect(Math.abs(upper / 3000 - 1.03515625)).toBeLessThan(1e-7);
  });

  test("types of probability 0 change nothing and get what they like best", async () => {
    const sale = middles(2);
    const bidders = sale.bidders.map((own) => ({
      ...own,
      types: [...own.types, "absent"],
      probabilities: Float64Array.of(...own.probabilities, 0),
      values: Float64Array.of(...own.values, 9, 9),
    }));
    const { lower, mechanism } = await sell({ ...sale, bidders });
    expect(Math.abs(lower - 1.125)).toBeLessThan(1e-8);
    expect(judged({ ...sale, bidders }, mechanism).gain).toBeLessThan(1e-12);
  });

  test("types that almost agree, and types that hardly ever occur", async () => {
    const bidder = (values: number[], rare: number) => ({
      name: "bidder",
      types: ["a", "b", "c", "d"],
      probabilities: Float64Array.of(0.25, 0.25, 0.5 - rare, rare),
      values: Float64Array.from(values.flatMap((value) => [value, value / 2])),
    });
    for (const rare of [1e-13, 1e-9]) {
      const sale = {
        kind: "items" as const,
        goods: ["A", "B"],
        bidders: [0, 1].map(() => bidder([1e-13, 3e-13, 1, 2], rare)),
      };
      const plain = { ...sale, bidders: [0, 1].map(() => bidder([0, 0, 1, 1], 0)) };
      const [{ lower, upper, mechanism }, expected] = [await sell(sale), await explicitRevenue(plain)];
      expect(Math.abs(lower - expected)).toBeLessThan(1e-7);
      expect(Math.abs(upper - expected)).toBeLessThan(1e-7);
      expect(judged(sale, mechanism).gain).toBeLessThan(1e-12);
    }
  });

  test("a single bidder, a single type: the seller takes it all", async () => {
    const sale: GoodsSale = {
      kind: "items",
      goods: ["A", "B"],
      bidders: [
        { name: "only", types: ["t"], probabilities: Float64Array.of(1), values: Float64Array.of(3, -2) },
      ],
    };
    const { lower, upper, mechanism } = await sell(sale);
    expect([lower, upper].every((bound) => Math.abs(bound - 3) < 1e-7)).toBe(true);
    expect(Math.abs(mechanism[0].shares[0] - 1)).toBeLessThan(1e-7);
  });

  test("nothing can be earned from goods nobody wants", async () => {
    const sale = square("items", [-2, -1], [0.5, 0.5]);
    const { lower, upper } = await sell(sale);
    expect(lower).toBe(0);
    expect(upper).toBeGreaterThanOrEqual(0);
    expect(upper).toBeLessThan(1e-7);
  });

  test("sold separately, two items earn the sum of the optimal auctions", async () => {
    // Virtual values of {1/4, 3/4}: −1/4 and 3/4; each auction earns 3/4 · 3/4.
    const alone = await sellSeparately(float, middles(2), { solver });
    for (const { lower, upper } of alone) {
      expect(Math.abs(lower - 9 / 16)).toBeLessThan(1e-8);
      expect(Math.abs(upper - 9 / 16)).toBeLessThan(1e-8);
    }
  });

  test("a stopped run still gives a valid bracket", async () => {
    const { lower, upper, status } = await sell(middles(6), { roundLimit: 2 });
    expect(status).toBe("stopped");
    expect(lower).toBeLessThan(0.985725309);
    expect(upper).toBeGreaterThan(0.985725309);
    const never = await sell(middles(6), { signal: { aborted: true } });
    expect([never.status, never.lower, never.work.rounds]).toEqual(["stopped", 0, 0]);
  });

  test("the bracket does not trust the solver: with wrong answers it is wide but right", async () => {
    const noise = (vector: Float64Array, size: number) =>
      vector.map((x, k) => x + size * Math.sin(1 + 7 * k));
    for (const size of [1e-7, 1e-3, 1]) {
      const careless: LinearSolver = {
        ...solver,
        async open(problem) {
          const session = await solver.open(problem);
          return Object.assign(Object.create(session) as LinearSession, {
            problem: () => session.problem(),
            addRows: session.addRows.bind(session),
            addColumns: session.addColumns.bind(session),
            dispose: () => session.dispose(),
            async solve(options?: SolveOptions) {
              const solution = await session.solve(options);
              return {
                ...solution,
                primal: noise(solution.primal, size),
                rowDuals: noise(solution.rowDuals, size),
              };
            },
          });
        },
      };
      const sale = middles(3);
      const { lower, upper, mechanism } = await sell(sale, { solver: careless, roundLimit: 8 });
      expect(lower).toBeLessThan(256 / 243);
      expect(upper).toBeGreaterThan(256 / 243);
      expect(upper - lower).toBeGreaterThan(size / 10);
      const { revenue, gain } = judged(sale, mechanism);
      expect(Math.abs(revenue - lower)).toBeLessThan(1e-12);
      expect(gain).toBeLessThan(1e-13);
    }
  });

  test("a sale that is none is refused", async () => {
    const sale = middles(2);
    const broken = {
      ...sale,
      bidders: [{ ...sale.bidders[0], probabilities: Float64Array.of(0.5, 0.5, 0.5, 0) }],
    };
    await expect(sell(broken)).rejects.toMatchObject({ code: "invalid-probability" });
    await expect(sell({ ...sale, goods: [] })).rejects.toMatchObject({ code: "empty" });
    await expect(sell(sale, { gap: -1 })).rejects.toMatchObject({ code: "invalid-option" });
  });
});
