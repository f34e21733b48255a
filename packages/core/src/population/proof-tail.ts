import { compare, divide, multiply, ONE, type Rational, rational, subtract } from "../numeric/rational.js";
import { type GeometricTail, sizeBeyondWhich } from "./geometric-tail.js";
import { type PairCoefficients, pairCoefficients, unitsOf } from "./pair-coefficients.js";
import type { Population } from "./population.js";
import type { ProofConstants } from "./proof-constants.js";
import { logOf } from "./signal-model.js";

/** Geometric bounds on how often the events of eq. (4) fail. */
export interface ProofTail {
  /** η = min(1 − e, δ̄/2): P and T hold where every further signal leaves the true state more than 1 − η. */
  readonly threshold: Rational;
  /** By state ω: at least 1 − ν^n(P_ω^n ∩ T^n | ω), for every n ≥ 1. */
  readonly byState: readonly GeometricTail[];
  /** For this and every larger n eq. (4) holds in every state, for some δ < δ̄; n counts the signals of the others, as in the source. */
  readonly beyond: number;
}

/**
 * An explicit n0 for the proof of Theorem 1. P_ω^n: π(x^n, y)(ω) > e for all y; T^n: ‖π(x^n, y) − π(x^n, z)‖₁ < δ̄ for all y, z.
 *
 * Proof. Two beliefs that give ω more than 1 − η each differ by less than 2η in the sum of absolute differences: that sum is twice the mass
 * which the one with more on ω lacks elsewhere, and this is below η. So where P ∩ T fails, some y has 1 − π(x^n, y)(ω) ≥ η, that is
 * Σ_{ω′≠ω} w_ω′/w_ω ≥ h = η/(1 − η), and some ω′ has π0(ω′)/π0(ω) · max_y ν(y|ω′)/ν(y|ω) · Π_x (ν(x|ω′)/ν(x|ω))^{c_x} ≥ h/(k − 1). Markov's inequality
 * for the power λ of it, the exponent of Chernoff's coefficient ρ of the two states, bounds the probability in ω of the last by
 * ((k − 1)/h · π0(ω′)/π0(ω) · max_y ν(y|ω′)/ν(y|ω))^λ ρ^n.
 *
 * One δ < δ̄ serves every n ≥ `beyond`: the bound with δ̄/2 in the place of δ̄ is below δ̄/2 for all but finitely many n, and each of these has a δ of
 * its own; the largest of all of them does.
 *
 * @returns `undefined` where condition (1) fails or signals do not separate all states, which the theorem assumes.
 * Errors: `too-large` as in {@link sizeBeyondWhich}. Cost: that of {@link pairCoefficients}.
 */
export function proofTail(population: Population, { e, delta }: ProofConstants): ProofTail | undefined {
  const pairs = pairCoefficients(population);
  const k = population.states.length;
  if (e === undefined || 2 * pairs.length < k * (k - 1)) return undefined;
  const [most, half] = [subtract(ONE, e), divide(delta, rational(2))];
  const threshold = compare(most, half) < 0 ? most : half;
  const odds = divide(multiply(rational(k - 1), subtract(ONE, threshold)), threshold);
  const byState = population.states.map((_, state) =>
    pairs
      .filter(({ states }) => states.includes(state))
      .map((pair) => mistakenFor(population, pair, state, odds)),
  );
  return { threshold, byState, beyond: Math.max(...byState.map((tail) => sizeBeyondWhich(tail, delta))) };
}

/** The bound on how often the other state of a pair weighs too much in `state`; `odds` = (k − 1)/h. */
function mistakenFor(
  { prior, likelihood }: Population,
  { states, exponent, logChernoff }: PairCoefficients,
  state: number,
  odds: Rational,
) {
  const [one, other] = states;
  const mistaken = state === one ? other : one;
  const power = state === one ? unitsOf(exponent) : unitsOf(1) - unitsOf(exponent);
  const largest = likelihood[state]
    .map((p, y) => divide(likelihood[mistaken][y], p))
    .reduce((most, ratio) => (compare(ratio, most) > 0 ? ratio : most));
  const base = multiply(odds, multiply(divide(prior[mistaken], prior[state]), largest));
  return { states, logConstant: (power * logOf(base)) / unitsOf(1), logRate: logChernoff };
}
