import { type Arithmetic, exact } from "../numeric/arithmetic.js";
import { type Rational, ZERO } from "../numeric/rational.js";

/** constant + Σ_i slopes[i]·x_i; slopes that are missing are 0. */
export interface LinearForm {
  readonly constant: Rational;
  readonly slopes: readonly Rational[];
}

/**
 * Exact arithmetic on linear forms: an expression evaluated in it either yields its coefficients or calls `refuse`, because it
 * multiplies, compares or otherwise uses the variables in a way that is not linear.
 */
export function linearForms(refuse: () => never): Arithmetic<LinearForm> {
  const from = (constant: Rational): LinearForm => ({ constant, slopes: [] });
  const zero = from(exact.zero);
  const constantOf = (form: LinearForm) => (isConstant(form) ? form.constant : refuse());
  const scaled = ({ constant, slopes }: LinearForm, by: (value: Rational) => Rational) => ({
    constant: by(constant),
    slopes: slopes.map(by),
  });
  const combined = (a: LinearForm, b: LinearForm, by: (x: Rational, y: Rational) => Rational) => {
    const length = Math.max(a.slopes.length, b.slopes.length);
    const slopes = Array.from({ length }, (_, i) => by(a.slopes[i] ?? ZERO, b.slopes[i] ?? ZERO));
    return { constant: by(a.constant, b.constant), slopes };
  };
  return {
    kind: "exact",
    zero,
    one: from(exact.one),
    add: (a, b) => combined(a, b, exact.add),
    subtract: (a, b) => combined(a, b, exact.subtract),
    multiply: (a, b) =>
      isConstant(a)
        ? scaled(b, (value) => exact.multiply(a.constant, value))
        : scaled(a, (value) => exact.multiply(value, constantOf(b))),
    divide: (a, b) => scaled(a, (value) => exact.divide(value, constantOf(b))),
    negate: (a) => scaled(a, exact.negate),
    compare: (a, b) => exact.compare(constantOf(a), constantOf(b)),
    table: (length) => new Array<LinearForm>(length).fill(zero),
    from,
    ratio: (n, d) => from(exact.ratio(n, d)),
    toRational: constantOf,
    toNumber: (a) => exact.toNumber(constantOf(a)),
    errorBound: () => 0,
  };
}

function isConstant({ slopes }: LinearForm): boolean {
  return slopes.every(({ n }) => n === 0n);
}
