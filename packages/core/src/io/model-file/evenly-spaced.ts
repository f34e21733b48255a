import { add, multiply, type Rational, rational, subtract } from "../../numeric/rational.js";

/** `points` ≥ 2 numbers from one to another at equal steps, both ends included. */
export function evenlySpaced(from: Rational, to: Rational, points: number): Rational[] {
  const width = subtract(to, from);
  return Array.from({ length: points }, (_, k) => add(from, multiply(rational(k, points - 1), width)));
}
