import { GAUSS_WEIGHTS, KRONROD_NODES, KRONROD_WEIGHTS } from "./kronrod.js";

/** One application of the 21-point rule to one interval. */
export interface Panel {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /**
   * |Kronrod − Gauss|, a bound in practice, because Kronrod's own error is far smaller where both are any good; where they are not, QUADPACK's
   * larger estimate from ∫ |f − mean|, because two bad values may agree by chance; plus, at ends whose value is known, what a jump between
   * the end and the point next to it would hide.
   */
  readonly truncation: number;
  /** f at the middle, which is one of the points. */
  readonly atMiddle: number;
  /** ∫ |f|, as the rule sees it. */
  readonly magnitude: number;
  /** What rounding of the integrand and of the points where it is taken can change. */
  readonly rounding: number;
}

/** Points a panel evaluates. */
export const PANEL_POINTS = 21;

/** Relative rounding granted to the integrand: a few operations and one special function. */
const INTEGRAND_ROUNDING = 4 * 2 ** -52;

const MIDDLE = KRONROD_NODES.length - 1;

/** f at the ends, where it is known already: children know it from their parent's middle. */
export interface EndValues {
  readonly atFrom?: number | undefined;
  readonly atTo?: number | undefined;
}

/** ∫ f over [from, to] by 21 points; a point x is rounded by up to |x|·2⁻⁵³, which moves f by its variation times that. */
export function gaussKronrod(
  f: (x: number) => number,
  from: number,
  to: number,
  { atFrom, atTo }: EndValues = {},
): Panel {
  const centre = from + (to - from) / 2;
  const half = (to - from) / 2;
  // Not shared between calls: the integrand may integrate itself.
  const values = new Float64Array(PANEL_POINTS);
  for (let k = 0; k < PANEL_POINTS; k++) {
    const node = k <= MIDDLE ? -KRONROD_NODES[k] : KRONROD_NODES[PANEL_POINTS - 1 - k];
    values[k] = f(centre + half * node);
  }
  let kronrod = KRONROD_WEIGHTS[MIDDLE] * values[MIDDLE];
  let absolute = KRONROD_WEIGHTS[MIDDLE] * Math.abs(values[MIDDLE]);
  let gauss = 0;
  let variation = 0;
  for (let k = 0; k < MIDDLE; k++) {
    const [left, right] = [values[k], values[PANEL_POINTS - 1 - k]];
    kronrod += KRONROD_WEIGHTS[k] * (left + right);
    absolute += KRONROD_WEIGHTS[k] * (Math.abs(left) + Math.abs(right));
    if (k % 2 === 1) gauss += GAUSS_WEIGHTS[(k - 1) / 2] * (left + right);
  }
  for (let k = 1; k < PANEL_POINTS; k++) variation += Math.abs(values[k] - values[k - 1]);
  const gap = half * (1 - KRONROD_NODES[0]);
  const hidden = gap * (surprise(values, atTo, 0) + surprise(values, atFrom, PANEL_POINTS - 1));
  const farthest = Math.max(Math.abs(from), Math.abs(to));
  return {
    from,
    to,
    value: half * kronrod,
    truncation: half * cautious(Math.abs(kronrod - gauss), deviation(values, kronrod / 2)) + hidden,
    atMiddle: values[MIDDLE],
    magnitude: half * absolute,
    rounding: INTEGRAND_ROUNDING * half * absolute + 2 ** -53 * farthest * variation,
  };
}

/** ∫ |f − mean| on [−1, 1]. */
function deviation(values: Float64Array, mean: number): number {
  let sum = KRONROD_WEIGHTS[MIDDLE] * Math.abs(values[MIDDLE] - mean);
  for (let k = 0; k < MIDDLE; k++)
    sum += KRONROD_WEIGHTS[k] * (Math.abs(values[k] - mean) + Math.abs(values[PANEL_POINTS - 1 - k] - mean));
  return sum;
}

function cautious(difference: number, roughness: number): number {
  if (difference === 0) return 0;
  return Math.max(difference, roughness * Math.min(1, ((200 * difference) / roughness) ** 1.5));
}

/** Lagrange's weights that extrapolate from the points, increasing, to the right end. */
const TO_RIGHT_END = extrapolationWeights();

function extrapolationWeights(): Float64Array {
  const nodes = [...KRONROD_NODES.map((x) => -x), ...KRONROD_NODES.slice(0, MIDDLE).reverse()];
  return Float64Array.from(nodes, (x, k) =>
    nodes.reduce((product, other, j) => (j === k ? product : (product * (1 - other)) / (x - other)), 1),
  );
}

/** |value at an end − what the points extrapolate to|; `reverse` is 20 for the left end and 0 for the right one. */
function surprise(values: Float64Array, atEnd: number | undefined, reverse: number): number {
  if (atEnd === undefined) return 0;
  let extrapolated = 0;
  for (let k = 0; k < PANEL_POINTS; k++) extrapolated += TO_RIGHT_END[Math.abs(reverse - k)] * values[k];
  return Math.abs(atEnd - extrapolated);
}
