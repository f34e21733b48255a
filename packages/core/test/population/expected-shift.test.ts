import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  subtract,
  toDouble,
  ZERO,
} from "../../src/numeric/rational.js";
import { compareWide, type WideNumber, wideToDouble } from "../../src/numeric/wide-number.js";
import { compositionFreeBound } from "../../src/population/composition-free-bound.js";
import { expectedShift } from "../../src/population/expected-shift.js";
import { incentiveGain, type PopulationStudy, studyPopulation } from "../../src/population/incentives.js";
import type { Population } from "../../src/population/population.js";
import { worstComposition } from "../../src/population/worst-composition.js";
import { bruteForce, firstGroups, MIXED } from "./compositions.js";
import { arbitraryPopulation, populationOf, profiles, sum } from "./populations.js";

describe("bounds for every composition", () => {
  test("ε* ≤ the best for each liar at each count ≤ half range · shift ≤ norm · shift", () => {
    fc.assert(
      fc.property(arbitraryPopulation({ groups: 3 }), fc.integer({ min: 1, max: 9 }), (population, n) => {
        const study = studyPopulation(population);
        const chain = [
          wideToDouble(bruteForceOrOnly(study, n)),
          wideToDouble(compositionFreeBound(study, n)),
          wideToDouble(expectedShift(study, n).byRange),
          wideToDouble(expectedShift(study, n).byNorm),
        ];
        chain.slice(1).forEach((bound, k) => {
          expect(bound * (1 + 1e-11) + 1e-13).toBeGreaterThanOrEqual(chain[k]);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("of a thousand players too", () => {
    const study = studyPopulation(firstGroups(MIXED, 2));
    const { upper } = worstComposition(study, 1000);
    const free = compositionFreeBound(study, 1000);
    expect(compareWide(free, upper)).toBeGreaterThan(0);
    // Here the best for the liar is within reach at every count, so that the two bounds are one but for rounding.
    const { byRange } = expectedShift(study, 1000);
    expect([byRange.exponent, byRange.mantissa / free.mantissa]).toEqual([
      free.exponent,
      expect.closeTo(1, 10),
    ]);
  });

  test("a liar cannot rely on an alternative that nobody wants", () => {
    // The third alternative is worst for everybody in both states, but a lie would love it.
    const [one, two] = [0, 100].map((range) =>
      populationOf(
        [1, 1],
        [
          [2, 1],
          [1, 2],
        ],
        [
          [
            [3, 0],
            [0, 2],
            [-range - 9, -9],
          ],
        ],
      ),
    );
    const bound = (population: Population) =>
      wideToDouble(compositionFreeBound(studyPopulation(population), 6));
    expect(bound(two)).toBeCloseTo(bound(one), 10);
    const shifts = [one, two].map((population) =>
      wideToDouble(expectedShift(studyPopulation(population), 6).byRange),
    );
    expect(shifts[1]).toBeGreaterThan(10 * shifts[0]);
  });
});

function bruteForceOrOnly(study: PopulationStudy, n: number): WideNumber {
  return study.population.groups.length === 1 ? incentiveGain(study, n, [n]).epsilon : bruteForce(study, n);
}

/** E‖π(s, ·) − π(t, ·)‖₁ given s, profile by profile of the others' signals. */
function shiftByProfiles(
  { prior, likelihood, signals }: Population,
  n: number,
  s: number,
  t: number,
): Rational {
  const joint = (profile: readonly number[]) =>
    prior.map((p, state) => profile.reduce((product, x) => multiply(product, likelihood[state][x]), p));
  const posterior = (weights: readonly Rational[]) => weights.map((each) => divide(each, sum(weights)));
  const size = (x: Rational) => (x.n < 0n ? subtract(ZERO, x) : x);
  let total = ZERO;
  for (const others of profiles(n - 1, signals.length)) {
    const truthful = joint([...others, s]);
    const lied = posterior(joint([...others, t]));
    const distance = sum(posterior(truthful).map((p, state) => size(subtract(p, lied[state]))));
    total = add(total, multiply(sum(truthful), distance));
  }
  return divide(total, sum(joint([s])));
}

describe("the expected shift of beliefs", () => {
  test("is that of all profiles in fractions, to its error bound", () => {
    fc.assert(
      fc.property(arbitraryPopulation({ states: 4 }), fc.integer({ min: 1, max: 5 }), (population, n) => {
        const all = population.signals.flatMap((_, s) =>
          population.signals.map((_, t) => shiftByProfiles(population, n, s, t)),
        );
        const most = toDouble(all.reduce((a, b) => (compare(a, b) >= 0 ? a : b)));
        const { shift, errorBound, signal, report } = expectedShift(studyPopulation(population), n);
        expect(Math.abs(wideToDouble(shift) - most)).toBeLessThanOrEqual(
          wideToDouble(errorBound) + 1e-15 * most,
        );
        expect(wideToDouble(errorBound)).toBeLessThanOrEqual(1e-9);
        expect(toDouble(all[signal * population.signals.length + report])).toBeCloseTo(most, 11);
      }),
      { numRuns: 25 },
    );
  });

  test("windows leave nothing out that counts", () => {
    // Three states, more players than are looked at whole: against all counts.
    const population = populationOf(
      [1, 1, 2],
      [
        [5, 2, 1],
        [1, 5, 2],
        [2, 1, 5],
      ],
      [[[1, 0, 0]]],
    );
    const study = studyPopulation(population);
    const n = 60;
    const direct = shiftByCounts(population, n);
    const { shift, errorBound } = expectedShift(study, n);
    expect(Math.abs(wideToDouble(shift) / direct - 1)).toBeLessThanOrEqual(1e-11);
    expect(wideToDouble(errorBound) / direct).toBeLessThanOrEqual(1e-9);
  });

  test("is 0 where signals say nothing, and so is every ε*", () => {
    const population = populationOf(
      [1, 1],
      [
        [1, 2],
        [1, 2],
      ],
      [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 3],
          [1, 0],
        ],
      ],
    );
    const study = studyPopulation(population);
    expect(wideToDouble(expectedShift(study, 5).byNorm)).toBe(0);
    expect(wideToDouble(worstComposition(study, 5).upper)).toBe(0);
  });
});

/** The largest E‖Δπ‖₁ over signals and reports by counts of the others' three signals, in doubles. */
function shiftByCounts({ prior, likelihood }: Population, n: number): number {
  const p = prior.map(toDouble);
  const nu = likelihood.map((row) => row.map(toDouble));
  const logFactorial = [0];
  for (let j = 1; j <= n; j++) logFactorial.push(logFactorial[j - 1] + Math.log(j));
  const totals = new Float64Array(9);
  for (let x = 0; x < n; x++)
    for (let y = 0; x + y < n; y++) {
      const counts = [x, y, n - 1 - x - y];
      const ways = Math.exp(counts.reduce((ln, c) => ln - logFactorial[c], logFactorial[n - 1]));
      const joint = p.map((prob, state) =>
        counts.reduce((w, c, signal) => w * nu[state][signal] ** c, ways * prob),
      );
      const after = [0, 1, 2].map((s) => joint.map((w, state) => w * nu[state][s]));
      const mass = after.map((w) => w.reduce((a, b) => a + b, 0));
      for (let s = 0; s < 3; s++)
        for (let t = 0; t < 3; t++)
          totals[3 * s + t] += after[s].reduce(
            (sum, w, state) => sum + Math.abs(w - (mass[s] * after[t][state]) / mass[t]),
            0,
          );
    }
  const seen = [0, 1, 2].map((s) => p.reduce((sum, prob, state) => sum + prob * nu[state][s], 0));
  return Math.max(...totals.map((each, at) => each / seen[Math.floor(at / 3)]));
}
