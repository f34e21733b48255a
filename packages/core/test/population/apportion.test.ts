import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion } from "../../src/population/apportion.js";

describe("apportion", () => {
  it("gives the remainders to the largest, the earlier ones among equals", () => {
    // Quotas of ten seats at 5 : 3 : 1 are 50/9, 30/9, 10/9.
    expect(apportion([5, 3, 1], 10)).toEqual([6, 3, 1]);
    expect(apportion([1, 1], 3)).toEqual([2, 1]);
    expect(apportion([1, 1, 1, 1], 2)).toEqual([1, 1, 0, 0]);
    expect(apportion([3, 1], 2)).toEqual([2, 0]);
    expect(apportion([0, 7], 3)).toEqual([0, 3]);
    expect(apportion([2], 0)).toEqual([0]);
  });

  it("is exact where products of doubles are not", () => {
    // 0.1, 0.2 and 0.3 as doubles: 0.1 + 0.2 > 0.3, so the first two weigh more than half.
    expect(apportion([0.1 + 0.2, 0.3], 1)).toEqual([1, 0]);
    expect(apportion([0.3, 0.1 + 0.2], 1)).toEqual([0, 1]);
    expect(apportion([1e308, 1e308, 1e308], 4)).toEqual([2, 1, 1]);
    expect(apportion([Number.MIN_VALUE, Number.MIN_VALUE], 3)).toEqual([2, 1]);
  });

  it("has a sum of n, stays within one of every quota and is proportional where that is possible", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 5000 }), (list, n) => {
        const total = list.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const seats = apportion(list, n);
        expect(seats.reduce((a, b) => a + b, 0)).toBe(n);
        // In integers: |seats·total − weight·n| < total.
        list.forEach((weight, i) => {
          expect(Math.abs(seats[i] * total - weight * n)).toBeLessThan(total);
        });
        expect(apportion(list, total * 3)).toEqual(list.map((weight) => weight * 3));
      }),
    );
  });

  it("gives no remainder to one that is smaller than a remainder left out", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 100 }), (list, n) => {
        const total = list.reduce((a, b) => a + b, 0);
        const seats = apportion(list, n);
        const remainder = list.map((weight) => (weight * n) % total);
        const up = seats.map((each, i) => each > Math.floor((list[i] * n) / total));
        for (let i = 0; i < list.length; i++)
          for (let j = 0; j < list.length; j++) {
            if (!up[i] || up[j]) continue;
            expect(remainder[i] > remainder[j] || (remainder[i] === remainder[j] && i < j)).toBe(true);
          }
      }),
    );
  });

  it.each([
    [[1], -1, "not-an-integer"],
    [[1], 1.5, "not-an-integer"],
    [[1, -1], 2, "invalid-weights"],
    [[1, Number.NaN], 2, "invalid-weights"],
    [[1, Number.POSITIVE_INFINITY], 2, "invalid-weights"],
    [[0, 0], 2, "invalid-weights"],
    [[], 2, "invalid-weights"],
  ])("refuses %j, %d", (weights, n, code) => {
    expect(() => apportion(weights, n)).toThrowError(expect.objectContaining({ code }));
  });
});
