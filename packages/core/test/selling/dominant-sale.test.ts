import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { printRational, toDouble } from "../../src/numeric/rational.js";
import { provedBound } from "../../src/selling/dominant-bound.js";
import { provedRevenue } from "../../src/selling/dominant-revenue.js";
import { saleInDoubles } from "../../src/selling/goods-sale.js";
import { sellDominantly } from "../../src/selling/sell-dominantly.js";
import { optimum } from "../design/designs.js";
import {
  anySale,
  doubleSale,
  exactSale,
  gridBidder,
  gridSale,
  plainOptimum,
  solver,
} from "./dominant-instances.js";

describe("two bidders, two goods, k equally likely values each", () => {
  test.each([
    [3, 1.04526749],
    [4, 1.022460938],
    [5, 0.99296],
  ])("k = %i: the optimum %d, proved exactly", async (k, expected) => {
    const sale = gridSale(k, 2, 2);
    const found = await sellDominantly(exact, sale, { solver });
    expect(printRational(found.lower)).toBe(printRational(found.upper));
    expect(toDouble(found.lower)).toBeCloseTo(expected, 8);
    expect(found.size.symmetries).toBe(4);
    expect(found.status).toBe("complete");
  });

  test("in doubles the bracket holds the exact optimum and is narrow", async () => {
    const [sale, { lower }] = [gridSale(4, 2, 2), await sellDominantly(exact, gridSale(4, 2, 2), { solver })];
    for (const method of ["simplex", "ipm"] as const) {
      const found = await sellDominantly(float, saleInDoubles(exact, sale), { solver, method });
      expect(found.lower).toBeLessThanOrEqual(toDouble(lower));
      expect(found.upper).toBeGreaterThanOrEqual(toDouble(lower));
      expect(found.upper - found.lower).toBeLessThan(method === "simplex" ? 1e-9 : 1e-5);
    }
  });
});

test("one good: the expected largest non-negative virtual value", async () => {
  // φ_j = v_j − (5 − j)/6 on v_j = (j + ½)/6, regular.
  const virtual = Array.from({ length: 6 }, (_, j) => (j + 0.5) / 6 - (5 - j) / 6);
  for (const bidders of [1, 2, 3]) {
    const revenue = virtual.reduce(
      (sum, phi, j) => sum + Math.max(phi, 0) * (((j + 1) / 6) ** bidders - (j / 6) ** bidders),
      0,
    );
    const { lower, upper } = await sellDominantly(exact, gridSale(6, 1, bidders), { solver });
    expect(printRational(lower)).toBe(printRational(upper));
    expect(toDouble(lower)).toBeCloseTo(revenue, 12);
  }
});

test("constraints between neighbours alone are not enough: two goods to one buyer need more, found in further rounds", async () => {
  const sale = gridSale(6, 2, 2);
  const rounds: number[] = [];
  const found = await sellDominantly(float, saleInDoubles(exact, sale), {
    solver,
    progress: ({ round, added }) => rounds.push(round, added),
  });
  expect(found.rounds.length).toBeGreaterThan(1);
  expect(rounds).toEqual(found.rounds.flatMap(({ round, added }) => [round, added]));
  expect(found.rounds[0].violation).toBeGreaterThan(0.01);
  expect(found.upper - found.lower).toBeLessThan(1e-8);
});

test("a certain type pays its whole value", async () => {
  const { lower, upper, mechanism } = await sellDominantly(
    exact,
    exactSale([{ weights: [1], values: [[3, -2]] }]),
    { solver },
  );
  expect([lower, upper].map(printRational)).toEqual(["3", "3"]);
  expect(printRational(mechanism.allocation[1])).toBe("0");
});

test("agrees with the general design program over alternatives, the designer's certificate accepted", async () => {
  const bidders = [
    {
      weights: [2, 1],
      values: [
        [1, 4],
        [3, 2],
      ],
    },
    {
      weights: [1, 3],
      values: [
        [2, 2],
        [5, 1],
      ],
    },
  ];
  const agents = bidders.map(({ values }, i) => {
    const types = values.map(([left, right], t) => `{ name: t${t}, left: ${left}, right: ${right} }`);
    return `  B${i}: { types: [${types.join(", ")}] }`;
  });
  const receivers = [-1, 0, 1].flatMap((left) => [-1, 0, 1].map((right) => ({ left, right })));
  const outcomes = receivers.map(({ left, right }, a) => `  a${a}: { toLeft: ${left}, toRight: ${right} }`);
  const worth = (i: number) =>
    `"(alternative.toLeft == ${i} ? own.left : 0) + (alternative.toRight == ${i} ? own.right : 0)"`;
  const text = [
    "agents:",
    ...agents,
    "alternatives:",
    ...outcomes,
    `values: { B0: ${worth(0)}, B1: ${worth(1)} }`,
    "beliefs: { independent: { B0: { weights: [2, 1] }, B1: { weights: [1, 3] } } }",
  ].join("\n");
  const general = await optimum(text, { incentives: ["dominant"], participation: ["ex-post"] });
  const { lower, upper } = await sellDominantly(exact, exactSale(bidders), { solver });
  expect([lower, upper].map(printRational)).toEqual([general, general]);
});

test("whatever the sale: the plain program's optimum, exactly in fractions, within its bracket in doubles", async () => {
  await fc.assert(
    fc.asyncProperty(anySale, async ({ bidders, kind }) => {
      const [inFractions, inDoubles] = [exactSale(bidders, kind), doubleSale(bidders, kind)];
      const plain = await plainOptimum(inDoubles);
      const precise = await sellDominantly(exact, inFractions, { solver });
      expect(Math.abs(toDouble(precise.lower) - plain)).toBeLessThan(1e-6);
      expect(printRational(precise.lower)).toBe(printRational(precise.upper));
      const rough = await sellDominantly(float, inDoubles, { solver });
      expect(rough.lower).toBeGreaterThan(plain - 1e-6);
      expect(rough.upper).toBeLessThan(plain + 1e-6);
      expect(rough.lower).toBeLessThanOrEqual(toDouble(precise.upper));
      expect(rough.upper).toBeGreaterThanOrEqual(toDouble(precise.lower));
      expect(provedRevenue(exact, inFractions, precise.mechanism)).toEqual({
        proved: true,
        revenue: precise.lower,
      });
      expect(provedBound(exact, inFractions, precise.prices)).toEqual({ proved: true, bound: precise.upper });
      expect(provedRevenue(float, inDoubles, rough.mechanism)).toEqual({
        proved: true,
        revenue: rough.lower,
      });
      expect(provedBound(float, inDoubles, rough.prices)).toEqual({ proved: true, bound: rough.upper });
    }),
    { numRuns: 60 },
  );
});

test("awkward probabilities: no simple fractions, and still lower = upper", async () => {
  const bidder = fc
    .array(
      fc.record({
        weight: fc.integer({ min: 1, max: 9999 }),
        values: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 2 }),
      }),
      { minLength: 5, maxLength: 7 },
    )
    .map((all) => ({ weights: all.map(({ weight }) => weight), values: all.map(({ values }) => values) }));
  await fc.assert(
    fc.asyncProperty(bidder, bidder, async (first, second) => {
      const { lower, upper } = await sellDominantly(exact, exactSale([first, second], "items", 7), {
        solver,
      });
      expect(printRational(lower)).toBe(printRational(upper));
    }),
    { numRuns: 12 },
  );
});

test("scales with the values", async () => {
  const bidder = gridBidder(3, 2);
  for (const over of [6e-6, 6e6]) {
    const { lower, upper } = await sellDominantly(float, doubleSale([bidder, bidder], "items", 6), {
      solver,
    });
    const scaled = { ...doubleSale([bidder, bidder], "items", 1) };
    const sale = {
      ...scaled,
      bidders: scaled.bidders.map((each) => ({ ...each, values: each.values.map((value) => value / over) })),
    };
    const found = await sellDominantly(float, sale, { solver });
    expect((found.lower * over) / 6).toBeCloseTo(lower, 8);
    expect((found.upper * over) / 6).toBeCloseTo(upper, 8);
  }
});

describe("stopped early", () => {
  const sale = saleInDoubles(exact, gridSale(3, 2, 2));
  // E max of two draws from {1/6, 1/2, 5/6}: (1/6 + 3/2 + 25/6)/9, twice.
  const welfare = (2 * (1 / 6 + 3 / 2 + 25 / 6)) / 9;

  test("before the first round: each good sold on its own, and the expected welfare", async () => {
    const found = await sellDominantly(exact, gridSale(3, 2, 2), { solver, signal: { aborted: true } });
    expect(found.status).toBe("stopped");
    // φ = −1/2, 1/6, 5/6: 1/6·3/9 + 5/6·5/9 for each good.
    expect(printRational(found.lower)).toBe("28/27");
    expect(toDouble(found.upper)).toBeCloseTo(welfare, 12);
    const rough = await sellDominantly(float, sale, { solver, signal: { aborted: true } });
    expect(rough.lower).toBeLessThanOrEqual(28 / 27);
    expect(rough.lower).toBeCloseTo(28 / 27, 9);
    expect(rough.upper).toBeGreaterThanOrEqual(toDouble(found.upper));
  });

  test("one object in grades: the best single grade", async () => {
    const bidder = {
      weights: [1, 1],
      values: [
        [1, 3],
        [2, 4],
      ],
    };
    const signal = { aborted: true };
    // Grade 2 to one buyer at 3, always.
    const one = await sellDominantly(exact, exactSale([bidder], "grades"), { solver, signal });
    expect(printRational(one.lower)).toBe("3");
    expect(printRational(one.upper)).toBe("7/2");
  });

  test("after the first round: its bracket", async () => {
    const signal = { aborted: false };
    const larger = saleInDoubles(exact, gridSale(6, 2, 2));
    const stop = () => {
      signal.aborted = true;
    };
    const found = await sellDominantly(float, larger, { solver, signal, progress: stop });
    expect(found.status).toBe("stopped");
    expect(found.rounds.length).toBe(1);
    // Each good on its own earns 205/432.
    expect(found.lower).toBeCloseTo(205 / 216, 8);
    expect(found.lower).toBeLessThan(3779 / 3888);
    expect(found.upper).toBeGreaterThan(3779 / 3888);
    expect(found.upper).toBeLessThan(1);
  });

  test("by a time limit of nothing", async () => {
    const found = await sellDominantly(float, saleInDoubles(exact, gridSale(6, 2, 2)), {
      solver,
      timeLimit: 0,
    });
    expect(found.status).toBe("stopped");
    expect(found.upper).toBeGreaterThan(3779 / 3888);
  });
});

test("refuses what is no sale, naming the place", async () => {
  const sale = doubleSale([{ weights: [1, 1], values: [[1], [2]] }]);
  const bad = { ...sale, bidders: [{ ...sale.bidders[0], probabilities: Float64Array.of(0.5, 0.6) }] };
  await expect(sellDominantly(float, bad)).rejects.toMatchObject({ code: "invalid-probability" });
  const many = Array.from({ length: 30 }, () => sale.bidders[0]);
  await expect(sellDominantly(float, { ...sale, bidders: many })).rejects.toMatchObject({
    code: "too-large",
  });
});
