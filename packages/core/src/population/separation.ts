import { add, compare, multiply, type Rational, rational, ZERO } from "../numeric/rational.js";
import type { Population } from "./population.js";
import { requireComposition } from "./require-composition.js";
import { type SignalModel, sameLikelihood } from "./signal-model.js";
import { weightedUtility } from "./weighted-utility.js";

/** Expected welfare with and without what no number of signals reveals. */
export interface SeparationCost {
  /** Σ_ω π0(ω) max_a W(a, ω): the state is known. */
  readonly statesKnown: Rational;
  /** Σ_C max_a Σ_{ω ∈ C} π0(ω) W(a, ω) over the classes C of states with one likelihood: only the class is known. */
  readonly classesKnown: Rational;
}

/**
 * The states grouped by equal likelihoods ν(·|ω), each class and the list of them in increasing order: what no number of signals tells
 * apart. Signals separate all states iff every class has one.
 */
export function separationClasses(signals: SignalModel): number[][] {
  const classes: number[][] = [];
  signals.prior.forEach((_, state) => {
    const known = classes.find(([first]) => sameLikelihood(signals, first, state));
    if (known === undefined) classes.push([state]);
    else known.push(state);
  });
  return classes;
}

/**
 * What states that signals do not separate cost: expected welfare with the state known, less what signals can approach. The weights
 * of a class share the factor Π_x ν(x|C)^{c_x}, so that any number of reports leaves its prior odds; the welfare of (σ*, q*) is therefore at
 * most `classesKnown` for every n, and signals of many players tell classes apart with probability near 1.
 *
 * @param composition members by group. Exact. Errors: `invalid-composition`. Cost: groups × alternatives × states.
 */
export function separationCost(population: Population, composition: readonly number[]): SeparationCost {
  requireComposition(population, composition);
  const total = weightedUtility(
    population.groups,
    composition.map((count) => rational(count)),
  );
  const bestKnowing = (classes: readonly (readonly number[])[]) =>
    classes.reduce((sum, members) => add(sum, bestValue(population.prior, total, members)), ZERO);
  return {
    statesKnown: bestKnowing(population.states.map((_, state) => [state])),
    classesKnown: bestKnowing(separationClasses(population)),
  };
}

/** max_a Σ_{ω ∈ members} π0(ω) W(a, ω). */
function bestValue(
  prior: readonly Rational[],
  total: readonly (readonly Rational[])[],
  members: readonly number[],
): Rational {
  return total
    .map((row) => members.reduce((sum, state) => add(sum, multiply(prior[state], row[state])), ZERO))
    .reduce((best, value) => (compare(value, best) > 0 ? value : best));
}
