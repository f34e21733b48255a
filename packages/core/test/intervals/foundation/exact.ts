import { multiply, ONE, type Rational } from "../../../src/numeric/rational.js";

export { add, multiply, ONE, rational, subtract, toDouble, ZERO } from "../../../src/numeric/rational.js";

/** x^n for a whole n ≥ 0. */
export function power(x: Rational, n: number): Rational {
  let product = ONE;
  for (let k = 0; k < n; k++) product = multiply(product, x);
  return product;
}
