import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wideLog10, wideToDouble } from "../../src/numeric/precise-logarithm.js";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  toDouble,
  ZERO,
} from "../../src/numeric/rational.js";
import { beliefSums } from "../../src/population/belief-sums.js";
import { chernoffTilt } from "../../src/population/chernoff.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import { type MisspecifiedAnswer, misspecifiedIncentives } from "../../src/population/misspecified.js";
import { misspecifiedLimit } from "../../src/population/misspecified-limit.js";
import { studyMisspecified } from "../../src/population/misspecified-study.js";
import type { Population } from "../../src/population/population.js";
import { measureSignals } from "../../src/population/signal-model.js";
import { ASSIGNMENT, populationOf, profiles, sum } from "./populations.js";

/** The utility of each (group, signal, report), profile by profile, with the designer's rule applied to the reports. */
function bruteForce(truth: Population, designer: Population, composition: readonly number[]) {
  const owners = composition.flatMap((count, u) => Array.from({ length: count }, () => u));
  const m = truth.signals.length;
  const weightsOf = ({ prior, likelihood }: Population, profile: readonly number[]) =>
    prior.map((p, state) => profile.reduce((product, x) => multiply(product, likelihood[state][x]), p));
  const outcomes = new Map(
    [...profiles(owners.length, m)].map((profile) => {
      const weights = weightsOf(designer, profile);
      const total = sum(weights);
      const expected = (u: number, a: number) =>
        sum(weights.map((w, state) => multiply(divide(w, total), designer.groups[u].utility[a][state])));
      const welfare = designer.alternatives.map((_, a) => sum(owners.map((u) => expected(u, a))));
      const chosen = welfare.reduce((best, each, a) => (compare(each, welfare[best]) > 0 ? a : best), 0);
      return [profile.join(), { chosen, payment: designer.groups.map((_, u) => expected(u, chosen)) }];
    }),
  );
  const utility = (player: number, signal: number, report: number) => {
    let [value, mass] = [ZERO, ZERO];
    for (const profile of profiles(owners.length, m)) {
      if (profile[player] !== signal) continue;
      const { chosen, payment } = outcomes.get(profile.with(player, report).join())!;
      const u = owners[player];
      weightsOf(truth, profile).forEach((weight, state) => {
        value = add(value, multiply(weight, subtract(truth.groups[u].utility[chosen][state], payment[u])));
        mass = add(mass, weight);
      });
    }
    return divide(value, mass);
  };
  let [epsilon, shortfall] = [ZERO, ZERO];
  const larger = (a: Rational, b: Rational) => (compare(a, b) >= 0 ? a : b);
  owners.forEach((u, player) => {
    if (owners.indexOf(u) !== player) return;
    for (let s = 0; s < m; s++) {
      const honest = utility(player, s, s);
      shortfall = larger(shortfall, subtract(ZERO, honest));
      for (let t = 0; t < m; t++) epsilon = larger(epsilon, subtract(utility(player, s, t), honest));
    }
  });
  return { epsilon, shortfall };
}

/** The error bound is honoured and small. */
function expectClose(
  found: MisspecifiedAnswer["epsilon"] | MisspecifiedAnswer["shortfall"],
  exact: Rational,
  size: number,
) {
  const difference = Math.abs(wideToDouble(found.value) - toDouble(exact));
  const bound = wideToDouble(found.errorBound);
  expect(difference).toBeLessThanOrEqual(bound + 2 ** -52 * Math.abs(toDouble(exact)));
  expect(bound).toBeLessThan(1e-12 * size);
  expect(found.witness !== undefined).toBe(found.value.mantissa > 0);
}

const weight = fc.integer({ min: 1, max: 5 });
const list = <T>(each: fc.Arbitrary<T>, length: number) =>
  fc.array(each, { minLength: length, maxLength: length });

/** A truth and a designer over the same signals, alternatives and groups; everything else free, even the number of states. */
const twoWorlds = fc
  .record({
    m: fc.integer({ min: 2, max: 3 }),
    a: fc.integer({ min: 1, max: 3 }),
    groups: fc.integer({ min: 1, max: 2 }),
  })
  .chain(({ m, a, groups }) => {
    const world = fc
      .integer({ min: 1, max: 3 })
      .chain((k) =>
        fc
          .tuple(
            list(weight, k),
            list(list(weight, m), k),
            list(list(list(fc.integer({ min: -4, max: 6 }), k), a), groups),
          )
          .map(([prior, likelihood, utilities]) => populationOf(prior, likelihood, utilities)),
      );
    return fc.tuple(world, world, list(fc.integer({ min: 0, max: 2 }), groups));
  })
  .filter(([, , composition]) => composition.some((count) => count > 0));

/** Everything over one denominator. */
function integers(values: readonly Rational[]): { unit: bigint; whole: bigint[] } {
  const unit = values.reduce((product, { d }) => (product % d === 0n ? product : product * d), 1n);
  return { unit, whole: values.map(({ n, d }) => n * (unit / d)) };
}

const FINE = 4000n;

/**
 * The same from counts of the others' signals, by conditional expectations, for larger n: weights and choices in integers, payments and utilities to
 * 2^−4000.
 */
function byCounts(truth: Population, designer: Population, composition: readonly number[]) {
  const n = composition.reduce((a, b) => a + b);
  const m = truth.signals.length;
  const weigher = ({ prior, likelihood }: Population) => {
    const [p, nu] = [integers(prior), integers(likelihood.flat())];
    const weights = (counts: readonly number[]) =>
      p.whole.map((own, state) =>
        counts.reduce((product, c, x) => product * nu.whole[state * m + x] ** BigInt(c), own),
      );
    return { weights, unit: (players: number) => p.unit * nu.unit ** BigInt(players) };
  };
  const [own, theirs] = [weigher(truth), weigher(designer)];
  const fine = ({ n: top, d }: Rational) => (top << FINE) / d;
  const outcomes = new Map<string, { chosen: number; payment: bigint[] }>();
  const outcomeOf = (counts: readonly number[]) => {
    const known = outcomes.get(counts.join());
    if (known) return known;
    const weights = theirs.weights(counts);
    const total = weights.reduce((a, b) => a + b);
    const scores = designer.alternatives.map((_, a) =>
      sum(
        composition.flatMap((members, u) =>
          weights.map((w, state) =>
            multiply(rational(w * BigInt(members)), designer.groups[u].utility[a][state]),
          ),
        ),
      ),
    );
    const chosen = scores.reduce((best, each, a) => (compare(each, scores[best]) > 0 ? a : best), 0);
    const payment = designer.groups.map(
      ({ utility }) =>
        weights.reduce((value, w, state) => value + w * fine(utility[chosen][state]), 0n) / total,
    );
    outcomes.set(counts.join(), { chosen, payment });
    return { chosen, payment };
  };
  const others = [...allCounts(n - 1, m)].map((counts) => ({
    counts,
    weights: own.weights(counts),
    orders: orders(counts),
  }));
  const utility = (u: number, s: number, t: number) => {
    let value = 0n;
    for (const { counts, weights, orders: many } of others) {
      const { chosen, payment } = outcomeOf(counts.with(t, counts[t] + 1));
      weights.forEach((w, state) => {
        const { n: top, d } = truth.likelihood[state][s];
        value += (many * w * top * (fine(truth.groups[u].utility[chosen][state]) - payment[u])) / d;
      });
    }
    const probability = sum(truth.prior.map((p, state) => multiply(p, truth.likelihood[state][s])));
    return (value * probability.d) / (probability.n * own.unit(n - 1));
  };
  let [epsilon, shortfall] = [0n, 0n];
  composition.forEach((members, u) => {
    if (members === 0) return;
    for (let s = 0; s < m; s++) {
      const honest = utility(u, s, s);
      if (-honest > shortfall) shortfall = -honest;
      for (let t = 0; t < m; t++)
        if (utility(u, s, t) - honest > epsilon) epsilon = utility(u, s, t) - honest;
    }
  });
  return { epsilon: rational(epsilon, 1n << FINE), shortfall: rational(shortfall, 1n << FINE) };
}

function* allCounts(n: number, m: number): Generator<number[]> {
  if (m === 1) yield [n];
  else for (let c = 0; c <= n; c++) for (const rest of allCounts(n - c, m - 1)) yield [c, ...rest];
}

function orders(counts: readonly number[]): bigint {
  const factorial = (k: number) =>
    Array.from({ length: k }, (_, j) => BigInt(j + 1)).reduce((a, b) => a * b, 1n);
  return counts.reduce((top, c) => top / factorial(c), factorial(counts.reduce((a, b) => a + b)));
}

const withBeliefs = (
  population: Population,
  prior: readonly number[],
  likelihood: readonly (readonly number[])[],
) => {
  const { prior: p, likelihood: nu } = populationOf(prior, likelihood, [[prior.map(() => 0)]]);
  return { ...population, prior: p, likelihood: nu };
};
const threeToOne = (n: number) => [n - Math.floor(n / 4), Math.floor(n / 4)];
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

describe("what a designer settles on", () => {
  const coin = populationOf([1], [[1, 1]], [[[1], [0]]]);
  const biased = (utility: readonly (readonly number[])[]) =>
    populationOf(
      [1, 1],
      [
        [1, 3],
        [3, 1],
      ],
      [utility],
    );

  test("two states equally far from the truth are a tie, and have no limit unless both earn the same", () => {
    const wandering = misspecifiedLimit(
      studyMisspecified(
        coin,
        biased([
          [2, 1],
          [0, 0],
        ]),
      ),
      [1],
    );
    expect(wandering.outcomes[0].believed).toEqual(["ω1", "ω2"]);
    expect(wandering.outcomes[0].worth).toEqual([undefined]);
    expect(wandering.shortfall).toBeUndefined();
    const same = misspecifiedLimit(
      studyMisspecified(
        coin,
        biased([
          [2, 2],
          [0, 0],
        ]),
      ),
      [1],
    );
    expect(same.shortfall).toEqual(rational(1));
    expect(same.logRate).toBeUndefined();
    // The tie is found by fractions: a hair away it is gone.
    const near = populationOf([1], [[500_001, 499_999]], [[[1], [0]]]);
    expect(
      misspecifiedLimit(
        studyMisspecified(
          near,
          biased([
            [2, 1],
            [0, 0],
          ]),
        ),
        [1],
      ).outcomes[0].believed,
    ).toEqual(["ω2"]);
  });

  test("a gain falls like 1/√n only where states tie", () => {
    const study = studyMisspecified(
      coin,
      biased([
        [2, 1],
        [0, 0],
      ]),
    );
    const at = (n: number) => wideToDouble(misspecifiedIncentives(study, [n]).epsilon.value);
    expect(at(40_000) / at(10_000)).toBeCloseTo(0.5, 3);
  });

  test("favourites that tie in the state believed leave the limit open, and the sums honest", () => {
    const designer = biased([
      [1, 2],
      [2, 2],
    ]);
    const truth = { ...populationOf([1], [[3, 1]], [[[1], [0]]]) };
    const study = studyMisspecified(truth, designer);
    expect(misspecifiedLimit(study, [1]).outcomes[0]).toMatchObject({
      believed: ["ω2"],
      chosen: ["a1", "a2"],
    });
    expect(misspecifiedLimit(study, [1]).shortfall).toBeUndefined();
    const exact = byCounts(truth, designer, [60]);
    const found = misspecifiedIncentives(study, [60]);
    expectClose(found.epsilon, exact.epsilon, 10);
    expectClose(found.shortfall, exact.shortfall, 10);
  });

  test("states that the designer's likelihood does not separate are one", () => {
    const designer = withBeliefs(
      ASSIGNMENT,
      [1, 3],
      [
        [2, 1],
        [2, 1],
      ],
    );
    const study = studyMisspecified(ASSIGNMENT, designer);
    expect(study.designer.states).toEqual(["ω1 or ω2"]);
    const found = misspecifiedIncentives(study, [750, 250]);
    expect(found.epsilon.value.mantissa).toBe(0);
    // West always, for 9/4 + 3/4 = 3; with a wet signal it expects 9/4 · 1 + 1/4 · 8 … = 3.
    const limit = misspecifiedLimit(study, [3, 1]);
    expect(wideToDouble(found.shortfall.value)).toBeCloseTo(toDouble(limit.shortfall!), 14);
    expect(limit.shortfall).toEqual(byCounts(ASSIGNMENT, designer, [9, 3]).shortfall);
  });

  test("refuses other names and impossible compositions", () => {
    const renamed = { ...ASSIGNMENT, signals: ["wet", "dry"] };
    expect(() => studyMisspecified(ASSIGNMENT, renamed)).toThrow("the same signals in the same order");
    const study = studyMisspecified(ASSIGNMENT, ASSIGNMENT);
    for (const composition of [[0, 0], [3], [-1, 4], [1.5, 2]])
      expect(() => misspecifiedIncentives(study, composition)).toThrow("whole number of members");
  });
});
