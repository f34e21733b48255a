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
import { commonSourceTable, withCommonSource } from "../../src/population/common-source.js";
import { incentiveGain, studyPopulation } from "../../src/population/incentives.js";
import { mergeEqualStates } from "../../src/population/merge-equal-states.js";
import { misspecifiedIncentives } from "../../src/population/misspecified.js";
import { misspecifiedLimit } from "../../src/population/misspecified-limit.js";
import { studyMisspecified } from "../../src/population/misspecified-study.js";
import type { Population } from "../../src/population/population.js";
import { ASSIGNMENT, arbitraryPopulation, bruteForceEpsilon, profiles, sum } from "./populations.js";

/**
 * ε and shortfall by the definition: Pr(signals | ω) = (1 − η) Π ν(s_i|ω) + η Σ_ω̃ π0(ω̃) Π ν(s_i|ω̃), the designer's posterior with the same η or
 * with 0.
 */
function bruteForce(
  population: Population,
  eta: Rational,
  believedEta: Rational,
  composition: readonly number[],
) {
  const { prior, likelihood, groups, alternatives, signals } = population;
  const owners = composition.flatMap((count, u) => Array.from({ length: count }, () => u));
  const m = signals.length;
  const joint = (profile: readonly number[], share: Rational) => {
    const alone = prior.map((_, state) => profile.map((x) => likelihood[state][x]).reduce(multiply, ONE));
    const rumour = sum(alone.map((each, state) => multiply(prior[state], each)));
    return prior.map((p, state) =>
      multiply(p, add(multiply(subtract(ONE, share), alone[state]), multiply(share, rumour))),
    );
  };
  const outcome = (profile: readonly number[]) => {
    const weights = joint(profile, believedEta);
    const expected = (u: number, a: number) =>
      divide(sum(weights.map((w, state) => multiply(w, groups[u].utility[a][state]))), sum(weights));
    const welfare = alternatives.map((_, a) => sum(owners.map((u) => expected(u, a))));
    const chosen = welfare.reduce((best, each, a) => (compare(each, welfare[best]) > 0 ? a : best), 0);
    return { chosen, payment: groups.map((_, u) => expected(u, chosen)) };
  };
  const outcomes = new Map(
    [...profiles(owners.length, m)].map((profile) => [profile.join(), outcome(profile)]),
  );
  const utility = (player: number, signal: number, report: number) => {
    let [value, mass] = [ZERO, ZERO];
    for (const profile of profiles(owners.length, m)) {
      if (profile[player] !== signal) continue;
      const { chosen, payment } = outcomes.get(profile.with(player, report).join())!;
      joint(profile, eta).forEach((weight, state) => {
        const u = owners[player];
        value = add(value, multiply(weight, subtract(groups[u].utility[chosen][state], payment[u])));
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

/** States (ω, ω̃) as they are, nothing merged. */
function enlarged(population: Population, eta: Rational): Population {
  const { prior, likelihood, states, groups } = population;
  const pairs = states.flatMap((_, state) => states.map((_, shown) => [state, shown] as const));
  return {
    ...population,
    states: pairs.map(([state, shown]) => `${states[state]}, shown as ${states[shown]}`),
    prior: pairs.map(([state, shown]) =>
      multiply(prior[state], add(state === shown ? subtract(ONE, eta) : ZERO, multiply(eta, prior[shown]))),
    ),
    likelihood: pairs.map(([, shown]) => likelihood[shown]),
    groups: groups.map((group) => ({
      ...group,
      utility: group.utility.map((row) => pairs.map(([state]) => row[state])),
    })),
  };
}

const eta = fc.integer({ min: 1, max: 20 }).map((k) => rational(k, 20));
const small = fc
  .tuple(arbitraryPopulation(), eta, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 2 }))
  .map(([population, share, counts]) => ({
    population,
    share,
    composition: counts.slice(0, population.groups.length),
  }))
  .filter(({ composition }) => composition.some((count) => count > 0));

describe("a common source", () => {
  test("agrees with all profiles, the designer informed or naive", () => {
    fc.assert(
      fc.property(small, ({ population, share, composition }) => {
        const [row] = commonSourceTable(population, [share], [composition]);
        const informed = bruteForce(population, share, share, composition);
        const naive = bruteForce(population, share, ZERO, composition);
        expect(informed.shortfall).toEqual(ZERO);
        for (const [found, error, exact] of [
          [row.informed.epsilon, row.informed.errorBound, informed.epsilon],
          [row.naive.epsilon.value, row.naive.epsilon.errorBound, naive.epsilon],
          [row.naive.shortfall.value, row.naive.shortfall.errorBound, naive.shortfall],
        ] as const) {
          expect(wideToDouble(error)).toBeLessThan(1e-11);
          expect(Math.abs(wideToDouble(found) - toDouble(exact))).toBeLessThanOrEqual(
            wideToDouble(error) + 2 ** -51 * toDouble(exact),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test("is the population of states and sources with equal likelihoods merged", () => {
    fc.assert(
      fc.property(arbitraryPopulation(), eta, (population, share) => {
        const { prior, likelihood, groups } = mergeEqualStates(withCommonSource(population, share));
        const merged = mergeEqualStates(enlarged(population, share));
        expect(merged.prior).toEqual(prior);
        expect(merged.likelihood).toEqual(likelihood);
        expect(merged.groups).toEqual(groups);
      }),
      { numRuns: 60 },
    );
  });

  test("unmerged states of equal likelihood give the same answers", () => {
    const share = rational(1, 10);
    const large = enlarged(ASSIGNMENT, share);
    const merged = incentiveGain(studyPopulation(withCommonSource(ASSIGNMENT, share)), 100, [75, 25]);
    expect(
      wideToDouble(incentiveGain(studyPopulation(large), 100, [75, 25]).epsilon) /
        wideToDouble(merged.epsilon),
    ).toBeCloseTo(1, 10);
    expect(misspecifiedIncentives(studyMisspecified(large, ASSIGNMENT), [75, 25])).toEqual(
      misspecifiedIncentives(studyMisspecified(withCommonSource(ASSIGNMENT, share), ASSIGNMENT), [75, 25]),
    );
  });

  test("without a source nothing changes, and with nothing but a source no report matters to the informed", () => {
    const [none, all] = commonSourceTable(ASSIGNMENT, [ZERO, ONE], [[3, 1]]);
    expect(wideToDouble(none.informed.epsilon)).toBeCloseTo(
      toDouble(bruteForceEpsilon(ASSIGNMENT, [3, 1])),
      12,
    );
    expect(wideToDouble(none.naive.epsilon.value)).toBeCloseTo(1.35, 12);
    expect(none.naive.shortfall.value.mantissa).toBe(0);
    expect(all.informed.epsilon.mantissa).toBe(0);
    expect(all.naive.shortfall.value.mantissa).toBeGreaterThan(0);
  });

  test("costs the naive designer's customers η for ever, while gains vanish", () => {
    const shares = [rational(1, 1000), rational(1, 100), rational(1, 10)];
    const rows = commonSourceTable(ASSIGNMENT, shares, [[75_000, 25_000]]);
    rows.forEach(({ share, informed, naive }) => {
      // West, dry signal: the object, dear at 9 in dry weather, is worth 5 on average; Pr(dry | dry) · 4η.
      const limit = misspecifiedLimit(
        studyMisspecified(withCommonSource(ASSIGNMENT, share), ASSIGNMENT),
        [3, 1],
      );
      expect(limit.shortfall).toEqual(multiply(rational(3), share));
      expect(limit.witness).toEqual({ group: 1, signal: 0 });
      expect(wideToDouble(naive.shortfall.value)).toBeCloseTo(3 * toDouble(share), 14);
      expect(naive.epsilon.value.exponent).toBe(-6249);
      expect(informed.epsilon.exponent).toBe(-6249);
      // Negative control: the independent population would show no loss.
      expect(incentiveGain(studyPopulation(ASSIGNMENT), 100_000, [75_000, 25_000]).epsilon.mantissa).not.toBe(
        informed.epsilon.mantissa,
      );
    });
  });

  test("has a probability", () => {
    for (const share of [rational(-1, 2), rational(3, 2)])
      expect(() => withCommonSource(ASSIGNMENT, share)).toThrow("between 0 and 1");
  });
});
