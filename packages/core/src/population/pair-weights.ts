import { logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { chernoffTilt, type Tilt } from "./chernoff.js";
import { type MeasuredSignals, sameLikelihood } from "./signal-model.js";
import { type CountCell, type Sweep, sweepWindow } from "./sweep.js";
import { countWindow } from "./window.js";

/** Two states, the second believed in where the first is true, and where the weight of that lies. */
export interface StatePair {
  readonly state: number;
  readonly mistaken: number;
  readonly tilt: Tilt;
  /** ln of the constant of the bound: π0(ω) (π̂0(ω′)/π̂0(ω))^λ. */
  readonly logConstant: number;
}

/** The pairs ω < ω′ of states that signals tell apart, where designer and agents agree; (ω′, ω) has the same weights. */
export function statePairs(signals: MeasuredSignals): StatePair[] {
  const pairs: StatePair[] = [];
  for (let state = 0; state < signals.states; state++)
    for (let mistaken = state + 1; mistaken < signals.states; mistaken++) {
      if (sameLikelihood(signals.model, state, mistaken)) continue;
      const tilt = chernoffTilt(signals, signals, state, mistaken);
      const [own, other] = [state, mistaken].map((s) => logarithmToDouble(signals.preciseLogPrior[s]));
      pairs.push({ state, mistaken, tilt, logConstant: own + tilt.exponent * (other - own) });
    }
  return pairs;
}

/** Sums of pair weights, in units of e^reference. */
export interface PairSums {
  readonly pair: StatePair;
  /** Σ M_n(c) (c_t/n) w_ω(c) π_ω′(c) over the counts at which a is chosen, at [alternative · signals + t]. */
  readonly sums: Float64Array;
  readonly reference: PreciseLogarithm;
  /** Bounds the relative rounding error of each sum. */
  readonly roundingError: number;
  /** Bounds what is left out of Σ M_n(c) w_ω π_ω′, in units of e^reference. */
  readonly omitted: number;
  readonly cells: number;
}

/** Partial sums of so many terms are added up first, which keeps rounding errors small. */
const CHUNK = 512;

/** The window of one pair of states, ready to be swept. */
export interface PairSweep extends Sweep {
  /** Bounds Σ M_n(c) w_ω(c) min(1, ŵ_ω′/ŵ_ω) over the counts outside of the window, in units of e^reference. */
  readonly omitted: number;
}

export function sweepPair(
  truth: MeasuredSignals,
  believed: MeasuredSignals,
  { state, mistaken, tilt, logConstant }: StatePair,
  players: number,
  depth: number,
): PairSweep {
  const window = countWindow(tilt, players, depth);
  const sweep = sweepWindow(truth, believed, window, [state, mistaken]);
  const logBound = logConstant + players * tilt.logRho - logarithmToDouble(sweep.reference);
  // The margin covers the rounding of these logarithms, which grow with the number of players.
  const bound = Math.exp(logBound + 1e-6 + 1e-12 * players);
  return { ...sweep, omitted: window.omittedShare === 0 ? 0 : window.omittedShare * bound };
}

/**
 * The weights of one pair of states by chosen alternative and by the share of players who report t.
 * `chooserFor` makes a choice fit for the rounding error of the sweep. Cost: cells of the window × (states + signals).
 */
export function pairSums(
  signals: MeasuredSignals,
  pair: StatePair,
  alternatives: number,
  players: number,
  depth: number,
  chooserFor: (roundingError: number) => (cell: CountCell) => number,
): PairSums {
  const { state, mistaken } = pair;
  const { omitted, ...sweep } = sweepPair(signals, signals, pair, players, depth);
  const choose = chooserFor(sweep.roundingError);
  const m = signals.signals;
  const sums = new Float64Array(alternatives * m);
  const pending = new Float64Array(alternatives * m);
  let cells = 0;
  sweep.run((cell) => {
    const { counts, truth: logs, believed: beliefs, peak, total, mass } = cell;
    const weight = (mass * Math.exp(logs[state] + beliefs[mistaken] - peak)) / total;
    const offset = choose(cell) * m;
    for (let x = 0; x < m; x++) pending[offset + x] += weight * counts[x];
    if (++cells % CHUNK === 0) flush(pending, sums);
  });
  flush(pending, sums);
  for (let k = 0; k < sums.length; k++) sums[k] /= players;
  return {
    pair,
    sums,
    reference: sweep.reference,
    roundingError: 3 * sweep.roundingError + 2 ** -53 * (CHUNK + cells / CHUNK),
    omitted,
    cells,
  };
}

function flush(pending: Float64Array, sums: Float64Array): void {
  for (let k = 0; k < sums.length; k++) {
    sums[k] += pending[k];
    pending[k] = 0;
  }
}
