import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, printRational, toDouble } from "../../src/numeric/rational.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { separationClasses, separationCost } from "../../src/population/separation.js";
import { ASSIGNMENT, arbitraryPopulation, populationOf } from "./populations.js";

const UTILITIES = [
  [
    [1, 2],
    [0, 0],
  ],
  [
    [0, 0],
    [9, 1],
  ],
];
/** The assignment example with signals that say nothing. */
const SILENT = populationOf(
  [1, 1],
  [
    [2, 1],
    [2, 1],
  ],
  UTILITIES,
);

describe("states that signals do not separate", () => {
  test("are those with equal likelihoods", () => {
    const rows = [
      [1, 2],
      [2, 4],
      [1, 1],
      [1, 2],
      [3, 3],
    ];
    const population = populationOf([1, 1, 1, 1, 1], rows, [[[0, 0, 0, 0, 0]]]);
    expect(separationClasses(population)).toEqual([
      [0, 1, 3],
      [2, 4],
    ]);
    expect(separationClasses(ASSIGNMENT)).toEqual([[0], [1]]);
  });

  test("cost the best of averages instead of the average of bests", () => {
    // Knowing the weather: West for 9 when dry, East for 2 when wet. Not knowing it: West for (9 + 1)/2.
    const { statesKnown, classesKnown } = separationCost(SILENT, [1, 1]);
    expect([statesKnown, classesKnown].map(printRational)).toEqual(["11/2", "5"]);
    // Nine East members and more are worth more than West in either weather.
    const many = separationCost(SILENT, [10, 1]);
    expect(many.statesKnown).toEqual(many.classesKnown);
    const separated = separationCost(ASSIGNMENT, [1, 1]);
    expect(separated.statesKnown).toEqual(separated.classesKnown);
  });

  test("bound the welfare of (σ*, q*) for every n", () => {
    let costly = 0;
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.boolean(),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(8),
        (population, merged, n, first) => {
          const world = merged
            ? {
                ...population,
                likelihood: population.likelihood.map(
                  (row, s) => population.likelihood[s === 1 ? 0 : s] ?? row,
                ),
              }
            : population;
          const members = world.groups.length === 1 ? [n] : [Math.min(first, n), n - Math.min(first, n)];
          const { statesKnown, classesKnown } = separationCost(world, members);
          const { welfare } = exactIncentives(world, members);
          expect(compare(welfare, classesKnown)).toBeLessThanOrEqual(0);
          expect(compare(classesKnown, statesKnown)).toBeLessThanOrEqual(0);
          if (compare(classesKnown, statesKnown) < 0) costly++;
        },
      ),
      { numRuns: 80 },
    );
    expect(costly).toBeGreaterThan(5);
  });

  test("the bound on welfare is approached by many players and attained where signals say nothing", () => {
    const gap = (n: number) => {
      const { welfare } = exactIncentives(ASSIGNMENT, [n, n]);
      return 1 - toDouble(welfare) / toDouble(separationCost(ASSIGNMENT, [n, n]).classesKnown);
    };
    expect(gap(2)).toBeGreaterThan(1e-3);
    expect(gap(30)).toBeLessThan(1e-3);
    expect(exactIncentives(SILENT, [2, 2]).welfare).toEqual(separationCost(SILENT, [2, 2]).classesKnown);
  });

  test("need a composition", () => {
    expect(() => separationCost(ASSIGNMENT, [1])).toThrow(
      expect.objectContaining({ code: "invalid-composition" }),
    );
  });
});
