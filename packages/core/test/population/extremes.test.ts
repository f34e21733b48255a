import { describe, expect, test } from "vitest";
import { rational, toDouble } from "../../src/numeric/rational.js";
import { printWide, wideLog10, wideToDouble } from "../../src/numeric/wide-number.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { expectedShift } from "../../src/population/expected-shift.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import { outcomeFacts } from "../../src/population/outcome-facts.js";
import { populationOf } from "./populations.js";

/** Everybody wants to match one of three states on a line; the middle one outweighs both ends where these are equally likely. */
const LINE = populationOf(
  [1, 1, 1],
  [
    [1, 9],
    [1, 1],
    [9, 1],
  ],
  [
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
);

describe("three states and many players", () => {
  // Reference values: 90 decimal digits from the definition, by a program that shares nothing with this one.
  test.each([
    [6550, "1.03060308e-322"],
    [10_000, "4.10523301e-491"],
  ])("with %i players ε* keeps its digits", (n, reference) => {
    const { epsilon, errorBound, omittedShare } = incentiveGain(studyPopulation(LINE), n, [n]);
    expect(printWide(epsilon, 9)).toBe(reference);
    expect(errorBound.mantissa).toBeGreaterThan(0);
    expect(wideLog10(errorBound) - wideLog10(epsilon)).toBeLessThan(-8);
    expect(omittedShare).toBeLessThan(1e-12);
    expect(wideLog10(expectedShift(studyPopulation(LINE), n).byNorm)).toBeGreaterThan(wideLog10(epsilon));
    expect(wideLog10(outcomeFacts(studyPopulation(LINE), n, [n]).gap)).toBeGreaterThan(wideLog10(epsilon));
  });
});

describe("likelihoods next to 1", () => {
  test("the rare signal is not lost where its share rounds to 0 beside the other", () => {
    const rare = (n: bigint) => [
      { n: 10n ** 17n - n, d: 10n ** 17n },
      { n, d: 10n ** 17n },
    ];
    const base = populationOf(
      [1, 1],
      [
        [1, 1],
        [1, 1],
      ],
      [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 0],
          [100, 0],
        ],
      ],
    );
    const population = { ...base, likelihood: [rare(1n), rare(3n)] };
    // One player of the second group moves the odds from 1 to 3 and back; all others see the common signal but for 10^−14. In units of
    // its 100 the gain is 1/4, by 90 decimal digits from the definition.
    for (const n of [1000, 20_000]) {
      const { epsilon, errorBound } = incentiveGain(studyPopulation(population), n, [n - 1, 1]);
      expect(Math.abs(wideToDouble(epsilon) - 25)).toBeLessThanOrEqual(wideToDouble(errorBound) + 1e-9);
    }
  });
});

describe("states that signals do not tell apart", () => {
  test("nothing cancels between them: the gap stays positive and within its bound", () => {
    const population = populationOf(
      [3, 6, 1],
      [
        [8, 4],
        [3, 9],
        [8, 4],
      ],
      [
        [
          [1, 0, 0],
          [0, 1, 3],
          [-5, 2, -5],
        ],
      ],
    );
    const { gap, gapError } = outcomeFacts(studyPopulation(population), 1000, [1000]);
    expect(printWide(gap, 5)).toBe("1.0604e-40");
    expect(wideLog10(gapError)).toBeLessThan(wideLog10(gap) - 9);
  });

  test("a payment that equals the value is none too much", () => {
    const population = populationOf(
      [9, 3, 6],
      [
        [60, 500, 2000],
        [9, 8, 5],
        [60, 500, 2000],
      ],
      [
        [
          [1, -7, -1],
          [8, 9, -3],
          [-3, 3, 5],
        ],
        [
          [1, 4, 6],
          [-8, -2, 7],
          [9, 7, -8],
        ],
      ],
    );
    const facts = outcomeFacts(studyPopulation(population), 3, [2, 1]);
    const exact = exactIncentives(population, [2, 1]);
    facts.overpayment.forEach(({ probability }, k) => {
      expect(probability).toBeCloseTo(toDouble(exact.overpayment[k].probability), 11);
    });
    expect(exact.overpayment[1].probability).toEqual(rational(1, 2));
  });
});

describe("sizes beyond reach are refused, not hung on", () => {
  test.each([
    ["more than 10^9 players", LINE, 5e9],
    [
      "too many counts between the states",
      populationOf(
        [1, 1],
        [
          [1, 2, 3, 4, 5, 6],
          [6, 5, 4, 3, 2, 1],
        ],
        [[[1, 0]]],
      ),
      1000,
    ],
  ])("%s", (_, population, n) => {
    expect(() => incentiveGain(studyPopulation(population), n, [n])).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
  });

  test("fractions of too many bits", () => {
    expect(() => exactIncentives(LINE, [2000])).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});
