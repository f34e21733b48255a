import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareWide, type WideNumber, wideToDouble } from "../../src/numeric/precise-logarithm.js";
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
import { bestOnLine } from "../../src/population/best-on-line.js";
import { exactBest, totalUtilities } from "../../src/population/choice.js";
import { compositionFreeBound } from "../../src/population/composition-free-bound.js";
import {
  allLines,
  type CompositionLine,
  compositionAt,
  lineChooser,
  lineCount,
} from "../../src/population/composition-line.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { expectedShift } from "../../src/population/expected-shift.js";
import { incentiveGain, type PopulationStudy, studyPopulation } from "../../src/population/incentives.js";
import { sweepPair } from "../../src/population/pair-weights.js";
import type { Population } from "../../src/population/population.js";
import { worstComposition } from "../../src/population/worst-composition.js";
import { ASSIGNMENT, arbitraryPopulation, populationOf, profiles, sum } from "./populations.js";

function compositions(groups: number, n: number): number[][] {
  return [...allLines(groups, n)].flatMap((line) =>
    Array.from({ length: line.length + 1 }, (_, k) => compositionAt(line, k)),
  );
}

/** The largest ε* over all compositions, one composition at a time. */
function bruteForce(study: PopulationStudy, n: number): WideNumber {
  return compositions(study.population.groups.length, n)
    .map((composition) => incentiveGain(study, n, composition).epsilon)
    .reduce((a, b) => (compareWide(a, b) >= 0 ? a : b));
}

const withGroups = (groups: number) =>
  arbitraryPopulation({ groups }).filter((population) => population.groups.length === groups);

/** Three alternatives each of which suits somebody in some state; signals as in the assignment example. */
const MIXED = populationOf(
  [1, 1],
  [
    [3, 1],
    [1, 3],
  ],
  [
    [
      [3, 0],
      [0, 4],
      [2, 2],
    ],
    [
      [0, 5],
      [3, 1],
      [2, 3],
    ],
    [
      [1, 1],
      [4, 0],
      [0, 6],
    ],
  ],
);
const firstGroups = (population: Population, count: number): Population => ({
  ...population,
  groups: population.groups.slice(0, count),
});

describe("compositions of two or more groups", () => {
  test("are all on the lines, each once", () => {
    for (const [groups, n, count] of [
      [2, 5, 6],
      [3, 5, 21],
      [4, 3, 20],
    ]) {
      const all = compositions(groups, n);
      expect(all.every((each) => each.reduce((a, b) => a + b, 0) === n)).toBe(true);
      expect(new Set(all.map(String)).size).toBe(count);
      expect(all.length).toBe(count);
      expect([...allLines(groups, n)].length).toBe(lineCount(groups, n));
    }
  });
});

/** Utilities that tie in a state, at a composition or everywhere. */
const tying = fc
  .record({ groups: fc.constantFrom(2, 3), m: fc.constantFrom(2, 3), k: fc.constantFrom(2, 3) })
  .chain(({ groups, m, k }) => {
    const list = <T>(each: fc.Arbitrary<T>, length: number) =>
      fc.array(each, { minLength: length, maxLength: length });
    return fc
      .tuple(
        list(fc.constantFrom(1, 1, 2), k),
        list(list(fc.constantFrom(1, 2, 3), m), k),
        list(list(list(fc.constantFrom(-1, 0, 0, 1, 2), k), 4), groups),
      )
      .map(([prior, likelihood, utilities]) => populationOf(prior, likelihood, utilities));
  });

function mismatches(
  population: Population,
  line: CompositionLine,
  players: number,
  chooserFor: typeof lineChooser,
): number {
  const study = studyPopulation(population);
  let found = 0;
  const { signals, weights, units } = study;
  for (const pair of study.pairs) {
    const sweep = sweepPair(signals, signals, pair, players, Number.POSITIVE_INFINITY);
    const chooser = chooserFor(study, line, sweep.roundingError);
    sweep.run((cell) => {
      chooser.look(cell);
      for (let k = 0; k <= line.length; k++) {
        const totals = totalUtilities(units, compositionAt(line, k));
        if (exactBest(totals, weights, cell.counts) !== chooser.choose(k)) found++;
      }
    });
  }
  return found;
}

describe("choices along a line", () => {
  const lineOf = ({ groups }: Population, n: number, others: number): CompositionLine => ({
    base: groups.map((_, u) => (u === 1 ? others : 0)),
    rising: groups.length - 1,
    falling: 0,
    length: n - (groups.length > 2 ? others : 0),
  });

  test("are those of exact totals at every count and composition, ties included", () => {
    fc.assert(
      fc.property(tying, fc.integer({ min: 1, max: 7 }), fc.nat(7), (population, n, others) => {
        expect(mismatches(population, lineOf(population, n, others % (n + 1)), n, lineChooser)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("would be wrong in doubles alone: a tie that rounding breaks", () => {
    const inDoubles: typeof lineChooser = (study, line, _) => {
      let weights = new Float64Array(0);
      return {
        look: (cell) => {
          weights = Float64Array.from(cell.weights);
        },
        choose: (k) => {
          const values = totalUtilities(study.units, compositionAt(line, k)).map((row) =>
            row.reduce((total, each, s) => total + Number(each) * weights[s], 0),
          );
          return values.indexOf(Math.max(...values));
        },
      };
    };
    // Ties where the odds are powers of 3, which the logarithms of the odds hit only up to rounding.
    const population = populationOf(
      [1, 1],
      [
        [1, 3],
        [3, 1],
      ],
      [
        [
          [0, 27],
          [1, 0],
        ],
        [
          [0, 243],
          [1, 0],
        ],
      ],
    );
    const lines = [3, 5, 7, 9, 11, 13, 15].map((n) => lineOf(population, n, 0));
    const wrong = (chooserFor: typeof lineChooser) =>
      lines.reduce((total, line) => total + mismatches(population, line, line.length, chooserFor), 0);
    expect(wrong(lineChooser)).toBe(0);
    expect(wrong(inDoubles)).toBeGreaterThan(0);
  });

  test("ties in the likely state do not hide what the unlikely one says", () => {
    // With 9 East for each West everybody together is indifferent when it is dry.
    expect(mismatches(ASSIGNMENT, { base: [0, 0], rising: 0, falling: 1, length: 60 }, 60, lineChooser)).toBe(
      0,
    );
  });
});

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
      fc.property(tying, fc.integer({ min: 1, max: 5 }), (population, n) => {
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
