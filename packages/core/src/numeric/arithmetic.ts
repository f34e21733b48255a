import { fail } from "./candor-error.js";
import type { Rational } from "./rational.js";
import * as R from "./rational.js";

/**
 * The numbers a computation runs on. Every definition in candor is written once against this interface:
 * with {@link exact} its result is a proof, with {@link float} it comes with a bound on its rounding error.
 */
export interface Arithmetic<N> {
  readonly kind: "exact" | "float";
  readonly zero: N;
  readonly one: N;
  add(a: N, b: N): N;
  subtract(a: N, b: N): N;
  multiply(a: N, b: N): N;
  /** Throws `division-by-zero` when b is 0. */
  divide(a: N, b: N): N;
  negate(a: N): N;
  /** Negative, zero or positive as a is below, equal to or above b. */
  compare(a: N, b: N): number;
  /** A table of `length` zeros. */
  table(length: number): Table<N>;
  from(value: Rational): N;
  /** n/d of whole numbers that doubles hold exactly, d > 0. */
  ratio(n: number, d: number): N;
  /** The exact value of a number of this arithmetic (a double is a fraction too). */
  toRational(a: N): Rational;
  toNumber(a: N): number;
  /**
   * An upper bound on the rounding error of a sum of `terms` products of two or three factors whose absolute values add up
   * to at most `magnitude`, inputs rounded once: γ_k·magnitude with γ_k = ku/(1 − ku), k = terms + 8. Exactly 0 for `exact`.
   */
  errorBound(terms: number, magnitude: number): number;
}

/** Tables may be read but not grown: plain arrays of fractions or typed arrays of doubles. */
export type Table<N> = { readonly length: number; [index: number]: N };

/** Exact fractions of any size. */
export const exact: Arithmetic<Rational> = {
  kind: "exact",
  zero: R.ZERO,
  one: R.ONE,
  add: R.add,
  subtract: R.subtract,
  multiply: R.multiply,
  divide: R.divide,
  negate: R.negate,
  compare: R.compare,
  table: (length) => new Array<Rational>(length).fill(R.ZERO),
  from: (value) => value,
  ratio: R.rational,
  toRational: (a) => a,
  toNumber: R.toDouble,
  errorBound: () => 0,
};

const UNIT_ROUNDOFF = 2 ** -53;

/** IEEE binary64. */
export const float: Arithmetic<number> = {
  kind: "float",
  zero: 0,
  one: 1,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => (b === 0 ? fail("division-by-zero", "", "Division by zero.") : a / b),
  negate: (a) => -a,
  compare: (a, b) => a - b,
  table: (length) => new Float64Array(length),
  from: R.toDouble,
  ratio: (n, d) => n / d,
  toRational: R.rationalFromDouble,
  toNumber: (a) => a,
  errorBound: (terms, magnitude) => {
    const k = (terms + 8) * UNIT_ROUNDOFF;
    return (k / (1 - k)) * magnitude;
  },
};

export function max<N>(F: Arithmetic<N>, a: N, b: N): N {
  return F.compare(a, b) >= 0 ? a : b;
}

export function sum<N>(F: Arithmetic<N>, values: Iterable<N>): N {
  let total = F.zero;
  for (const value of values) total = F.add(total, value);
  return total;
}
