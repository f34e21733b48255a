import type { PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { type StatePair, sweepPair } from "./pair-weights.js";
import type { MeasuredSignals } from "./signal-model.js";
import type { CountCell } from "./sweep.js";

/** Weights of counts in one true state ω at which the designer believes in ω′, in units of e^reference, at [alternative · signals + t]. */
export interface BeliefSums {
  /** Σ M_n(c) (c_t/n) w_ω(c) π̂_ω′(c) over the counts at which a is chosen. */
  readonly plain: Float64Array;
  /** The same with the odds π̂_f(c)/(1 − π̂_f(c)) of the anchor f as a factor, for the alternatives that need it. */
  readonly withOdds: Float64Array;
  readonly reference: PreciseLogarithm;
  /** Bounds the relative rounding error of each sum. */
  readonly roundingError: number;
  /** Bounds what is left out of Σ M_n(c) w_ω π̂_ω′, in units of e^reference. */
  readonly omitted: number;
  readonly cells: number;
}

/** What one designer does with reports. */
export interface Choices {
  readonly alternatives: number;
  /** Makes σ̂ for weights with a rounding error. */
  readonly chooserFor: (roundingError: number) => (cell: CountCell) => number;
  /** By alternative. */
  readonly needsOdds: readonly boolean[];
}

/** Partial sums of so many terms are added up first, which keeps rounding errors small. */
const CHUNK = 512;

/**
 * @param truth ν_ω and π0(ω) in every state, which makes the tilt, the slab and the bound of a pair (f, ω′) those of three states: ω true, f
 *   and ω′ compared by the designer.
 * Cost: cells of the window × (states + signals).
 */
export function beliefSums(
  truth: MeasuredSignals,
  believed: MeasuredSignals,
  pair: StatePair,
  { alternatives, chooserFor, needsOdds }: Choices,
  players: number,
  depth: number,
): BeliefSums {
  const { state: anchor, mistaken } = pair;
  const { omitted, ...sweep } = sweepPair(truth, believed, pair, players, depth);
  const choose = chooserFor(sweep.roundingError);
  const m = truth.signals;
  const [plain, withOdds] = [chunkedSum(alternatives * m), chunkedSum(alternatives * m)];
  let cells = 0;
  sweep.run((cell) => {
    const { counts, weights } = cell;
    const belief = Math.exp(cell.truth[anchor] + cell.believed[mistaken] - cell.peak) / cell.total;
    const weight = (cell.mass * belief) / players;
    const a = choose(cell);
    for (let x = 0; x < m; x++) plain.pending[a * m + x] += weight * counts[x];
    if (needsOdds[a]) {
      let others = 0;
      for (let s = 0; s < weights.length; s++) if (s !== anchor) others += weights[s];
      const withAnchor = weight * (weights[anchor] / others);
      for (let x = 0; x < m; x++) withOdds.pending[a * m + x] += withAnchor * counts[x];
    }
    if (++cells % CHUNK === 0) for (const each of [plain, withOdds]) each.flush();
  });
  for (const each of [plain, withOdds]) each.flush();
  return {
    plain: plain.sums,
    withOdds: withOdds.sums,
    reference: sweep.reference,
    roundingError: 6 * sweep.roundingError + 2 ** -53 * (CHUNK + cells / CHUNK + weightsOf(believed)),
    omitted,
    cells,
  };
}

/** Additions and divisions on top of the weights themselves. */
function weightsOf({ states }: MeasuredSignals): number {
  return states + 8;
}

function chunkedSum(length: number) {
  const sums = new Float64Array(length);
  const pending = new Float64Array(length);
  const flush = () => {
    for (let k = 0; k < length; k++) sums[k] += pending[k];
    pending.fill(0);
  };
  return { sums, pending, flush };
}
