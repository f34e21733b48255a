import fc from "fast-check";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../src/numeric/rational.js";
import type { Population } from "../../src/population/population.js";

/** A population from integers: weights of states, of signals by state, and utilities by group. */
export function populationOf(
  prior: readonly number[],
  likelihood: readonly (readonly number[])[],
  utilities: readonly (readonly (readonly number[])[])[],
  counts: readonly number[] = utilities.map(() => 1),
): Population {
  const names = (length: number, letter: string) => Array.from({ length }, (_, k) => `${letter}${k + 1}`);
  const share = (weights: readonly number[]) => {
    const total = weights.reduce((sum, each) => sum + each, 0);
    return weights.map((weight) => rational(weight, total));
  };
  return {
    title: "Test",
    states: names(prior.length, "ω"),
    signals: names(likelihood[0].length, "x"),
    alternatives: names(utilities[0].length, "a"),
    prior: share(prior),
    likelihood: likelihood.map(share),
    groups: utilities.map((utility, u) => ({
      name: `U${u + 1}`,
      count: counts[u],
      utility: utility.map((row) => row.map((value) => rational(value))),
    })),
  };
}

/** The assignment example: East and West, dry and wet, a signal right with probability 3/4. */
export const ASSIGNMENT = populationOf(
  [1, 1],
  [
    [3, 1],
    [1, 3],
  ],
  [
    [
      [1, 2],
      [0, 0],
    ],
    [
      [0, 0],
      [9, 1],
    ],
  ],
  [3, 1],
);

/** Small random populations, ties included, since utilities and likelihoods are small integers. */
export function arbitraryPopulation(
  limits: { states?: number; signals?: number; groups?: number } = {},
): fc.Arbitrary<Population> {
  const { states = 3, signals = 3, groups = 2 } = limits;
  const weight = fc.integer({ min: 1, max: 6 });
  return fc
    .record({
      k: fc.integer({ min: 2, max: states }),
      m: fc.integer({ min: 2, max: signals }),
      a: fc.integer({ min: 1, max: 3 }),
      u: fc.integer({ min: 1, max: groups }),
    })
    .chain(({ k, m, a, u }) => {
      const list = <T>(each: fc.Arbitrary<T>, length: number) =>
        fc.array(each, { minLength: length, maxLength: length });
      return fc
        .tuple(
          list(weight, k),
          list(list(weight, m), k),
          list(list(list(fc.integer({ min: -4, max: 6 }), k), a), u),
        )
        .map(([prior, likelihood, utilities]) => populationOf(prior, likelihood, utilities));
    });
}

export function sum(terms: readonly Rational[]): Rational {
  return terms.reduce(add, ZERO);
}

/** All profiles of n signals. */
export function* profiles(n: number, m: number): Generator<number[]> {
  if (n === 0) {
    yield [];
    return;
  }
  for (const rest of profiles(n - 1, m)) for (let x = 0; x < m; x++) yield [...rest, x];
}

/**
 * ε* of (σ*, q*) from Definition 1 alone, profile by profile: conditional expectations given the own signal, σ* the first maximiser,
 * payments by posterior. The players are listed group by group.
 */
export function bruteForceEpsilon(population: Population, composition: readonly number[]) {
  const { prior, likelihood, groups, alternatives, signals } = population;
  const owners = composition.flatMap((count, u) => Array.from({ length: count }, () => u));
  const n = owners.length;
  const m = signals.length;
  const joint = (profile: readonly number[]) =>
    prior.map((p, state) => profile.reduce((product, x) => multiply(product, likelihood[state][x]), p));
  const outcome = (profile: readonly number[]) => {
    const weights = joint(profile);
    const total = sum(weights);
    const posterior = weights.map((each) => divide(each, total));
    const expected = (u: number, a: number) =>
      sum(posterior.map((p, state) => multiply(p, groups[u].utility[a][state])));
    const welfare = alternatives.map((_, a) => sum(owners.map((u) => expected(u, a))));
    const chosen = welfare.reduce((best, each, a) => (compare(each, welfare[best]) > 0 ? a : best), 0);
    return { chosen, payment: groups.map((_, u) => expected(u, chosen)) };
  };
  const outcomes = new Map([...profiles(n, m)].map((profile) => [profile.join(), outcome(profile)]));
  const utility = (player: number, signal: number, report: number) => {
    let value = ZERO;
    let mass = ZERO;
    for (const profile of profiles(n, m)) {
      if (profile[player] !== signal) continue;
      const weights = joint(profile);
      const { chosen, payment } = outcomes.get(profile.with(player, report).join())!;
      const u = owners[player];
      weights.forEach((weight, state) => {
        value = add(value, multiply(weight, subtract(groups[u].utility[chosen][state], payment[u])));
        mass = add(mass, weight);
      });
    }
    return divide(value, mass);
  };
  let epsilon = ZERO;
  owners.forEach((u, player) => {
    if (player > 0 && owners[player - 1] === u) return;
    for (let signal = 0; signal < m; signal++)
      for (let report = 0; report < m; report++) {
        const gain = subtract(utility(player, signal, report), utility(player, signal, signal));
        if (compare(gain, epsilon) > 0) epsilon = gain;
      }
  });
  return epsilon;
}
