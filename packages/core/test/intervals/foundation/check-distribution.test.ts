import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDistribution, type DistributionCheck } from "../../../src/intervals/check-distribution.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { negated } from "../../../src/intervals/families/affine.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { empirical } from "../../../src/intervals/families/empirical.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { pareto } from "../../../src/intervals/families/pareto.js";
import { power } from "../../../src/intervals/families/power.js";
import { restricted, truncated } from "../../../src/intervals/families/restricted.js";
import { smoothed } from "../../../src/intervals/families/smoothed.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { weibull } from "../../../src/intervals/families/weibull.js";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** From `min` to `max`, every order of magnitude alike. */
const scale = (min: number, max: number) => between(Math.log(min), Math.log(max)).map(Math.exp);
const interval = fc
  .tuple(between(-10, 10), scale(1e-2, 1e2))
  .map(([low, width]) => [low, low + width] as const);

/** Families with any parameters for which doubles resolve the density; poles are in the table of closed forms. */
const ANY: Record<string, fc.Arbitrary<Distribution>> = {
  uniform: interval.map(([low, high]) => uniform(low, high)),
  power: fc.tuple(scale(1, 50), interval).map(([k, [low, high]]) => power(k, low, high)),
  exponential: scale(1e-6, 1e6).map(exponential),
  weibull: fc.tuple(scale(0.5, 10), scale(1e-3, 1e3)).map(([shape, size]) => weibull(shape, size)),
  normal: fc.tuple(between(-5, 5), scale(0.1, 1e3)).map(([mean, deviation]) => normal(mean, deviation)),
  logNormal: fc.tuple(between(-2, 2), scale(0.1, 1.5)).map(([mean, deviation]) => logNormal(mean, deviation)),
  beta: fc.tuple(scale(1, 500), scale(1, 500)).map(([a, b]) => beta(a, b)),
  triangular: fc
    .tuple(interval, between(0, 1))
    .map(([[low, high], s]) => triangular(low, Math.min(high, low + s * (high - low)), high)),
  truncatedNormal: interval.map(([low, high]) => truncated(normal(0, 3), low, high)),
  truncatedTail: fc
    .tuple(between(0, 20), scale(0.01, 5))
    .map(([low, width]) => truncated(exponential(1), low, low + width)),
  truncatedWeibull: fc
    .tuple(scale(1, 4), scale(0.01, 2))
    .map(([shape, high]) => truncated(weibull(shape, 1), 0, high)),
  mixture: fc
    .tuple(between(0.01, 0.99), interval, interval)
    .map(([w, [a, b], [c, d]]) => mixture([w, 1 - w], [uniform(a, b), triangular(c, (c + d) / 2, d)])),
  empirical: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 60 }).map(empirical),
  pareto: fc.tuple(scale(0.1, 10), scale(1.5, 20)).map(([size, shape]) => pareto(size, shape)),
  smoothed: fc
    .uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 60 })
    .map((values) => smoothed(values)),
  disjoint: between(0.1, 2).map((width) =>
    restricted(normal(1, 2), [
      [-3, -3 + width],
      [0, width],
      [3, Infinity],
    ]),
  ),
  cost: fc
    .tuple(between(0, 1), interval)
    .map(([w, [a, b]]) => negated(mixture([w, 1 - w], [pointMass(a), uniform(a, b)]))),
};

const largest = (check: DistributionCheck) => Math.max(...Object.values(check));

describe("every family with any parameters", () => {
  it.each(Object.entries(ANY))("obeys the laws of distributions: %s", (_, any) => {
    fc.assert(
      fc.property(any, (distribution) => {
        expect(largest(checkDistribution(distribution, 12))).toBeLessThan(2e-11);
      }),
      { numRuns: 15 },
    );
  });

  it.each(Object.entries(ANY))("has a mean that an expectation confirms within its error: %s", (_, any) => {
    fc.assert(
      fc.property(any, (distribution) => {
        const { value, error } = expectation(distribution, (x) => x);
        expect(Math.abs(value - distribution.mean)).toBeLessThanOrEqual(
          error + 1e-13 * (1 + Math.abs(value)),
        );
        expect(error).toBeLessThan(1e-11 * (1 + Math.abs(value)));
      }),
      { numRuns: 15 },
    );
  });
});

describe("checkDistribution", () => {
  const right = beta(2, 3);
  const WRONG: readonly (readonly [keyof DistributionCheck, Partial<Distribution>])[] = [
    ["density", { density: (x) => right.density(x) * (x > 0.5 ? 1.001 : 1) }],
    ["mass", { density: (x) => right.density(x) * 1.001 }],
    ["quantile", { quantile: (p) => right.quantile(p) + 1e-4 * p * (1 - p) }],
    ["survival", { survival: (x) => 1 - right.cdf(x) + 1e-6 }],
    ["monotone", { cdf: (x) => right.cdf(x) + 0.01 * Math.sin(300 * x) }],
    ["mean", { mean: 0.4001 }],
    ["mass", { atoms: [{ at: 0.5, mass: 0.01 }] }],
  ];

  it.each(WRONG)("catches a wrong %s", (law, change) => {
    expect(largest(checkDistribution(right))).toBeLessThan(1e-13);
    expect(checkDistribution({ ...right, ...change })[law]).toBeGreaterThan(1e-7);
  });
});
