import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { failedLaws } from "../../src/testing/index.js";
import { randomModel } from "../properties/random-models.js";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe("the laws between properties", () => {
  it("hold on random models in fractions, witnesses included", { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, privateValues) => {
        expect(failedLaws(randomModel(exact, seed, privateValues ? { privateValues } : {}))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it("hold on random models in doubles up to the rounding the verdicts state", { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(failedLaws(randomModel(float, seed))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});
