import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { preciseLog } from "../../src/numeric/precise-logarithm.js";
import {
  compareWide,
  printWide,
  WIDE_ZERO,
  wideLog10,
  wideNumber,
  wideToDouble,
} from "../../src/numeric/wide-number.js";

describe("numbers of any size", () => {
  test("are doubles where doubles can hold them", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-300);
        expect(Math.abs(wideToDouble(wideNumber(value)) - value)).toBeLessThanOrEqual(
          1e-14 * Math.abs(value),
        );
      }),
    );
  });

  test.each([
    [0, "0"],
    [0.0123, "0.0123"],
    [-2.5, "-2.5"],
    [4.56e-90, "4.56e-90"],
    [9.9999999e-30, "1e-29"],
    [1e20, "1e20"],
  ])("%d is written %s", (value, text) => {
    expect(printWide(wideNumber(value))).toBe(text);
  });

  test("far outside of doubles", () => {
    const tiny = wideNumber(2, -preciseLog(10n) * 5000n);
    expect(printWide(tiny)).toBe("2e-5000");
    expect(wideLog10(tiny)).toBeCloseTo(-5000 + Math.log10(2), 12);
    expect(wideToDouble(tiny)).toBe(0);
    expect(wideToDouble(wideNumber(-2, preciseLog(10n) * 5000n))).toBe(Number.NEGATIVE_INFINITY);
  });

  test("are ordered by value", () => {
    const one = wideNumber(1, -preciseLog(10n) * 5000n);
    const ordered = [
      wideNumber(-1),
      wideNumber(-1, -5n << 192n),
      WIDE_ZERO,
      one,
      wideNumber(3, -preciseLog(10n) * 5000n),
      wideNumber(1),
    ];
    ordered.forEach((a, i) => {
      ordered.forEach((b, j) => {
        expect(Math.sign(compareWide(a, b))).toBe(Math.sign(i - j));
      });
    });
  });
});
