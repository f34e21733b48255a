import { fail } from "../numeric/candor-error.js";
import { logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import type { Rational } from "../numeric/rational.js";
import { WIDE_ZERO, type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { logOf } from "./signal-model.js";

/** C·ρ^n for a pair of states. */
export interface GeometricTerm {
  readonly states: readonly [number, number];
  /** ln C. */
  readonly logConstant: PreciseLogarithm;
  /** ln ρ < 0. */
  readonly logRate: PreciseLogarithm;
}

/** Σ_j C_j ρ_j^n as a function of n ≥ 1. It decreases, since every ρ_j < 1. */
export type GeometricTail = readonly GeometricTerm[];

/**
 * Covers all rounding: logarithms of constants are exact to 2^−150 however n multiplies those of the rates (these are rounded upwards
 * where they are found), and the doubles that add up at most 10^6 terms lose less than 10^6 · 2^−51.
 */
const OUTWARD = 1 + 1e-9;

/** Σ_j C_j ρ_j^n, rounded upwards by at most a factor 1 + 2e-9. n: a whole number from 1. Cost: the terms. */
export function tailBound(tail: GeometricTail, n: number): WideNumber {
  const { top, sum } = parts(tail, n);
  return sum === 0 ? WIDE_ZERO : wideNumber(sum * OUTWARD, top);
}

/**
 * The smallest n ≥ 1 such that Σ_j C_j ρ_j^{n'} ≤ target for every n' ≥ n, all of it rounded upwards as in {@link tailBound}. By
 * logarithms, so that targets and constants of any size and rates next to 1 do.
 *
 * Errors: `not-positive` target; `too-large` where that n would pass 2^53, naming the pair of states. Cost: about 100 evaluations.
 */
export function sizeBeyondWhich(tail: GeometricTail, target: Rational): number {
  if (target.n <= 0n)
    fail("not-positive", "target", "A geometric bound falls below every positive target, but not to 0.");
  const goal = logOf(target);
  const below = (n: number) => {
    const { top, sum } = parts(tail, n);
    return sum === 0 || Math.log(sum * OUTWARD) <= logarithmToDouble(goal - top) * (1 - 1e-15);
  };
  const slow = tail.find(({ logRate }) => logRate >= 0n);
  if (slow !== undefined) refuseSize(slow);
  let high = 1;
  while (!below(high)) {
    if (high >= 2 ** 52) refuseSize(tail.reduce((a, b) => (a.logRate > b.logRate ? a : b)));
    high *= 2;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (below(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function refuseSize({ states }: GeometricTerm): never {
  return fail(
    "too-large",
    "beliefs.signals",
    `The signals of states ${states[0] + 1} and ${states[1] + 1} are so alike that more than 2^52 players are needed. Make the likelihoods differ more, or ask for less.`,
  );
}

/** The tail as sum · e^top, the largest term counting 1. */
function parts(tail: GeometricTail, n: number): { readonly top: PreciseLogarithm; readonly sum: number } {
  const logs = tail.map(({ logConstant, logRate }) => logConstant + BigInt(n) * logRate);
  let top = logs[0] ?? 0n;
  for (const ln of logs) if (ln > top) top = ln;
  return { top, sum: logs.reduce((sum, ln) => sum + Math.exp(logarithmToDouble(ln - top)), 0) };
}
