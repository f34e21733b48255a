import { logarithmToDouble } from "../numeric/precise-logarithm.js";
import { type Rational, toDouble } from "../numeric/rational.js";
import { scaledTotals, TINY } from "./choice.js";
import type { PopulationStudy } from "./incentives.js";
import { signOfWeightedSum } from "./power-weights.js";
import { type CountCell, type Sweep, sweepWindow } from "./sweep.js";
import { countVectors } from "./widening.js";
import { countBox } from "./window.js";

/** Typical counts: all but some e^−32 of the probability. */
const DEPTH = 32;
/** Counts less likely than this are typical of nothing; together they have less than 10^−11 of the probability. */
const UNLIKELY = 1e-19;
/** Sums around typical counts are this good, in the unit of what is added up. */
const ABSOLUTE = 1e-11;
/** Typical counts that take some seconds. */
export const MOST_TYPICAL = 5e7;

/** About how many counts are typical of some state. */
export function typicalCounts({ signals: { signals, states } }: PopulationStudy, players: number): number {
  const box = (2 * Math.sqrt((2 * DEPTH * players) / signals)) ** (signals - 1);
  return states * Math.min(countVectors(players, signals), box);
}

/** The widest range of a u(a, ·) over the states. */
export function widestSpread(utility: readonly (readonly Rational[])[]): number {
  return Math.max(0, ...utility.map(spread));
}

/** The range of values. */
export function spread(row: readonly Rational[]): number {
  const values = row.map(toDouble);
  return Math.max(...values) - Math.min(...values);
}

/** Sums around the counts that are typical of each state: M_n(c) w_ω(c) is multinomial there. */
export function typicalSums(
  study: PopulationStudy,
  players: number,
  chooserFor: (roundingError: number) => (cell: CountCell) => number,
) {
  const { signals, population } = study;
  const k = signals.states;
  const m = signals.signals;
  const utilities = population.groups.map(({ utility }) => Float64Array.from(utility.flat(), toDouble));
  const probability = new Float64Array(utilities.length);
  const expected = new Float64Array(utilities.length);
  const worth = utilities.map(() => new Float64Array(m));
  const paid = utilities.map(() => new Float64Array(m));
  for (let state = 0; state < k; state++) {
    const sweep = stateSweep(study, state, players);
    const choose = chooserFor(sweep.roundingError);
    const paysTooMuch = overpaymentSign(study, sweep.roundingError);
    const unit = Math.exp(logarithmToDouble(sweep.reference));
    sweep.run((cell) => {
      const weight = unit * cell.mass * Math.exp(cell.truth[state]);
      if (weight < UNLIKELY) return;
      const a = choose(cell);
      for (let u = 0; u < utilities.length; u++) {
        const row = a * k;
        let value = 0;
        for (let s = 0; s < k; s++) value += cell.weights[s] * utilities[u][row + s];
        const payment = value / cell.total;
        for (let x = 0; x < m; x++) {
          const share = (weight * cell.counts[x]) / players;
          worth[u][x] += share * utilities[u][row + state];
          paid[u][x] += share * payment;
        }
        if (!paysTooMuch(u, a, cell, state)) continue;
        probability[u] += weight;
        expected[u] += weight * Math.max(0, payment - utilities[u][row + state]);
      }
    });
  }
  let interimResidual = 0;
  for (let u = 0; u < utilities.length; u++)
    for (let x = 0; x < m; x++)
      interimResidual = Math.max(
        interimResidual,
        Math.abs(worth[u][x] - paid[u][x]) / signals.signalProbability[x],
      );
  const error = population.groups.map(({ utility }) => ABSOLUTE * widestSpread(utility));
  return { probability: probability.map((p) => Math.min(1, p)), expected, error, interimResidual };
}

/** The counts that are typical of a state. */
export function stateSweep(
  { signals }: PopulationStudy,
  state: number,
  players: number,
): Sweep & { readonly omitted: number } {
  const m = signals.signals;
  const box = countBox(signals.likelihood.subarray(state * m, (state + 1) * m), players, DEPTH);
  return { ...sweepWindow(signals, signals, box, [state, state]), omitted: box.omittedShare };
}

/**
 * Whether Σ_ω π(ω) u(a, ω) > u(a, state) for a group: by logarithms, so that states of probabilities below the smallest double count, and by exact
 * signs where doubles come close, so that a payment that equals the value is none too much.
 */
function overpaymentSign({ units, weights }: PopulationStudy, roundingError: number) {
  const gaps = units.integers.map((group) =>
    group.map((row) => row.map((own) => row.map((value) => value - own))),
  );
  const scaled = gaps.map((group) => group.map(scaledTotals));
  const margin = 2 * roundingError + 2 ** -50 * weights.prior.length;
  return (group: number, alternative: number, { truth, counts }: CountCell, state: number): boolean => {
    const gap = scaled[group][alternative][state];
    let heaviest = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < truth.length; s++) if (gap[s] !== 0 && truth[s] > heaviest) heaviest = truth[s];
    if (heaviest === Number.NEGATIVE_INFINITY) return false;
    let difference = 0;
    let size = 0;
    for (let s = 0; s < truth.length; s++) {
      const term = Math.exp(truth[s] - heaviest) * gap[s];
      difference += term;
      size += Math.abs(term);
    }
    if (Math.abs(difference) > margin * size + TINY) return difference > 0;
    return signOfWeightedSum(weights, counts, gaps[group][alternative][state]) > 0;
  };
}
