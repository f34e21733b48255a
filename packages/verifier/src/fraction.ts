/** An exact fraction, numerator over positive denominator, in lowest terms. */
export type Fraction = readonly [n: bigint, d: bigint];

export const ZERO: Fraction = [0n, 1n];
export const ONE: Fraction = [1n, 1n];

function reduced(n: bigint, d: bigint): Fraction {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return [n / a, d / a];
}

export const plus = ([a, b]: Fraction, [c, d]: Fraction) => reduced(a * d + c * b, b * d);
export const times = ([a, b]: Fraction, [c, d]: Fraction) => reduced(a * c, b * d);
export const minus = ([n, d]: Fraction): Fraction => [-n, d];
export const total = (list: readonly Fraction[]) => list.reduce(plus, ZERO);

/** a / b for b > 0. */
export function over([a, b]: Fraction, [c, d]: Fraction): Fraction {
  if (c <= 0n) throw new RangeError("a divisor is not positive");
  return reduced(a * d, b * c);
}

/** Negative, 0n or positive as a is below, equal to or above b. */
export function order([a, b]: Fraction, [c, d]: Fraction): number {
  const difference = a * d - c * b;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** "5/12" or "-3", and nothing else. */
export function parse(text: unknown): Fraction {
  const match = typeof text === "string" && /^(-?\d+)(?:\/([1-9]\d*))?$/.exec(text);
  if (!match) throw new TypeError(`${JSON.stringify(text)} is not a fraction such as "5/12"`);
  return reduced(BigInt(match[1]), BigInt(match[2] ?? 1));
}

export const print = ([n, d]: Fraction) => (d === 1n ? `${n}` : `${n}/${d}`);
