import type { Arithmetic } from "../numeric/arithmetic.js";
import { type Rational, rational, rationalFromDouble } from "../numeric/rational.js";

const MOST_DENOMINATOR = 10_000;
const CLOSE = 1e-9;

/**
 * The first convergent of the continued fraction of x within 1e-9 (relative beyond 1) with a denominator up to 10,000, else the
 * double itself. Vertices of small programs are such fractions; whether the guess is right is for the exact check to say.
 */
export function nearbyFraction(x: number): Rational {
  let [h, hBefore, k, kBefore] = [1, 0, 0, 1];
  let rest = x;
  for (let step = 0; step < 40; step++) {
    const whole = Math.floor(rest);
    [h, hBefore] = [whole * h + hBefore, h];
    [k, kBefore] = [whole * k + kBefore, k];
    if (k > MOST_DENOMINATOR || !Number.isSafeInteger(h)) break;
    if (Math.abs(x - h / k) <= CLOSE * Math.max(1, Math.abs(x))) return rational(h, k);
    rest = 1 / (rest - whole);
  }
  return rationalFromDouble(x);
}

/** A double in an arithmetic, without rounding; in doubles, itself. */
export function fromDouble<N>(F: Arithmetic<N>, x: number): N {
  if (x === 0) return F.zero;
  // An arithmetic in doubles has numbers for its N.
  return F.kind === "float" ? (x as N) : F.from(rationalFromDouble(x));
}
