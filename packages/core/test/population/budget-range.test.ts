import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, printRational } from "../../src/numeric/rational.js";
import { budgetRange } from "../../src/population/budget-range.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { arbitraryPopulation, populationOf } from "./populations.js";

const MATCHING = populationOf(
  [1, 1],
  [
    [99, 1],
    [1, 99],
  ],
  [
    [
      [2, -2],
      [-2, 2],
    ],
  ],
);

describe("the range of the sum of payments", () => {
  test("of matching a state: 0 at even odds, everybody's 2 when the state is sure", () => {
    const { least, largest } = budgetRange(MATCHING, [5]);
    expect([least, largest].map(printRational)).toEqual(["0", "10"]);
    // One signal of 99 % leaves nobody near even odds, two contrary ones do.
    expect(printRational(exactIncentives(MATCHING, [1]).leastTotal)).toBe("49/25");
    expect(printRational(exactIncentives(MATCHING, [2]).leastTotal)).toBe("0");
  });

  test("holds all sums of payments of random populations", () => {
    fc.assert(
      fc.property(arbitraryPopulation(), fc.integer({ min: 1, max: 8 }), (population, n) => {
        const composition = population.groups.length === 1 ? [n] : [n - 1, 1];
        const { least, largest } = budgetRange(population, composition);
        const { leastTotal, largestTotal } = exactIncentives(population, composition);
        expect(compare(least, leastTotal)).toBeLessThanOrEqual(0);
        expect(compare(largest, largestTotal)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });
});
