import { fail } from "./candor-error.js";
import { type PreciseLogarithm, preciseLog } from "./precise-logarithm.js";

const BITS = 192n;
const LN2 = preciseLog(2n);

/**
 * e^`ln` for `ln` ≤ 0 as an integer multiple of 2^−192, to 2^−180 and the error of `ln` itself. Errors:
 * `not-negative`.
 */
export function preciseExponential(ln: PreciseLogarithm): bigint {
  if (ln > 0n) fail("not-negative", "", "The precise exponential is for logarithms of at most 0.");
  const halvings = -ln / LN2;
  if (halvings > BITS) return 0n;
  // e^ln = 2^−halvings · e^−rest with 0 ≤ rest < ln 2.
  const rest = -ln - halvings * LN2;
  let term = 1n << BITS;
  let total = 0n;
  for (let k = 1n; term !== 0n; k++) {
    total += term;
    term = -((term * rest) >> BITS) / k;
  }
  return total >> halvings;
}
