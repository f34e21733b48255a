import { fail } from "../numeric/candor-error.js";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  rationalFromDouble,
  subtract,
  ZERO,
} from "../numeric/rational.js";

/**
 * n seats in proportion to weights by largest remainders: everybody gets ⌊n·w_i/Σw⌋, and those with the largest remainders
 * one more, the earlier ones among equals. The result adds up to n; it is exact, since doubles are fractions.
 *
 * @param weights at least one, finite, not negative, not all 0; whoever weighs 0 gets 0.
 * @param n a whole number ≥ 0.
 * Errors: `invalid-weights`, `not-an-integer`. Source: the method of Hamilton (1792).
 */
export function apportion(weights: readonly number[], n: number): number[] {
  if (!Number.isSafeInteger(n) || n < 0)
    fail("not-an-integer", "n", `A number of members is a whole number from 0 on, not ${n}.`);
  if (weights.some((weight) => !Number.isFinite(weight) || weight < 0))
    fail(
      "invalid-weights",
      "weights",
      `Weights are finite and not negative; these are ${weights.join(", ")}.`,
    );
  const shares = weights.map(rationalFromDouble);
  const total = shares.reduce(add, ZERO);
  if (total.n === 0n) fail("invalid-weights", "weights", "At least one weight has to be positive.");
  const quotas = shares.map((share) => divide(multiply(rational(n), share), total));
  const seats = quotas.map(floorOf);
  const remainders = quotas.map((quota, i) => subtract(quota, rational(seats[i])));
  const order = remainders.map((_, i) => i).sort((i, j) => compare(remainders[j], remainders[i]) || i - j);
  const left = n - seats.reduce((sum, each) => sum + each, 0);
  for (const i of order.slice(0, left)) seats[i]++;
  return seats;
}

function floorOf({ n, d }: Rational): number {
  return Number(n / d);
}
