import { highestLogarithm, logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { type PairSweep, type StatePair, sweepPair } from "./pair-weights.js";
import type { MeasuredSignals } from "./signal-model.js";
import type { CountCell } from "./sweep.js";

/** The walk over the window of one pair of states, measured in a unit that all pairs share. */
export interface ScaledSweep {
  readonly pair: StatePair;
  readonly sweep: PairSweep;
  /** The unit of the sweep in the common one: e^(its reference − the common reference). */
  readonly scale: number;
}

/** The walks over the windows of all pairs, and the largest of their references. */
export function pairSweeps(
  signals: MeasuredSignals,
  pairs: readonly StatePair[],
  players: number,
  depth: number,
): { readonly sweeps: readonly ScaledSweep[]; readonly reference: PreciseLogarithm } {
  const raw = pairs.map((pair) => sweepPair(signals, signals, pair, players, depth));
  const reference = highestLogarithm(raw.map((each) => each.reference));
  const sweeps = raw.map((sweep, p) => ({
    pair: pairs[p],
    sweep,
    scale: Math.exp(logarithmToDouble(sweep.reference - reference)),
  }));
  return { sweeps, reference };
}

/** M_n(c) w_ω(c) π_ω′(c) at a cell, in the unit of its sweep. */
export function pairWeight({ state, mistaken }: StatePair, cell: CountCell): number {
  return (cell.mass * Math.exp(cell.truth[state] + cell.believed[mistaken] - cell.peak)) / cell.total;
}
