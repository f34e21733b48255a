import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  highestLogarithm,
  logarithmToDouble,
  preciseLog,
  preciseLogFactorial,
} from "../../src/numeric/precise-logarithm.js";
import { printWide, wideNumber } from "../../src/numeric/wide-number.js";

const bits = (value: bigint) => Number(value < 0n ? -value : value) * 2 ** -192;

describe("precise logarithms", () => {
  test("agree with Math.log", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 60n }), (k) => {
        expect(logarithmToDouble(preciseLog(k))).toBeCloseTo(Math.log(Number(k)), 12);
      }),
    );
  });

  test("turn products into sums to 2^−180, whatever the size", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 700n }), fc.bigInt({ min: 1n, max: 2n ** 50n }), (a, b) => {
        expect(bits(preciseLog(a * b) - preciseLog(a) - preciseLog(b))).toBeLessThan(2 ** -180);
      }),
    );
  });

  test("of factorials: Stirling's series continues the sums", () => {
    let sum = preciseLogFactorial(200);
    for (let k = 201; k <= 260; k++) {
      sum += preciseLog(BigInt(k));
      expect(bits(sum - preciseLogFactorial(k))).toBeLessThan(2 ** -165);
    }
    expect(preciseLogFactorial(0)).toBe(0n);
    expect(preciseLogFactorial(1)).toBe(0n);
    expect(printWide(wideNumber(1, preciseLogFactorial(1_000_000)), 12)).toBe("8.26393168833e5565708");
  });

  test("there is none of 0", () => {
    expect(() => preciseLog(0n)).toThrow(expect.objectContaining({ code: "not-positive" }));
  });

  test("the highest of some", () => {
    expect(highestLogarithm([3n, -1n, 7n, 2n])).toBe(7n);
    expect(highestLogarithm([])).toBe(0n);
  });
});
