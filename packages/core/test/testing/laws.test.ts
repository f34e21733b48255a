import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import type { Property } from "../../src/properties/property.js";
import { PROPERTIES } from "../../src/properties/registry.js";
import { failedLaws } from "../../src/testing/index.js";
import { randomModel } from "../properties/random-models.js";
import { groves } from "../theory/population.js";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe("the laws between properties", () => {
  it("hold on random models in fractions, witnesses included", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, privateValues) => {
        expect(failedLaws(randomModel(exact, seed, privateValues ? { privateValues } : {}))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("hold on random models in doubles up to the rounding the verdicts state", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(failedLaws(randomModel(float, seed))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a property with a bug", () => {
  const wrong = (id: string): readonly Property[] =>
    PROPERTIES.map((property) => {
      if (property.id !== id) return property;
      const check: Property["check"] = (mechanism, options) => {
        const verdict = property.check(mechanism, options);
        return { ...verdict, epsilon: { value: 9, exact: "9" }, slack: { value: 0, exact: "0" } };
      };
      return { ...property, check };
    });

  it.each([
    [
      "bayesian-ic",
      "bayesian-ic ≤ epistemic-ex-post-ic: an average over profiles is at most its largest term",
    ],
    ["weak-monotonicity", "weak-monotonicity ≤ cyclical-monotonicity: pairs are cycles"],
    ["pareto-efficiency", "Pareto efficiency is decision efficiency and a balanced budget"],
    ["anonymity", "the witness of anonymity attains what it claims"],
  ])("in %s is found", (id, law) => {
    const laws = failedLaws(groves(false), { properties: wrong(id) }).map((failed) => failed.law);
    expect(laws).toContain(law);
  });
});
