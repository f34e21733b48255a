import { gcd } from "../numeric/rational.js";

/**
 * Pairwise coprime integers b_1, b_2, … > 1 of which every given positive integer is a product of powers, found by greatest common
 * divisors alone. Products Π b_j^{e_j} over such a base are equal only where all exponents are. Source: Bernstein, Factoring into
 * coprimes in essentially linear time (the plain quadratic method of its introduction).
 */
export function coprimeBase(numbers: readonly bigint[]): bigint[] {
  const base: bigint[] = [];
  const waiting = [...numbers];
  while (waiting.length > 0) {
    const number = waiting.pop()!;
    if (number === 1n) continue;
    const met = base.findIndex((b) => gcd(b, number) > 1n);
    if (met < 0) base.push(number);
    else if (base[met] !== number) {
      // The product of base and waiting shrinks by the common part, so this ends.
      const [b] = base.splice(met, 1);
      const common = gcd(b, number);
      waiting.push(common, b / common, number / common);
    }
  }
  return base;
}

/** The exponents e_j with `number` = Π base_j^{e_j}, for a number that the base was found for. */
export function exponentsOver(base: readonly bigint[], number: bigint): number[] {
  return base.map((b) => {
    let exponent = 0;
    for (; number % b === 0n; exponent++) number /= b;
    return exponent;
  });
}
