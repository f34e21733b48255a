/** An exact fraction, numerator over positive denominator, in lowest terms. */
export type Fraction = readonly [n: bigint, d: bigint];

export const ZERO: Fraction = [0n, 1n];
export const ONE: Fraction = [1n, 1n];

function reduced(n: bigint, d: bigint): Fraction {
  if (d <= 0n) throw new RangeError("a divisor is not positive");
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return [n / a, d / a];
}

export const plus = ([a, b]: Fraction, [c, d]: Fraction) => reduced(a * d + c * b, b * d);
export const times = ([a, b]: Fraction, [c, d]: Fraction) => reduced(a * c, b * d);
export const minus = ([n, d]: Fraction): Fraction => [-n, d];
export const total = (list: readonly Fraction[]) => list.reduce(plus, ZERO);

export const range = (count: number) => Array.from({ length: count }, (_, k) => k);
export const largest = (list: readonly Fraction[]) => list.reduce((a, b) => (order(a, b) < 0 ? b : a));

/** a / b for b > 0. */
export const over = ([a, b]: Fraction, [c, d]: Fraction) => reduced(a * d, b * c);

/** −1, 0 or 1 as a is below, equal to or above b. */
export const order = ([a, b]: Fraction, [c, d]: Fraction) => Math.sign(Number(a * d - c * b));

/** A RangeError, here and where numbers are read, is why a certificate proves nothing. */
export function demand(condition: boolean, reason: string): void {
  if (!condition) throw new RangeError(reason);
}

/** "5/12" or "-3", and nothing else. */
export function parse(text: unknown): Fraction {
  const match = typeof text === "string" && /^(-?\d+)(?:\/([1-9]\d*))?$/.exec(text);
  if (!match) throw new TypeError(`${JSON.stringify(text)} is not a fraction such as "5/12"`);
  return reduced(BigInt(match[1]), BigInt(match[2] ?? 1));
}

export const print = ([n, d]: Fraction) => (d === 1n ? `${n}` : `${n}/${d}`);
