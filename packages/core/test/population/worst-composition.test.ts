import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toDouble } from "../../src/numeric/rational.js";
import { wideToDouble } from "../../src/numeric/wide-number.js";
import { bestOnLine } from "../../src/population/best-on-line.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import type { Population } from "../../src/population/population.js";
import { worstComposition } from "../../src/population/worst-composition.js";
import { bruteForce, compositions, firstGroups, MIXED, tyingPopulation } from "./compositions.js";
import { ASSIGNMENT, arbitraryPopulation } from "./populations.js";

const withGroups = (groups: number) =>
  arbitraryPopulation({ groups }).filter((population) => population.groups.length === groups);

describe("two groups", () => {
  test("the largest over all compositions to 1e-12, one composition at a time", () => {
    fc.assert(
      fc.property(withGroups(2), fc.integer({ min: 1, max: 12 }), (population, n) => {
        const study = studyPopulation(population);
        const worst = worstComposition(study, n);
        const brute = wideToDouble(bruteForce(study, n));
        expect(Math.abs(wideToDouble(worst.answer.epsilon) - brute)).toBeLessThanOrEqual(
          1e-12 * brute + 1e-14,
        );
        expect(worst.exact).toBe(true);
        expect(wideToDouble(worst.lower)).toBeLessThanOrEqual(brute);
        expect(wideToDouble(worst.upper)).toBeGreaterThanOrEqual(brute);
        expect(wideToDouble(worst.upper) - wideToDouble(worst.lower)).toBeLessThanOrEqual(
          1e-11 * (1 + brute),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("bracket the largest of the fractions", () => {
    fc.assert(
      fc.property(tyingPopulation, fc.integer({ min: 1, max: 5 }), (population, n) => {
        const study = studyPopulation(population);
        const { lower, upper } = worstComposition(study, n);
        const exact = compositions(population.groups.length, n)
          .map((composition) => toDouble(exactIncentives(population, composition).epsilon))
          .reduce((a, b) => Math.max(a, b));
        expect(wideToDouble(lower)).toBeLessThanOrEqual(exact * (1 + 1e-15));
        expect(wideToDouble(upper)).toBeGreaterThanOrEqual(exact * (1 - 1e-15));
      }),
      { numRuns: 15 },
    );
  });

  test.each([
    ["assignment", 60, ASSIGNMENT],
    ["assignment", 120, ASSIGNMENT],
    ["three alternatives", 101, firstGroups(MIXED, 2)],
  ])("%s: all compositions of %i players by windows of counts", (_, n, population) => {
    const study = studyPopulation(population);
    const brute = wideToDouble(bruteForce(study, n));
    const worst = worstComposition(study, n);
    expect(wideToDouble(worst.answer.epsilon) / brute).toBeCloseTo(1, 11);
    expect(wideToDouble(worst.lower)).toBeLessThanOrEqual(brute);
    expect(wideToDouble(worst.upper)).toBeGreaterThanOrEqual(brute);
  });

  test("with millions of players still within error bounds of each other", () => {
    const { lower, upper, composition } = worstComposition(studyPopulation(ASSIGNMENT), 1_000_000);
    expect(composition).toEqual([0, 1_000_000]);
    expect(upper.exponent).toBe(lower.exponent);
    expect(upper.mantissa / lower.mantissa).toBeCloseTo(1, 8);
  });
});

describe("three groups", () => {
  test("bracket and exact answer hold the largest over all compositions", () => {
    fc.assert(
      fc.property(withGroups(3), fc.integer({ min: 1, max: 6 }), (population, n) => {
        const study = studyPopulation(population);
        const brute = wideToDouble(bruteForce(study, n));
        for (const mostCells of [0, 1e9]) {
          const { answer, lower, upper, exact } = worstComposition(study, n, { mostCells });
          expect(wideToDouble(lower)).toBeLessThanOrEqual(brute);
          expect(wideToDouble(upper)).toBeGreaterThanOrEqual(brute);
          if (mostCells > 0) expect(exact).toBe(true);
          if (exact) expect(wideToDouble(answer.epsilon)).toBeCloseTo(brute, 8);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("the worst has members of all three: looking at two groups at a time is not enough", () => {
    const study = studyPopulation(MIXED);
    const n = 10;
    const { composition, answer } = worstComposition(study, n);
    expect(composition.every((members) => members > 0)).toBe(true);
    const edges = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(
      ([rising, falling]) =>
        bestOnLine(study, n, { base: [0, 0, 0], rising, falling, length: n }).composition,
    );
    for (const edge of edges)
      expect(wideToDouble(incentiveGain(study, n, edge).epsilon)).toBeLessThan(
        0.99 * wideToDouble(answer.epsilon),
      );
    expect(wideToDouble(worstComposition(study, n, { mostCells: 0 }).lower)).toBeCloseTo(
      wideToDouble(answer.epsilon),
      10,
    );
  });
});

describe("degenerate questions", () => {
  test("one group has one composition", () => {
    const population = firstGroups(MIXED, 1);
    const study = studyPopulation(population);
    const { composition, lower, upper, exact } = worstComposition(study, 7);
    const epsilon = toDouble(exactIncentives(population, [7]).epsilon);
    expect([composition, exact]).toEqual([[7], true]);
    expect(wideToDouble(lower)).toBeLessThanOrEqual(epsilon);
    expect(wideToDouble(upper)).toBeGreaterThanOrEqual(epsilon);
    expect(wideToDouble(upper) - wideToDouble(lower)).toBeLessThan(1e-12);
  });

  test("alternatives that are the same to everybody go to the first", () => {
    const doubled: Population = {
      ...ASSIGNMENT,
      alternatives: [...ASSIGNMENT.alternatives, "again"],
      groups: ASSIGNMENT.groups.map((group) => ({ ...group, utility: [...group.utility, group.utility[0]] })),
    };
    const [one, two] = [ASSIGNMENT, doubled].map((population) =>
      worstComposition(studyPopulation(population), 20),
    );
    expect(two.answer.epsilon).toEqual(one.answer.epsilon);
    expect(two.upper).toEqual(one.upper);
  });

  test.each([0, -1, 1.5, Number.NaN])("%s players are refused", (n) => {
    expect(() => worstComposition(studyPopulation(ASSIGNMENT), n)).toThrow(
      expect.objectContaining({ code: "not-an-integer" }),
    );
  });

  test("more compositions than fit in memory are refused", () => {
    expect(() => worstComposition(studyPopulation(ASSIGNMENT), 2 ** 40)).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
  });
});
