import { fail } from "./candor-error.js";

/** Fractional bits of {@link PreciseLogarithm}; sums of a few thousand of them keep 30 digits. */
const BITS = 192n;
const UNIT = 1n << BITS;

/** A natural logarithm as an integer multiple of 2^−192: logarithms of probabilities like 10^−400,000 keep the digits of the number itself. */
export type PreciseLogarithm = bigint;

/** atanh(p/q) = Σ (p/q)^(2j+1)/(2j+1) for |p/q| ≤ 1/3. */
function inverseHyperbolicTangent(p: bigint, q: bigint): bigint {
  let power = (p << BITS) / q;
  const square = (power * power) >> BITS;
  let total = 0n;
  for (let odd = 1n; power !== 0n && power !== -1n; odd += 2n) {
    total += power / odd;
    power = (power * square) >> BITS;
  }
  return total;
}

const LN2 = 2n * inverseHyperbolicTangent(1n, 3n);
/** ln 10. */
export const LN10: PreciseLogarithm = 3n * LN2 + 2n * inverseHyperbolicTangent(1n, 9n);

/** ln(k) for a positive integer, to 2^−180. Errors: `not-positive`. */
export function preciseLog(k: bigint): PreciseLogarithm {
  if (k <= 0n) fail("not-positive", "", `There is no logarithm of ${k}.`);
  const length = BigInt(k.toString(16).length) * 4n;
  const shift = length > BITS + 8n ? length - BITS - 8n : 0n;
  const top = k >> shift;
  // top/2^e lies in [2/3, 4/3], where the series converges fast.
  let e = BigInt(top.toString(2).length) - 1n;
  if (3n * top > 1n << (e + 2n)) e += 1n;
  const half = 1n << e;
  return (shift + e) * LN2 + 2n * inverseHyperbolicTangent(top - half, top + half);
}

const smallFactorials: PreciseLogarithm[] = [0n];
const SMALL = 200;
/** Bernoulli numbers B_2, B_4, … as [numerator, denominator]. */
const BERNOULLI = [
  [1n, 6n],
  [-1n, 30n],
  [1n, 42n],
  [-1n, 30n],
  [5n, 66n],
  [-691n, 2730n],
  [7n, 6n],
  [-3617n, 510n],
  [43867n, 798n],
  [-174611n, 330n],
  [854513n, 138n],
  [-236364091n, 2730n],
];

/** π·2^192 by Machin's formula. */
const PI = 4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n));
const HALF_LN_2PI = (LN2 + preciseLog(PI) - BITS * LN2) / 2n;

function arctangentOfInverse(q: bigint): bigint {
  let power = UNIT / q;
  let total = 0n;
  for (let odd = 1n, sign = 1n; power > 0n; odd += 2n, sign = -sign) {
    total += (sign * power) / odd;
    power /= q * q;
  }
  return total;
}

/** ln(k!) for an integer k ≥ 0: summed up to 200, from there Stirling's series, whose first omitted term is below 2^−170. */
export function preciseLogFactorial(k: number): PreciseLogarithm {
  for (let j = smallFactorials.length; j <= Math.min(k, SMALL); j++)
    smallFactorials.push(smallFactorials[j - 1] + preciseLog(BigInt(j)));
  if (k <= SMALL) return smallFactorials[k];
  const n = BigInt(k);
  const ln = preciseLog(n);
  let total = n * ln - n * UNIT + ln / 2n + HALF_LN_2PI;
  let power = n;
  BERNOULLI.forEach(([top, bottom], j) => {
    const order = BigInt(2 * (j + 1));
    total += (top * UNIT) / (bottom * order * (order - 1n) * power);
    power *= n * n;
  });
  return total;
}

/** The highest of some logarithms; 0 (the logarithm of 1) of none. */
export function highestLogarithm(logarithms: readonly PreciseLogarithm[]): PreciseLogarithm {
  let highest = logarithms[0] ?? 0n;
  for (const each of logarithms) if (each > highest) highest = each;
  return highest;
}

/** The double nearest to a precise logarithm. */
export function logarithmToDouble(ln: PreciseLogarithm): number {
  // Two parts, so that no digit a double can hold is lost.
  const whole = ln >> 64n;
  return Number(whole) * 2 ** -128 + Number(ln - (whole << 64n)) * 2 ** -192;
}
