import type { LinearProblem } from "../lp/problem.js";
import { float } from "../numeric/arithmetic.js";

/**
 * The bound that prices put on a maximisation whose columns all have finite bounds, rounded up: with d = costs − Aᵀy,
 * Σ_i max over rowLower_i ≤ b ≤ rowUpper_i of y_i b + Σ_j max over columnLower_j ≤ x ≤ columnUpper_j of d_j x. Prices that ask for a
 * bound a row does not have are taken for 0. Any prices will do; the bound is valid for the doubles of the problem.
 */
export function priceBound(problem: LinearProblem, prices: Float64Array): number {
  const { starts, indices, values } = problem.matrix;
  const reduced = problem.costs.slice();
  const sizes = problem.costs.map(Math.abs);
  let [bound, magnitude] = [0, 0];
  for (let i = 0; i < problem.rows; i++) {
    const price = prices[i];
    const side = price > 0 ? problem.rowUpper[i] : problem.rowLower[i];
    if (price === 0 || !Number.isFinite(side)) continue;
    bound += price * side;
    magnitude += Math.abs(price * side);
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      reduced[indices[p]] -= price * values[p];
      sizes[indices[p]] += Math.abs(price * values[p]);
    }
  }
  for (let j = 0; j < problem.columns; j++) {
    const side = reduced[j] > 0 ? problem.columnUpper[j] : problem.columnLower[j];
    bound += reduced[j] * side;
    magnitude += sizes[j] * Math.max(Math.abs(problem.columnUpper[j]), Math.abs(problem.columnLower[j]));
  }
  return bound + float.errorBound(problem.rows + problem.columns, magnitude);
}
