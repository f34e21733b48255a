import fc from "fast-check";
import { expect } from "vitest";
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
import { wideToDouble } from "../../src/numeric/wide-number.js";
import type { MisspecifiedAnswer } from "../../src/population/misspecified.js";
import type { Population } from "../../src/population/population.js";
import { populationOf, profiles, sum } from "./populations.js";

/** The utility of each (group, signal, report), profile by profile, with the designer's rule applied to the reports. */
export function bruteForce(truth: Population, designer: Population, composition: readonly number[]) {
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
export function expectClose(
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
export const list = <T>(each: fc.Arbitrary<T>, length: number) =>
  fc.array(each, { minLength: length, maxLength: length });

/** A truth and a designer over the same signals, alternatives and groups; everything else free, even the number of states. */
export const twoWorlds = fc
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
export function byCounts(truth: Population, designer: Population, composition: readonly number[]) {
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

export const withBeliefs = (
  population: Population,
  prior: readonly number[],
  likelihood: readonly (readonly number[])[],
) => {
  const { prior: p, likelihood: nu } = populationOf(prior, likelihood, [[prior.map(() => 0)]]);
  return { ...population, prior: p, likelihood: nu };
};
/** Three in four belong to the first group. */
export const threeToOne = (n: number) => [n - Math.floor(n / 4), Math.floor(n / 4)];
