import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussKronrod } from "../../../src/numeric/quadrature/gauss-kronrod.js";
import { integrate } from "../../../src/numeric/quadrature/integrate.js";

interface Case {
  readonly name: string;
  readonly f: (x: number) => number;
  readonly ends: readonly [number, number];
  readonly exact: number;
  readonly within: number;
  readonly breakpoints?: readonly number[];
}

const CASES: readonly Case[] = [
  { name: "exp on [0, 1]", f: Math.exp, ends: [0, 1], exact: Math.E - 1, within: 3e-15 },
  {
    name: "cos 50x on [0, 1]",
    f: (x) => Math.cos(50 * x),
    ends: [0, 1],
    exact: Math.sin(50) / 50,
    within: 1e-14,
  },
  { name: "1000 x⁹⁹⁹ on [0, 1]", f: (x) => 1000 * x ** 999, ends: [0, 1], exact: 1, within: 2e-13 },
  { name: "log on [0, 1]", f: Math.log, ends: [0, 1], exact: -1, within: 2e-13 },
  { name: "x^(−1/2) on [0, 1]", f: (x) => x ** -0.5, ends: [0, 1], exact: 2, within: 5e-13 },
  { name: "(1 − x)^(−1/2) on [0, 1]", f: (x) => (1 - x) ** -0.5, ends: [0, 1], exact: 2, within: 1e-6 },
  { name: "a kink unannounced", f: (x) => Math.abs(x - 1 / 3), ends: [0, 1], exact: 5 / 18, within: 2e-13 },
  {
    name: "a kink announced",
    f: (x) => Math.abs(x - 1 / 3),
    ends: [0, 1],
    exact: 5 / 18,
    within: 1e-15,
    breakpoints: [1 / 3, 7],
  },
  {
    name: "a jump unannounced",
    f: (x) => (x > 1 / Math.PI ? 1 : 0),
    ends: [0, 1],
    exact: 1 - 1 / Math.PI,
    within: 5e-13,
  },
  { name: "e^(−x) on [0, ∞)", f: (x) => Math.exp(-x), ends: [0, Infinity], exact: 1, within: 2e-13 },
  { name: "e^x on (−∞, 1]", f: Math.exp, ends: [-Infinity, 1], exact: Math.E, within: 5e-13 },
  {
    name: "e^(−x²) on the line",
    f: (x) => Math.exp(-x * x),
    ends: [-Infinity, Infinity],
    exact: Math.sqrt(Math.PI),
    within: 2e-13,
  },
  {
    name: "1/(1 + x²) on the line",
    f: (x) => 1 / (1 + x * x),
    ends: [-Infinity, Infinity],
    exact: Math.PI,
    within: 5e-13,
  },
  {
    name: "a bump far out, announced",
    f: (x) => Math.exp(-((x - 5000) ** 2)),
    ends: [0, Infinity],
    exact: Math.sqrt(Math.PI),
    within: 1e-11,
    breakpoints: [4990, 5010],
  },
];

describe("integrate", () => {
  it.each(CASES)(
    "meets the closed form and honours its error: $name",
    ({ f, ends, exact, within, breakpoints }) => {
      const { value, error } = integrate(f, ...ends, { breakpoints: breakpoints ?? [] });
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + Number.EPSILON * Math.abs(exact));
      expect(error).toBeLessThanOrEqual(within);
    },
  );

  it("changes sign with the direction and is 0 on a point", () => {
    expect(integrate(Math.exp, 1, 0).value).toBe(-integrate(Math.exp, 0, 1).value);
    expect(integrate(Math.exp, 2, 2)).toEqual({ value: 0, error: 0, evaluations: 0 });
  });

  it("can be nested", () => {
    const { value } = integrate((x) => integrate((y) => x * y, 0, x).value, 0, 1);
    expect(value).toBeCloseTo(1 / 8, 14);
  });

  it("counts and bounds the evaluations, and reports the error it stopped at", () => {
    let calls = 0;
    const kink = (x: number) => {
      calls++;
      return Math.abs(x - Math.SQRT1_2);
    };
    const { value, error, evaluations } = integrate(kink, 0, 1, { mostEvaluations: 100 });
    expect(evaluations).toBe(calls);
    expect(calls).toBeLessThanOrEqual(100);
    expect(error).toBeGreaterThan(1e-13);
    expect(Math.abs(value - (1 - Math.SQRT1_2))).toBeLessThanOrEqual(error);
  });

  it("stops at noise instead of spending every evaluation", () => {
    const noisy = (x: number) => 1 + 1e-9 * Math.sin(1e15 * x);
    const { value, error, evaluations } = integrate(noisy, 0, 1);
    expect(evaluations).toBeLessThan(10_000);
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
  });

  it("sees jumps beside the points of subdivision", () => {
    for (const place of [0.5, 0.25, 0.75, 0.625])
      for (const distance of [0, 1e-3, 1e-6, -1e-6, 1e-9, -1e-9, 1e-12]) {
        const { value, error } = integrate((x) => (x > place + distance ? 3 : 1), 0, 1);
        expect(Math.abs(value - (3 - 2 * (place + distance)))).toBeLessThanOrEqual(error);
        expect(error).toBeLessThan(1e-12);
      }
  });

  it("refuses integrands that are not finite, with the place", () => {
    expect(() => integrate((x) => 1 / (x - 0.5), 0, 1)).toThrow(/Infinity at 0.5/);
    expect(() => integrate(() => Number.NaN, 0, 1)).toThrow(/x = 0.5|NaN/);
    expect(() => integrate((x) => 1 / x, 0, 1)).toThrow(/not.finite|Infinity/);
    expect(() => integrate((x) => x, Number.NaN, 1)).toThrow(/must be numbers/);
  });

  it("honours its error on polynomials with kinks anywhere", () => {
    const number = fc.integer({ min: -3e6, max: 3e6 }).map((millionths) => millionths / 1e6);
    // A jump outside all points of the rule, or where the polynomial vanishes at a point of subdivision, would not be seen.
    const inside = number.map((x) => 0.02 + 0.95 * x);
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 6 }), inside, (coefficients, kink) => {
        const primitive = (x: number) =>
          coefficients.reduce((sum, c, k) => sum + (c * x ** (k + 1)) / (k + 1), 0);
        const f = (x: number) => {
          const value = coefficients.reduce((sum, c, k) => sum + c * x ** k, 0);
          return x > kink ? value : -value;
        };
        const exact = primitive(3) - 2 * primitive(kink) + primitive(-3);
        const { value, error } = integrate(f, -3, 3);
        const scale = coefficients.reduce((sum, c, k) => sum + Math.abs(c) * 3 ** (k + 1), 0);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(error + 1e-15 * scale);
        expect(error).toBeLessThanOrEqual(1e-11 * (1 + scale));
      }),
      { numRuns: 100 },
    );
  });
});

describe("the rule of 21 points", () => {
  const even = (degree: number) => gaussKronrod((x) => x ** degree, -1, 1).value - 2 / (degree + 1);

  it("is exact up to degree 31 and, as a control of this test, not at degree 36", () => {
    for (let degree = 0; degree <= 30; degree += 2) expect(Math.abs(even(degree))).toBeLessThan(5e-16);
    expect(Math.abs(even(36))).toBeGreaterThan(1e-11);
  });
});
