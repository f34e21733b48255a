import { add, compare, multiply, negate, type Rational, ZERO } from "../numeric/rational.js";
import type { Formulation } from "./formulation.js";

/**
 * What multipliers y prove: with d = c − yA over all rows but Σ_a g(a|k) = 1, every mechanism has
 * c·x = y·Ax + d·x ≤ y·b + Σ_k max_a d(g(a|k)), when y ≥ 0 on inequalities and d = 0 on payments (transfer neutrality).
 *
 * @param prices one a row of the program.
 * @returns the bound, or `undefined` where a sign is wrong or a payment is not neutral. Source: docs/certificate.md.
 */
export function lagrangianBound(program: Formulation, prices: readonly Rational[]): Rational | undefined {
  const left = [...program.objective];
  let bound = ZERO;
  for (const [i, { name, relation, coefficients, bound: limit }] of program.rows.entries()) {
    const price = prices[i];
    if (name.kind === "unit" || price.n === 0n) continue;
    if (relation === "<=" && price.n < 0n) return undefined;
    bound = add(bound, multiply(price, limit));
    for (const [j, value] of coefficients) left[j] = add(left[j], negate(multiply(price, value)));
  }
  if (left.some(({ n }, j) => n !== 0n && program.free[j])) return undefined;
  for (const { name, coefficients } of program.rows)
    if (name.kind === "unit") {
      const worths = [...coefficients.keys()].map((j) => left[j]);
      bound = add(
        bound,
        worths.reduce((a, b) => (compare(a, b) < 0 ? b : a)),
      );
    }
  return bound;
}
