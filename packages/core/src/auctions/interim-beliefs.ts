import { type FiniteTables, profileSteps } from "../design/finite-tables.js";
import { add, divide, type Rational, ZERO } from "../numeric/rational.js";

/** What one agent's types believe about the others' types. */
export interface InterimBeliefs {
  /** The others' profiles, each as the row-major profile in which the agent has type 0; the order of the vectors below. */
  readonly others: readonly number[];
  /** π_i(t_{−i} | t_i) at [type][position in `others`]; `undefined` for a type of probability 0. */
  readonly beliefs: readonly (readonly Rational[] | undefined)[];
}

/** The beliefs of agent i about t_{−i}, states summed out: side bets can depend on reports alone. Cost: profiles × states. */
export function interimBeliefs(tables: FiniteTables, agent: number): InterimBeliefs {
  const { typeOf, replace } = profileSteps(tables.sizes);
  const others = Array.from({ length: tables.profiles }, (_, k) => k).filter((k) => typeOf(k, agent) === 0);
  const beliefs = Array.from({ length: tables.sizes[agent] }, (_, type) => {
    if (!tables.occurs![agent][type]) return undefined;
    const weights = others.map((k) => tables.beliefs![agent][replace(k, agent, type)].reduce(add, ZERO));
    const mass = weights.reduce(add, ZERO);
    return weights.map((weight) => divide(weight, mass));
  });
  return { others, beliefs };
}
