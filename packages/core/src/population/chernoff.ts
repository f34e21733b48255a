import type { MeasuredSignals } from "./signal-model.js";

/**
 * The best exponential bound on M_n(c)·w_ω(c)·π̂_ω′(c), the weight of counts at which the state is ω and the designer believes in ω′:
 * since π̂_ω′ ≤ min(1, ŵ_ω′/ŵ_ω), Σ_c M_n(c) w_ω π̂_ω′ ≤ π0(ω) (π̂0(ω′)/π̂0(ω))^λ ρ^n for each λ in [0, 1].
 */
export interface Tilt {
  /** λ that minimises ρ(λ) = Σ_x ν_ω(x) (ν̂_ω′(x)/ν̂_ω(x))^λ over [0, 1]. */
  readonly exponent: number;
  /** ln ρ(λ), at most 0. */
  readonly logRho: number;
  /** τ(x) = ν_ω(x) (ν̂_ω′(x)/ν̂_ω(x))^λ / ρ: the shares of signals around which the weight lies. */
  readonly shares: Float64Array;
}

/** With believed = truth, exponent and ρ are those of Chernoff: −ln ρ is the Chernoff information of the two likelihoods. */
export function chernoffTilt(
  truth: MeasuredSignals,
  believed: MeasuredSignals,
  state: number,
  mistaken: number,
): Tilt {
  const m = truth.signals;
  const row = (signals: MeasuredSignals, of: number) => signals.logLikelihood.subarray(of * m, (of + 1) * m);
  const own = row(truth, state);
  const right = row(believed, state);
  const wrong = row(believed, mistaken);
  const ratio = Float64Array.from(right, (value, x) => wrong[x] - value);
  // ln ρ is convex in λ; its slope is the mean of the log ratio under the tilted shares.
  const slope = (exponent: number) => {
    const shares = tilted(own, ratio, exponent).shares;
    return ratio.reduce((sum, value, x) => sum + shares[x] * value, 0);
  };
  let low = 0;
  let high = 1;
  if (slope(0) >= 0) high = 0;
  else if (slope(1) <= 0) low = 1;
  for (let step = 0; step < 60 && high > low; step++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  const exponent = (low + high) / 2;
  return { exponent, ...tilted(own, ratio, exponent) };
}

function tilted(own: Float64Array, ratio: Float64Array, exponent: number) {
  const logs = own.map((value, x) => value + exponent * ratio[x]);
  const top = Math.max(...logs);
  const shares = logs.map((value) => Math.exp(value - top));
  const total = shares.reduce((sum, value) => sum + value, 0);
  return { logRho: Math.min(0, top + Math.log(total)), shares: shares.map((value) => value / total) };
}
