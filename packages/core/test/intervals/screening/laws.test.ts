import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Distribution, survival } from "../../../src/intervals/distribution.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { optimalScreening } from "../../../src/intervals/screening/optimal-screening.js";
import { costs, type PrincipalValue } from "../../../src/intervals/screening/problem.js";
import type { SmoothValue } from "../../../src/intervals/screening/smooth-value.js";
import { LINEAR, lies, SQUARE } from "./worlds.js";

/** Densities that jump up and down on quarters of [0, 1] or [1, 2], now and then with a gap. */
const stepDensity = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }), fc.constantFrom(0, 1))
  .filter(([heights]) => heights[0] > 0 && heights[3] > 0)
  .map(([heights, low]) => {
    const total = heights.reduce((sum, h) => sum + h, 0) / 4;
    const points = heights.flatMap((_, k) => [low + k / 4, low + (k + 1) / 4]);
    return piecewiseLinear(
      points,
      heights.flatMap((h) => [h / total, h / total]),
    );
  });

const withAtom = fc
  .tuple(stepDensity, fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.constantFrom(0.1, 0.3))
  .map(([density, place, mass]) => {
    const at = density.support[0] + Math.round(place * 4) / 4;
    return mixture([1 - mass, mass], [density, discrete([at], [1])]);
  });

const distributions = fc.oneof(stepDensity, stepDensity, withAtom);

interface Technology {
  readonly value: SmoothValue;
  readonly principal: PrincipalValue;
}
const technologies: Technology[] = [
  { value: LINEAR, principal: SQUARE },
  // Saturating, nonlinear in the type.
  {
    value: {
      value: (x, type) => type ** 2 * (x - x ** 2 / 6),
      byType: (x, type) => 2 * type * (x - x ** 2 / 6),
      byQuantity: (x, type) => type ** 2 * (1 - x / 3),
      crossDerivative: (x, type) => 2 * type * (1 - x / 3),
    },
    principal: costs(
      (x) => 0.2 * x,
      () => 0.2,
    ),
  },
  // Increasing returns in between: φ is not concave.
  {
    value: LINEAR,
    principal: costs(
      (x) => x ** 2 / 2 + 0.05 * Math.sin(6 * x),
      (x) => x + 0.3 * Math.cos(6 * x),
    ),
  },
];
const problems = fc.record({ distribution: distributions, technology: fc.constantFrom(...technologies) });
const X = { from: 0, to: 2 };

/** E[t − c] of the menu that sells quantities[k] to types from starts[k] on, each step at what its first buyer would pay. */
function profitOfSteps(
  { value, principal }: Technology,
  f: Distribution,
  starts: number[],
  quantities: number[],
): number {
  const from = (type: number) => survival(f, type) + (f.atoms.find(({ at }) => at === type)?.mass ?? 0);
  return starts.reduce((sum, start, k) => {
    const below = k === 0 ? 0 : quantities[k - 1];
    const step = (g: (x: number) => number) => g(quantities[k]) - g(below);
    return sum + from(start) * (step((x) => value.value(x, start)) + step((x) => principal.value(x, start)));
  }, 0);
}

/** 0, 0.01, …, most. */
const hundredths = (most: number) => fc.integer({ min: 0, max: 100 * most }).map((k) => k / 100);

const options = { numRuns: 30, seed: 5, endOnFailure: true };

describe("the optimum", () => {
  test("leaves no lie that pays and nobody worse off than outside", () => {
    fc.assert(
      fc.property(problems, ({ distribution, technology }) => {
        const found = optimalScreening({ ...technology, quantities: X, distribution });
        const { largestGain, participation } = lies(found, technology.value, distribution, 30);
        expect(largestGain).toBeLessThan(1e-9);
        expect(participation.slack).toBeGreaterThan(-1e-12);
      }),
      { ...options, numRuns: 15 },
    );
  });

  test("earns at least what any menu of steps does, and at most its bound and the first best", () => {
    const steps = fc.array(fc.tuple(hundredths(1), hundredths(2)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        problems,
        fc.array(steps, { minLength: 20, maxLength: 20 }),
        ({ distribution, technology }, menus) => {
          const found = optimalScreening({ ...technology, quantities: X, distribution });
          for (const menu of menus) {
            const starts = menu.map(([share]) => distribution.quantile(share)).sort((a, b) => a - b);
            const quantities = menu.map(([, x]) => x).sort((a, b) => a - b);
            expect(profitOfSteps(technology, distribution, starts, quantities)).toBeLessThanOrEqual(
              found.profit.value + 1e-12,
            );
          }
          expect(found.profit.value).toBeLessThanOrEqual(
            found.profitBound!.value + found.profitBound!.error + 1e-12,
          );
          expect(found.profit.value).toBeLessThanOrEqual(found.firstBestWelfare.value + 1e-12);
          expect(found.consumerSurplus.value).toBeGreaterThanOrEqual(-1e-12);
        },
      ),
      options,
    );
  });

  // With φ concave in x the bound by increments is attained: an independent computation of the optimum.
  test("equals its bound when φ is concave, pooled or not", () => {
    fc.assert(
      fc.property(distributions, fc.constantFrom(...technologies.slice(0, 2)), (distribution, technology) => {
        const { profit, profitBound, warnings } = optimalScreening({
          ...technology,
          quantities: X,
          distribution,
        });
        expect(Math.abs(profitBound!.value - profit.value)).toBeLessThan(1e-9);
        expect(warnings.filter((text) => text.includes("bound"))).toEqual([]);
      }),
      options,
    );
  });

  test("is what its quantities and payments earn, integrated afresh", () => {
    fc.assert(
      fc.property(problems, ({ distribution, technology: { value, principal } }) => {
        const found = optimalScreening({ value, principal, quantities: X, distribution });
        const earned = expectation(
          distribution,
          (type) => found.payment(type) + principal.value(found.quantity(type), type),
          {
            breakpoints: found.pieces.flatMap(({ types }) => types),
            tolerance: 1e-10,
          },
        );
        expect(found.profit.value).toBeCloseTo(earned.value, 8);
      }),
      { ...options, numRuns: 8 },
    );
  });

  test("beats every two-part tariff", () => {
    const tariffs = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1.5, noNaN: true }),
    );
    fc.assert(
      fc.property(stepDensity, fc.array(tariffs, { minLength: 10, maxLength: 10 }), (distribution, all) => {
        const value: SmoothValue = {
          value: (x, type) => type * x - x ** 2 / 2,
          byType: (x) => x,
          byQuantity: (x, type) => type - x,
          crossDerivative: () => 1,
        };
        const principal = costs(
          (x) => 0.3 * x,
          () => 0.3,
        );
        const found = optimalScreening({ value, principal, quantities: X, distribution });
        for (const [fee, price] of all) {
          // Type θ buys θ − price if its surplus (θ − price)²/2 covers the fee.
          const start = price + Math.sqrt(2 * fee);
          const earned = expectation(
            distribution,
            (type) => (type >= start ? fee + (price - 0.3) * (type - price) : 0),
            { breakpoints: [start] },
          );
          expect(earned.value).toBeLessThanOrEqual(found.profit.value + 1e-11);
        }
      }),
      options,
    );
  });
});

describe("prices", () => {
  test("the tariff charges each type what it pays and leaves it no better choice", () => {
    fc.assert(
      fc.property(problems, ({ distribution, technology }) => {
        const found = optimalScreening({ ...technology, quantities: X, distribution });
        const inside = Array.from({ length: 9 }, (_, k) => distribution.quantile((k + 0.5) / 9));
        for (const type of inside) {
          const x = found.quantity(type);
          expect(found.tariff(x)).toBeCloseTo(found.payment(type), 8);
          for (let other = 0; other <= 2; other += 0.125)
            expect(technology.value.value(other, type) - found.tariff(other)).toBeLessThan(
              found.utility(type).value + 1e-8,
            );
        }
      }),
      { ...options, numRuns: 12 },
    );
  });
});
