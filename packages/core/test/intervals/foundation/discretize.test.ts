import { describe, expect, it } from "vitest";
import { discretize } from "../../../src/intervals/discretize.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { discrete, pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { power } from "../../../src/intervals/families/power.js";
import { truncated } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { distributeOnGrid } from "../../../src/io/model-file/distributions.js";
import { float } from "../../../src/numeric/arithmetic.js";
import { fail } from "../../../src/numeric/candor-error.js";
import { rational } from "../../../src/numeric/rational.js";

const unspecified = { exponent: undefined, peak: undefined, rate: undefined };
const ends = { from: rational(1), to: rational(3) };
const SAME: readonly (readonly [Distribution, Parameters<typeof distributeOnGrid>[1]])[] = [
  [uniform(1, 3), { ...unspecified, ...ends, name: "uniform" }],
  [power(2, 1, 3), { ...unspecified, ...ends, name: "power", exponent: rational(2) }],
  [triangular(1, 1.5, 3), { ...unspecified, ...ends, name: "triangular", peak: rational(3, 2) }],
];
const RULES = ["midpoint", "quantile", "trapezoid"] as const;

describe("discretize", () => {
  it.each(SAME)("follows the rules of the model file", (distribution, spec) => {
    for (const rule of RULES)
      for (const points of [3, 5, 12]) {
        const refuse = (key: string, message: string, code = "bad") => fail(code, key, message);
        const expected = distributeOnGrid(float, spec, points, rule, refuse);
        const kept = expected.values.map((_, k) => k).filter((k) => expected.probabilities[k] > 0);
        const { values, probabilities } = discretize(distribution, points, rule);
        expect(values).toHaveLength(kept.length);
        kept.forEach((k, j) => {
          expect(values[j]).toBeCloseTo(expected.values[k], 12);
          expect(probabilities[j]).toBeCloseTo(expected.probabilities[k], 13);
        });
      }
  });

  it("carries all probability, without types of probability 0", () => {
    const gap = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
    expect(discretize(gap, 6, "midpoint").values).toEqual([0.25, 0.75, 2.25, 2.75]);
    const { values, probabilities } = discretize(discrete([1, 2], [0.75, 0.25]), 4, "quantile");
    expect(values).toEqual([1, 2]);
    expect(probabilities).toEqual([0.75, 0.25]);
    expect(discretize(exponential(1), 2, "quantile").values).toEqual(
      [0.25, 0.75].map((p) => -Math.log1p(-p)),
    );
  });

  it("leaves atoms where they are, and spreads the other points over the rest", () => {
    const atom = mixture([0.5, 0.5], [pointMass(0), uniform(0, 1)]);
    for (const rule of ["midpoint", "quantile"] as const)
      expect(discretize(atom, 3, rule)).toEqual({
        values: [0, 0.25, 0.75],
        probabilities: [0.5, 0.25, 0.25],
      });
    expect(discretize(atom, 3, "trapezoid")).toEqual({ values: [0, 1], probabilities: [0.75, 0.25] });
    expect(discretize(mixture([0.5, 0.5], [pointMass(0.5), uniform(0, 1)]), 3, "quantile")).toEqual({
      values: [0.25, 0.5, 0.75],
      probabilities: [0.25, 0.5, 0.25],
    });
    expect(discretize(discrete([0, 1], [0.25, 0.75]), 2, "midpoint")).toEqual({
      values: [0, 1],
      probabilities: [0.25, 0.75],
    });
    // No point left for the density: atoms go with the cell they are in.
    expect(discretize(atom, 1, "midpoint")).toEqual({ values: [0.5], probabilities: [1] });
  });

  it("puts no point into a gap", () => {
    const gap = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
    for (const rule of RULES)
      for (let points = 2; points < 30; points++)
        for (const x of discretize(gap, points, rule).values) expect(x <= 1 || x >= 2).toBe(true);
    expect(discretize(gap, 4, "midpoint").values).toEqual([0.375, 1, 2, 2.625]);
  });

  it("approaches the mean at the rate of its rule", () => {
    const distribution = truncated(exponential(1), 0, 2);
    const error = (points: number, rule: (typeof RULES)[number]) => {
      const { values, probabilities } = discretize(distribution, points, rule);
      return Math.abs(values.reduce((sum, x, k) => sum + x * probabilities[k], 0) - distribution.mean);
    };
    for (const rule of RULES) expect(error(40, rule) / error(80, rule)).toBeGreaterThan(3.5);
  });
});
