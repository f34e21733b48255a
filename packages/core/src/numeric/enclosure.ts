import { type Bounds, nextUp, productBounds, quotientBounds, rootBounds, sumBounds } from "./directed.js";

/**
 * A set of reals that holds all values of something: the interval from `low` to `high`, infinite ends allowed; `low` > `high` where there is
 * no value at all. Ends are rounded outwards: + − · / √ to the double next to the exact result or to that itself, other functions
 * by 4 units in the last place of the platform's own (which is within 1).
 */
export interface Enclosure {
  readonly low: number;
  readonly high: number;
  /** Whether it is defined and continuous at every argument; false where that is not certain. */
  readonly everywhere: boolean;
}

const NOWHERE: Enclosure = { low: Infinity, high: -Infinity, everywhere: false };

/** All reals from low to high. */
export function enclosure(low: number, high = low, everywhere = true): Enclosure {
  return { low, high, everywhere };
}

export const isPoint = ({ low, high, everywhere }: Enclosure) => low === high && everywhere;
const isEmpty = ({ low, high }: Enclosure) => !(low <= high);
const both = (a: Enclosure, b: Enclosure) => a.everywhere && b.everywhere;

export function add(a: Enclosure, b: Enclosure): Enclosure {
  if (isEmpty(a) || isEmpty(b)) return NOWHERE;
  return enclosure(sumBounds(a.low, b.low)[0], sumBounds(a.high, b.high)[1], both(a, b));
}

export function negate({ low, high, everywhere }: Enclosure): Enclosure {
  return { low: 0 - high, high: 0 - low, everywhere };
}

export function subtract(a: Enclosure, b: Enclosure): Enclosure {
  return add(a, negate(b));
}

export function multiply(a: Enclosure, b: Enclosure): Enclosure {
  if (isEmpty(a) || isEmpty(b)) return NOWHERE;
  return spanOf(
    [
      productBounds(a.low, b.low),
      productBounds(a.low, b.high),
      productBounds(a.high, b.low),
      productBounds(a.high, b.high),
    ],
    both(a, b),
  );
}

/** a/b over all b ≠ 0; defined everywhere only if b is never 0. */
export function divide(a: Enclosure, b: Enclosure): Enclosure {
  if (isEmpty(a) || isEmpty(b) || (b.low === 0 && b.high === 0)) return NOWHERE;
  if (b.low < 0 && b.high > 0)
    return a.low === 0 && a.high === 0 ? enclosure(0, 0, false) : enclosure(-Infinity, Infinity, false);
  if (b.high <= 0) return divide(negate(a), negate(b));
  const quotient = (x: number, y: number): Bounds =>
    y > 0 ? quotientBounds(x, y) : x === 0 ? [0, 0] : x > 0 ? [0, Infinity] : [-Infinity, 0];
  const low = quotient(a.low, a.low >= 0 ? b.high : b.low)[0];
  const high = quotient(a.high, a.high >= 0 ? b.low : b.high)[1];
  return enclosure(low, high, both(a, b) && b.low > 0);
}

/** x^n for a whole number n; x² is never negative. */
export function integerPower(a: Enclosure, exponent: number): Enclosure {
  if (exponent < 0) return divide(enclosure(1), integerPower(a, -exponent));
  if (isEmpty(a)) return NOWHERE;
  if (exponent % 2 === 1 && a.low < 0) {
    const [low, high] = [-powerBounds(-a.low, exponent)[1], powerBounds(Math.abs(a.high), exponent)];
    return enclosure(low, a.high < 0 ? -high[0] : high[1], a.everywhere);
  }
  const { low, high } = absolute(a);
  return enclosure(powerBounds(low, exponent)[0], powerBounds(high, exponent)[1], a.everywhere);
}

/** x^n for x ≥ 0 by repeated squaring. */
function powerBounds(x: number, exponent: number): Bounds {
  let power: Bounds = [1, 1];
  let square: Bounds = [x, x];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = times(power, square);
    if (left > 1) square = times(square, square);
  }
  return power;
}

const times = (a: Bounds, b: Bounds): Bounds => [productBounds(a[0], b[0])[0], productBounds(a[1], b[1])[1]];

/** Exponents up to this are powers of multiplications. */
const LARGEST_EXPONENT = 64;

/** a^b: whole powers of all numbers, others of a ≥ 0. */
export function power(a: Enclosure, b: Enclosure): Enclosure {
  if (isEmpty(a) || isEmpty(b)) return NOWHERE;
  const exponent = isPoint(b) ? b.low : Number.NaN;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= LARGEST_EXPONENT) return integerPower(a, exponent);
  if (Number.isInteger(2 * exponent) && Math.abs(exponent) <= LARGEST_EXPONENT / 2)
    return root(positivePart(a), 2 * exponent);
  const base = positivePart(a);
  if (isEmpty(base)) return NOWHERE;
  if (b.high < 0) return divide(enclosure(1), power(base, negate(b)));
  if (!(b.low > 0)) return call("exp", multiply(b, call("log", base)));
  const corners = [base.low, base.high].flatMap((x) => [b.low, b.high].map((p) => generalPower(x, p)));
  return spanOf(corners, both(base, b));
}

/** √(a^n) for odd n. */
function root(a: Enclosure, exponent: number): Enclosure {
  const inner = integerPower(a, exponent);
  if (isEmpty(inner)) return NOWHERE;
  return enclosure(rootBounds(inner.low)[0], rootBounds(inner.high)[1], inner.everywhere);
}

function generalPower(x: number, exponent: number): Bounds {
  if (x === 0 || x === 1) return [x, x];
  const [low, high] = widened(x ** exponent);
  return [Math.max(0, low), high];
}

/** The part of the arguments at which roots and logarithms exist. */
function positivePart(a: Enclosure): Enclosure {
  return a.low >= 0 ? a : enclosure(0, a.high < 0 ? -Infinity : a.high, false);
}

export function absolute(a: Enclosure): Enclosure {
  if (a.low >= 0 || isEmpty(a)) return a;
  return enclosure(a.high <= 0 ? 0 - a.high : 0, Math.max(-a.low, a.high), a.everywhere);
}

/** The derivative of |a|: −1 or 1; both where a bends. */
export function signOf(a: Enclosure): Enclosure {
  if (a.low > 0) return enclosure(1, 1, a.everywhere);
  if (a.high < 0) return enclosure(-1, -1, a.everywhere);
  return enclosure(a.low >= 0 ? 0 : -1, a.high <= 0 ? 0 : 1, false);
}

/** The derivative of `signOf`: 0 but where a bends. */
function bendOf(a: Enclosure): Enclosure {
  return a.low > 0 || a.high < 0 ? enclosure(0, 0, a.everywhere) : enclosure(-Infinity, Infinity, false);
}

/** 4 units in the last place to either side. */
function widened(value: number): Bounds {
  if (!Number.isFinite(value))
    return value > 0 ? [Number.MAX_VALUE, Infinity] : [-Infinity, -Number.MAX_VALUE];
  const room = 2 ** -50 * Math.abs(value);
  return [-nextUp(-(value - room)), nextUp(value + room)];
}

/** A nondecreasing function; at `exact` arguments its double is exact. */
function rising(f: (x: number) => number, exact: number, range: Bounds = [-Infinity, Infinity]) {
  const bounds = (x: number): Bounds => (x === exact ? [f(x), f(x)] : widened(f(x)));
  return ({ low, high, everywhere }: Enclosure) =>
    enclosure(Math.max(range[0], bounds(low)[0]), Math.min(range[1], bounds(high)[1]), everywhere);
}

function spanOf(all: readonly Bounds[], everywhere: boolean): Enclosure {
  let [low, high] = [Infinity, -Infinity];
  for (const bounds of all) {
    low = Math.min(low, bounds[0]);
    high = Math.max(high, bounds[1]);
  }
  return { low, high, everywhere };
}

/** A logarithm: −∞ at 0, nothing below. */
function logarithm(f: (x: number) => number) {
  const inner = rising(f, 1);
  return (a: Enclosure) => {
    const { low, high } = positivePart(a);
    if (!(high > 0)) return NOWHERE;
    return enclosure(inner(enclosure(low)).low, inner(enclosure(high)).high, a.everywhere && low > 0);
  };
}

/** cos on an interval: 1 and −1 at multiples of π, told with room for rounding. */
function cosine(a: Enclosure, shift = 0): Enclosure {
  const f = shift === 0 ? Math.cos : Math.sin;
  const [first, last] = [a.low / Math.PI - shift, a.high / Math.PI - shift];
  if (!(last - first < 2) || Math.abs(first) > 1e6) return enclosure(-1, 1, a.everywhere);
  const bounds = (x: number): Bounds => (x === 0 ? [f(0), f(0)] : widened(f(x)));
  const { low, high } = spanOf([bounds(a.low), bounds(a.high)], true);
  let [least, most] = [Math.max(-1, low), Math.min(1, high)];
  for (let k = Math.ceil(first - 1e-9); k <= last + 1e-9; k++) {
    if (k % 2 === 0) most = 1;
    else least = -1;
  }
  return isPoint(a) && a.low === 0 ? enclosure(f(0)) : enclosure(least, most, a.everywhere);
}

function tangent(a: Enclosure): Enclosure {
  const [first, last] = [a.low / Math.PI + 0.5, a.high / Math.PI + 0.5];
  const within = Math.floor(first - 1e-9) === Math.floor(last + 1e-9) && Math.abs(first) < 1e6;
  return within ? rising(Math.tan, 0)(a) : enclosure(-Infinity, Infinity, false);
}

const hyperbolicCosine = rising(Math.cosh, 0, [1, Infinity]);

/** Functions of one number, by name. */
const CALLS: Readonly<Record<string, (a: Enclosure) => Enclosure>> = {
  sqrt: (a) => root(positivePart(a), 1),
  cbrt: rising(Math.cbrt, 0),
  exp: rising(Math.exp, 0, [0, Infinity]),
  log: logarithm(Math.log),
  log10: logarithm(Math.log10),
  log2: logarithm(Math.log2),
  abs: absolute,
  sign: signOf,
  bend: bendOf,
  sin: (a) => cosine(a, 0.5),
  cos: (a) => cosine(a),
  tan: tangent,
  atan: rising(Math.atan, 0),
  sinh: rising(Math.sinh, 0),
  cosh: (a) => hyperbolicCosine(absolute(a)),
  tanh: rising(Math.tanh, 0, [-1, 1]),
};

/** The function of that name on all of a. */
export function call(name: string, a: Enclosure): Enclosure {
  return isEmpty(a) ? NOWHERE : CALLS[name](a);
}
