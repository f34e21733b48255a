import { LN10, logarithmToDouble, type PreciseLogarithm } from "./precise-logarithm.js";

/** A real number by sign and size where doubles would underflow: `mantissa`·10^`exponent` with 1 ≤ |mantissa| < 10, or 0·10^0. */
export interface WideNumber {
  readonly mantissa: number;
  readonly exponent: number;
}

export const WIDE_ZERO: WideNumber = { mantissa: 0, exponent: 0 };

/** `factor`·e^`ln`, with about the relative precision of `factor`. */
export function wideNumber(factor: number, ln: PreciseLogarithm = 0n): WideNumber {
  if (factor === 0) return WIDE_ZERO;
  const own = Math.floor(Math.log10(Math.abs(factor)));
  const quotient = floorDivide(ln, LN10);
  const rest = Math.exp(logarithmToDouble(ln - quotient * LN10));
  // Scaling in two steps keeps subnormal factors from losing digits.
  const scaled = own < -290 ? factor * 1e290 * 10 ** (-290 - own) : factor / 10 ** own;
  return normalised(scaled * rest, own + Number(quotient));
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

function normalised(mantissa: number, exponent: number): WideNumber {
  const size = Math.abs(mantissa);
  if (size >= 10) return normalised(mantissa / 10, exponent + 1);
  return size < 1 ? normalised(mantissa * 10, exponent - 1) : { mantissa, exponent };
}

/** log10 |w|; −∞ for 0. */
export function wideLog10({ mantissa, exponent }: WideNumber): number {
  return exponent + Math.log10(Math.abs(mantissa));
}

/** The nearest double: 0 where it underflows, ±∞ where it overflows. */
export function wideToDouble({ mantissa, exponent }: WideNumber): number {
  return Number(`${mantissa}e${exponent}`);
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compareWide(a: WideNumber, b: WideNumber): number {
  const signs = Math.sign(a.mantissa) - Math.sign(b.mantissa);
  if (signs !== 0 || a.mantissa === 0) return signs;
  const sizes =
    a.exponent === b.exponent ? Math.abs(a.mantissa) - Math.abs(b.mantissa) : a.exponent - b.exponent;
  return a.mantissa > 0 ? sizes : 0 - sizes;
}

/** As people write it, with `digits` significant digits: 0, 0.0123, 4.56e-90. */
export function printWide(w: WideNumber, digits = 6): string {
  if (w.mantissa === 0) return "0";
  if (w.exponent >= -4 && w.exponent < 15) return `${Number(wideToDouble(w).toPrecision(digits))}`;
  const rounded = normalised(Number(w.mantissa.toPrecision(digits)), w.exponent);
  return `${Number(rounded.mantissa.toPrecision(digits))}e${rounded.exponent}`;
}
