import type { Environment } from "../model/environment.js";
import { add, divide, multiply, ONE, type Rational, rational, ZERO } from "../numeric/rational.js";

export interface Likelihoods {
  /** p(θ). */
  readonly states: readonly Rational[];
  /** ν_g(t | θ) at [group][state][type]. */
  readonly likelihoods: readonly (readonly (readonly Rational[])[])[];
}

/**
 * p(θ) and ν_g(t | θ), read off the common prior of conditionally independent types: ν(t | θ)/ν(b | θ) is a ratio of two profiles'
 * probabilities. `undefined` where some state has probability 0 at every profile of equal types, so that nothing can be read off.
 * Cost: one evaluation of the prior per group, type and state.
 */
export function readLikelihoods(environment: Environment<Rational>): Likelihoods | undefined {
  const { agents, groups, states } = environment;
  const prior = environment.beliefs!.prior!;
  const largest = Math.max(...agents.map(({ types }) => types.length));
  const likelihoods: Rational[][][] = groups.map(() => []);
  const statePrior: Rational[] = [];
  for (let s = 0; s < states.length; s++) {
    const bases = Array.from({ length: largest }, (_, b) =>
      agents.map(({ types }) => Math.min(b, types.length - 1)),
    );
    const base = bases.find((types) => prior(types, s).n > 0n);
    if (base === undefined) return undefined;
    const reference = prior(base, s);
    let rest = reference;
    groups.forEach(({ first, count }, g) => {
      const odds = agents[first].types.map((_, t) => {
        const changed = [...base];
        changed[first] = t;
        return t === base[first] ? ONE : divide(prior(changed, s), reference);
      });
      const total = odds.reduce((sum, each) => add(sum, each), ZERO);
      likelihoods[g].push(odds.map((each) => divide(each, total)));
      rest = multiply(rest, rational(total.n ** BigInt(count), total.d ** BigInt(count)));
    });
    statePrior.push(rest);
  }
  return { states: statePrior, likelihoods };
}
