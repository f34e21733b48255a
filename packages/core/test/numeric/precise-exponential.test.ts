import { describe, expect, test } from "vitest";
import { preciseExponential } from "../../src/numeric/precise-exponential.js";
import { preciseLog } from "../../src/numeric/precise-logarithm.js";

const UNIT = 1n << 192n;
/** In units of 2^−180. */
const far = (one: bigint, other: bigint) =>
  Number(((one > other ? one - other : other - one) * 2n ** 180n) / UNIT);

describe("the precise exponential", () => {
  test("undoes precise logarithms of fractions to 2^-178", () => {
    for (const [p, q] of [
      [1n, 1n],
      [1n, 2n],
      [1n, 3n],
      [999_999n, 1_000_000n],
      [1n, 10n ** 30n],
      [7n, 2n ** 150n],
    ])
      expect(far(preciseExponential(preciseLog(p) - preciseLog(q)), (p * UNIT) / q)).toBeLessThan(4);
  });

  test("agrees with doubles", () => {
    for (const x of [-1e-9, -0.1, -0.69, -0.7, -1, -3.5, -40])
      expect(
        (Number(preciseExponential(BigInt(Math.round(x * 2 ** 40)) << 152n)) * 2 ** -192) /
          Math.exp(Math.round(x * 2 ** 40) * 2 ** -40),
      ).toBeCloseTo(1, 13);
  });

  test("is 1 at 0, 0 far below, and refuses positive numbers", () => {
    expect(preciseExponential(0n)).toBe(UNIT);
    expect(preciseExponential(-(10n ** 9n) * UNIT)).toBe(0n);
    expect(() => preciseExponential(1n)).toThrow(/at most 0/);
  });
});
