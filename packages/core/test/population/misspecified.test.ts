import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wideLog10, wideToDouble } from "../../src/numeric/precise-logarithm.js";
import { add, compare, divide, multiply, type Rational, rational, subtract, toDouble, ZERO } from "../../src/numeric/rational.js";
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
function expectClose(found: MisspecifiedAnswer["epsilon"] | MisspecifiedAnswer["shortfall"], exact: Rational, size: number) {
  const difference = Math.abs(wideToDouble(found.value) - toDouble(exact));
  const bound = wideToDouble(found.errorBound);
  expect(difference).toBeLessThanOrEqual(bound + 2 ** -52 * Math.abs(toDouble(exact)));
  expect(bound).toBeLessThan(1e-12 * size);
  expect(found.witness !== undefined).toBe(found.value.mantissa > 0);
}

const weight = fc.integer({ min: 1, max: 5 });
const list = <T>(each: fc.Arbitrary<T>, length: number) => fc.array(each, { minLength: length, maxLength: length });

/** A truth and a designer over the same signals, alternatives and groups; everything else free, even the number of states. */
const twoWorlds = fc
  .record({ m: fc.integer({ min: 2, max: 3 }), a: fc.integer({ min: 1, max: 3 }), groups: fc.integer({ min: 1, max: 2 }) })
  .chain(({ m, a, groups }) => {
    const world = fc.integer({ min: 1, max: 3 }).chain((k) =>
      fc
        .tuple(list(weight, k), list(list(weight, m), k), list(list(list(fc.integer({ min: -4, max: 6 }), k), a), groups))
        .map(([prior, likelihood, utilities]) => populationOf(prior, likelihood, utilities)),
    );
    return fc.tuple(world, world, list(fc.integer({ min: 0, max: 2 }), groups));
  })
  .filter(([, , composition]) => composition.some((count) => count > 0));

describe("a designer with a wrong model", () => {
  test("agrees with all profiles, in fractions, whatever the designer gets wrong", () => {
    fc.assert(
      fc.property(twoWorlds, ([truth, designer, composition]) => {
        const players = composition.reduce((a, b) => a + b);
        const study = studyMisspecified(truth, designer);
        const found = misspecifiedIncentives(study, players, composition);
        const exact = bruteForce(truth, designer, composition);
        expectClose(found.epsilon, exact.epsilon, 100);
        expectClose(found.shortfall, exact.shortfall, 100);
      }),
      { numRuns: 150 },
    );
  });
});
