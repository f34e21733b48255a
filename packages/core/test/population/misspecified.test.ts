import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rational, toDouble, ZERO } from "../../src/numeric/rational.js";
import { wideLog10, wideToDouble } from "../../src/numeric/wide-number.js";
import { beliefSums } from "../../src/population/belief-sums.js";
import { chernoffTilt } from "../../src/population/chernoff.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import { misspecifiedIncentives } from "../../src/population/misspecified.js";
import { misspecifiedLimit } from "../../src/population/misspecified-limit.js";
import { studyMisspecified } from "../../src/population/misspecified-study.js";
import { measureSignals } from "../../src/population/signal-model.js";
import {
  bruteForce,
  byCounts,
  expectClose,
  list,
  threeToOne,
  twoWorlds,
  withBeliefs,
} from "./misspecified-worlds.js";
import { ASSIGNMENT, populationOf } from "./populations.js";

const epsilonAt = (study: ReturnType<typeof studyMisspecified>, n: number) =>
  misspecifiedIncentives(study, threeToOne(n));
const WRONG_PRIOR = withBeliefs(
  ASSIGNMENT,
  [2, 1],
  [
    [3, 1],
    [1, 3],
  ],
);
/** Dry weather, dry with 3/4 in truth, looks to this designer like wet weather, dry with 4/5. */
const WRONG_WEATHER = withBeliefs(
  ASSIGNMENT,
  [1, 1],
  [
    [9, 1],
    [4, 1],
  ],
);

describe("a designer with a wrong model", () => {
  test("agrees with all profiles, in fractions, whatever the designer gets wrong", () => {
    fc.assert(
      fc.property(twoWorlds, ([truth, designer, composition]) => {
        const found = misspecifiedIncentives(studyMisspecified(truth, designer), composition);
        const exact = bruteForce(truth, designer, composition);
        expectClose(found.epsilon, exact.epsilon, 100);
        expectClose(found.shortfall, exact.shortfall, 100);
      }),
      { numRuns: 150 },
    );
  });

  test("honours its error bounds where windows of counts are cut", () => {
    fc.assert(
      fc.property(twoWorlds, fc.integer({ min: 41, max: 90 }), ([truth, designer, shape], n) => {
        fc.pre(truth.signals.length === 2);
        const composition = shape.length === 1 ? [n] : [n - shape[1] * 10, shape[1] * 10];
        const found = misspecifiedIncentives(studyMisspecified(truth, designer), composition);
        const exact = byCounts(truth, designer, composition);
        expectClose(found.epsilon, exact.epsilon, 10_000);
        expectClose(found.shortfall, exact.shortfall, 10_000);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ["a wrong prior", WRONG_PRIOR, 300],
    [
      "a likelihood that settles rightly",
      withBeliefs(
        ASSIGNMENT,
        [1, 1],
        [
          [2, 1],
          [1, 2],
        ],
      ),
      300,
    ],
    ["a likelihood that settles wrongly", WRONG_WEATHER, 400],
  ])("keeps eleven digits of a vanishing ε: %s", (_, designer, n) => {
    const found = epsilonAt(studyMisspecified(ASSIGNMENT, designer), n);
    const exact = toDouble(byCounts(ASSIGNMENT, designer, threeToOne(n)).epsilon);
    expect(exact).toBeLessThan(1e-6);
    expect(Math.abs(wideToDouble(found.epsilon.value) / exact - 1)).toBeLessThan(1e-11);
    expect(wideToDouble(found.epsilon.errorBound)).toBeLessThan(1e-9 * exact);
  });

  test.each([
    [
      "λ = 1, for an unsure designer",
      withBeliefs(
        ASSIGNMENT,
        [1, 1],
        [
          [3, 2],
          [2, 3],
        ],
      ),
      [
        [3, 1],
        [1, 3],
      ],
      1,
    ],
    [
      "λ inside, for one too sure",
      withBeliefs(
        ASSIGNMENT,
        [1, 1],
        [
          [9, 1],
          [1, 9],
        ],
      ),
      [
        [3, 1],
        [1, 3],
      ],
      0.5,
    ],
    [
      "λ = 0, where both states fit as well",
      withBeliefs(
        ASSIGNMENT,
        [1, 1],
        [
          [3, 1],
          [1, 3],
        ],
      ),
      [
        [1, 1],
        [1, 1],
      ],
      0,
    ],
  ])("tilts to the edge: %s", (_, designer, likelihood, place) => {
    // The states of the truth are told apart by a hair only, so that they stay two.
    const rows = likelihood.map((row, state) =>
      place === 0 ? [row[0] * 10_000, row[1] * 10_000 + state] : row,
    );
    const truth = withBeliefs(ASSIGNMENT, [1, 1], rows);
    const study = studyMisspecified(truth, designer);
    const { pairs, anchor } = study.tracks[0];
    const { exponent } = pairs.find(({ mistaken }) => mistaken !== anchor)!.tilt;
    if (place === 0.5) expect(exponent > 0 && exponent < 1).toBe(true);
    else expect(exponent).toBe(place);
    const found = epsilonAt(study, 120);
    const exact = byCounts(truth, designer, threeToOne(120));
    for (const what of ["epsilon", "shortfall"] as const) {
      const difference = Math.abs(wideToDouble(found[what].value) - toDouble(exact[what]));
      expect(difference).toBeLessThanOrEqual(wideToDouble(found[what].errorBound));
      expect(wideToDouble(found[what].errorBound)).toBeLessThanOrEqual(1e-9 * toDouble(exact[what]));
    }
  });

  test("agrees with fractions where three signals and three states leave many counts out", () => {
    const utilities = [
      [
        [3, 0, 0],
        [0, 2, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 5],
      ],
    ];
    const truth = populationOf(
      [1, 1, 1],
      [
        [2, 1, 1],
        [1, 2, 1],
        [1, 1, 3],
      ],
      utilities,
    );
    const designer = withBeliefs(
      truth,
      [2, 1, 1],
      [
        [1, 1, 3],
        [1, 2, 1],
        [4, 3, 1],
      ],
    );
    const found = misspecifiedIncentives(studyMisspecified(truth, designer), [30, 14]);
    const exact = byCounts(truth, designer, [30, 14]);
    expectClose(found.epsilon, exact.epsilon, 10);
    expectClose(found.shortfall, exact.shortfall, 10);
  });

  test("is the ordinary ε, and truth earns exactly 0, where the designer is right", () => {
    const study = studyMisspecified(ASSIGNMENT, ASSIGNMENT);
    const usual = studyPopulation(ASSIGNMENT);
    for (const n of [1, 4, 100, 100_000]) {
      const found = epsilonAt(study, n);
      const expected = incentiveGain(usual, n, threeToOne(n));
      expect(found.epsilon.value.exponent).toBe(expected.epsilon.exponent);
      expect(found.epsilon.value.mantissa).toBeCloseTo(expected.epsilon.mantissa, 8);
      expect(found.epsilon.witness).toEqual(expected.witness);
      expect(found.shortfall).toEqual({
        value: { mantissa: 0, exponent: 0 },
        errorBound: { mantissa: 0, exponent: 0 },
      });
    }
    // The slightest doubt about the weather is seen.
    const doubtful = studyMisspecified(
      ASSIGNMENT,
      withBeliefs(
        ASSIGNMENT,
        [500_001, 499_999],
        [
          [3, 1],
          [1, 3],
        ],
      ),
    );
    expect(wideToDouble(epsilonAt(doubtful, 4).shortfall.value)).toBeGreaterThan(1e-7);
  });

  test("vanishes at Chernoff's rate under a wrong prior, ε and shortfall alike", () => {
    const study = studyMisspecified(ASSIGNMENT, WRONG_PRIOR);
    const signals = measureSignals(ASSIGNMENT);
    const chernoff = chernoffTilt(signals, signals, 0, 1).logRho;
    expect(chernoff).toBeCloseTo(Math.log(Math.sqrt(3) / 2), 12);
    const [half, whole] = [epsilonAt(study, 500_000), epsilonAt(study, 1_000_000)];
    for (const what of ["epsilon", "shortfall"] as const) {
      const fallen = (wideLog10(whole[what].value) - wideLog10(half[what].value)) * Math.LN10;
      // ρ^n/√n.
      expect(fallen).toBeCloseTo(500_000 * chernoff - Math.log(2) / 2, 4);
    }
    expect(misspecifiedLimit(study, [3, 1])).toMatchObject({ shortfall: ZERO, logRate: chernoff });
  });

  test("East pays for a flood that is not there where the designer takes dry weather for wet", () => {
    const study = studyMisspecified(ASSIGNMENT, WRONG_WEATHER);
    const limit = misspecifiedLimit(study, [3, 1]);
    // In dry weather East gets the object, worth 1, and pays 2; a dry signal means dry weather with 3/4.
    expect(limit.shortfall).toEqual(rational(3, 4));
    expect(limit.witness).toEqual({ group: 0, signal: 0 });
    expect(limit.outcomes.map(({ believed }) => believed)).toEqual([["ω2"], ["ω2"]]);
    expect(limit.outcomes[0].chosen).toEqual(["a1"]);
    const [some, many] = [epsilonAt(study, 20_000), epsilonAt(study, 40_000)];
    expect(wideToDouble(many.shortfall.value)).toBeCloseTo(0.75, 14);
    const fallen = (wideLog10(many.epsilon.value) - wideLog10(some.epsilon.value)) * Math.LN10;
    expect(fallen / 20_000).toBeCloseTo(limit.logRate!, 3);
    expect(fallen / 20_000).toBeLessThan(limit.logRate!);
  });

  test("believing in the truth instead would hide it", () => {
    // Negative control: agents and designer exchanged are another question.
    const exchanged = epsilonAt(studyMisspecified(WRONG_WEATHER, ASSIGNMENT), 4);
    const exact = bruteForce(ASSIGNMENT, WRONG_WEATHER, [3, 1]);
    expect(Math.abs(wideToDouble(exchanged.shortfall.value) - toDouble(exact.shortfall))).toBeGreaterThan(
      0.01,
    );
    expect(
      wideToDouble(epsilonAt(studyMisspecified(ASSIGNMENT, WRONG_WEATHER), 4).shortfall.value),
    ).toBeCloseTo(toDouble(exact.shortfall), 12);
  });
});

test("what a shallow window leaves out is within its bound, three states and λ at the edge included", () => {
  const lopsided = fc.tuple(
    twoWorlds,
    list(fc.constantFrom(1, 3, 1_000_000), 3),
    fc.integer({ min: 41, max: 120 }),
    fc.double({ min: 0.5, max: 12, noNaN: true }),
  );
  let cut = 0;
  fc.assert(
    fc.property(lopsided, ([[truth, designer], priors, n, depth]) => {
      fc.pre(truth.signals.length === 2);
      const skewed = withBeliefs(designer, priors.slice(0, designer.states.length), [[1, 1]]).prior;
      const study = studyMisspecified(truth, { ...designer, prior: skewed });
      const choices = { alternatives: 1, chooserFor: () => () => 0, needsOdds: [false] };
      for (const { signals, pairs } of study.tracks)
        for (const pair of pairs) {
          const sums = (reach: number) => beliefSums(signals, study.believed, pair, choices, n, reach);
          const [some, all] = [sums(depth), sums(Number.POSITIVE_INFINITY)];
          const weight = ({ plain }: typeof all) => plain[0] + plain[1];
          expect(all.omitted).toBe(0);
          expect(some.reference).toBe(all.reference);
          expect(weight(all) - weight(some)).toBeLessThanOrEqual(some.omitted + 1e-11 * weight(all));
          if (weight(all) - weight(some) > 0.01 * weight(all)) cut++;
        }
    }),
    { numRuns: 200 },
  );
  expect(cut).toBeGreaterThan(20);
});
