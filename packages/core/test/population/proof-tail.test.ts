import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { preciseLog } from "../../src/numeric/precise-logarithm.js";
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  printRational,
  type Rational,
  rational,
  subtract,
  toDouble,
  ZERO,
} from "../../src/numeric/rational.js";
import { wideToDouble } from "../../src/numeric/wide-number.js";
import { type GeometricTail, tailBound } from "../../src/population/geometric-tail.js";
import type { Population } from "../../src/population/population.js";
import { type ProofConstants, proofConstants } from "../../src/population/proof-constants.js";
import { proofTail } from "../../src/population/proof-tail.js";
import { agreeingPopulation } from "./agreeing-populations.js";
import { ASSIGNMENT, populationOf, profiles, sum } from "./populations.js";

const absolute = (value: Rational) => (value.n < 0n ? subtract(ZERO, value) : value);

/** Whether the posteriors after one signal more leave P or T, from the definitions. */
function fails(
  { prior, likelihood, signals }: Population,
  { e, delta }: ProofConstants,
  state: number,
  counts: readonly number[],
): boolean {
  const weights = prior.map((p, s) => counts.reduce((w, c, x) => multiply(w, power(likelihood[s][x], c)), p));
  const beliefs = signals.map((_, y) => {
    const next = weights.map((weight, s) => multiply(weight, likelihood[s][y]));
    return next.map((weight) => divide(weight, sum(next)));
  });
  const inP = beliefs.every((belief) => compare(belief[state], e!) > 0);
  const inT = beliefs.every((one) =>
    beliefs.every((other) => compare(sum(one.map((p, s) => absolute(subtract(p, other[s])))), delta) < 0),
  );
  return !(inP && inT);
}

function power(base: Rational, exponent: number): Rational {
  return { n: base.n ** BigInt(exponent), d: base.d ** BigInt(exponent) };
}

/** 1 − ν^n(P ∩ T | ω), profile by profile. */
function failureByProfiles(
  population: Population,
  constants: ProofConstants,
  state: number,
  n: number,
): Rational {
  const m = population.signals.length;
  let total = ZERO;
  const known = new Map<string, boolean>();
  for (const profile of profiles(n, m)) {
    const counts = Array.from({ length: m }, (_, x) => profile.filter((y) => y === x).length);
    const key = counts.join();
    if (!known.has(key)) known.set(key, fails(population, constants, state, counts));
    if (!known.get(key)) continue;
    total = add(
      total,
      profile.reduce((p, x) => multiply(p, population.likelihood[state][x]), ONE),
    );
  }
  return total;
}

/** The same for two signals, count by count. */
function failureByCounts(
  population: Population,
  constants: ProofConstants,
  state: number,
  n: number,
): Rational {
  const [p, q] = population.likelihood[state];
  let total = ZERO;
  for (let c = 0, ways = 1n; c <= n; ways = (ways * BigInt(n - c)) / BigInt(c + 1), c++)
    if (fails(population, constants, state, [c, n - c]))
      total = add(total, multiply(rational(ways), multiply(power(p, c), power(q, n - c))));
  return total;
}

/** The same with one signal for each state (in turn) that is `strength` times as likely in it as any other signal. */
const telltale = (population: Population, strengths: readonly number[]): Population => ({
  ...population,
  likelihood: population.likelihood.map((row, s) => {
    const weights = row.map((_, x) => (x === s % row.length ? strengths[s] : 1));
    return weights.map((weight) => rational(weight, row.length - 1 + strengths[s]));
  }),
});
const threeFrom = (min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 3, maxLength: 3 });

const boundAt = (tail: GeometricTail, n: number) => wideToDouble(tailBound(tail, n));
/** All want to be right about the state; the signal is right three times in four. */
const MATCH = populationOf(
  [1, 1],
  [
    [3, 1],
    [1, 3],
  ],
  [
    [
      [1, 0],
      [0, 1],
    ],
  ],
);

describe("the geometric bound on the failure of eq. (4)", () => {
  test("holds against the enumeration of all profiles", () => {
    let telling = 0;
    fc.assert(
      fc.property(
        agreeingPopulation(),
        threeFrom(50, 400),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 60 }),
        (some, strengths, n, halves) => {
          const population = telltale(some, strengths);
          const constants = proofConstants(population, rational(halves, 2));
          const tail = proofTail(population, constants);
          if (tail === undefined) return;
          tail.byState.forEach((bound, state) => {
            const failure = failureByProfiles(population, constants, state, n);
            expect(toDouble(failure)).toBeLessThanOrEqual(boundAt(bound, n));
            if (failure.n > 0n && boundAt(bound, n) < 1) telling++;
          });
        },
      ),
      { numRuns: 40 },
    );
    expect(telling).toBeGreaterThan(5);
  });

  test("holds for up to 30 players with two signals, and eq. (4) holds from `beyond` on", () => {
    let telling = 0;
    fc.assert(
      fc.property(
        agreeingPopulation({ signals: 2 }),
        threeFrom(3, 30),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 400 }),
        (some, strengths, n, tenths) => {
          const population = telltale(some, strengths);
          const constants = proofConstants(population, rational(tenths, 10));
          const tail = proofTail(population, constants);
          if (tail === undefined) return;
          tail.byState.forEach((bound, state) => {
            const failure = failureByCounts(population, constants, state, n);
            expect(toDouble(failure)).toBeLessThanOrEqual(boundAt(bound, n));
            if (failure.n > 0n && boundAt(bound, n) < 1) telling++;
            if (tail.beyond > 40) return;
            const later = failureByCounts(population, constants, state, tail.beyond + (n % 7));
            expect(compare(later, constants.delta)).toBeLessThan(0);
          });
        },
      ),
      { numRuns: 40 },
    );
    expect(telling).toBeGreaterThan(10);
  });

  test("with ε = 1 and utilities 0 and 1: δ̄ = 1/5, e = 1/2, and `beyond` from the constants by hand", () => {
    const constants = proofConstants(MATCH, ONE);
    const tail = proofTail(MATCH, constants)!;
    expect(printRational(tail.threshold)).toBe("1/10");
    // h = 1/9, the largest ratio of likelihoods 3, λ = 1/2: √27 (√3/2)^n ≤ 1/5.
    expect(boundAt(tail.byState[0], 10)).toBeCloseTo(Math.sqrt(27) * (Math.sqrt(3) / 2) ** 10, 7);
    expect(tail.beyond).toBe(Math.ceil(Math.log(5 * Math.sqrt(27)) / -Math.log(Math.sqrt(3) / 2)));
    for (let n = tail.beyond; n < tail.beyond + 12; n++)
      expect(compare(failureByCounts(MATCH, constants, 1, n), constants.delta)).toBeLessThan(0);
  });

  test("both enumerations agree", () => {
    const constants = proofConstants(MATCH, ONE);
    for (const n of [1, 4, 7])
      expect(failureByCounts(MATCH, constants, 0, n)).toEqual(failureByProfiles(MATCH, constants, 0, n));
  });

  test("controls: a tenth of the constant or a rate 10 % faster bounds nothing", () => {
    const constants = proofConstants(MATCH, ONE);
    const [tail] = proofTail(MATCH, constants)!.byState;
    const tenth = tail.map((term) => ({ ...term, logConstant: term.logConstant - preciseLog(10n) }));
    const faster = tail.map((term) => ({ ...term, logRate: (term.logRate * 11n) / 10n }));
    const beaten = (bound: GeometricTail, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, k) => from + k).some(
        (n) => toDouble(failureByCounts(MATCH, constants, 0, n)) > boundAt(bound, n),
      );
    expect(beaten(tail, 1, 20)).toBe(false);
    expect(beaten(tenth, 1, 20)).toBe(true);
    expect(beaten(faster, 298, 300)).toBe(true);
    expect(beaten(tail, 298, 300)).toBe(false);
  });

  test("there is none without condition (1) or with states that signals do not separate", () => {
    expect(proofTail(ASSIGNMENT, proofConstants(ASSIGNMENT, ONE))).toBeUndefined();
    const silent = { ...MATCH, likelihood: [MATCH.likelihood[0], MATCH.likelihood[0]] };
    expect(proofTail(silent, proofConstants(silent, ONE))).toBeUndefined();
  });
});
