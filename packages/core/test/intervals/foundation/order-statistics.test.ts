import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDistribution } from "../../../src/intervals/check-distribution.js";
import { type Distribution, survival } from "../../../src/intervals/distribution.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { discrete, pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { power } from "../../../src/intervals/families/power.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { weibull } from "../../../src/intervals/families/weibull.js";
import { maximumOf } from "../../../src/intervals/maximum-of.js";
import { orderStatistic } from "../../../src/intervals/order-statistic.js";

const gap = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
const atom = mixture([0.4, 0.6], [pointMass(0.5), uniform(0, 1)]);
const meanOf = (distribution: Distribution) => expectation(distribution, (x) => x);

describe("orderStatistic", () => {
  it("has the means of the textbook, up to n = 1000", () => {
    for (const [n, k] of [
      [1, 1],
      [2, 1],
      [5, 3],
      [100, 100],
      [1000, 1],
      [1000, 500],
      [1000, 1000],
    ] as const) {
      const { value, error } = meanOf(orderStatistic(uniform(0, 1), n, k));
      expect(Math.abs(value - k / (n + 1))).toBeLessThan(3e-14);
      expect(error).toBeLessThan(1e-12);
      let harmonic = 0;
      for (let j = n - k + 1; j <= n; j++) harmonic += 3 / j;
      expect(Math.abs(meanOf(orderStatistic(exponential(3), n, k)).value / harmonic - 1)).toBeLessThan(2e-13);
    }
    // ∫ x dΦ(x)^1000 with 60 digits (mpmath 1.3).
    expect(orderStatistic(normal(0, 1), 1000, 1000).mean).toBeCloseTo(3.241435769133441, 12);
    // The largest of powers of 1/2 is a power of n/2.
    expect(orderStatistic(power(0.5, 0, 1), 5, 5).mean).toBeCloseTo(2.5 / 3.5, 13);
  });

  it.each([
    orderStatistic(uniform(0, 1), 1000, 999),
    orderStatistic(exponential(1), 1000, 999),
    orderStatistic(weibull(2, 3), 7, 2),
    orderStatistic(gap, 4, 2),
    orderStatistic(atom, 3, 2),
    orderStatistic(discrete([1, 2, 5], [0.2, 0.3, 0.5]), 3, 2),
    orderStatistic(power(0.5, 0, 1), 5, 1),
    maximumOf([uniform(0, 1), uniform(0.5, 2), exponential(1)]),
    maximumOf([atom, gap]),
    maximumOf([pointMass(0.5), uniform(0, 1), power(0.5, 0, 1)]),
  ])("obeys the laws of distributions: $name", (distribution) => {
    for (const violation of Object.values(checkDistribution(distribution)))
      expect(violation).toBeLessThan(1e-12);
  });

  it("keeps its digits in both tails", () => {
    const largest = orderStatistic(uniform(0, 1), 1000, 1000);
    expect(largest.cdf(0.5) / 2 ** -1000).toBeCloseTo(1, 11);
    expect(survival(largest, 1 - 2 ** -40) / -Math.expm1(1000 * Math.log1p(-(2 ** -40)))).toBeCloseTo(1, 13);
  });

  it("counts the profiles of finite draws", () => {
    const values = [1, 2, 5];
    const chances = [0.2, 0.3, 0.5];
    const second = orderStatistic(discrete(values, chances), 3, 2);
    const counted = [0, 0, 0];
    for (let i = 0; i < 27; i++) {
      const draw = [i % 3, Math.floor(i / 3) % 3, Math.floor(i / 9)];
      const middle = [...draw].sort()[1];
      counted[middle] += draw.reduce((product, j) => product * chances[j], 1);
    }
    expect(second.atoms.map(({ at }) => at)).toEqual(values);
    second.atoms.forEach(({ mass }, k) => {
      expect(mass).toBeCloseTo(counted[k], 14);
    });
  });

  it("adds up: the order statistics of a sample are the sample", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(gap, atom, uniform(-1, 4), exponential(2)),
        (n, d) => {
          let total = 0;
          for (let k = 1; k <= n; k++) total += meanOf(orderStatistic(d, n, k)).value;
          expect(Math.abs(total - n * d.mean)).toBeLessThan(1e-11 * n);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("maximumOf", () => {
  it("has means in closed form", () => {
    expect(meanOf(maximumOf([uniform(0, 1), uniform(0, 2)])).value).toBeCloseTo(13 / 12, 14);
    // Inclusion and exclusion: Σ 1/λᵢ − Σ 1/(λᵢ + λⱼ) + 1/(λ₁ + λ₂ + λ₃) with rates 1, ½, ¼.
    const exact = 7 - (1 / 1.5 + 1 / 1.25 + 1 / 0.75) + 1 / 1.75;
    expect(meanOf(maximumOf([exponential(1), exponential(2), exponential(4)])).value).toBeCloseTo(exact, 12);
    expect(maximumOf([pointMass(0.5), uniform(0, 1)]).mean).toBeCloseTo(0.25 + 3 / 8, 14);
  });

  it("is the highest order statistic of alike distributions", () => {
    for (const d of [uniform(1, 3), gap, atom, exponential(2)]) {
      const [product, order] = [maximumOf(Array.from({ length: 6 }, () => d)), orderStatistic(d, 6, 6)];
      for (const p of [0.01, 0.3, 0.5, 0.9, 0.999]) {
        const x = order.quantile(p);
        expect(product.quantile(p)).toBeCloseTo(x, 11);
        expect(product.cdf(x)).toBeCloseTo(order.cdf(x), 13);
        expect(product.density(x)).toBeCloseTo(order.density(x), 11);
        expect(survival(product, x)).toBeCloseTo(survival(order, x), 13);
      }
    }
  });

  it("starts where the highest support starts, even where two do", () => {
    const late = maximumOf([uniform(0, 1), uniform(2, 3), uniform(2, 4)]);
    expect(late.support).toEqual([2, 4]);
    expect(late.density(2)).toBe(0);
    expect(late.density(2.5)).toBeCloseTo(0.25 + 0.25, 14);
  });
});
