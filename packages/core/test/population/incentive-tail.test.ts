import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { preciseLog } from "../../src/numeric/precise-logarithm.js";
import { parseRational, type Rational, rational, toDouble, ZERO } from "../../src/numeric/rational.js";
import {
  compareWide,
  printWide,
  type WideNumber,
  wideLog10,
  wideNumber,
  wideToDouble,
} from "../../src/numeric/wide-number.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { type GeometricTail, sizeBeyondWhich, tailBound } from "../../src/population/geometric-tail.js";
import { incentiveTail } from "../../src/population/incentive-tail.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import type { Population } from "../../src/population/population.js";
import { ASSIGNMENT, arbitraryPopulation, bruteForceEpsilon, populationOf } from "./populations.js";

const compositionOf = ({ groups }: Population, n: number, first: number) =>
  groups.length === 1 ? [n] : [Math.min(first, n), n - Math.min(first, n)];
const wide = (value: Rational): WideNumber => wideNumber(toDouble(value));
const halved = (tail: GeometricTail): GeometricTail =>
  tail.map((term) => ({ ...term, logConstant: term.logConstant - preciseLog(2n) }));

/** Signals that say almost nothing, one alternative worth more in the first state. */
const WEAK = populationOf(
  [1, 1],
  [
    [51, 49],
    [49, 51],
  ],
  [[[1, 0]]],
);

describe("the geometric bounds on ε*", () => {
  test.each([
    [4, 60],
    [6, 6],
  ])("hold against the enumeration of all profiles of up to %i players", (most, numRuns) => {
    let positive = 0;
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.integer({ min: most - 3, max: most }),
        fc.nat(most),
        (population, n, first) => {
          const epsilon = bruteForceEpsilon(population, compositionOf(population, n, first));
          const { byRange, byNorm } = incentiveTail(population);
          expect(compareWide(wide(epsilon), tailBound(byRange, n))).toBeLessThanOrEqual(0);
          expect(compareWide(tailBound(byRange, n), tailBound(byNorm, n))).toBeLessThanOrEqual(0);
          if (epsilon.n > 0n) positive++;
        },
      ),
      { numRuns },
    );
    expect(positive).toBeGreaterThan(numRuns / 3);
  });

  test("hold for every composition of the assignment example", () => {
    const { byRange } = incentiveTail(ASSIGNMENT);
    for (const n of [1, 2, 5, 16])
      for (let first = 0; first <= n; first++) {
        const { epsilon } = exactIncentives(ASSIGNMENT, [first, n - first]);
        expect(toDouble(epsilon)).toBeLessThanOrEqual(wideToDouble(tailBound(byRange, n)));
      }
  });

  test("hold far below the smallest double, with the right rate", () => {
    const { byRange } = incentiveTail(ASSIGNMENT);
    const { epsilon } = incentiveGain(studyPopulation(ASSIGNMENT), 100_000, [75_000, 25_000]);
    const bound = tailBound(byRange, 100_000);
    expect(compareWide(epsilon, bound)).toBeLessThan(0);
    // A factor of the order of √n lies between them.
    expect(wideLog10(bound) - wideLog10(epsilon)).toBeLessThan(4);
  });

  test("are nearly attained by weak signals, so that no smaller constant does", () => {
    const epsilon = toDouble(bruteForceEpsilon(WEAK, [1]));
    const bound = wideToDouble(tailBound(incentiveTail(WEAK).byRange, 1));
    expect(epsilon / bound).toBeGreaterThan(0.999);
    expect(epsilon / bound).toBeLessThanOrEqual(1);
    expect(epsilon).toBeGreaterThan(wideToDouble(tailBound(halved(incentiveTail(WEAK).byRange), 1)));
    // The assignment example as well: one East member alone.
    const east = toDouble(bruteForceEpsilon(ASSIGNMENT, [0, 1]));
    expect(east).toBeGreaterThan(wideToDouble(tailBound(halved(incentiveTail(ASSIGNMENT).byRange), 1)));
  });

  test("a smaller rate does not do either", () => {
    const faster = incentiveTail(ASSIGNMENT).byRange.map((term) => ({
      ...term,
      logRate: (term.logRate * 21n) / 20n,
    }));
    const { epsilon } = incentiveGain(studyPopulation(ASSIGNMENT), 2000, [1500, 500]);
    expect(compareWide(epsilon, tailBound(faster, 2000))).toBeGreaterThan(0);
  });

  test("are 0 where signals say nothing, and where nobody's utility depends on the state", () => {
    const silent = populationOf(
      [1, 2],
      [
        [2, 1],
        [2, 1],
      ],
      [
        [
          [1, 0],
          [0, 5],
        ],
      ],
    );
    expect(incentiveTail(silent)).toEqual({ byRange: [], byNorm: [] });
    const constant = populationOf(
      [1, 2],
      [
        [2, 1],
        [1, 2],
      ],
      [
        [
          [3, 3],
          [1, 1],
        ],
      ],
    );
    expect(incentiveTail(constant).byRange).toEqual([]);
    expect(tailBound([], 5)).toEqual({ mantissa: 0, exponent: 0 });
    expect(sizeBeyondWhich([], rational(1, 100))).toBe(1);
  });
});

describe("the size beyond which a bound stays below a target", () => {
  const near = (d: string) => {
    const [one, other] = [parseRational(`0.5`)!, parseRational(d)!];
    const up = { n: one.n * other.d + other.n * one.d, d: one.d * other.d };
    const row = rational(up.n, up.d);
    return {
      ...WEAK,
      likelihood: [
        [one, one],
        [row, rational(row.d - row.n, row.d)],
      ],
    };
  };

  test("is the smallest one", () => {
    const exponent = fc.integer({ min: -300, max: 2 });
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        exponent,
        fc.integer({ min: 1, max: 9 }),
        (population, power, digit) => {
          const target = parseRational(`${digit}e${power}`)!;
          const { byRange } = incentiveTail(population);
          const n = sizeBeyondWhich(byRange, target);
          expect(compareWide(tailBound(byRange, n), wide(target))).toBeLessThanOrEqual(0);
          expect(compareWide(tailBound(byRange, n + 1), wide(target))).toBeLessThanOrEqual(0);
          if (n > 1) expect(compareWide(tailBound(byRange, n - 1), wide(target))).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("also for targets that are no double and rates next to 1", () => {
    const tiny = sizeBeyondWhich(incentiveTail(ASSIGNMENT).byRange, parseRational("1e-3000")!);
    // ln(10^3000)/(−ln(√3/2)), and a little for the constant.
    expect(tiny - (3000 * Math.LN10) / 0.14384103622589045).toBeGreaterThan(0);
    expect(tiny - (3000 * Math.LN10) / 0.14384103622589045).toBeLessThan(20);
    const { byRange } = incentiveTail(near("1e-6"));
    const n = sizeBeyondWhich(byRange, parseRational("1e-20")!);
    // C is about 1e-6 here and −ln ρ about 5e-13.
    expect(n / ((14 * Math.LN10) / 5e-13)).toBeCloseTo(1, 1);
    expect(printWide(tailBound(byRange, n), 8)).toBe("1e-20");
  });

  test("is refused beyond 2^52 players and for targets of 0", () => {
    const tail = incentiveTail(near("1e-9")).byRange;
    expect(() => sizeBeyondWhich(tail, parseRational("1e-30")!)).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
    expect(() => sizeBeyondWhich(incentiveTail(near("1e-80")).byRange, parseRational("1e-100")!)).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
    expect(() => sizeBeyondWhich(tail, ZERO)).toThrow(expect.objectContaining({ code: "not-positive" }));
  });
});
