import { fail } from "./candor-error.js";

/** An exact fraction `n / d` in lowest terms, `d > 0`. Build it with {@link rational}, never by hand. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** Of non-negative numbers. */
export function gcd(a: bigint, b: bigint): bigint {
  if (a < 0n) a = -a;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** The fraction n/d in lowest terms. Throws `division-by-zero` when d = 0. */
export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  let top = BigInt(n);
  let bottom = BigInt(d);
  if (bottom === 0n) fail("division-by-zero", "", "A fraction has denominator 0.");
  if (bottom < 0n) {
    top = -top;
    bottom = -bottom;
  }
  if (bottom === 1n) return { n: top, d: 1n };
  const common = gcd(top, bottom);
  return common === 1n ? { n: top, d: bottom } : { n: top / common, d: bottom / common };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.n === 0n) return b;
  if (b.n === 0n) return a;
  if (a.d === b.d) return rational(a.n + b.n, a.d);
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  if (a.n === 0n || b.n === 0n) return ZERO;
  return rational(a.n * b.n, a.d * b.d);
}

/** a / b. Throws `division-by-zero` when b = 0. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.d === b.d ? a.n - b.n : a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** "3", "-1/4": what {@link parseRational} reads back. */
export function printRational(a: Rational): string {
  return a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`;
}

const NUMBER = /^([+-]?)(\d+(?:_\d+)*)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * The exact value of a decimal ("0.1", "-2.5e3") or a fraction ("1/3", "0.5/2") as it is written,
 * or `undefined` when the text is neither (NaN and infinities included).
 */
export function parseRational(text: string): Rational | undefined {
  const parts = text.split("/");
  if (parts.length > 2) return undefined;
  const numbers = parts.map((part) => parseDecimal(part.trim()));
  const [top, bottom] = numbers;
  if (top === undefined || (parts.length === 2 && (bottom === undefined || bottom.n === 0n)))
    return undefined;
  return bottom === undefined ? top : divide(top, bottom);
}

function parseDecimal(text: string): Rational | undefined {
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(`${whole.replaceAll("_", "")}${fraction}` || "0");
  const power = Number(exponent) - fraction.length;
  const top = sign === "-" ? -digits : digits;
  return power >= 0 ? { n: top * 10n ** BigInt(power), d: 1n } : rational(top, 10n ** BigInt(-power));
}

/** The exact value of a finite double. Throws `not-finite` for NaN and infinities. */
export function rationalFromDouble(value: number): Rational {
  if (!Number.isFinite(value)) fail("not-finite", "", `${value} is not a finite number.`);
  if (Number.isInteger(value)) return { n: BigInt(value), d: 1n };
  let exponent = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent += 1;
  }
  return rational(BigInt(scaled), 1n << BigInt(exponent));
}

/** The double nearest to the fraction (to within one unit in the last place). */
export function toDouble(a: Rational): number {
  const top = a.n < 0n ? -a.n : a.n;
  const excess = Math.max(top.toString(2).length, a.d.toString(2).length);
  if (excess <= 1000) {
    const quotient = Number(top) / Number(a.d);
    return a.n < 0n ? -quotient : quotient;
  }
  const shift = BigInt(top.toString(2).length - a.d.toString(2).length - 64);
  const mantissa = shift >= 0n ? top / (a.d << shift) : (top << -shift) / a.d;
  // In two steps: 2^shift alone may underflow where the product does not.
  const half = Math.trunc(Number(shift) / 2);
  const magnitude = Number(mantissa) * 2 ** half * 2 ** (Number(shift) - half);
  return a.n < 0n ? -magnitude : magnitude;
}
