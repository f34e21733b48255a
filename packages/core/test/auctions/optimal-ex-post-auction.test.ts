import fc from "fast-check";
import { expect, test } from "vitest";
import { coverBound } from "../../src/auctions/cover-bound.js";
import { exPostDesign } from "../../src/auctions/ex-post-design.js";
import { optimalExPostAuction } from "../../src/auctions/optimal-ex-post-auction.js";
import { isFeasible } from "../../src/auctions/posted-prices.js";
import { lagrangianBound } from "../../src/auctions/transfer-multipliers.js";
import { designMechanism, REVENUE } from "../../src/design/index.js";
import { highsSolver } from "../../src/lp/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import type { CandorError } from "../../src/numeric/candor-error.js";
import { compare, ONE, printRational, toDouble, ZERO } from "../../src/numeric/rational.js";
import {
  type AuctionSketch,
  BROKEN,
  environmentOfSketch,
  exactAuction,
  floatAuction,
  sketches,
} from "./auctions.js";

const solver = highsSolver();

/** The optimum of the program with all incentive and participation constraints. */
async function optimum(sketch: AuctionSketch): Promise<string> {
  const found = await designMechanism(
    environmentOfSketch(exact, sketch),
    { objective: REVENUE, incentives: ["ex-post"], participation: ["ex-post"], money: [] },
    { solver },
  );
  return found.kind === "optimal" ? printRational(found.lower) : found.kind;
}

async function agrees(sketch: AuctionSketch): Promise<void> {
  const auction = exactAuction(sketch);
  const found = await optimalExPostAuction(auction, { solver });
  expect(printRational(found.revenue)).toBe(await optimum(sketch));
  expect(found.gap).toEqual(ZERO);
  expect(found.error).toBe(0);
  expect(isFeasible(auction, found.allocation)).toBe(true);
  const { imbalance, least, bound } = lagrangianBound(auction, found.multipliers);
  expect([imbalance, least, bound]).toEqual([ZERO, ZERO, found.revenue]);
  const { bound: covered, shortfall } = coverBound(auction, found.cover);
  expect([covered, shortfall]).toEqual([found.revenue, ZERO]);
  expect(compare(found.ironedBound, found.revenue)).toBeGreaterThanOrEqual(0);
  expect(found.attained).toBe(compare(found.ironedBound, found.revenue) === 0);
}

for (const [bidders, largest, numRuns] of [
  [1, 6, 40],
  [2, 4, 100],
  [3, 3, 40],
] as const)
  test(`${bidders} bidders: equal to the program with all constraints, with multipliers that prove it`, async () => {
    await fc.assert(fc.asyncProperty(sketches(bidders, largest), agrees), { numRuns });
  });

/** Weights and values whose common denominators exceed what doubles hold exactly. */
const huge = sketches(2, 3).map(({ values, weights }) => ({
  values: values.map((own) => own.map((value) => value * 1_000_003 + 1)),
  unit: 999_983,
  weights: weights.map((weight, k) => weight * 1_000_000_007 + (weight > 0 ? k : 0)),
}));

test("two bidders whose numbers need more than 53 bits", async () => {
  await fc.assert(fc.asyncProperty(huge, agrees), { numRuns: 60 });
});

test("every way to the answer occurs, and with two bidders it is a sure choice", async () => {
  const ways = new Set<string>();
  const samples = [
    ...fc.sample(sketches(2, 5), { seed: 7, numRuns: 300 }),
    ...fc.sample(sketches(3, 3), { seed: 7, numRuns: 100 }),
  ];
  for (const sketch of samples) {
    const { method, attained, allocation } = await optimalExPostAuction(exactAuction(sketch), { solver });
    ways.add(`${method} ${attained}`);
    if (allocation.length > 2) continue;
    for (const own of allocation)
      for (let k = 0; k < own.length; k++) expect([ZERO, ONE]).toContainEqual(own[k]);
  }
  expect([...ways].sort()).toEqual([
    "ironing true",
    "linear-program false",
    "linear-program true",
    "minimum-cut false",
    "minimum-cut true",
  ]);
});

test("doubles: 200 values each, a bracket of 10⁻⁹", async () => {
  const found = await optimalExPostAuction(floatAuction(wide(200)));
  expect(found.method).toBe("minimum-cut");
  expect(found.gap + found.error).toBeLessThan(1e-9);
  expect(found.upper).toBeLessThan(found.ironedBound);
});

test("three bidders in doubles need a solver", async () => {
  const sketch = fc.sample(sketches(3, 3), { seed: 7, numRuns: 100 });
  const codes = await Promise.all(
    sketch.map((each) =>
      optimalExPostAuction(floatAuction(each)).then(
        ({ method }) => method as string,
        (error: CandorError) => error.code,
      ),
    ),
  );
  expect([...new Set(codes)].sort()).toEqual(["ironing", "no-solver"]);
});

/** Two bidders with values 1, …, m and weights that repeat nowhere near the diagonal. */
function wide(m: number): AuctionSketch {
  const own = Array.from({ length: m }, (_, p) => p + 1);
  return {
    values: [own, own],
    unit: m,
    weights: Array.from({ length: m * m }, (_, k) => 1 + ((k * k * 31 + 17 * k) % 101)),
  };
}

test("the example whose ironed bound is not attained", async () => {
  const found = await optimalExPostAuction(exactAuction(BROKEN));
  expect(found.method).toBe("minimum-cut");
  expect(found.attained).toBe(false);
  expect(toDouble(found.revenue)).toBeCloseTo(0.55303, 6);
});

test("in doubles the bracket contains the exact optimum", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(sketches(2, 5), sketches(3, 3)), async (sketch) => {
      const best = toDouble((await optimalExPostAuction(exactAuction(sketch), { solver })).revenue);
      const found = await optimalExPostAuction(floatAuction(sketch), { solver });
      expect(found.revenue - found.error).toBeLessThanOrEqual(best + 1e-15 * Math.abs(best));
      expect(found.upper + found.error).toBeGreaterThanOrEqual(best - 1e-15 * Math.abs(best));
      expect(found.gap).toBeLessThan(1e-7);
      expect(isFeasible(floatAuction(sketch), found.allocation)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("where the exact method is stopped, revenue and bound are a bracket", async () => {
  let brackets = 0;
  for (const sketch of fc.sample(sketches(3, 4), { seed: 7, numRuns: 200 })) {
    const auction = exactAuction(sketch);
    const stopped = await optimalExPostAuction(auction, { pivotLimit: 1 });
    if (stopped.gap.n === 0n) continue;
    const best = (await optimalExPostAuction(auction, { solver })).revenue;
    brackets++;
    expect(stopped.method).toBe("linear-program");
    expect(compare(stopped.revenue, best)).toBeLessThanOrEqual(0);
    expect(compare(stopped.upper, best)).toBeGreaterThanOrEqual(0);
    expect(stopped.attained).toBeUndefined();
    expect(() => exPostDesign(environmentOfSketch(exact, sketch), auction, stopped)).toThrow("no proof");
  }
  expect(brackets).toBeGreaterThan(3);
});
