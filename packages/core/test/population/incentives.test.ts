import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printRational, toDouble } from "../../src/numeric/rational.js";
import { compareWide, printWide, wideLog10, wideToDouble } from "../../src/numeric/wide-number.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import { ASSIGNMENT, arbitraryPopulation, bruteForceEpsilon, populationOf } from "./populations.js";

describe("ε* of the assignment example", () => {
  const study = studyPopulation(ASSIGNMENT);

  test.each([
    [4, "27/20"],
    [8, "4970943/7662080"],
  ])("with %i players it is %s", (n, value) => {
    const composition = [(3 * n) / 4, n / 4];
    expect(printRational(exactIncentives(ASSIGNMENT, composition).epsilon)).toBe(value);
    expect(wideToDouble(incentiveGain(study, n, composition).epsilon)).toBeCloseTo(
      toDouble(exactIncentives(ASSIGNMENT, composition).epsilon),
      13,
    );
  });

  test("a West member who saw dry claims wet", () => {
    expect(incentiveGain(study, 1000, [750, 250]).witness).toEqual({ group: 1, signal: 0, report: 1 });
    expect(exactIncentives(ASSIGNMENT, [3, 1]).witness).toEqual({ group: 1, signal: 0, report: 1 });
  });

  test("far below the smallest double it is still a number", () => {
    const answer = incentiveGain(study, 1_000_000, [750_000, 250_000]);
    expect(printWide(answer.epsilon)).toMatch(/^\d(\.\d+)?e-62\d\d\d$/);
    expect(answer.omittedShare).toBeLessThan(1e-12);
    expect(compareWide(answer.errorBound, answer.epsilon)).toBeLessThan(0);
    expect(wideLog10(answer.errorBound) - wideLog10(answer.epsilon)).toBeLessThan(-9);
  });

  test("it decays like (√3/2)^n/√n: Chernoff's rate", () => {
    const [one, two] = [20_000, 40_000].map((n) =>
      wideLog10(incentiveGain(study, n, [(3 * n) / 4, n / 4]).epsilon),
    );
    expect(one - two).toBeCloseTo(-20_000 * Math.log10(Math.sqrt(3) / 2) + Math.log10(2) / 2, 3);
  });
});

describe("against the definitions", () => {
  test("fractions by counts equal the enumeration of all profiles", () => {
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        (population, n, first) => {
          const composition = compose(population.groups.length, n, first);
          const exact = exactIncentives(population, composition);
          expect(printRational(exact.epsilon)).toBe(
            printRational(bruteForceEpsilon(population, composition)),
          );
          expect(exact.interimUtility.flat().map(printRational)).toEqual(
            exact.interimUtility.flat().map(() => "0"),
          );
          expect(printRational(exact.revenue)).toBe(printRational(exact.welfare));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("doubles in windows equal the enumeration to 1e-13 of the utilities for up to eight players", () => {
    fc.assert(
      fc.property(
        arbitraryPopulation({ signals: 2 }),
        fc.integer({ min: 5, max: 8 }),
        fc.nat(8),
        (population, n, first) => {
          const composition = compose(population.groups.length, n, first);
          const brute = toDouble(bruteForceEpsilon(population, composition));
          const answer = incentiveGain(studyPopulation(population), n, composition);
          expect(Math.abs(wideToDouble(answer.epsilon) - brute)).toBeLessThanOrEqual(1e-13 * (1 + brute));
        },
      ),
      { numRuns: 12 },
    );
  });

  test("doubles are within their own error bound of the fractions at any size", () => {
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(60),
        (population, n, first) => {
          const size = population.signals.length === 2 ? n : Math.ceil(n / 4);
          const composition = compose(population.groups.length, size, first);
          const exact = toDouble(exactIncentives(population, composition).epsilon);
          const { epsilon, errorBound } = incentiveGain(studyPopulation(population), size, composition);
          expect(Math.abs(wideToDouble(epsilon) - exact)).toBeLessThanOrEqual(
            wideToDouble(errorBound) + 1e-15 * exact,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("windows leave nothing out that counts", () => {
  test("with 150 players they agree with all counts added up in fractions", () => {
    const composition = [100, 50];
    const exact = toDouble(exactIncentives(ASSIGNMENT, composition).epsilon);
    const { epsilon, cells } = incentiveGain(studyPopulation(ASSIGNMENT), 150, composition);
    expect(wideToDouble(epsilon) / exact).toBeCloseTo(1, 11);
    expect(cells).toBeLessThan(150);
  });

  test("a slow pair that utilities do not tell apart does not hide the pair that carries ε", () => {
    // States 1 and 2 are hard to tell apart and worth the same to everybody; state 3 matters.
    const population = populationOf(
      [1, 1, 1],
      [
        [10, 11],
        [11, 10],
        [1, 9],
      ],
      [
        [
          [1, 1, 2],
          [0, 0, 0],
        ],
        [
          [0, 0, 0],
          [9, 9, 1],
        ],
      ],
    );
    const exact = toDouble(exactIncentives(population, [60, 20]).epsilon);
    const { epsilon, errorBound, omittedShare } = incentiveGain(studyPopulation(population), 80, [60, 20]);
    expect(exact).toBeGreaterThan(0);
    expect(omittedShare).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(wideToDouble(epsilon) - exact)).toBeLessThanOrEqual(wideToDouble(errorBound));
    expect(Math.abs(wideToDouble(epsilon) / exact - 1)).toBeLessThan(1e-9);
  });
});

describe("ties", () => {
  test("equal totals go to the first alternative, also with a million players", () => {
    const symmetric = (utilities: number[][]) =>
      populationOf(
        [1, 1],
        [
          [2, 1],
          [1, 2],
        ],
        [utilities],
      );
    const first = symmetric([
      [1, 0],
      [0, 1],
    ]);
    const last = symmetric([
      [0, 1],
      [1, 0],
    ]);
    for (const n of [2, 6, 1_000_000]) {
      // The two differ only in who wins ties, and by symmetry only in the name of the lie.
      const [one, two] = [first, last].map((each) => incentiveGain(studyPopulation(each), n, [n]));
      expect(printWide(one.epsilon, 9)).toBe(printWide(two.epsilon, 9));
      expect([one.witness!.signal, two.witness!.signal].sort()).toEqual([0, 1]);
    }
  });

  test("signals that say nothing leave nothing to gain", () => {
    const population = populationOf(
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
    const answer = incentiveGain(studyPopulation(population), 50, [50]);
    expect(answer.epsilon.mantissa).toBe(0);
    expect(answer.witness).toBeUndefined();
    expect(exactIncentives(population, [5]).epsilon.n).toBe(0n);
  });
});

/** n players, `first` of them (at most all) in the first group. */
function compose(groups: number, n: number, first: number): number[] {
  return groups === 1 ? [n] : [Math.min(first, n), n - Math.min(first, n)];
}
