import type { Arithmetic } from "../../numeric/arithmetic.js";
import { fail } from "../../numeric/candor-error.js";
import type { Kind } from "./scope.js";

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
  path: string,
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
      return numbers((a, b) =>
        F.compare(b, F.zero) === 0 ? fail("expression", path, "Division by zero.") : F.divide(a, b),
      );
    case "%":
      return numbers((a, b) => F.subtract(a, F.multiply(b, floor(F, F.divide(a, b)))));
    case "^":
    case "**":
      return numbers((a, b) => power(F, a, b, path));
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

/** ⌊a⌋, exactly. */
export function floor<N>(F: Arithmetic<N>, a: N): N {
  const { n, d } = F.toRational(a);
  const quotient = n / d;
  return F.from({ n: n < 0n && quotient * d !== n ? quotient - 1n : quotient, d: 1n });
}

/** a^b; exact for integer exponents up to 1000, doubles otherwise (refused in exact arithmetic). */
export function power<N>(F: Arithmetic<N>, a: N, b: N, path: string): N {
  const exponent = F.toRational(b);
  if (exponent.d === 1n && exponent.n >= -1000n && exponent.n <= 1000n) {
    const negative = exponent.n < 0n;
    let result = F.one;
    for (let k = negative ? -exponent.n : exponent.n; k > 0n; k--) result = F.multiply(result, a);
    return negative ? F.divide(F.one, result) : result;
  }
  return inDoubles(F, "a fractional power", path, () => F.toNumber(a) ** F.toNumber(b));
}

/** A function without exact values: refused in exact arithmetic, and anywhere it is not finite. */
export function inDoubles<N>(F: Arithmetic<N>, what: string, path: string, compute: () => number): N {
  if (F.kind === "exact")
    fail("not-rational", path, `${what} has no exact value in general; check this model with --float.`);
  const value = compute();
  if (!Number.isFinite(value))
    fail("expression", path, `${what} gives ${value} here; every value must be finite.`);
  return value as N;
}
