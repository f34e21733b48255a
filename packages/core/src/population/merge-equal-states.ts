import { add, divide, multiply, type Rational, ZERO } from "../numeric/rational.js";
import type { Population } from "./population.js";
import { separationClasses } from "./separation.js";

/**
 * The same population with states of equal likelihood as one: prior π0(C) = Σ_{ω∈C} π0(ω), utility u(a, C) = Σ_{ω∈C} π0(ω) u(a, ω)/π0(C),
 * name "ω or ω′". No report changes the odds within a class, so that σ*, q*, every interim utility and every gain stay what they were.
 * Exact; the population itself where nothing merges. Cost: states² × signals.
 */
export function mergeEqualStates(population: Population): Population {
  const { prior, likelihood, states, groups } = population;
  const classes = separationClasses(population);
  if (classes.length === states.length) return population;
  const sum = (terms: readonly Rational[]) => terms.reduce(add, ZERO);
  const merged = classes.map((members) => sum(members.map((state) => prior[state])));
  const mean = (row: readonly Rational[], members: readonly number[], of: Rational) =>
    divide(sum(members.map((state) => multiply(prior[state], row[state]))), of);
  return {
    ...population,
    states: classes.map((members) => members.map((state) => states[state]).join(" or ")),
    prior: merged,
    likelihood: classes.map(([first]) => likelihood[first]),
    groups: groups.map((group) => ({
      ...group,
      utility: group.utility.map((row) => classes.map((members, c) => mean(row, members, merged[c]))),
    })),
  };
}
