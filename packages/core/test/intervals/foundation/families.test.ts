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
import { pareto } from "../../../src/intervals/families/pareto.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { power } from "../../../src/intervals/families/power.js";
import { truncated } from "../../../src/intervals/families/restricted.js";
import { smoothed } from "../../../src/intervals/families/smoothed.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { weibull } from "../../../src/intervals/families/weibull.js";
import { normalCdf } from "../../../src/intervals/special-functions/normal.js";
import { integrate } from "../../../src/numeric/quadrature/index.js";
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

  it("counts the density once where pieces of a mixture meet: from the right, infinite beside a pole", () => {
    const stairs = mixture([0.8, 0.2], [uniform(0, 1), uniform(1, 2)]);
    expect([0, 0.5, 1, 1.5, 2].map(stairs.density)).toEqual([0.8, 0.8, 0.2, 0.2, 0.2]);
    const apart = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
    expect([1, 1.5, 2].map(apart.density)).toEqual([0.5, 0, 0.5]);
    const nested = mixture([0.5, 0.5], [stairs, uniform(2, 4)]);
    expect([1, 2, 4].map(nested.density)).toEqual([0.1, 0.25, 0.25]);
    expect(mixture([0.5, 0.5], [beta(2, 0.5), uniform(1, 2)]).density(1)).toBe(Infinity);
  });

  it("draws a cdf of many different values through 501 of them, at most 1/500 + 1/n away", () => {
    const values = Array.from({ length: 5003 }, (_, k) => Math.exp(Math.sin(k * k)));
    const observed = empirical(values);
    expect(observed.breakpoints).toHaveLength(501);
    const sorted = [...values].sort((a, b) => a - b);
    sorted.forEach((x, k) => {
      expect(Math.abs(observed.cdf(x) - k / 5002)).toBeLessThan(1 / 500 + 1 / 5002);
    });
    expect(observed.name).toContain("501 of them");
    const repeated = empirical(values.map((x) => Math.round(20 * x)));
    expect(repeated.atoms.length).toBeLessThan(60);
    expect(repeated.cdf(20)).toBeCloseTo(
      (values.filter((x) => Math.round(20 * x) <= 20).length - 1) / 5002,
      12,
    );
  });

  it("smooths with kernels folded back at the ends, close to the estimate from its definition", () => {
    const values = [0, 0.3, 0.35, 0.9, 1.7, 2];
    for (const width of [0.1, 0.4, 1.5]) {
      const kernel = (u: number) => (Math.abs(u) < 1 ? 0.75 * (1 - u * u) : 0) / width / values.length;
      const estimate = (x: number) =>
        values.flatMap((v) => [v, -v, 4 - v]).reduce((sum, centre) => sum + kernel((x - centre) / width), 0);
      const found = smoothed(values, width);
      expect(found.support).toEqual([0, 2]);
      const highest = Math.max(...found.breakpoints.map(estimate));
      for (let x = 0.005; x < 2; x += 0.01)
        expect(Math.abs(found.density(x) - estimate(x))).toBeLessThan(0.04 * highest);
      for (const x of [0.25, 0.8, 1.9])
        expect(found.cdf(x)).toBeCloseTo(
          integrate(estimate, 0, x, { breakpoints: found.breakpoints }).value,
          1.5,
        );
    }
  });

  it("takes Silverman's bandwidth where none is given, and the deviation alone where quartiles agree", () => {
    expect(smoothed([1, 2, 3, 4, 5]).name).toContain(
      `±${Number(((4 / 1.34) * 0.5 * 5 ** -0.2 * 2).toPrecision(4))}`,
    );
    const deviation = Math.sqrt(16 / 5);
    expect(smoothed([0, 0, 0, 0, 4]).name).toContain(
      `±${Number((2 * deviation * 5 ** -0.2).toPrecision(4))}`,
    );
  });

  it("finds quantiles of a beta distribution below 1e-150, and the smallest double below that", () => {
    for (const p of [0.001, 0.01, 0.1, 0.3]) {
      const x = beta(0.01, 50).quantile(p);
      expect(x).toBeGreaterThan(0);
      if (x > 1e-300) expect(beta(0.01, 50).cdf(x)).toBeCloseTo(p, 12);
    }
    expect(beta(0.5, 0.5).quantile(1e-100) / ((Math.PI / 2) ** 2 * 1e-200)).toBeCloseTo(1, 12);
    expect(beta(0.001, 0.001).quantile(0.1)).toBe(Number.MIN_VALUE);
  });

  it("has an infinite mean where a tail that is too heavy is left, in any disguise", () => {
    const heavy = pareto(1, 0.5);
    expect(truncated(heavy, 2, Infinity).mean).toBe(Infinity);
    expect(truncated(negated(heavy), -Infinity, -2).mean).toBe(-Infinity);
    expect(mixture([0.5, 0.5], [heavy, uniform(0, 1)]).mean).toBe(Infinity);
    // E X = ∫ ½ x^(−1/2) dx over [1, 100], over Pr(X ≤ 100) = 9/10.
    expect(truncated(heavy, 1, 100).mean).toBeCloseTo(9 / 0.9, 11);
    expect(truncated(exponential(1), 2, Infinity).mean).toBeCloseTo(3, 12);
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
