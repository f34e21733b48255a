import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  toDouble,
  ZERO,
} from "../../src/numeric/rational.js";
import { wideToDouble } from "../../src/numeric/wide-number.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { incentiveTail } from "../../src/population/incentive-tail.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import type { Population } from "../../src/population/population.js";
import { proofConstants } from "../../src/population/proof-constants.js";
import { failureProbability } from "../../src/population/proof-events.js";
import { incentiveThreshold, proofBound, proofThreshold } from "../../src/population/thresholds.js";
import { ASSIGNMENT, arbitraryPopulation, populationOf, profiles, sum } from "./populations.js";

/** Everybody wants the first alternative in the first state, the second in the second, with different force. */
const AGREED = populationOf(
  [1, 1],
  [
    [3, 1],
    [1, 3],
  ],
  [
    [
      [3, 0],
      [0, 2],
    ],
    [
      [1, 0],
      [0, 4],
    ],
  ],
);

function threshold(population: Population, target: Rational, rule: (n: number) => number[]) {
  const study = studyPopulation(population);
  return incentiveThreshold(incentiveTail(population).byRange, target, (n) => {
    const { epsilon } = incentiveGain(study, n, rule(n));
    return { least: epsilon, most: epsilon };
  });
}

describe("the true threshold", () => {
  const rule = (n: number) => [n - Math.floor(n / 4), Math.floor(n / 4)];

  test("of the assignment example: ε* > 1/100 just below it and never above it again, in fractions", () => {
    const { players, atLeast, tailFrom } = threshold(ASSIGNMENT, rational(1, 100), rule);
    expect(players).toBe(atLeast);
    const above = (n: number) => compare(exactIncentives(ASSIGNMENT, rule(n)).epsilon, rational(1, 100)) > 0;
    expect(above(players - 1)).toBe(true);
    for (let n = players; n < tailFrom + 12; n++) expect(above(n)).toBe(false);
  });

  test("ε* oscillates: smaller sizes below the target do not count", () => {
    const target = rational(1, 5);
    const { players } = threshold(AGREED, target, (n) => [n, 0]);
    const gains = Array.from({ length: players - 1 }, (_, k) =>
      wideToDouble(incentiveGain(studyPopulation(AGREED), k + 1, [k + 1, 0]).epsilon),
    );
    expect(gains.at(-1)).toBeGreaterThan(0.2);
    expect(gains.some((gain) => gain <= 0.2)).toBe(true);
  });

  test("a target above every gain needs one player", () => {
    expect(threshold(ASSIGNMENT, rational(1000), rule)).toEqual({ players: 1, atLeast: 1, tailFrom: 1 });
  });

  test("brackets that straddle the target widen the answer instead of deciding it", () => {
    const tail = incentiveTail(ASSIGNMENT).byRange;
    const study = studyPopulation(ASSIGNMENT);
    const { players, atLeast } = incentiveThreshold(tail, rational(1, 100), (n) => {
      const { epsilon } = incentiveGain(study, n, rule(n));
      return { least: epsilon, most: { ...epsilon, exponent: epsilon.exponent + 1 } };
    });
    expect(atLeast).toBe(33);
    expect(players).toBeGreaterThan(33);
  });
});

describe("the events of eq. (4)", () => {
  test("their probability is that of the enumeration, in fractions", () => {
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (population, n, e, d) => {
          const study = studyPopulation(population);
          // Odd denominators keep the thresholds away from the posteriors' own values in most cases; the bracket covers the rest.
          const [confidence, delta] = [rational(e, 10), rational(2 * d + 1, 21)];
          population.states.forEach((_, state) => {
            const { least, most } = failureProbability(study, state, n, {
              confidence: toDouble(confidence),
              delta: toDouble(delta),
            });
            const exact = toDouble(failureByProfiles(population, state, n, confidence, delta));
            expect(least).toBeLessThanOrEqual(exact + 1e-12);
            expect(most).toBeGreaterThanOrEqual(exact - 1e-12);
            if (most - least < 1e-9) expect(Math.abs(least - exact)).toBeLessThan(1e-11);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("the proof's n0 is the last size at which eq. (4) fails, plus one", () => {
    const constants = proofConstants(AGREED, rational(1, 10));
    const { signals, tailFrom, probability } = proofThreshold(studyPopulation(AGREED), constants)!;
    const delta = toDouble(constants.delta);
    const events = { confidence: toDouble(constants.e!), delta };
    const fails = (n: number) =>
      [0, 1].some((state) => failureProbability(studyPopulation(AGREED), state, n, events).most >= delta);
    expect(fails(signals - 1)).toBe(true);
    for (let n = signals; n <= tailFrom + 5; n++) expect(fails(n)).toBe(false);
    for (const [least] of probability) expect(least).toBeGreaterThan(1 - delta);
  });

  test("as a curve the proof's bound passes the target where its n0 does", () => {
    const target = rational(1, 10);
    const constants = proofConstants(AGREED, target);
    const study = studyPopulation(AGREED);
    const { signals } = proofThreshold(study, constants)!;
    expect(proofBound(study, constants, signals + 1)!).toBeLessThan(0.1 * 1.02);
    expect(proofBound(study, constants, signals)!).toBeGreaterThan(0.1);
    expect(proofBound(study, constants, 2)).toBeUndefined();
    expect(proofBound(studyPopulation(ASSIGNMENT), proofConstants(ASSIGNMENT, target), 50)).toBeUndefined();
  });

  test("a budget that runs out leaves a bracket, never a wrong number", () => {
    const constants = proofConstants(AGREED, rational(1, 10));
    const whole = proofThreshold(studyPopulation(AGREED), constants)!;
    for (const most of [0, 3, 8, 20]) {
      const { signals, atLeast } = proofThreshold(studyPopulation(AGREED), constants, {
        costOf: () => 1,
        most,
      })!;
      expect(atLeast).toBeLessThanOrEqual(whole.signals);
      expect(signals).toBeGreaterThanOrEqual(whole.signals);
    }
  });

  test("the proof asks for more players than are needed", () => {
    const target = rational(1, 100);
    const { players } = threshold(AGREED, target, (n) => [Math.ceil(n / 2), Math.floor(n / 2)]);
    expect(proofThreshold(studyPopulation(AGREED), proofConstants(AGREED, target))!.signals).toBeGreaterThan(
      players,
    );
  });

  test("there is none where the theorem's condition fails", () => {
    expect(proofThreshold(studyPopulation(ASSIGNMENT), proofConstants(ASSIGNMENT, ONE))).toBeUndefined();
  });
});

/** Pr(not both P and T | state) over all profiles of n signals. */
function failureByProfiles(
  { prior, likelihood, signals }: Population,
  state: number,
  n: number,
  confidence: Rational,
  delta: Rational,
): Rational {
  let fails = ZERO;
  for (const profile of profiles(n, signals.length)) {
    const weights = prior.map((p, s) =>
      profile.reduce((product, x) => multiply(product, likelihood[s][x]), p),
    );
    const posteriors = signals.map((_, y) => {
      const next = weights.map((weight, s) => multiply(weight, likelihood[s][y]));
      return next.map((weight) => divide(weight, sum(next)));
    });
    const sure = posteriors.every((posterior) => compare(posterior[state], confidence) > 0);
    const steady = posteriors.every((one) =>
      posteriors.every((other) => {
        const distance = sum(one.map((p, s) => absolute(subtract(p, other[s]))));
        return compare(distance, delta) < 0;
      }),
    );
    if (!(sure && steady)) fails = add(fails, divide(weights[state], prior[state]));
  }
  return fails;
}

function absolute(value: Rational): Rational {
  return value.n < 0n ? { n: -value.n, d: value.d } : value;
}
