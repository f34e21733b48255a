import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRoot } from "../../src/numeric/roots.js";

const counted = (f: (x: number) => number) => {
  const count = { calls: 0 };
  return {
    count,
    f: (x: number) => {
      count.calls++;
      return f(x);
    },
  };
};

describe("findRoot", () => {
  it("finds smooth roots to the last digits in a dozen evaluations", () => {
    const { f, count } = counted((x) => x * x - 2);
    expect(Math.abs(findRoot(f, 0, 2) - Math.SQRT2)).toBeLessThan(5e-16);
    expect(count.calls).toBeLessThan(15);
  });

  it("finds a jump through 0", () => {
    expect(findRoot((x) => (x > 1 / 3 ? 1 : -1), 0, 1)).toBeCloseTo(1 / 3, 15);
    expect(Math.abs(findRoot((x) => (x > 0 ? 1 : -1), -1, 1))).toBeLessThan(1e-300);
    expect(Math.abs(findRoot((x) => (x >= 0 ? 2 : -1), -3, 1))).toBeLessThan(1e-300);
    expect(Math.abs(findRoot((x) => Math.cbrt(x), -Number.MAX_VALUE, Number.MAX_VALUE / 3))).toBeLessThan(
      1e-300,
    );
  });

  it("survives flat and steep functions", () => {
    expect(Math.abs(findRoot((x) => x ** 9, -1, 4))).toBeLessThan(1e-15);
    const steep = counted((x) => Math.exp(50 * x) - Math.exp(10));
    expect(findRoot(steep.f, -1, 10)).toBeCloseTo(0.2, 14);
    expect(steep.count.calls).toBeLessThan(80);
  });

  it("accepts roots at the ends and stops at the tolerance asked for", () => {
    expect(findRoot((x) => x - 1, 1, 3)).toBe(1);
    expect(findRoot((x) => x - 3, 1, 3)).toBe(3);
    const rough = counted((x) => Math.atan(x - 0.3));
    expect(Math.abs(findRoot(rough.f, -50, 40, { tolerance: 1e-3 }) - 0.3)).toBeLessThan(2e-3);
  });

  it("finds the root of any monotone cubic between any ends", () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 0, max: 10, noNaN: true }), (root, slope) => {
        const f = (x: number) => (x - root) * (slope + (x - root) ** 2);
        const found = findRoot(f, -101, 102);
        // A triple root is as far off as (x − root)³ rounds to 0.
        expect(Math.abs(found - root)).toBeLessThan(slope < 1e-6 ? 1e-6 : 1e-12);
      }),
    );
  });

  it("refuses ends that bracket nothing", () => {
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(/one sign/);
    expect(() => findRoot((x) => Math.sqrt(x), -1, 1)).toThrow(/not a number at -1/);
    expect(() => findRoot((x) => x, -1, Infinity)).toThrow(/finite ends/);
  });
});
