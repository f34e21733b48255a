import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextUp, productBounds, quotientBounds, rootBounds, sumBounds } from "../../src/numeric/directed.js";
import {
  call,
  divide,
  enclosure,
  integerPower,
  multiply,
  power,
  subtract,
} from "../../src/numeric/enclosure.js";
import * as rational from "../../src/numeric/rational.js";

const SETTINGS = { numRuns: 300, seed: 11 };
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const exact = (x: number) => rational.rationalFromDouble(x);

/** Whether low ≤ x ≤ high exactly, and the two are equal or neighbours. */
function tightlyHolds([low, high]: readonly [number, number], x: rational.Rational): boolean {
  const above = high === Infinity || rational.compare(exact(high), x) >= 0;
  const below = low === -Infinity || rational.compare(exact(low), x) <= 0;
  return above && below && (low === high || nextUp(low) === high || nextUp(nextUp(low)) === high);
}

describe("directed rounding", () => {
  test("the next double: around 0, powers of two and the largest", () => {
    expect(nextUp(0)).toBe(Number.MIN_VALUE);
    expect(nextUp(1)).toBe(1 + Number.EPSILON);
    expect(nextUp(-1)).toBe(-1 + Number.EPSILON / 2);
    expect(nextUp(Number.MAX_VALUE)).toBe(Infinity);
    expect(nextUp(-Number.MIN_VALUE)).toBe(-0);
  });

  test("sums, products and quotients hold the exact number between neighbours, and exact results are points", () => {
    fc.assert(
      fc.property(double, double, (a, b) => {
        expect(tightlyHolds(sumBounds(a, b), rational.add(exact(a), exact(b)))).toBe(true);
        expect(tightlyHolds(productBounds(a, b), rational.multiply(exact(a), exact(b)))).toBe(true);
        if (b !== 0)
          expect(tightlyHolds(quotientBounds(a, b), rational.divide(exact(a), exact(b)))).toBe(true);
      }),
      SETTINGS,
    );
    expect(sumBounds(0.5, 0.25)).toEqual([0.75, 0.75]);
    expect(productBounds(3, 7)).toEqual([21, 21]);
    expect(quotientBounds(21, 7)).toEqual([3, 3]);
    expect(quotientBounds(1, 3)[0]).toBeLessThan(quotientBounds(1, 3)[1]);
  });

  test("roots: the squares of the ends hold the number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (a) => {
        const [low, high] = rootBounds(a);
        const square = (x: number) => rational.multiply(exact(x), exact(x));
        expect(rational.compare(square(low), exact(a))).toBeLessThanOrEqual(0);
        expect(rational.compare(square(high), exact(a))).toBeGreaterThanOrEqual(0);
      }),
      SETTINGS,
    );
    expect(rootBounds(4)).toEqual([2, 2]);
  });
});

describe("enclosures", () => {
  test("what is 0 at an end stays 0 there", () => {
    expect(multiply(enclosure(0, 1), enclosure(0, 2))).toEqual(enclosure(0, 2));
    expect(subtract(enclosure(1), enclosure(0, 1))).toEqual(enclosure(0, 1));
    expect(integerPower(enclosure(-2, 1), 2)).toEqual(enclosure(0, 4));
    expect(call("sin", enclosure(0, 1)).low).toBe(0);
    expect(call("log", enclosure(1, 2)).low).toBe(0);
  });

  test("infinite ends are bounds of real numbers: 0 times them is 0, and ∞ − ∞ is anything", () => {
    expect(multiply(enclosure(0), enclosure(0, Infinity))).toEqual(enclosure(0));
    expect(subtract(enclosure(0, Infinity), enclosure(0, Infinity))).toEqual(enclosure(-Infinity, Infinity));
    expect(divide(enclosure(1), enclosure(1, Infinity))).toEqual(enclosure(0, 1));
  });

  test("where something is not defined it says so", () => {
    expect(divide(enclosure(1), enclosure(0, 1))).toEqual(enclosure(1, Infinity, false));
    expect(divide(enclosure(1), enclosure(-1, 1)).everywhere).toBe(false);
    expect(call("log", enclosure(0, 1)).everywhere).toBe(false);
    expect(call("sqrt", enclosure(-1, 4))).toEqual(enclosure(0, 2, false));
    expect(call("tan", enclosure(1, 2)).everywhere).toBe(false);
    expect(power(enclosure(-1, 1), enclosure(0.5)).everywhere).toBe(false);
    expect(call("sqrt", enclosure(-2, -1)).low).toBeGreaterThan(call("sqrt", enclosure(-2, -1)).high);
  });

  test("sin and cos reach 1 and −1 where they do", () => {
    expect(call("cos", enclosure(3, 3.2)).low).toBe(-1);
    expect(call("sin", enclosure(1, 8))).toEqual(enclosure(-1, 1));
    expect(call("cos", enclosure(0.1, 3)).high).toBeLessThan(1);
  });
});
