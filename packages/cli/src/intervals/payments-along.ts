import { integrate } from "@candor/core/numeric";

/** Between two neighbouring values; a picture needs no more. */
const EFFORT = { tolerance: 1e-10, mostEvaluations: 3000 };

/**
 * Payments T(x) = x·Q(x) − U(x) at increasing connected values by the envelope theorem: the first from `payment`, from one value to
 * the next U rises by the integral of Q. What a seller receives at costs x follows the same formula, with −U for U.
 */
export function paymentsAlong(
  chance: (x: number) => number,
  payment: (x: number) => number,
): (values: readonly number[]) => (readonly [x: number, y: number])[] {
  return (values) => {
    const [first] = values;
    let utility = first * chance(first) - payment(first);
    return values.map((x, k) => {
      if (k > 0) utility += integrate(chance, values[k - 1], x, EFFORT).value;
      return [x, x * chance(x) - utility];
    });
  };
}
