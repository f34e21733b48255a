import { preciseExponential } from "../numeric/precise-exponential.js";
import { logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { type Rational, rational, toDouble } from "../numeric/rational.js";
import { WIDE_ZERO, type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { largestOf, logWeights, type PowerWeights, weightExponents } from "./power-weights.js";

/** A real number in doubles, and exactly where the fractions are small. */
export interface Amount {
  readonly value: number;
  /** The number itself is within this of `value`. */
  readonly error: number;
  readonly exact?: Rational;
}

/** The posterior of one state. */
export interface StatePosterior {
  /** π(c)(ω) and 1 − π(c)(ω), each with about 15 digits of its own however small it is. */
  readonly probability: WideNumber;
  readonly complement: WideNumber;
  /** ln(π/(1 − π)); infinite where there is one state only. */
  readonly logOdds: number;
  readonly exact?: Rational;
}

/** The posterior after certain counts of signals. */
export interface Posterior {
  /** By state. */
  readonly states: readonly StatePosterior[];
  /** Σ_ω π(c)(ω) utility_ω / unit. */
  readonly expectation: (utility: readonly bigint[], unit: bigint) => Amount;
}

/** Weights up to this many bits give fractions. */
const EXACT_BITS = 4096;

/**
 * π(c) from the counts of signals. Expectations are fractions where the weights have at most 4096 bits; otherwise they come from weights
 * to about 2^−150 of the largest. Errors: `too-large` where exponents pass 2^53.
 */
export function posteriorAfter(weights: PowerWeights, counts: ArrayLike<number>): Posterior {
  const logs = logWeights(weights, counts);
  const whole = wholeWeights(weights, counts);
  const total = whole?.reduce((a, b) => a + b);
  const states = logs.map((_, state) => {
    const own = aloneAgainst(logs, state);
    return total === undefined ? own : { ...own, exact: rational(whole![state], total) };
  });
  if (total !== undefined)
    return { states, expectation: (utility, unit) => exactAmount(dot(whole!, utility), total * unit) };
  const largest = largestOf(logs);
  const shares = logs.map((ln) => preciseExponential(ln - largest));
  const error = shareError(weights, counts);
  const sum = shares.reduce((a, b) => a + b);
  return {
    states,
    expectation(utility, unit) {
      const value = toDouble(rational(dot(shares, utility), sum * unit));
      const size = toDouble(rational(largestOf(utility.flatMap((each) => [each, -each])), unit));
      // Σ |share − its true value| · |utility − mean|, over a sum of shares of at least 1; and one rounding.
      return { value, error: 2 * shares.length * error * size + 2 ** -52 * Math.abs(value) };
    },
  };
}

function exactAmount(top: bigint, bottom: bigint): Amount {
  const exact = rational(top, bottom);
  const value = toDouble(exact);
  return { value, error: 2 ** -52 * Math.abs(value), exact };
}

/** The weights as coprime integers, if these are small. */
function wholeWeights(weights: PowerWeights, counts: ArrayLike<number>): readonly bigint[] | undefined {
  const exponents = weightExponents(weights, counts);
  const excess = exponents.map((own) =>
    own.map((exponent, j) => exponent - Math.min(...exponents.map((each) => each[j]))),
  );
  const bits = excess.map((own) =>
    own.reduce((sum, exponent, j) => sum + exponent * weights.base[j].toString(2).length, 0),
  );
  if (Math.max(...bits) > EXACT_BITS) return undefined;
  return excess.map((own) =>
    own.reduce((product, exponent, j) => product * weights.base[j] ** BigInt(exponent), 1n),
  );
}

/** How far a weight over the largest one can be off when both logarithms are within 2^−180 for each unit of their exponents. */
function shareError(weights: PowerWeights, counts: ArrayLike<number>): number {
  const sizes = weightExponents(weights, counts).map((own) => own.reduce((a, b) => a + b, 1));
  return Math.max(...sizes) * 2 ** -178;
}

/** One state against all others together, from the logarithms of the weights. */
function aloneAgainst(logs: readonly PreciseLogarithm[], state: number): StatePosterior {
  const others = logs.filter((_, other) => other !== state);
  if (others.length === 0)
    return { probability: wideNumber(1), complement: WIDE_ZERO, logOdds: Number.POSITIVE_INFINITY };
  const rival = largestOf(others);
  // The others together weigh e^rival · crowd.
  const crowd = others.reduce((sum, ln) => sum + Math.exp(logarithmToDouble(ln - rival)), 0);
  const lead = logs[state] - rival;
  const logOdds = logarithmToDouble(lead) - Math.log(crowd);
  return lead > 0n
    ? {
        probability: wideNumber(1 / (1 + crowd * Math.exp(-logarithmToDouble(lead)))),
        complement: wideNumber(crowd / (1 + crowd * Math.exp(-logarithmToDouble(lead))), -lead),
        logOdds,
      }
    : {
        probability: wideNumber(1 / (crowd + Math.exp(logarithmToDouble(lead))), lead),
        complement: wideNumber(crowd / (crowd + Math.exp(logarithmToDouble(lead)))),
        logOdds,
      };
}

function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  return a.reduce((sum, each, k) => sum + each * b[k], 0n);
}
