import { GAUSS_WEIGHTS, KRONROD_NODES, KRONROD_WEIGHTS } from "./kronrod.js";

/** One application of the 21-point rule to one interval. */
export interface Panel {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** |Kronrod − Gauss|: a bound in practice, because Kronrod's own error is far smaller where both are any good. */
  readonly truncation: number;
  /** What rounding of the integrand and of the points where it is taken can change. */
  readonly rounding: number;
}

/** Points a panel evaluates. */
export const PANEL_POINTS = 21;

/** Relative rounding granted to the integrand: a few operations and one special function. */
const INTEGRAND_ROUNDING = 4 * 2 ** -52;

const MIDDLE = KRONROD_NODES.length - 1;

/** ∫ f over [from, to] by 21 points; a point x is rounded by up to |x|·2⁻⁵³, which moves f by its variation times that. */
export function gaussKronrod(f: (x: number) => number, from: number, to: number): Panel {
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
  const farthest = Math.max(Math.abs(from), Math.abs(to));
  return {
    from,
    to,
    value: half * kronrod,
    truncation: Math.abs(half * (kronrod - gauss)),
    rounding: INTEGRAND_ROUNDING * half * absolute + 2 ** -53 * farthest * variation,
  };
}
