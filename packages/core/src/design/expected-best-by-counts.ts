import type { Environment } from "../model/environment.js";
import { multisetCount } from "../model/profiles.js";
import { isImpersonal } from "../model/symmetry.js";
import { add, multiply, type Rational, rational, ZERO } from "../numeric/rational.js";
import { readLikelihoods } from "./read-likelihoods.js";

/** Agents with one likelihood of signals; `worth` is absent where no member's value depends on its own type. */
interface SignalClass {
  count: number;
  /** ν(t | θ) at [state][type]. */
  readonly likelihood: readonly (readonly Rational[])[];
  /** v(a, t, θ) of one member at [state][type][a]. */
  readonly worth?: readonly (readonly (readonly Rational[])[])[];
}

/** Type counts × agents up to which counts are added up. */
const LARGEST_COUNT = 2e8;

/**
 * E max_a Σ_i E[v_i(a, t_i, θ) | t] for conditionally independent types, from type counts alone and in integers: with ν = α/D and
 * n agents each count c has weight p(θ) · Π multinomial(c) · Π α^c / D^n, so that one division at the end suffices. Agents whose
 * values do not depend on their own type are counted together where their likelihoods agree, whatever their values.
 *
 * @returns `undefined` where counts do not suffice: values that depend on others or tell alike agents apart, correlated types, or too
 * many counts.
 * Cost: type counts × states × alternatives, on integers of about n·log₂ D bits.
 */
export function expectedBestByCounts(
  environment: Environment<Rational>,
): { readonly value: Rational; readonly cells: number } | undefined {
  const { values, groups } = environment;
  if (!isImpersonal(environment) || values.some((v) => v.dependsOnOthers || v.singlesOut)) return undefined;
  const read = readLikelihoods(environment);
  if (read === undefined) return undefined;
  const { classes, fixed } = signalClasses(environment, read.likelihoods);
  const cells = classes.reduce(
    (product, { count, likelihood }) => product * multisetCount(count, likelihood[0].length),
    1,
  );
  const agents = groups.reduce((total, { count }) => total + count, 0);
  if (cells * agents > LARGEST_COUNT) return undefined;
  return { value: addUp(read.states, classes, fixed), cells };
}

/** The classes to be counted, and at [state][a] the total value of the agents to whom their own type does not matter. */
function signalClasses(
  { groups, agents, states, alternatives, values }: Environment<Rational>,
  likelihoods: readonly (readonly (readonly Rational[])[])[],
) {
  const fixed = states.map(() => alternatives.map(() => ZERO));
  const classes: SignalClass[] = [];
  const shared = new Map<string, SignalClass>();
  const profile = new Int32Array(agents.length);
  groups.forEach(({ first, count }, g) => {
    const likelihood = likelihoods[g];
    const worth = states.map((_, s) =>
      agents[first].types.map((_, t) => {
        profile[first] = t;
        return alternatives.map((_, a) => values[first].at(a, profile, s));
      }),
    );
    profile[first] = 0;
    if (worth.some((byType) => byType.some((row) => row.some((v, a) => !same(v, byType[0][a]))))) {
      classes.push({ count, likelihood, worth });
      return;
    }
    worth.forEach((byType, s) => {
      byType[0].forEach((v, a) => {
        fixed[s][a] = add(fixed[s][a], multiply(rational(count), v));
      });
    });
    const key = JSON.stringify(likelihood.map((row) => row.map(({ n, d }) => `${n}/${d}`)));
    const known = shared.get(key);
    if (known !== undefined) known.count += count;
    else shared.set(key, { count, likelihood });
  });
  return { classes: [...classes, ...shared.values()], fixed };
}

/** Σ over the counts of all classes of max_a Σ_θ (weight of the counts and θ) · (total value of a at the counts in θ). */
function addUp(
  states: readonly Rational[],
  classes: readonly SignalClass[],
  fixed: readonly (readonly Rational[])[],
): Rational {
  const worths = [...fixed.flat(), ...classes.flatMap(({ worth }) => worth?.flat(2) ?? [])];
  const valueScale = commonDenominator(worths);
  const stateScale = commonDenominator(states);
  const scales = classes.map(({ likelihood }) => commonDenominator(likelihood.flat()));
  const lists = classes.map(({ count, likelihood }, g) =>
    countWeights(
      count,
      likelihood.map((row) => row.map((p) => scaled(p, scales[g]))),
    ),
  );
  const perMember = classes.map(({ worth }) =>
    worth?.map((byType) => byType.map((row) => row.map((v) => scaled(v, valueScale)))),
  );
  let total = 0n;
  const visit = (g: number, weights: readonly bigint[], values: readonly (readonly bigint[])[]) => {
    if (g === classes.length) {
      let best: bigint | undefined;
      for (let a = 0; a < values[0].length; a++) {
        const sum = weights.reduce((part, weight, s) => part + weight * values[s][a], 0n);
        if (best === undefined || sum > best) best = sum;
      }
      total += best!;
      return;
    }
    const own = perMember[g];
    for (const { counts, weight } of lists[g])
      visit(
        g + 1,
        weights.map((before, s) => before * weight[s]),
        own === undefined
          ? values
          : values.map((row, s) =>
              row.map((v, a) => counts.reduce((sum, c, t) => sum + BigInt(c) * own[s][t][a], v)),
            ),
      );
  };
  visit(
    0,
    states.map((p) => scaled(p, stateScale)),
    fixed.map((row) => row.map((v) => scaled(v, valueScale))),
  );
  const likelihoodScale = classes.reduce((product, { count }, g) => product * scales[g] ** BigInt(count), 1n);
  return rational(total, valueScale * stateScale * likelihoodScale);
}

/** Every way n agents can have the types, with multinomial(c) · Π_t α(t | θ)^c_t by state. */
function countWeights(n: number, alpha: readonly (readonly bigint[])[]) {
  const found: { readonly counts: readonly number[]; readonly weight: readonly bigint[] }[] = [];
  const powers = alpha.map((row) => row.map((base) => powersOf(base, n)));
  const types = alpha[0].length;
  const visit = (t: number, left: number, counts: readonly number[], weight: readonly bigint[]) => {
    const take = (c: number, ways: bigint) => {
      const next = weight.map((before, s) => before * ways * powers[s][t][c]);
      if (t === types - 1) found.push({ counts: [...counts, c], weight: next });
      else visit(t + 1, left - c, [...counts, c], next);
    };
    if (t === types - 1) {
      take(left, 1n);
      return;
    }
    for (let c = 0, ways = 1n; c <= left; c++) {
      take(c, ways);
      ways = (ways * BigInt(left - c)) / BigInt(c + 1);
    }
  };
  visit(
    0,
    n,
    [],
    alpha.map(() => 1n),
  );
  return found;
}

function powersOf(base: bigint, n: number): bigint[] {
  const powers = [1n];
  for (let k = 0; k < n; k++) powers.push(powers[k] * base);
  return powers;
}

function commonDenominator(numbers: readonly Rational[]): bigint {
  return numbers.reduce((common, { d }) => (common % d === 0n ? common : common * rational(d, common).n), 1n);
}

const scaled = ({ n, d }: Rational, scale: bigint) => (n * scale) / d;
const same = (a: Rational, b: Rational) => a.n === b.n && a.d === b.d;
