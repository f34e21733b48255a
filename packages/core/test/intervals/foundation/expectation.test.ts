import { describe, expect, it } from "vitest";
import { cdfBelow, survival } from "../../../src/intervals/distribution.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { probabilityBetween } from "../../../src/intervals/probability-between.js";
import { integrate } from "../../../src/numeric/quadrature/integrate.js";

describe("expectation", () => {
  it("takes kinks with and without being told", () => {
    const g = (x: number) => Math.max(0, x - 1 / 3);
    for (const breakpoints of [[], [1 / 3]]) {
      const { value, error } = expectation(uniform(0, 1), g, { breakpoints });
      expect(Math.abs(value - 2 / 9)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(2e-13);
    }
    expect(expectation(uniform(0, 1), g, { breakpoints: [1 / 3] }).evaluations).toBe(42);
  });

  it("counts atoms once, also at the ends of an interval it is restricted to", () => {
    const atom = mixture([0.25, 0.75], [pointMass(0.5), uniform(0, 1)]);
    const one = () => 1;
    expect(expectation(atom, one).value).toBeCloseTo(1, 14);
    expect(expectation(atom, one, { over: [0.5, 1] }).value).toBeCloseTo(0.25 + 0.375, 14);
    expect(expectation(atom, one, { over: [0, 0.5] }).value).toBeCloseTo(0.25 + 0.375, 14);
    expect(expectation(atom, one, { over: [2, 3] })).toEqual({ value: 0, error: 0, evaluations: 0 });
    expect(cdfBelow(atom, 0.5)).toBeCloseTo(0.375, 14);
  });

  it("finds probability that fills little of the line", () => {
    expect(expectation(exponential(1e-9), (x) => x * 1e9).value).toBeCloseTo(1, 12);
    expect(expectation(normal(5000, 1e-3), (x) => x - 5000).value).toBeCloseTo(0, 12);
    expect(expectation(beta(1e5, 1e5), (x) => x).value).toBeCloseTo(0.5, 12);
    // Peaks that no point of the rule meets: the cdf gives them away.
    const hidden = mixture([0.9, 0.1], [uniform(0, 1), normal(0.3, 1e-7)]);
    expect(expectation(hidden, (x) => x, { over: [0, 1] }).value).toBeCloseTo(0.48, 10);
    expect(integrate(hidden.density, 0, 1).value).toBeCloseTo(0.9, 12);
  });

  it("integrates beside poles of the density, over any part", () => {
    const arcsine = beta(0.5, 0.5);
    const part = expectation(arcsine, (x) => x, { over: [0, 0.5] });
    // ∫₀^{π/4} sin²φ · 2/π dφ
    expect(part.value).toBeCloseTo((Math.PI / 4 - 0.5) / Math.PI, 13);
    const middle = mixture([0.5, 0.5], [beta(0.5, 3, 1, 2), uniform(0, 3)]);
    expect(expectation(middle, (x) => x).value).toBeCloseTo(0.5 * (1 + 1 / 7) + 0.75, 12);
  });

  it("takes g only where there is probability", () => {
    const gap = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
    const { value } = expectation(gap, (x) => (x > 1 && x < 2 ? Number.NaN : x));
    expect(value).toBeCloseTo(1.5, 14);
  });
});

describe("probabilityBetween", () => {
  it("has relative precision where differences of the cdf cancel", () => {
    expect(probabilityBetween(normal(0, 1), 0, 1e-12) / 1e-12).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 13);
    expect(probabilityBetween(exponential(1), 50, 51) / Math.exp(-50)).toBeCloseTo(1 - Math.exp(-1), 13);
    expect(survival(exponential(1), 50) - survival(exponential(1), 51)).toBeGreaterThan(0);
    expect(probabilityBetween(pointMass(1), 0, 1)).toBe(1);
    expect(probabilityBetween(pointMass(1), 1, 2)).toBe(0);
    expect(probabilityBetween(uniform(0, 1), 0.5, 0.25)).toBe(0);
  });
});
