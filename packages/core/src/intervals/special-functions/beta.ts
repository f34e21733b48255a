import { findRoot } from "../../numeric/roots.js";
import { stirlingError } from "./gamma.js";

/**
 * x^a y^b / B(a, b) for y = 1 − x, given apart so that neither end loses digits. Written around its maximum (Loader's saddle-point form),
 * so that the error does not grow with a and b as it does through differences of log Γ.
 * Source: Loader, Fast and accurate computation of binomial probabilities (2000).
 */
function betaPower(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n, x) - deviance(b, n, y);
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(exponent);
}

/** k log(k/m) + m − k ≥ 0 for m = n·x. */
function deviance(k: number, n: number, x: number): number {
  const m = n * x;
  // Apart, where the product may underflow.
  if (m < 1e-290) return k * (Math.log(k / n) - Math.log(x)) + (m - k);
  if (m < k / 2 || m > 2 * k) return k * Math.log(k / m) + (m - k);
  const excess = (m - k) / k;
  return k * (excess - Math.log1p(excess));
}

/** The density of the beta distribution at x = 1 − y; infinite at an end where a < 1 or b < 1. */
export function betaDensity(a: number, b: number, x: number, y: number): number {
  if (x === 0) return a < 1 ? Infinity : a === 1 ? b : 0;
  if (y === 0) return b < 1 ? Infinity : b === 1 ? a : 0;
  return betaPower(a, b, x, y) / x / y;
}

/**
 * The regularised incomplete beta function I_x(a, b) for y = 1 − x; its complement is betaCdf(b, a, y, x). Relative error about 1e-14,
 * also where the value is tiny, for a, b up to thousands. Continued fraction of DLMF 8.17.22 by Lentz's method, on the side of the mode
 * where it converges in O(√max(a, b)) steps.
 */
export function betaCdf(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x * (a + b + 2) > a + 1) return 1 - lowerTail(b, a, y, x);
  return lowerTail(a, b, x, y);
}

function lowerTail(a: number, b: number, x: number, y: number): number {
  const front = betaPower(a, b, x, y) / a;
  if (front === 0) return 0;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 2 ** -52) break;
  }
  return front * value;
}

/** The x with I_x(a, b) = p: a bracketed root, to full relative precision of x. */
export function betaQuantile(a: number, b: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const cut = 1e-3;
  if (p >= betaCdf(a, b, cut, 1 - cut)) return findRoot((x) => betaCdf(a, b, x, 1 - x) - p, cut, 1);
  // Small solutions are sought by their logarithm: they may be 1e-100.
  const excess = (logarithm: number) =>
    Math.log(betaCdf(a, b, Math.exp(logarithm), -Math.expm1(logarithm)) / p);
  const smallest = Math.log(Number.MIN_VALUE);
  if (excess(smallest) >= 0) return Number.MIN_VALUE;
  let low = 2 * Math.log(cut);
  while (excess(low) > 0) low = Math.max(2 * low, smallest);
  return Math.exp(findRoot(excess, low, Math.log(2 * cut)));
}
