import { preciseExponential } from "../numeric/precise-exponential.js";
import { logarithmToDouble, type PreciseLogarithm, preciseLog } from "../numeric/precise-logarithm.js";
import { logOf, type SignalModel, sameLikelihood } from "./signal-model.js";

/** How alike the signals of two states ω, ω′ are. Every ρ(λ) = Σ_x ν(x|ω)^{1−λ} ν(x|ω′)^λ is below 1 for 0 < λ < 1. */
export interface PairCoefficients {
  /** [ω, ω′] with ω < ω′ and different likelihoods. */
  readonly states: readonly [number, number];
  /** λ* in (0, 1), where ρ(λ) is least; a multiple of 2^−53. */
  readonly exponent: number;
  /** ln ρ(λ*) for that very λ*, rounded upwards: not below the truth, and above it by less than 2^−140 where ρ > 2^−20. */
  readonly logChernoff: PreciseLogarithm;
  /** ln ρ(½), rounded likewise. */
  readonly logBhattacharyya: PreciseLogarithm;
}

/** λ in units of 2^−53. */
const UNIT = 1n << 53n;
const NEWTON_STEPS = 12;
const LN2 = preciseLog(2n);

/**
 * ln of ν(x|ω)^{1−λ} ν(x|ω′)^λ by signal, for λ in units of 2^−53, from the logarithms of the two rows; to 2^−170.
 */
export function tiltedLogs(
  own: readonly PreciseLogarithm[],
  other: readonly PreciseLogarithm[],
  lambda: bigint,
): PreciseLogarithm[] {
  return own.map((ln, x) => ((UNIT - lambda) * ln + lambda * other[x]) / UNIT);
}

/** λ as a number of units of 2^−53. */
export function unitsOf(exponent: number): bigint {
  return BigInt(exponent * 2 ** 53);
}

/**
 * The coefficients of every pair of states with different likelihoods, ordered by states. Cost: pairs × signals × some twenty exponentials of
 * 192 bits. Source: Chernoff, A measure of asymptotic efficiency for tests of a hypothesis based on the sum of observations (1952).
 */
export function pairCoefficients(signals: SignalModel): PairCoefficients[] {
  const logs = signals.likelihood.map((row) => row.map(logOf));
  const pairs: PairCoefficients[] = [];
  for (let one = 0; one < logs.length; one++)
    for (let other = one + 1; other < logs.length; other++) {
      if (sameLikelihood(signals, one, other)) continue;
      const lambda = leastAffinity(logs[one], logs[other]);
      pairs.push({
        states: [one, other],
        exponent: Number(lambda) * 2 ** -53,
        logChernoff: logAffinity(logs[one], logs[other], lambda),
        logBhattacharyya: logAffinity(logs[one], logs[other], UNIT / 2n),
      });
    }
  return pairs;
}

/** The pair that signals tell apart most slowly: the largest ρ(λ*); `undefined` where no pair is told apart. */
export function slowestPair(pairs: readonly PairCoefficients[]): PairCoefficients | undefined {
  return pairs.reduce<PairCoefficients | undefined>(
    (slowest, pair) => (slowest !== undefined && slowest.logChernoff >= pair.logChernoff ? slowest : pair),
    undefined,
  );
}

/**
 * Chernoff information −ln ρ(λ*): probabilities of taking one state for the other fall like e^{−n·information}, so that errors below ε
 * take n ≈ ln(1/ε)/information players to leading order, where general convergence rates promise a multiple of 1/ε².
 */
export function chernoffInformation({ logChernoff }: PairCoefficients): number {
  return -logarithmToDouble(logChernoff);
}

/** ln ρ(λ), rounded upwards. */
function logAffinity(
  own: readonly PreciseLogarithm[],
  other: readonly PreciseLogarithm[],
  lambda: bigint,
): PreciseLogarithm {
  const terms = affinities(own, other, lambda);
  // An exponential is too small by less than 2^−184 and the 2^−170 of its argument, logarithms are exact to 2^−170.
  const total = terms.reduce((sum, term) => sum + term, BigInt(terms.length) << 23n);
  return preciseLog(total) - 192n * LN2 + (1n << 32n);
}

function affinities(
  own: readonly PreciseLogarithm[],
  other: readonly PreciseLogarithm[],
  lambda: bigint,
): bigint[] {
  return tiltedLogs(own, other, lambda).map((ln) => preciseExponential(ln > 0n ? 0n : ln));
}

/**
 * The λ at which ρ is least, in units of 2^−53: Newton's method for ρ′ = 0 in integers of 192 bits, kept in a bracket. ρ is strictly convex with
 * ρ′(0) = −KL(ν‖ν′) < 0 < KL(ν′‖ν) = ρ′(1). Integers, since near states leave ρ′ no digits in doubles.
 */
function leastAffinity(own: readonly PreciseLogarithm[], other: readonly PreciseLogarithm[]): bigint {
  const ratios = other.map((ln, x) => ln - own[x]);
  let [low, high] = [0n, UNIT];
  let lambda = UNIT / 2n;
  for (let step = 0; high - low > 1n; step++) {
    const firstDerivatives = affinities(own, other, lambda).map((value, x) => (value * ratios[x]) >> 192n);
    const slope = firstDerivatives.reduce((sum, value) => sum + value, 0n);
    const curvature = firstDerivatives.reduce((sum, value, x) => sum + ((value * ratios[x]) >> 192n), 1n);
    if (slope > 0n) high = lambda;
    else low = lambda;
    const move = (slope * UNIT) / curvature;
    if (move === 0n) break;
    const next = lambda - move;
    lambda = step < NEWTON_STEPS && next > low && next < high ? next : (low + high) / 2n;
    if (lambda === 0n) return 1n;
  }
  return lambda;
}
