import { fail } from "../numeric/candor-error.js";
import { gcd, toDouble } from "../numeric/rational.js";
import { powerWeights, signOfWeightedSum } from "./power-weights.js";
import type { SignalModel } from "./signal-model.js";

/** Where the posterior of a designer settles in one true state. */
export interface SettledState {
  /** The designer's states of least KL(ν_ω ‖ ν̂_ω′), in increasing order: more than one are exact ties. */
  readonly believed: readonly number[];
  /** That divergence, in doubles; 0 where the designer has the likelihood right. */
  readonly divergence: number;
}

/**
 * The states that a designer with likelihoods ν̂ believes in with many signals, by true state: (1/n) ln(ŵ_ω′/ŵ_ω″)(c) tends to
 * KL(ν_ω ‖ ν̂_ω″) − KL(ν_ω ‖ ν̂_ω′), so that the posterior of the one least divergent state tends to 1, exponentially fast. Among tied states with
 * different likelihoods the log odds are a random walk without drift: the posterior has no limit.
 *
 * Exact: with ν_ω(x) = k_x/D, the sign of KL(ν_ω ‖ ν̂_ω″) − KL(ν_ω ‖ ν̂_ω′) is that of Π_x ν̂_ω′(x)^{k_x} − Π_x ν̂_ω″(x)^{k_x}.
 * The models share signals, not necessarily states. Errors: `too-large` where D or exponents pass 2^53. Cost: states × states comparisons.
 */
export function settledStates(truth: SignalModel, believed: SignalModel): SettledState[] {
  const weights = powerWeights({ ...believed, prior: believed.prior.map(() => ({ n: 1n, d: 1n })) });
  return truth.likelihood.map((row) => {
    const unit = row.reduce((lcm, { d }) => (lcm / gcd(lcm, d)) * d, 1n);
    if (unit > BigInt(Number.MAX_SAFE_INTEGER))
      fail(
        "too-large",
        "likelihood",
        "A common denominator of these probabilities passes 2^53; write them with fewer digits.",
      );
    const counts = row.map(({ n, d }) => Number(n * (unit / d)));
    const order = (one: number, other: number) =>
      signOfWeightedSum(
        weights,
        counts,
        believed.prior.map((_, s) => (s === one ? 1n : 0n) - (s === other ? 1n : 0n)),
      );
    let best = [0];
    for (let state = 1; state < believed.prior.length; state++) {
      const sign = order(state, best[0]);
      if (sign > 0) best = [state];
      else if (sign === 0) best.push(state);
    }
    const divergence = row.reduce((sum, p, x) => {
      const own = toDouble(p);
      return sum + own * Math.log(own / toDouble(believed.likelihood[best[0]][x]));
    }, 0);
    return { believed: best, divergence: Math.max(0, divergence) };
  });
}
