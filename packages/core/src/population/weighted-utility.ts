import { add, compare, multiply, type Rational, ZERO } from "../numeric/rational.js";
import type { PopulationGroup } from "./population.js";

/** W(a, ω) = Σ_u weight_u · u(a, ω) at [alternative][state]; a composition (n_u) or a mixture λ gives the weights by group. */
export function weightedUtility(
  groups: readonly PopulationGroup[],
  weights: readonly Rational[],
): Rational[][] {
  return groups[0].utility.map((row, a) =>
    row.map((_, state) =>
      groups.reduce(
        (sum, { utility }, u) =>
          weights[u].n === 0n ? sum : add(sum, multiply(weights[u], utility[a][state])),
        ZERO,
      ),
    ),
  );
}

/** Where the largest value stands, in increasing order. */
export function maximisers(values: readonly Rational[]): number[] {
  let best: number[] = [];
  values.forEach((value, a) => {
    const order = best.length === 0 ? 1 : compare(value, values[best[0]]);
    if (order > 0) best = [a];
    else if (order === 0) best.push(a);
  });
  return best;
}
