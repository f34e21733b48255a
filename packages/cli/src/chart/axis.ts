import { superscript } from "./superscript.js";

export interface Tick {
  /** On the axis: the value, or its decimal logarithm on a logarithmic axis. */
  readonly at: number;
  readonly label: string;
}

/** The stretch of an axis and where it is labelled, in axis positions. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

/** Ticks aimed at; between 3 and about 8 result. */
const TICKS = 6;
/** Decades from which whole powers of ten are enough. */
const DECADES = 2;

/**
 * The axis for positions (values, or decimal logarithms with `logarithmic`). `round` extends it to round positions; a linear axis
 * that starts within a tenth of its length from 0 starts at 0, and whole numbers are labelled by whole numbers. Without positions: 0 to 1.
 */
export function axisFor(
  positions: Iterable<number>,
  { logarithmic = false, round = false }: { readonly logarithmic?: boolean; readonly round?: boolean } = {},
): Axis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (const position of positions) {
    whole &&= Number.isInteger(position);
    if (position < low) low = position;
    if (position > high) high = position;
  }
  if (low > high) [low, high] = logarithmic ? [-1, 0] : [0, 1];
  // What differs by rounding alone is one value.
  if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
    low = high = clean((low + high) / 2);
    const margin = logarithmic ? 1 : Math.abs(low) / 2 || 1;
    [low, high] = [low - margin, high + margin];
  }
  if (!logarithmic && low > 0 && low <= 0.1 * (high - low)) low = 0;
  if (round) [low, high] = rounded(low, high, logarithmic);
  const least = whole && high - low >= 2 ? 1 : 0;
  const ticks = logarithmic ? logarithmicTicks(low, high) : linearTicks(low, high, least);
  if (!logarithmic && ticks.length > 0) [low, high] = reached(low, high, ticks);
  return { low, high, ticks: ticks.filter(({ at }) => at >= low && at <= high) };
}

/** A tick that rounding puts just beyond an end is the end. */
function reached(low: number, high: number, ticks: readonly Tick[]): [number, number] {
  const dust = 1e-6 * (high - low);
  const [first, last] = [ticks[0].at, ticks[ticks.length - 1].at];
  return [
    low - first <= dust ? Math.min(low, first) : low,
    last - high <= dust ? Math.max(high, last) : high,
  ];
}

function rounded(low: number, high: number, logarithmic: boolean): [number, number] {
  const small = logarithmic && high - low < DECADES;
  // A fifth of a step: whole steps would leave much of the plot empty.
  const step = small ? 0.05 : Math.max(stepOf(low, high) / 5, logarithmic ? 1 : 0);
  // What rounding puts just beyond a step is on it.
  return [clean(Math.floor(low / step + 1e-9) * step), clean(Math.ceil(high / step - 1e-9) * step)];
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function stepOf(low: number, high: number, least = 0): number {
  const raw = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999)! * power;
  return Math.max(least, clean(step));
}

function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-6);
  const count = Math.floor(high / step + 1e-6) - first + 1;
  return Array.from({ length: count }, (_, k) => clean((first + k) * step));
}

/** Without the dust that multiplying decimals leaves; no −0. */
function clean(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

function linearTicks(low: number, high: number, least = 0): Tick[] {
  return multiples(low, high, stepOf(low, high, least)).map((at) => ({ at, label: written(at) }));
}

function logarithmicTicks(low: number, high: number): Tick[] {
  const span = high - low;
  if (span >= DECADES) {
    const exponents = multiples(low, high, stepOf(low, high, 1));
    const plain = exponents.every((k) => Math.abs(k) <= 3);
    return exponents.map((at) => ({ at, label: plain ? written(1, at) : power(at) }));
  }
  const base = Math.floor(low);
  const mantissas =
    span > 0.7
      ? [1, 2, 5, 10, 20, 50, 100, 200, 500]
      : linearTicks(10 ** (low - base), 10 ** (high - base)).map(({ at }) => at);
  return mantissas.map((m) => ({ at: base + Math.log10(m), label: written(m, base) }));
}

function power(exponent: number): string {
  return exponent === 0 ? "1" : exponent === 1 ? "10" : `10${superscript(exponent)}`;
}

/** value·10^exponent: 1,500; 0.002; −3·10⁸. */
function written(value: number, exponent = 0): string {
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const shift = Math.floor(Math.log10(Math.abs(value)) + 1e-12);
  const mantissa = clean(Math.abs(value) / 10 ** shift);
  const order = exponent + shift;
  if (order < -4 || order > 6) return sign + (mantissa === 1 ? power(order) : `${mantissa}·${power(order)}`);
  const [whole, fraction] = String(Number(`${mantissa}e${order}`)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return sign + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}
