import type { Environment } from "../model/environment.js";
import type { Rational } from "../numeric/rational.js";

export interface Likelihoods {
  /** p(θ). */
  readonly states: readonly Rational[];
  /** ν_g(t | θ) at [group][state][type]. */
  readonly likelihoods: readonly (readonly (readonly Rational[])[])[];
}

/** p(θ) and ν_g(t | θ) of conditionally independent types; `undefined` for other beliefs. */
export function readLikelihoods({
  agents,
  beliefs,
  groups,
  states,
}: Environment<Rational>): Likelihoods | undefined {
  if (beliefs?.states === undefined) return undefined;
  const { likelihoods, marginals } = beliefs;
  return {
    states: Array.from(beliefs.states),
    likelihoods: groups.map(({ first }) =>
      states.map((_, s) =>
        agents[first].types.map((_, t, { length }) =>
          likelihoods === undefined ? marginals![first][t] : likelihoods[first][s * length + t],
        ),
      ),
    ),
  };
}
