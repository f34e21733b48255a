import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auctionEnvironment } from "../../src/auctions/auction-environment.js";
import { convexIndependence } from "../../src/auctions/convex-independence.js";
import { fullExtraction } from "../../src/auctions/cremer-mclean.js";
import { interimBeliefs } from "../../src/auctions/interim-beliefs.js";
import { weightedAuction } from "../../src/auctions/irregular-priors.js";
import { expectation, separatingBet } from "../../src/auctions/separating-bet.js";
import { designMechanism, finiteTables, REVENUE } from "../../src/design/index.js";
import { buildEnvironment, parseModel } from "../../src/io/index.js";
import { highsSolver } from "../../src/lp/index.js";
import type { Environment } from "../../src/model/environment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import {
  add,
  compare,
  multiply,
  ONE,
  printRational,
  type Rational,
  rational,
  ZERO,
} from "../../src/numeric/rational.js";
import { facts, PROPERTIES } from "../../src/properties/index.js";
import { correlated, sketches as generalSketches } from "../mechanisms/arbitrary-environments.js";
import { environmentOf, q, signalEnvironment } from "../mechanisms/environments.js";
import { solveDense } from "../numeric/linear-program/solve-dense.js";
import { environmentOfSketch, sketches } from "./auctions.js";

const solver = highsSolver();
const whole = (...numbers: number[]) => numbers.map((n) => rational(n));

/** The most that any Bayesian, interim individually rational mechanism earns, by the linear program. */
async function bestBayesian(world: Environment<Rational>): Promise<Rational> {
  const question = {
    objective: REVENUE,
    incentives: ["bayesian"],
    participation: ["interim"],
    money: [],
  } as const;
  const found = await designMechanism(world, question, { solver });
  if (found.kind !== "optimal") throw new Error(found.kind);
  return found.lower;
}

function catalogued(name: string): Environment<Rational> {
  const path = new URL(`../../../../catalog/${name}`, import.meta.url);
  return buildEnvironment(parseModel(readFileSync(path, "utf8")), exact).environment;
}

const worlds: fc.Arbitrary<Environment<Rational>> = fc.oneof(
  fc.oneof(sketches(2, 3), sketches(3, 2)).map((sketch) => environmentOfSketch(exact, sketch)),
  generalSketches(2).map((sketch) => environmentOf(exact, sketch)),
  generalSketches(2)
    .chain(correlated)
    .map((sketch) => environmentOf(exact, sketch)),
  fc
    .record({ accuracy: fc.constantFrom("2/3", "3/4", "1"), first: fc.integer({ min: -3, max: 3 }) })
    .map(({ accuracy, first }) =>
      signalEnvironment(
        exact,
        [
          [whole(first, 2), whole(1, -1)],
          [whole(0, 3), whole(2, first)],
        ],
        q(accuracy),
      ),
    ),
);

describe("full extraction", () => {
  test("agrees with the program, and its mechanism is truthful, voluntary and earns the surplus", async () => {
    let possible = 0;
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const found = await fullExtraction(world, { solver });
        const best = await bestBayesian(world);
        expect(found.possible).toBe(compare(best, found.surplus) === 0);
        expect(compare(best, found.surplus)).toBeLessThanOrEqual(0);
        if (convexIndependence(world).holds) expect(found.possible).toBe(true);
        decided++;
        if (found.extracting === undefined) return;
        possible++;
        const { mechanism } = found.extracting;
        for (const id of ["bayesian-ic", "interim-ir"])
          expect(PROPERTIES.find((each) => each.id === id)!.check(mechanism, {}).status).toBe("proved");
        const revenue = facts(mechanism).facts.find(({ id }) => id === "revenue")!.value.exact;
        expect(revenue).toBe(printRational(found.surplus));
      }),
      { numRuns: 60 },
    );
    expect(possible).toBeGreaterThan(5);
    expect(decided - possible).toBeGreaterThan(5);
  });

  test("two types each and agreeing values: 5/3, by a second price and bets", async () => {
    const found = await fullExtraction(
      catalogued("journals/econometrica/cremer-mclean-1988/full-extraction.yaml"),
    );
    expect([found.surplus, found.possible, found.by]).toEqual([rational(5, 3), true, "bets"]);
    const { before, payments } = found.extracting!;
    // Nobody has to sell here, so the pivot payments are the second price.
    expect([before, payments[0]]).toEqual(["pivot", whole(1, 0, 1, 2)]);
  });

  test("fails at a belief that is a combination of others, and says whose", async () => {
    const world = catalogued("notes/ex-post-implementation/belief-that-is-a-combination.yaml");
    const found = await fullExtraction(world);
    const half = rational(1, 2);
    expect(found).toMatchObject({ surplus: rational(19, 6), possible: false, by: "bets" });
    expect(found.obstacles).toEqual([
      {
        agent: 0,
        type: 1,
        combination: [
          { type: 0, weight: half },
          { type: 2, weight: half },
        ],
        rent: ONE,
        temptation: rational(5, 4),
      },
    ]);
    expect(await bestBayesian(world)).toEqual(rational(3));
  });

  test("succeeds for the same beliefs where type 2 keeps a larger rent than the others could gain", async () => {
    // Values 3, 2, 1 for the rows: pretending to be 2 is worth 3/4 and 3/4, on average 3/4 < 1.
    const reversed = weightedAuction([whole(1, 2, 3), whole(0, 4)], [3, 1, 2, 2, 1, 3]);
    const world = auctionEnvironment(reversed);
    expect(convexIndependence(world).holds).toBe(false);
    expect(await fullExtraction(world)).toMatchObject({ possible: true, by: "bets" });
  });

  test("needs a common prior and money", async () => {
    const personal = catalogued("notes/ex-post-implementation/saddle-point.yaml");
    await expect(fullExtraction(personal)).rejects.toThrow(/common prior/);
    const world = auctionEnvironment(weightedAuction([whole(1, 2)], [1, 1]));
    await expect(fullExtraction({ ...world, money: false })).rejects.toThrow(CandorError);
  });
});

describe("convex independence", () => {
  test("agrees with a linear program over the weights, and each answer proves itself", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const tables = finiteTables(world);
        const { holds, types } = convexIndependence(world);
        expect(holds).toBe(types.every(({ bet }) => bet !== undefined));
        for (const { agent, type, combination, bet } of types) {
          const { beliefs } = interimBeliefs(tables, agent);
          const own = beliefs[type]!;
          const others = beliefs.flatMap((belief, t) => (belief === undefined || t === type ? [] : [belief]));
          expect(combination !== undefined).toBe(inHull(own, others));
          if (combination !== undefined) {
            own.forEach((probability, s) => {
              const mixed = combination.map((part) => multiply(part.weight, beliefs[part.type]![s]));
              expect(mixed.reduce(add, ZERO)).toEqual(probability);
            });
            continue;
          }
          expect(expectation(own, bet!)).toEqual(ZERO);
          for (const other of others)
            expect(compare(expectation(other, bet!), ONE)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("where it fails, some values leave a rent: the type at 1, the others at 2, of what everyone gets", async () => {
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(sketches(2, 3), async (sketch) => {
        const world = environmentOfSketch(exact, sketch);
        const broken = convexIndependence(world).types.find(({ combination }) => combination !== undefined);
        if (broken === undefined) return;
        failures++;
        const [given] = world.alternatives;
        const values = world.agents.map((_, i) => ({
          dependsOnOthers: false,
          dependsOnState: false,
          at: (__: number, types: ArrayLike<number>) =>
            i !== broken.agent ? ZERO : rational(types[i] === broken.type ? 1 : 2),
        }));
        const found = await fullExtraction({ ...world, alternatives: [given], values });
        expect(found.possible).toBe(false);
        expect(
          found.obstacles.some(({ agent, type }) => agent === broken.agent && type === broken.type),
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(failures).toBeGreaterThan(5);
  });

  test("types with equal beliefs are combinations of each other; a single type never is one", () => {
    const world = auctionEnvironment(weightedAuction([whole(1, 2), whole(5)], [1, 1]));
    expect(convexIndependence(world).types).toEqual([
      { agent: 0, type: 0, combination: [{ type: 1, weight: ONE }] },
      { agent: 0, type: 1, combination: [{ type: 0, weight: ONE }] },
      { agent: 1, type: 0, bet: whole(0, 0) },
    ]);
  });

  test("the cheapest bet is not beaten by any that deters as much", () => {
    const [own, ...liars] = [
      [rational(1, 2), rational(1, 2)],
      [rational(1, 4), rational(3, 4)],
      [rational(3, 4), rational(1, 4)],
    ];
    const found = separatingBet(own, liars, whole(1, 2));
    if (found.kind !== "bound") throw new Error(found.kind);
    expect(found.cost).toEqual(rational(3, 2));
    expect(expectation(own, found.bet)).toEqual(found.cost);
    liars.forEach((belief, t) => {
      expect(compare(expectation(belief, found.bet), rational(t + 1))).toBeGreaterThanOrEqual(0);
    });
  });
});

/** Whether weights w ≥ 0 with Σ w = 1 and Σ w·others = own exist. */
function inHull(own: readonly Rational[], others: readonly (readonly Rational[])[]): boolean {
  const equation = (coefficients: Rational[], bound: Rational) => ({
    coefficients,
    relation: "=" as const,
    bound,
  });
  const constraints = [
    equation(
      others.map(() => ONE),
      ONE,
    ),
    ...own.map((probability, s) =>
      equation(
        others.map((belief) => belief[s]),
        probability,
      ),
    ),
  ];
  return (
    solveDense(
      others.map(() => ZERO),
      constraints,
    ).kind === "optimal"
  );
}
