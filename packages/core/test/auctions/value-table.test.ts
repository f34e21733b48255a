import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auctionEnvironment } from "../../src/auctions/auction-environment.js";
import { type CorrelatedAuction, readCorrelatedAuction } from "../../src/auctions/correlated-auction.js";
import { weightedAuction } from "../../src/auctions/irregular-priors.js";
import { optimalExPostAuction } from "../../src/auctions/optimal-ex-post-auction.js";
import {
  bestOf,
  bestPersonalReserves,
  secondPriceRevenues,
} from "../../src/auctions/second-price-revenue.js";
import { type ValueTable, valueTable } from "../../src/auctions/value-table.js";
import { buildEnvironment, parseModel } from "../../src/io/index.js";
import { highsSolver } from "../../src/lp/index.js";
import { secondPrice } from "../../src/mechanisms/index.js";
import type { Environment } from "../../src/model/environment.js";
import { writeProfile } from "../../src/model/profiles.js";
import { exact } from "../../src/numeric/arithmetic.js";
import {
  add,
  compare,
  multiply,
  printRational,
  type Rational,
  rational,
  ZERO,
} from "../../src/numeric/rational.js";
import { facts } from "../../src/properties/index.js";
import { environmentOfSketch, exactAuction, sketches } from "./auctions.js";

const solver = highsSolver();
const whole = (...numbers: number[]) => numbers.map((n) => rational(n));

async function tableOf(world: Environment<Rational>): Promise<ValueTable> {
  const auction = readCorrelatedAuction(world);
  return valueTable(world, auction, await optimalExPostAuction(auction, { solver }), { solver });
}

function catalogued(name: string): Environment<Rational> {
  const path = new URL(`../../../../catalog/notes/ex-post-implementation/${name}.yaml`, import.meta.url);
  return buildEnvironment(parseModel(readFileSync(path, "utf8")), exact).environment;
}

const shown = ({ values }: ValueTable) =>
  Object.fromEntries(values.map(({ id, value }) => [id, value && printRational(value)]));

describe("the value table", () => {
  test("where a belief is a combination of others, every step down costs something", async () => {
    const table = await tableOf(catalogued("belief-that-is-a-combination"));
    expect(shown(table)).toEqual({
      surplus: "19/6",
      "full-extraction": undefined,
      bayesian: "3",
      "ex-post": "17/6",
      "personal-reserves": "17/6",
      "common-reserve": "9/4",
      "second-price": "5/6",
    });
    const methods = Object.fromEntries(table.values.map(({ id, method }) => [id, method]));
    expect(methods["full-extraction"]).toBe(
      "Not available: the belief of Ann of type 2 is 1/2 that of type 1 + 1/2 that of type 3.",
    );
    expect(methods["personal-reserves"]).toMatch(/^reserves 2, 4;/);
    expect(methods["common-reserve"]).toMatch(/^reserve 3;/);
  });

  test("without a common prior extraction is left out with the reason", async () => {
    const table = await tableOf(catalogued("saddle-point"));
    expect(shown(table)).toMatchObject({ "full-extraction": undefined, bayesian: "3/2", "ex-post": "3/2" });
    expect(table.values[1].method).toMatch(/common prior/);
    expect(table.extraction).toMatch(/common prior/);
  });

  test("what is too large is left out, the rest is there", async () => {
    const grid = whole(...Array.from({ length: 32 }, (_, k) => k + 1));
    const auction = weightedAuction(
      [grid, grid],
      Array.from({ length: 1024 }, (_, k) => 1 + (k % 7)),
    );
    const table = await tableOf(auctionEnvironment(auction));
    const { surplus, "ex-post": exPost, bayesian, "full-extraction": full } = shown(table);
    expect([bayesian, full]).toEqual([undefined, undefined]);
    expect([surplus, exPost].includes(undefined)).toBe(false);
    expect(table.values[1].method).toMatch(/^Left out: 65536 profiles × types/);
  });

  test("never rises from one row to the next", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(sketches(1, 4), sketches(2, 3), sketches(3, 2)), async (sketch) => {
        const { values } = await tableOf(environmentOfSketch(exact, sketch));
        const present = values.flatMap(({ value }) => (value === undefined ? [] : [value]));
        present.slice(1).forEach((value, k) => {
          expect(compare(value, present[k])).toBeLessThanOrEqual(0);
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe("second-price revenue", () => {
  test("is what the rule earns, for every reserve", () => {
    fc.assert(
      fc.property(fc.oneof(sketches(2, 4), sketches(3, 3)), (sketch) => {
        const world = environmentOfSketch(exact, sketch);
        for (const { reserve, revenue } of secondPriceRevenues(exactAuction(sketch))) {
          const rule = secondPrice.build(world, { reserve });
          const earned = facts(rule).facts.find(({ id }) => id === "revenue")!.value.exact;
          expect(printRational(revenue)).toBe(earned);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("with personal reserves is the best over all combinations, and at least that of the best common one", () => {
    fc.assert(
      fc.property(fc.oneof(sketches(1, 4), sketches(2, 3), sketches(3, 2)), (sketch) => {
        const auction = exactAuction(sketch);
        const best = bestPersonalReserves(auction);
        expect(earned(auction, best.reserves)).toEqual(best.revenue);
        expect(compare(best.revenue, bestOf(secondPriceRevenues(auction)).revenue)).toBeGreaterThanOrEqual(0);
        for (const reserves of combinations(auction))
          expect(compare(earned(auction, reserves), best.revenue)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  test("shuts out a bidder that only values below 0 would let in", () => {
    const { reserves } = bestPersonalReserves(weightedAuction([whole(5, 6), whole(-2, -1)], [1, 1, 1, 1]));
    expect(reserves).toEqual([rational(5), undefined]);
  });
});

/** Revenue from the definition: who reaches its reserve enters, the highest wins and pays what still wins. */
function earned(
  { sizes, values, prior }: CorrelatedAuction<Rational>,
  reserves: readonly (Rational | undefined)[],
): Rational {
  const profile = new Int32Array(sizes.length);
  let total = ZERO;
  for (let k = 0; k < prior.length; k++) {
    writeProfile(sizes, k, profile);
    const bids = values.map((own, i) => own[profile[i]]);
    const entered = bids
      .map((bid, i) => ({ bid, i }))
      .filter(({ bid, i }) => reserves[i] !== undefined && compare(bid, reserves[i]) >= 0)
      .sort((a, b) => compare(b.bid, a.bid));
    if (entered.length === 0) continue;
    const [{ i }, next] = entered;
    const price = next !== undefined && compare(next.bid, reserves[i]!) > 0 ? next.bid : reserves[i]!;
    total = add(total, multiply(prior[k], price));
  }
  return total;
}

function combinations({ values }: CorrelatedAuction<Rational>): (Rational | undefined)[][] {
  return values.reduce<(Rational | undefined)[][]>(
    (all, own) => {
      const options = [undefined, ...Array.from({ length: own.length }, (_, p) => own[p])];
      const allowed = options.filter((each) => each === undefined || each.n >= 0n);
      return all.flatMap((before) => allowed.map((each) => [...before, each]));
    },
    [[]],
  );
}
