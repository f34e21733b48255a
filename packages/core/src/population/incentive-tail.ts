import type { PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { preciseLog } from "../numeric/precise-logarithm.js";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";
import type { GeometricTail, GeometricTerm } from "./geometric-tail.js";
import { type PairCoefficients, pairCoefficients, tiltedLogs, unitsOf } from "./pair-coefficients.js";
import type { Population } from "./population.js";
import { utilityNorm } from "./proof-constants.js";
import { logOf } from "./signal-model.js";

/** Two bounds on ε*(n) for every n ≥ 1 and every composition of the groups. */
export interface IncentiveTail {
  /** With max_{u, a} of what the utility gains between two states; never above `byNorm`. */
  readonly byRange: GeometricTail;
  /** max ‖u‖ · E‖Δπ‖₁, in which utilities enter by their sup norm alone. */
  readonly byNorm: GeometricTail;
}

/**
 * Constants with ε*(n) ≤ Σ_{ω<ω′} C_{ωω′} ρ_{ωω′}^n for every n ≥ 1 and every composition, ε*(n) the largest gain from a lie under (σ*, q*).
 * Neither condition (1) nor separated states are needed: pairs of states with one likelihood contribute nothing.
 *
 * Proof. With c the counts of reports, w_ω = π0(ω) Π_x ν(x|ω)^{c_x}, Z = Σ w and r(ω) = ν(s|ω)/ν(t|ω), a member of u who saw s and
 * reports t gains
 *   (1/p_s) Σ_c M_n(c) (c_t/n) Σ_{ω<ω′} (r(ω) − r(ω′)) (u(σ*(c), ω) − u(σ*(c), ω′)) w_ω w_ω′/Z,
 * since truth earns 0 and P(c − e_t, ω | s) = r(ω) M_n(c) (c_t/n) w_ω/p_s. Each product of differences is at most
 * |r(ω) − r(ω′)| R with R = max_{u,a} ± (u(a, ω) − u(a, ω′)) ∨ 0, the sign that of r(ω) − r(ω′); R ≤ 2 max ‖u‖ gives `byNorm`, as
 * E‖Δπ‖₁ ≤ (2/p_s) Σ_{ω<ω′} |r(ω) − r(ω′)| Σ_c M_n(c) (c_t/n) w_ω w_ω′/Z by the same steps. For 0 < λ < 1
 *   w w′/Z ≤ w w′/(w + w′) ≤ κ w^{1−λ} w′^λ,  κ = max_z z^{1−λ}/(1 + z) = λ^λ (1 − λ)^{1−λ} at z = (1 − λ)/λ,
 * and with τ_x = ν(x|ω)^{1−λ} ν(x|ω′)^λ, Σ τ = ρ, c_t M_n(c) = n M_{n−1}(c − e_t) and the binomial theorem give
 *   Σ_c M_n(c) (c_t/n) Π_x τ_x^{c_x} = τ_t ρ^{n−1}.
 * So C = max_{s,t} |r(ω) − r(ω′)| R/p_s · κ π0(ω)^{1−λ} π0(ω′)^λ τ_t/ρ at Chernoff's λ*. One player and two states whose likelihoods near
 * each other come as near to the bound as one likes. Rounding ρ upwards keeps it a bound: ρ enters as ρ^{n−1}.
 *
 * Cost: pairs × (signals² + groups × alternatives). Source: the incentive part of the proof of Theorem 1 in Basu, Optimal mechanism design
 * with approximate incentive compatibility and many players, made quantitative with Chernoff's bound.
 */
export function incentiveTail(population: Population): IncentiveTail {
  const { prior, likelihood } = population;
  const seen = likelihood[0].map((_, s) =>
    prior.reduce((sum, p, state) => add(sum, multiply(p, likelihood[state][s])), ZERO),
  );
  const norm = multiply(rational(2), utilityNorm(population));
  const tail = (rangesOf: (pair: PairCoefficients) => Ranges): GeometricTail =>
    pairs.flatMap((pair) => termOf(population, pair, seen, rangesOf(pair)) ?? []);
  const pairs = pairCoefficients(population);
  return {
    byRange: tail(({ states }) => utilityRanges(population, states)),
    byNorm: tail(() => ({ up: norm, down: norm })),
  };
}

/** max_{u,a} of u(a, ω) − u(a, ω′), and of the same with ω and ω′ exchanged; at least 0. */
interface Ranges {
  readonly up: Rational;
  readonly down: Rational;
}

function utilityRanges({ groups }: Population, [one, other]: readonly [number, number]): Ranges {
  let [up, down] = [ZERO, ZERO];
  for (const row of groups.flatMap(({ utility }) => utility)) {
    const change = subtract(row[one], row[other]);
    if (compare(change, up) > 0) up = change;
    if (compare(negate(change), down) > 0) down = negate(change);
  }
  return { up, down };
}

/** C ρ^n of a pair; `undefined` where no lie gains from it. */
function termOf(
  { prior, likelihood }: Population,
  { states, exponent, logChernoff }: PairCoefficients,
  seen: readonly Rational[],
  { up, down }: Ranges,
): GeometricTerm | undefined {
  const [own, other] = states.map((state) => likelihood[state]);
  const lambda = unitsOf(exponent);
  const tilted = tiltedLogs(own.map(logOf), other.map(logOf), lambda);
  let most: PreciseLogarithm | undefined;
  own.forEach((_, s) => {
    own.forEach((_, t) => {
      const change = subtract(divide(own[s], own[t]), divide(other[s], other[t]));
      const gain = multiply(change, change.n > 0n ? up : negate(down));
      if (gain.n === 0n) return;
      const ln = logOf(divide(gain, seen[s])) + tilted[t];
      if (most === undefined || ln > most) most = ln;
    });
  });
  if (most === undefined) return undefined;
  const [weight] = tiltedLogs([logOf(prior[states[0]])], [logOf(prior[states[1]])], lambda);
  return { states, logConstant: most + logPeak(lambda) + weight - logChernoff, logRate: logChernoff };
}

/** ln κ = λ ln λ + (1 − λ) ln(1 − λ). */
function logPeak(lambda: bigint): PreciseLogarithm {
  const share = (part: bigint) => (part * (preciseLog(part) - preciseLog(UNIT))) / UNIT;
  return share(lambda) + share(UNIT - lambda);
}

const UNIT = unitsOf(1);
