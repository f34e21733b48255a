import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimise } from "../../src/numeric/minimise.js";

describe("minimise", () => {
  it("finds the lowest of several minima", () => {
    const f = (x: number) => Math.cos(3 * x) + x / 10;
    const { at, value } = minimise(f, 0, 10);
    // 3 sin 3x = 1/10 with x just above π/3.
    const exact = (Math.PI - Math.asin(1 / 30)) / 3;
    expect(at).toBeCloseTo(exact, 7);
    expect(value).toBeCloseTo(f(exact), 14);
  });

  it("reports the stretch on which the minimum is attained", () => {
    const { value, interval } = minimise((x) => Math.max(0, Math.abs(x - 0.4) - 0.2), -1, 3);
    expect(value).toBe(0);
    expect(interval[0]).toBeCloseTo(0.2, 12);
    expect(interval[1]).toBeCloseTo(0.6, 12);
  });

  it("takes ends and kinks", () => {
    expect(minimise((x) => x, 2, 3)).toEqual({ value: 2, at: 2, interval: [2, expect.closeTo(2, 11)] });
    expect(minimise((x) => Math.abs(x - 1 / 3), 0, 1, { breakpoints: [1 / 3] }).at).toBe(1 / 3);
    expect(minimise(() => 7, 0, 1).interval).toEqual([0, 1]);
    expect(minimise((x) => x * x, 1, 1)).toEqual({ value: 1, at: 1, interval: [1, 1] });
  });

  it("is never above a fine grid of a convex function", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (c, s) => {
          const f = (x: number) => (x - c) ** 2 + s * Math.abs(x + c / 3);
          const grid = Array.from({ length: 401 }, (_, k) => f(-1 + k / 200));
          expect(minimise(f, -1, 1).value).toBeLessThanOrEqual(Math.min(...grid) + 1e-12);
        },
      ),
    );
  });

  it("misses, as documented, a dip narrower than its samples, unless a breakpoint marks it", () => {
    const dip = (x: number) => -Math.exp(-(((x - 0.1234) * 1e6) ** 2));
    expect(minimise(dip, 0, 1).value).toBe(-0);
    expect(minimise(dip, 0, 1, { breakpoints: [0.1234] }).value).toBe(-1);
  });

  it("refuses bad intervals and values", () => {
    expect(() => minimise((x) => x, 1, 0)).toThrow(/two finite ends/);
    expect(() => minimise((x) => Math.log(x), -1, 1)).toThrow(/not a number/);
  });
});
