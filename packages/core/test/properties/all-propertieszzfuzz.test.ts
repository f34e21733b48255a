import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { PROPERTIES } from "../../src/properties/registry.js";
import { quantity } from "../../src/properties/verdict.js";
import { violation } from "../../src/testing/laws.js";
import { ORACLES, onSupport } from "./brute-force.js";
import { randomModel } from "./random-models.js";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe.each(Object.keys(ORACLES))("%s", (id) => {
  const property = PROPERTIES.find((each) => each.id === id)!;

  it("is the largest violation of its definition, on random models in fractions", { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, privateValues) => {
        const mechanism = randomModel(exact, seed, privateValues ? { privateValues, money: true } : {});
        const verdict = property.check(mechanism, {});
        if (verdict.epsilon === undefined) return verdict.status === "unknown";
        const expected = ORACLES[id](mechanism);
        const found = violation(verdict);
        expect(found?.exact).toBe(expected === undefined ? undefined : quantity(exact, expected).exact);
        return true;
      }),
      { numRuns: 3000 },
    );
  });

  it("is answered the same in doubles, within its own error bound", { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const inFractions = property.check(randomModel(exact, seed), {});
        const inDoubles = property.check(randomModel(float, seed), {});
        const [a, b] = [violation(inFractions), violation(inDoubles)];
        expect(a === undefined).toBe(b === undefined);
        if (a === undefined || b === undefined) return;
        expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(inDoubles.method.errorBound + 1e-15);
        if (inDoubles.status !== "unknown") expect(inDoubles.status).toBe(inFractions.status);
      }),
      { numRuns: 3000 },
    );
  });
});

describe.each([
  "dominant-strategy-ic",
  "dominant-strategy-ic-state-known",
  "ex-post-ic",
  "epistemic-ex-post-ic",
  "ex-post-ir-any-reports",
  "ex-post-ir",
  "epistemic-ex-post-ir",
  "budget-balance",
  "no-deficit",
  "decision-efficiency",
])("%s on the support", (id) => {
  const property = PROPERTIES.find((each) => each.id === id)!;

  it("ranges over the profiles that can occur", { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const mechanism = randomModel(exact, seed);
        if (mechanism.environment.beliefs?.prior === undefined) return;
        onSupport.add(mechanism);
        const found = violation(property.check(mechanism, { profiles: "support" }));
        const expected = ORACLES[id](mechanism);
        expect(found?.exact).toBe(expected === undefined ? undefined : quantity(exact, expected).exact);
      }),
      { numRuns: 3000 },
    );
  });
});
