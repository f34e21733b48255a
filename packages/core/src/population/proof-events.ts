import { logarithmToDouble } from "../numeric/precise-logarithm.js";
import type { PopulationStudy } from "./incentives.js";
import type { CountCell } from "./sweep.js";
import { stateSweep } from "./typical-sums.js";

/** What the proof asks of a posterior: more than e on the true state, and no signal more that moves it by δ (sum of absolute differences). */
export interface ProofEvents {
  readonly confidence: number;
  readonly delta: number;
}

export interface FailureProbability {
  /** 1 − ν^n(P_ω^n ∩ T^n | ω) lies between these two. */
  readonly least: number;
  readonly most: number;
}

/** Posteriors closer than this to e or δ count as undecided: both ends of the answer differ by their probability. */
const UNDECIDED = 1e-11;

/**
 * How likely it is, after n signals in one state, that the events P and T of eq. (4) do not both happen:
 * P: π(x^n, y)(ω) > e for every y; T: ‖π(x^n, y) − π(x^n, z)‖₁ < δ for all y, z. By counts, absolute error 1e-12.
 * Cost: typical counts of the state × signals² × states.
 */
export function failureProbability(
  study: PopulationStudy,
  state: number,
  players: number,
  { confidence, delta }: ProofEvents,
): FailureProbability {
  const { signals: m, states: k, likelihood, preciseLogPrior } = study.signals;
  const sweep = stateSweep(study, state, players);
  const unit = Math.exp(logarithmToDouble(sweep.reference - preciseLogPrior[state]));
  const posteriors = new Float64Array(m * k);
  let fails = 0;
  let undecided = 0;
  sweep.run((cell) => {
    writeNextPosteriors(cell, likelihood, posteriors);
    let least = 1;
    let widest = 0;
    for (let y = 0; y < m; y++) {
      least = Math.min(least, posteriors[y * k + state]);
      for (let z = 0; z < y; z++) {
        let distance = 0;
        for (let s = 0; s < k; s++) distance += Math.abs(posteriors[y * k + s] - posteriors[z * k + s]);
        widest = Math.max(widest, distance);
      }
    }
    const slack = Math.min(least - confidence, delta - widest);
    if (slack > UNDECIDED) return;
    const probability = unit * cell.mass * Math.exp(cell.truth[state]);
    if (slack < -UNDECIDED) fails += probability;
    else undecided += probability;
  });
  const error = 1e-13 + 2 * sweep.roundingError;
  return {
    least: Math.max(0, fails * (1 - error)),
    most: Math.min(1, (fails + undecided) * (1 + error) + sweep.omitted),
  };
}

/** π(c + e_y)(ω) at y · |Ω| + ω. */
function writeNextPosteriors({ weights }: CountCell, likelihood: Float64Array, target: Float64Array): void {
  const k = weights.length;
  const m = likelihood.length / k;
  for (let y = 0; y < m; y++) {
    let total = 0;
    for (let s = 0; s < k; s++) {
      const weight = weights[s] * likelihood[s * m + y];
      target[y * k + s] = weight;
      total += weight;
    }
    for (let s = 0; s < k; s++) target[y * k + s] /= total;
  }
}
