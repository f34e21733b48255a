import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile } from "../../../src/intervals/special-functions/beta.js";
import { gammaPlusOne } from "../../../src/intervals/special-functions/gamma.js";
import { normalCdf, normalDensity, normalQuantile } from "../../../src/intervals/special-functions/normal.js";
import { add, multiply, ONE, power, rational, subtract, toDouble, ZERO } from "./exact.js";

/** Reference values computed with 60 digits (mpmath 1.3), rounded to 17. */
const NORMAL = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-8, 6.220960574271784e-16],
  [-5.65625, 7.735803169490264e-9],
  [-3, 0.0013498980316300946],
  [-1, 0.15865525393145705],
  [-0.65625, 0.2558316413479339],
  [-0.25, 0.4012936743170763],
  [0.5, 0.6914624612740131],
  [2, 0.9772498680518208],
  [6, 0.9999999990134123],
] as const;

const BETA = [
  [0.5, 0.5, 0.25, 1 / 3],
  [0.125, 3, 1e-10, 0.06721736152516519],
  [2, 5, 0.75, 0.995361328125],
  [10, 0.5, 0.9375, 0.26182387082079],
  [50, 1, 0.0009765625, 3.054936363499605e-151],
  [200, 300, 0.375, 0.12647725919405156],
  [1000, 1, 0.9990234375, 0.37642379805672405],
  [1, 1000, 0.0009765625, 0.623576201943276],
  [500, 501, 0.5, 0.5126125090891804],
  [1000, 1000, 0.4375, 1.0029433695007261e-8],
] as const;

const GAMMA = [
  [0.001, 0.9994237724845955],
  [0.25, 0.906402477055477],
  [1, 1],
  [1.5, 1.329340388179137],
  [3.25, 8.28508514183522],
  [7.5, 14034.407293483413],
  [20.5, 1.10827981137869e19],
] as const;

const relative = (value: number, exact: number) => Math.abs(value / exact - 1);

describe("the normal distribution function", () => {
  it.each(NORMAL)("at %d", (z, exact) => {
    expect(relative(normalCdf(z), exact)).toBeLessThan(1e-15);
  });

  it("is inverted over 300 orders of magnitude", () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: Math.log(0.5), noNaN: true }), (logarithm) => {
        const p = Math.exp(logarithm);
        const z = normalQuantile(p);
        // In z: a relative 1e-15.
        expect(Math.abs(normalCdf(z) - p) / normalDensity(z)).toBeLessThan(2e-15 * (1 + Math.abs(z)));
      }),
    );
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
  });
});

describe("the incomplete beta function", () => {
  it.each(BETA)("I(%d, %d) at %d", (a, b, x, exact) => {
    expect(relative(betaCdf(a, b, x, 1 - x), exact)).toBeLessThan(1e-13);
  });

  it("is a tail of the binomial distribution, counted in fractions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        fc.integer({ min: 1, max: 63 }),
        (n, seed, part) => {
          const k = 1 + (seed % n);
          const [x, y] = [rational(part, 64), subtract(ONE, rational(part, 64))];
          let [tail, choose] = [ZERO, ONE];
          for (let j = 0; j <= n; j++) {
            if (j >= k) tail = add(tail, multiply(choose, multiply(power(x, j), power(y, n - j))));
            choose = multiply(choose, rational(n - j, j + 1));
          }
          expect(relative(betaCdf(k, n - k + 1, part / 64, 1 - part / 64), toDouble(tail))).toBeLessThan(
            2e-13,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("adds up with its complement, and is inverted, for any parameters", () => {
    const parameter = fc.double({ min: -5, max: 7, noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(parameter, parameter, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, p) => {
        const x = betaQuantile(a, b, p);
        expect(Math.abs(betaCdf(a, b, x, 1 - x) + betaCdf(b, a, 1 - x, x) - 1)).toBeLessThan(2e-13);
        const step = Math.max(x * 4e-16, Number.MIN_VALUE);
        const [below, above] = [x - step, Math.min(1, x + step)];
        expect(betaCdf(a, b, below, 1 - below)).toBeLessThanOrEqual(p + 3e-13);
        expect(betaCdf(a, b, above, 1 - above)).toBeGreaterThanOrEqual(p - 3e-13);
      }),
    );
  });
});

describe("Γ(x + 1)", () => {
  it.each(GAMMA)("at %d", (x, exact) => {
    expect(relative(gammaPlusOne(x), exact)).toBeLessThan(1e-14);
  });
});
