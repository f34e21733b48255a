import { solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { compare, negate, ONE, type Rational, rational, ZERO } from "../numeric/rational.js";
import type { Population } from "./population.js";
import { weightedUtility } from "./weighted-utility.js";

/** The sum of payments Σ_i q_i lies between these two, whatever is reported. */
export interface BudgetRange {
  readonly least: Rational;
  readonly largest: Rational;
}

/**
 * How far the sum of payments of (σ*, q*) can range for a composition: after reports that leave the posterior π it is
 * V(π) = max_a Σ_ω π(ω) W(a, ω), so that min_π V ≤ Σ q ≤ max_{a,ω} W. The minimum is the value of the game in which an alternative is
 * drawn against a state; no size of the population reaches beyond, and populations whose signals reach every posterior come near.
 * Exact. Cost: one program with alternatives + 1 variables and states rows.
 */
export function budgetRange(population: Population, composition: readonly number[]): BudgetRange {
  const total = weightedUtility(
    population.groups,
    composition.map((count) => rational(count)),
  );
  const worth = total.length;
  const outcome = solveExactly({
    objective: [...total.map(() => ZERO), ONE],
    free: [...total.map(() => false), true],
    rows: [
      { coefficients: new Map(total.map((_, a) => [a, ONE])), relation: "=", bound: ONE },
      ...population.states.map((_, state) => ({
        coefficients: new Map([
          ...total.map((row, a) => [a, negate(row[state])] as const),
          [worth, ONE] as const,
        ]),
        relation: "<=" as const,
        bound: ZERO,
      })),
    ],
  });
  if (outcome.kind !== "optimal") throw new Error("A finite game has a value.");
  return {
    least: outcome.primal[worth],
    largest: total.flat().reduce((most, value) => (compare(value, most) > 0 ? value : most)),
  };
}
