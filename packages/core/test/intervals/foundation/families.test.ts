import { describe, expect, it } from "vitest";
import { checkDistribution } from "../../../src/intervals/check-distribution.js";
import { type Distribution, survival } from "../../../src/intervals/distribution.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { affine, negated } from "../../../src/intervals/families/affine.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { empirical } from "../../../src/intervals/families/empirical.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { power } from "../../../src/intervals/families/power.js";
import { truncated } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { weibull } from "../../../src/intervals/families/weibull.js";
import { normalCdf } from "../../../src/intervals/special-functions/normal.js";
import { CLOSED_FORMS, identity } from "./closed-forms.js";

const named = CLOSED_FORMS.map((entry) => ({ ...entry, name: entry.distribution.name }));

describe("every family", () => {
  it.each(named)("meets its closed forms within its error: $name", ({ distribution, moments }) => {
    for (const [g, exact, within = 1e-12] of [[identity, distribution.mean] as const, ...moments]) {
      const { value, error } = expectation(distribution, g);
      expect(Math.abs(value - exact) / (1 + Math.abs(exact))).toBeLessThan(within);
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 4e-15 * (1 + Math.abs(exact)));
    }
  });

  it.each(named)(
    "obeys the laws between cdf, density, quantile and mean: $name",
    ({ distribution, laws = 1e-12 }) => {
      const check = checkDistribution(distribution);
      for (const violation of Object.values(check)) expect(violation).toBeLessThan(laws);
    },
  );

  it.each(named)(
    "is 0 and 1 outside its support, whose ends are its extreme quantiles: $name",
    ({ distribution }) => {
      const [low, high] = distribution.support;
      expect([distribution.quantile(0), distribution.quantile(1)]).toEqual([low, high]);
      expect([distribution.cdf(-1e300), distribution.cdf(1e300)]).toEqual([0, 1]);
      expect([survival(distribution, -1e300), survival(distribution, 1e300)]).toEqual([1, 0]);
      expect([distribution.density(-1e300), distribution.density(1e300)]).toEqual([0, 0]);
      expect([...distribution.breakpoints].sort((a, b) => a - b)).toEqual(distribution.breakpoints);
    },
  );
});

describe("particular families", () => {
  it("gives the truncated far tail its digits", () => {
    const tail = truncated(normal(0, 1), 8, Infinity);
    expect(tail.cdf(8.1)).toBeCloseTo(1 - normalCdf(-8.1) / normalCdf(-8), 14);
    expect(survival(exponential(1), 50)).toBeCloseTo(Math.exp(-50), 30);
  });

  it("puts the empirical cdf through (k − 1)/(n − 1) and ties on atoms", () => {
    const observed = empirical([4, 1, 2, 8]);
    expect([1, 2, 4, 8].map((x) => observed.cdf(x))).toEqual([0, 1 / 3, 2 / 3, 1]);
    expect(observed.cdf(3)).toBeCloseTo(0.5, 15);
    expect(empirical([1, 1, 1, 3, 3]).atoms).toEqual([
      { at: 1, mass: 0.5 },
      { at: 3, mass: 0.25 },
    ]);
    expect(empirical([7, 7]).cdf(6.999)).toBe(0);
    expect(empirical([7, 7]).atoms).toEqual([{ at: 7, mass: 1 }]);
  });

  it("jumps gaps from below: the quantile is the smallest point that reaches p", () => {
    const gap = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
    expect(gap.quantile(0.5)).toBe(1);
    expect(gap.quantile(0.5 + 1e-9)).toBeGreaterThanOrEqual(2);
    expect(negated(gap).quantile(0.5)).toBe(-2);
    const atom = mixture([0.5, 0.5], [pointMass(0.25), uniform(0, 1)]);
    expect([0.125, 0.4, 0.625].map((p) => atom.quantile(p))).toEqual([0.25, 0.25, 0.25]);
    expect(atom.pieces).toEqual([
      [0, 0.25],
      [0.25, 1],
    ]);
  });

  it("agrees with another family where two describe the same", () => {
    const same = (a: Distribution, b: Distribution) => {
      for (const p of [0.001, 0.2, 0.5, 0.77, 0.9999]) {
        const x = b.quantile(p);
        expect(a.quantile(p)).toBeCloseTo(x, 11);
        expect(a.cdf(x)).toBeCloseTo(p, 12);
        expect(a.density(x)).toBeCloseTo(b.density(x), 11);
      }
    };
    same(beta(1, 1, 2, 5), uniform(2, 5));
    same(beta(3, 1, 2, 5), power(3, 2, 5));
    same(weibull(1, 4), exponential(4));
    same(power(1, -1, 1), uniform(-1, 1));
    same(piecewiseLinear([0, 2], [1, 0]), triangular(0, 0, 2));
    same(truncated(uniform(0, 10), 3, 4), uniform(3, 4));
    same(negated(triangular(0, 0, 1)), triangular(-1, 0, 0));
    same(affine(normal(0, 1), 3, -2), normal(-2, 3));
    same(mixture([0.25, 0.75], [uniform(0, 1), uniform(1, 4)]), uniform(0, 4));
  });
});
