const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The next double above x; ∞ and NaN stay. */
export function nextUp(x: number): number {
  if (!(x < Infinity)) return x;
  if (x === 0) return Number.MIN_VALUE;
  double[0] = x;
  bits[0] += x > 0 ? 1n : -1n;
  return double[0];
}

/** A bound on each side of a real number: the nearest doubles, or one further out. */
export type Bounds = readonly [low: number, high: number];

/** Beyond these sizes the errors of operations are not doubles themselves. */
const [SMALLEST, LARGEST] = [1e-280, 1e290];

/** The double nearest to a number, and the sign of what it lies off by; NaN where that is not known. */
function around(nearest: number, missing: number): Bounds {
  if (missing === 0) return [nearest, nearest];
  return [missing > 0 ? nearest : -nextUp(-nearest), missing < 0 ? nearest : nextUp(nearest)];
}

/** What overflow stands for is a finite number. */
function overflown(value: number): Bounds {
  return value > 0 ? [Number.MAX_VALUE, Infinity] : [-Infinity, -Number.MAX_VALUE];
}

/** a + b; of ∞ − ∞ nothing is known. */
export function sumBounds(a: number, b: number): Bounds {
  const sum = a + b;
  if (Number.isNaN(sum)) return [-Infinity, Infinity];
  if (!Number.isFinite(sum)) return Number.isFinite(a) && Number.isFinite(b) ? overflown(sum) : [sum, sum];
  if (Math.abs(sum) > LARGEST) return around(sum, Number.NaN);
  const part = sum - a;
  return around(sum, a - (sum - part) + (b - part));
}

/** a·b, with 0·∞ = 0: ends of sets of real numbers. */
export function productBounds(a: number, b: number): Bounds {
  if (a === 0 || b === 0) return [0, 0];
  const product = a * b;
  if (!Number.isFinite(product))
    return Number.isFinite(a) && Number.isFinite(b) ? overflown(product) : [product, product];
  if (Math.abs(product) < SMALLEST) return tiny(product, Math.sign(a) * Math.sign(b));
  return around(product, missingOf(a, b, product));
}

/** a/b for b ≠ 0; of ∞/∞ only the sign is known. */
export function quotientBounds(a: number, b: number): Bounds {
  if (a === 0) return [0, 0];
  const sign = Math.sign(a) * Math.sign(b);
  const quotient = a / b;
  if (Number.isNaN(quotient)) return sign > 0 ? [0, Infinity] : [-Infinity, 0];
  if (!Number.isFinite(a)) return [quotient, quotient];
  if (!Number.isFinite(b)) return [0, 0];
  if (!Number.isFinite(quotient)) return overflown(quotient);
  if (Math.abs(quotient) < SMALLEST || Math.abs(a) < SMALLEST) return tiny(quotient, sign);
  const product = quotient * b;
  const left = a - product - missingOf(quotient, b, product);
  return around(quotient, left * Math.sign(b));
}

/** √a for a ≥ 0. */
export function rootBounds(a: number): Bounds {
  const root = Math.sqrt(a);
  if (root === 0 || root === Infinity) return [root, root];
  if (a < SMALLEST) return around(root, Number.NaN);
  const square = root * root;
  return around(root, a - square - missingOf(root, root, square));
}

/** One step to either side, but not across 0. */
function tiny(value: number, sign: number): Bounds {
  const [low, high] = around(value, Number.NaN);
  return sign > 0 ? [Math.max(0, low), high] : [low, Math.min(0, high)];
}

/** a·b − product exactly, if neither overflows: by halves of the digits (Dekker). */
function missingOf(a: number, b: number, product: number): number {
  const size = Math.max(Math.abs(a), Math.abs(b), Math.abs(product));
  if (!(size <= LARGEST) || Math.abs(product) < SMALLEST) return Number.NaN;
  const [a1, b1] = [leading(a), leading(b)];
  const [a2, b2] = [a - a1, b - b1];
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}

/** The upper half of the digits. */
function leading(x: number): number {
  const spread = 134_217_729 * x;
  return spread - (spread - x);
}
