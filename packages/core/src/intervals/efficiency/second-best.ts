import type { Integral } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { combination } from "./efficient-problem.js";

/** A mechanism that maximises expected gains plus a price on its expected surplus. */
export interface WeightedMechanism {
  readonly gains: Integral;
  /** Expected payments less costs when the worst-off types are left with nothing. */
  readonly surplus: Integral;
}

/** The largest expected gains among incentive-compatible, individually rational mechanisms without an expected deficit. */
export interface SecondBest<M extends WeightedMechanism> {
  /** Whether the first best itself runs no deficit. */
  readonly efficient: boolean;
  /** α ∈ [0, 1], the weight on information rents. */
  readonly weight: number;
  /** λ = α/(1 − α), the price of a unit of expected surplus in gains. */
  readonly multiplier: number;
  readonly gains: Integral;
  readonly firstBest: Integral;
  /** gains/firstBest; 1 when there is nothing to gain. */
  readonly share: number;
  /** Expected payments that nobody needs; 0 to rounding unless efficient. */
  readonly surplus: Integral;
  readonly mechanism: M;
  /** Where the surplus jumps over 0: play this one, with slightly less weight, with the probability given. */
  readonly mixture?: { readonly with: M; readonly probability: number };
}

/** Half the step across a jump of the surplus. */
const STEP = 1e-9;

/**
 * Maximises gains subject to surplus ≥ 0 over the family `compute(α)`, which maximises gains + λ·surplus, α = λ/(1 + λ), so that its surplus
 * does not fall in α: α = 0 when that has no deficit, otherwise the α where the surplus is 0, otherwise (it jumps there: ties of positive
 * probability) a lottery over both sides of the jump. The error of `gains` includes λ times that of the surplus.
 * Complexity: some ten evaluations of `compute`.
 * Source: Myerson and Satterthwaite (1983), Theorem 2, by Lagrangian duality.
 */
export function secondBest<M extends WeightedMechanism>(compute: (weight: number) => M): SecondBest<M> {
  const known = new Map<number, M>();
  const at = (alpha: number): M => {
    const mechanism = known.get(alpha) ?? compute(alpha);
    known.set(alpha, mechanism);
    return mechanism;
  };
  const first = at(0);
  const firstBest = first.gains;
  const base = { firstBest, efficient: false };
  if (first.surplus.value >= -first.surplus.error)
    return {
      ...{ ...base, efficient: true, weight: 0, multiplier: 0, gains: firstBest, share: 1 },
      ...{ surplus: first.surplus, mechanism: first },
    };
  const last = at(1);
  const surplusAt = (alpha: number) => {
    if (alpha === 0) return first.surplus.value;
    if (alpha === 1) return Math.max(0, last.surplus.value);
    const { value, error } = at(alpha).surplus;
    return Math.abs(value) <= error ? 0 : value;
  };
  const weight = findRoot(surplusAt, 0, 1, { tolerance: 1e-15 });
  const multiplier = weight / (1 - weight);
  const mechanism = weight === 1 ? last : at(weight);
  const { surplus } = mechanism;
  const outcome = { ...base, weight, multiplier };
  const ratio = (gains: Integral) => (firstBest.value === 0 ? 1 : gains.value / firstBest.value);
  if (Math.abs(surplus.value) <= 1e-9 * (1 + Math.abs(firstBest.value))) {
    const missed = weight === 1 ? 0 : multiplier * (surplus.error + Math.abs(surplus.value));
    const gains = { ...mechanism.gains, error: mechanism.gains.error + missed };
    return { ...outcome, gains, share: ratio(gains), surplus, mechanism };
  }
  const less = at(Math.max(0, weight - STEP));
  const more = at(Math.min(1, weight + STEP));
  const probability = more.surplus.value / (more.surplus.value - less.surplus.value);
  const mix = (a: Integral, b: Integral) => combination([probability, a], [1 - probability, b]);
  const mixed = mix(less.gains, more.gains);
  const gains = { ...mixed, error: mixed.error + 4 * STEP * multiplier * (1 + Math.abs(firstBest.value)) };
  return {
    ...{ ...outcome, gains, share: ratio(gains), surplus: mix(less.surplus, more.surplus) },
    ...{ mechanism: more, mixture: { with: less, probability } },
  };
}
