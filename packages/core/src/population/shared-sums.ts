import type { PreciseLogarithm } from "../numeric/precise-logarithm.js";
import type { PopulationStudy } from "./incentives.js";
import { pairSweeps, pairWeight, type ScaledSweep } from "./pair-sweeps.js";
import type { CountCell } from "./sweep.js";
import { largestSize, type WindowedSum, widened } from "./widening.js";

/**
 * Quantities V_j(c), j = 0, 1, …, made of the weights q_p(c) = w_ω(c) w_ω′(c)/Z(c) of all pairs p of states at once and homogeneous in them:
 * |V_j| ≤ constants[j] · Σ_p q_p.
 */
export interface CellQuantities {
  /** The report t of each, whose share c_t/n weighs it. */
  readonly reports: Int32Array;
  readonly constants: Float64Array;
  /** Makes what writes V_j into `values`, given q_p up to a factor; choices have to allow for the rounding error of the weights. */
  readonly evaluatorFor: (
    roundingError: number,
  ) => (cell: CountCell, shares: Float64Array, values: Float64Array) => void;
}

/** Σ_c M_n(c) (c_t/n) V_j(c), in units of e^reference. */
export interface SharedSums extends WindowedSum {
  readonly sums: Float64Array;
  /** Bounds the error of each sum: rounding and counts left out. */
  readonly errors: Float64Array;
  readonly reference: PreciseLogarithm;
}

/**
 * Adds up quantities to which several pairs of states contribute at once. Each vector of counts gives the share V_j q_p/Σq of its value to
 * the window of the pair p. That share is at most constants[j] · q_p, so a window leaves out at most constants[j] times what it leaves out of
 * q_p, which has a bound. Cost: cells of all windows × (quantities + pairs).
 */
export function sharedSums(study: PopulationStudy, players: number, quantities: CellQuantities): SharedSums {
  const { signals, pairs } = study;
  const { reports, constants } = quantities;
  return widened(signals, players, (depth) => {
    const { sweeps, reference } = pairSweeps(signals, pairs, players, depth);
    const sums = new Float64Array(reports.length);
    const rounding = new Float64Array(reports.length);
    let left = 0;
    for (const each of sweeps) {
      const { weights, error } = addWindow(study, players, quantities, each, sums);
      for (let j = 0; j < sums.length; j++) rounding[j] += constants[j] * weights[reports[j]] * error;
      left += each.sweep.omitted * each.scale;
    }
    const errors = rounding.map((each, j) => each + constants[j] * left);
    return {
      sums,
      errors,
      reference,
      size: largestSize(sums),
      rounding: largestSize(rounding),
      omitted: largestSize(constants) * left,
    };
  });
}

/** Adds the shares of one pair to the sums; the weights of the pair by report, and the rounding error as a share of them. */
function addWindow(
  { signals, pairs }: PopulationStudy,
  players: number,
  { reports, evaluatorFor }: CellQuantities,
  { pair, sweep, scale }: ScaledSweep,
  sums: Float64Array,
) {
  const evaluate = evaluatorFor(sweep.roundingError);
  const weights = new Float64Array(signals.signals);
  const shares = new Float64Array(pairs.length);
  const values = new Float64Array(reports.length);
  let cells = 0;
  sweep.run((cell) => {
    cells++;
    const { truth: logs, counts } = cell;
    // The largest of the shares counts 1: the quotients V/Σ q underflow only where they do not matter.
    let top = Number.NEGATIVE_INFINITY;
    for (const { state, mistaken } of pairs) top = Math.max(top, logs[state] + logs[mistaken]);
    let total = 0;
    pairs.forEach(({ state, mistaken }, p) => {
      shares[p] = Math.exp(logs[state] + logs[mistaken] - top);
      total += shares[p];
    });
    evaluate(cell, shares, values);
    const weight = (pairWeight(pair, cell) * scale) / players;
    for (let x = 0; x < weights.length; x++) weights[x] += weight * counts[x];
    for (let j = 0; j < values.length; j++) sums[j] += (values[j] / total) * weight * counts[reports[j]];
  });
  const error = 10 * sweep.roundingError + 2 ** -53 * (cells + 8 * pairs.length) + 2 ** -48;
  return { weights, error };
}
