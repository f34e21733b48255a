/** A derivative and what it may be off by. */
export interface NumericDerivative {
  readonly value: number;
  /** Estimated: the disagreement of the two best extrapolations plus rounding. */
  readonly error: number;
}

const STEPS = 8;
const SHRINK = 1.6;

/**
 * f′(x) from differences with shrinking steps, extrapolated to step 0 (Ridders); one-sided near an end of the domain. Of the table of
 * extrapolations the entry with the smallest estimated error is taken. Functions with a kink nearby show a large error.
 * Complexity: 16 evaluations. Source: Ridders, Advances in Engineering Software 4 (1982).
 */
export function numericDerivative(
  f: (x: number) => number,
  x: number,
  [low, high]: readonly [number, number] = [-Infinity, Infinity],
): NumericDerivative {
  const scale = 0.05 * Math.max(Math.abs(x), Math.min(1, (high - low) / 4));
  const room = Math.min(x - low, high - x);
  if (room >= scale / 4) return extrapolate(f, x, Math.min(scale, room), 2);
  const side = x - low <= high - x ? 1 : -1;
  return extrapolate(f, x, side * Math.min(scale, Math.max(x - low, high - x)), 1);
}

/** Error terms are powers h², h⁴ … of central differences (order 2), h, h² … of one-sided ones (order 1). */
function extrapolate(f: (x: number) => number, x: number, step: number, order: 1 | 2): NumericDerivative {
  const middle = order === 1 ? f(x) : 0;
  let row: number[] = [];
  let best: NumericDerivative = { value: Number.NaN, error: Infinity };
  let h = step;
  for (let k = 0; k < STEPS; k++) {
    const [up, down] = [f(x + h), order === 2 ? f(x - h) : middle];
    const next = [(up - down) / (order * h)];
    const rounding = (2 ** -51 * Math.max(Math.abs(up), Math.abs(down))) / Math.abs(h);
    let power = 1;
    for (let j = 1; j <= k; j++) {
      power *= SHRINK ** order;
      next.push((next[j - 1] * power - row[j - 1]) / (power - 1));
      const disagreement = Math.max(Math.abs(next[j] - next[j - 1]), Math.abs(next[j] - row[j - 1]));
      if (disagreement + rounding < best.error) best = { value: next[j], error: disagreement + rounding };
    }
    row = next;
    h /= SHRINK;
  }
  return best;
}
