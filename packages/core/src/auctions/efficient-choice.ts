import type { FiniteTables } from "../design/finite-tables.js";
import { add, compare, multiply, ONE, type Rational, ZERO } from "../numeric/rational.js";

export interface EfficientChoice {
  /** The alternative at each profile: the first among those of largest welfare. */
  readonly choices: readonly number[];
  /** Whether Bayesian efficiency leaves no freedom: every profile is possible and has one best alternative. */
  readonly unique: boolean;
  /** E_f[max_a Σ_i v_i(a)]. */
  readonly welfare: Rational;
}

/**
 * The choice that maximises Σ_i v_i, expected over states given the types; the designer's own value is not counted. At a profile of
 * probability 0 welfare is not at stake and states count alike. Cost: profiles × states × alternatives × agents.
 */
export function efficientChoice(tables: FiniteTables): EfficientChoice {
  let unique = true;
  let welfare = ZERO;
  const choices = tables.prior!.map((weights, k) => {
    const possible = weights.some(({ n }) => n > 0n);
    const worth = tables.alternatives.map((_, a) =>
      weights.reduce((total, weight, s) => {
        const sum = tables.values.reduce((all, own) => add(all, own[k][s][a]), ZERO);
        return add(total, multiply(possible ? weight : ONE, sum));
      }, ZERO),
    );
    const best = worth.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    const tied = worth.flatMap((value, a) => (compare(value, best) === 0 ? [a] : []));
    unique &&= possible && tied.length === 1;
    if (possible) welfare = add(welfare, best);
    return tied[0];
  });
  return { choices, unique, welfare };
}
