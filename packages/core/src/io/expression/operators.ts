import type { Arithmetic } from "../../numeric/arithmetic.js";
import { rational } from "../../numeric/rational.js";
import type { Kind, Refuse } from "./scope.js";

const ARITHMETIC = ["+", "-", "*", "/", "%", "^", "**"];
const ORDER = ["<", "<=", ">", ">="];
const EQUALITY = ["==", "!=", "===", "!=="];

/** The kind of `left operator right`, or `undefined` when the operator does not go with these kinds. */
export function resultKind(operator: string, left: Kind, right: Kind): Kind | undefined {
  const numbers = left === "number" && right === "number";
  if (ARITHMETIC.includes(operator)) return numbers ? "number" : undefined;
  if (ORDER.includes(operator)) return numbers ? "boolean" : undefined;
  if (EQUALITY.includes(operator)) return left === right && !left.endsWith("s") ? "boolean" : undefined;
  if (operator === "&&" || operator === "||")
    return left === "boolean" && right === "boolean" ? "boolean" : undefined;
  return undefined;
}

/** The operation itself; the right side is evaluated only when needed. */
export function applyBinary<N>(
  F: Arithmetic<N>,
  operator: string,
  left: Kind,
  refuse: Refuse,
): (left: unknown, right: () => unknown) => unknown {
  const numbers = (f: (a: N, b: N) => unknown) => (a: unknown, b: () => unknown) => f(a as N, b() as N);
  const equal = (a: unknown, b: unknown) => (left === "number" ? F.compare(a as N, b as N) === 0 : a === b);
  switch (operator) {
    case "+":
      return numbers(F.add);
    case "-":
      return numbers(F.subtract);
    case "*":
      return numbers(F.multiply);
    case "/":
      return numbers((a, b) => quotient(F, a, b, refuse));
    case "%":
      return numbers((a, b) => F.subtract(a, F.multiply(b, floor(F, quotient(F, a, b, refuse)))));
    case "^":
    case "**":
      return numbers((a, b) => power(F, a, b, refuse));
    case "<":
      return numbers((a, b) => F.compare(a, b) < 0);
    case "<=":
      return numbers((a, b) => F.compare(a, b) <= 0);
    case ">":
      return numbers((a, b) => F.compare(a, b) > 0);
    case ">=":
      return numbers((a, b) => F.compare(a, b) >= 0);
    case "&&":
      return (a, b) => Boolean(a) && Boolean(b());
    case "||":
      return (a, b) => Boolean(a) || Boolean(b());
    default: {
      const wanted = operator.startsWith("=");
      return (a, b) => equal(a, b()) === wanted;
    }
  }
}

function quotient<N>(F: Arithmetic<N>, a: N, b: N, refuse: Refuse): N {
  return F.compare(b, F.zero) === 0 ? refuse("expression", "This divides by zero.") : F.divide(a, b);
}

/** ⌊a⌋, exactly. */
export function floor<N>(F: Arithmetic<N>, a: N): N {
  const { n, d } = F.toRational(a);
  const quotient = n / d;
  return F.from({ n: n < 0n && quotient * d !== n ? quotient - 1n : quotient, d: 1n });
}

/** Powers whose numerator or denominator would have more bits are not computed exactly. */
const MOST_BITS = 2 ** 16;

/** a^b; exact for whole exponents while the result has a reasonable number of digits, doubles otherwise. */
export function power<N>(F: Arithmetic<N>, a: N, b: N, refuse: Refuse): N {
  const exponent = F.toRational(b);
  if (exponent.n < 0n && F.compare(a, F.zero) === 0)
    return refuse("expression", "This divides by zero: 0 to a negative power.");
  if (F.kind === "float") return inDoubles(F, "a power", refuse, () => F.toNumber(a) ** F.toNumber(b));
  const what = exponent.d === 1n ? "a power this large" : "a power with a fractional exponent";
  if (exponent.d !== 1n) return inDoubles(F, what, refuse, () => Number.NaN);
  const { n, d } = F.toRational(a);
  const size = exponent.n < 0n ? -exponent.n : exponent.n;
  const trivial = d === 1n && n >= -1n && n <= 1n;
  const bits = Math.max(n.toString(2).length, d.toString(2).length);
  if (!trivial && size * BigInt(bits) > MOST_BITS) return inDoubles(F, what, refuse, () => Number.NaN);
  const raised = exponent.n < 0n ? rational(d ** size, n ** size) : { n: n ** size, d: d ** size };
  return F.from(raised);
}

/** A function without exact values: refused in exact arithmetic, and anywhere it is not finite. */
export function inDoubles<N>(F: Arithmetic<N>, what: string, refuse: Refuse, compute: () => number): N {
  if (F.kind === "exact")
    refuse("not-rational", `${what} has no exact value in general; check this model with --float.`);
  const value = compute();
  if (!Number.isFinite(value))
    refuse("expression", `${what} gives ${value} here; every value must be finite.`);
  return value as N;
}
