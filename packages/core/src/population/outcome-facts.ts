import { highestLogarithm, logarithmToDouble } from "../numeric/precise-logarithm.js";
import { type Rational, rational, toDouble } from "../numeric/rational.js";
import { type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { chooser, totalUtilities } from "./choice.js";
import { type PopulationStudy, studyPopulation } from "./incentives.js";
import { mergeEqualStates } from "./merge-equal-states.js";
import { type PairSweep, sweepPair } from "./pair-weights.js";
import { separationCost } from "./separation.js";
import { MOST_TYPICAL, spread, typicalCounts, typicalSums, widestSpread } from "./typical-sums.js";
import { widened } from "./widening.js";

/** What (σ*, q*) brings with n players, in doubles unless said otherwise. */
export interface OutcomeFacts {
  readonly players: number;
  /** Σ_ω π0(ω) max_a W(a, ω): everybody knows the state. */
  readonly firstBest: Rational;
  /** The same when only what signals can ever tell is known: states of one likelihood stay together. */
  readonly learnable: Rational;
  /** learnable − expected welfare ≥ 0. */
  readonly gap: WideNumber;
  readonly gapError: WideNumber;
  /** Expected welfare, which is the expected sum of payments. */
  readonly welfare: number;
  readonly overpayment: readonly Overpayment[];
  /**
   * The largest |E[u(σ*, ω) | s] − E[q | s]| found, each side added up on its own: rounding and nothing else. Absent where the typical counts
   * are too many to be looked at.
   */
  readonly interimResidual?: number;
}

/** How a member of a group fares ex post: it pays more than the outcome is worth to it in the true state. */
export interface Overpayment {
  readonly group: number;
  /** Absent where the typical counts are too many to be looked at. */
  readonly probability?: number;
  /** Absent there where signals do not separate all states. */
  readonly expected?: WideNumber;
  /** Bounds the error of `expected`. */
  readonly expectedError?: WideNumber;
  /** No report profile and state make it pay more than this too much. */
  readonly atMost: number;
}

/**
 * Welfare, its gap and ex post overpayments with n players composed as given. The gap and, where signals separate all states, the expected
 * overpayment are added up between the states and keep their digits however small; probabilities and interim utilities are sums around the typical
 * counts of each state, with an absolute error of about 1e-12.
 * Cost: the cells of a window per state and per pair of states.
 */
export function outcomeFacts(
  study: PopulationStudy,
  players: number,
  composition: readonly number[],
): OutcomeFacts {
  const { groups } = study.population;
  const totals = totalUtilities(study.units, composition);
  const { statesKnown, classesKnown } = separationCost(study.population, composition);
  const separated = study.pairs.length === (study.signals.states * (study.signals.states - 1)) / 2;
  // States that no signal tells apart are one state for the gap, so that nothing cancels between them.
  const apart = separated ? study : studyPopulation(mergeEqualStates(study.population));
  const between = widened(apart.signals, players, (depth) =>
    betweenStates(apart, players, composition, depth),
  );
  const chooserFor = (error: number) => chooser(totals, study.weights, 2 * error);
  const typical =
    typicalCounts(study, players) <= MOST_TYPICAL ? typicalSums(study, players, chooserFor) : undefined;
  return {
    players,
    firstBest: statesKnown,
    learnable: classesKnown,
    gap: between.gap,
    gapError: between.gapError,
    welfare: toDouble(classesKnown) - Number(`${between.gap.mantissa}e${between.gap.exponent}`),
    overpayment: groups.flatMap(({ utility }, group) =>
      composition[group] === 0
        ? []
        : [
            {
              group,
              atMost: widestSpread(utility),
              ...overpaymentOf(group, separated ? between : undefined, typical),
            },
          ],
    ),
    ...(typical === undefined ? {} : { interimResidual: typical.interimResidual }),
  };
}

function overpaymentOf(
  group: number,
  between: ReturnType<typeof betweenStates> | undefined,
  typical: ReturnType<typeof typicalSums> | undefined,
): Omit<Overpayment, "group" | "atMost"> {
  const expected =
    between === undefined
      ? typical && {
          expected: wideNumber(typical.expected[group]),
          expectedError: wideNumber(typical.error[group]),
        }
      : { expected: between.overpaid[group].value, expectedError: between.overpaid[group].error };
  return { ...expected, ...(typical === undefined ? {} : { probability: typical.probability[group] }) };
}

/** W(a*, ω) − W(a, ω) at [ω · A + a] for the best a* in ω. */
function lossesOf({ population, units }: PopulationStudy, composition: readonly number[]): Float64Array {
  const totals = totalUtilities(units, composition);
  return Float64Array.from(
    population.states.flatMap((_, state) => {
      let best = totals[0][state];
      for (const row of totals) if (row[state] > best) best = row[state];
      return totals.map((row) => toDouble(rational(best - row[state], units.unit)));
    }),
  );
}

/**
 * Sums that vanish where one state is sure: the loss of welfare and the expected overpayments. Every cell is shared out among the pairs of
 * states in proportion to w_ω w_ω′; the share of a pair is at most the number of pairs times 2 max|Δ| min(w_ω, w_ω′), which bounds what
 * the windows leave out: if w_p and w_q are the heaviest state and the heaviest one separated from it, Σ ww′ ≥ w_p w_q and every
 * min(w_ω, w_ω′) ≤ w_q, while a loss w_ω Δ is at most Σ_ω′ min(w_ω, w_ω′) max|Δ| because the alternative chosen is best.
 */
function betweenStates(
  study: PopulationStudy,
  players: number,
  composition: readonly number[],
  depth: number,
) {
  const losses = lossesOf(study, composition);
  const totals = totalUtilities(study.units, composition);
  const { signals, pairs, population } = study;
  const k = signals.states;
  const alternatives = population.alternatives.length;
  const utilities = population.groups.map(({ utility }) => Float64Array.from(utility.flat(), toDouble));
  const sums: { reference: bigint; gap: number; overpaid: Float64Array; sweep: PairSweep }[] = [];
  for (const pair of pairs) {
    const sweep = sweepPair(signals, signals, pair, players, depth);
    const choose = chooser(totals, study.weights, 2 * sweep.roundingError);
    const overpaid = new Float64Array(utilities.length);
    let gap = 0;
    sweep.run((cell) => {
      const { weights, mass, peak, total, truth } = cell;
      let shares = 0;
      for (const { state, mistaken } of pairs) shares += weights[state] * weights[mistaken];
      // Where one state outweighs all others beyond doubles nothing is lost.
      if (shares === 0) return;
      const own = (mass * Math.exp(truth[pair.state] + truth[pair.mistaken] - peak)) / shares;
      const a = choose(cell);
      let loss = 0;
      for (let s = 0; s < k; s++) loss += weights[s] * losses[s * alternatives + a];
      gap += own * loss;
      for (let u = 0; u < utilities.length; u++) {
        const excess = overpaymentAt(utilities[u], a * k, weights, total);
        overpaid[u] += own * excess;
      }
    });
    sums.push({ reference: sweep.reference, gap, overpaid, sweep });
  }
  const top = highestLogarithm(sums.map(({ reference }) => reference));
  const combined = (part: (sum: (typeof sums)[number]) => number) =>
    sums.reduce((total, sum) => total + part(sum) * Math.exp(logarithmToDouble(sum.reference - top)), 0);
  const widest = losses.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const size = combined(({ gap }) => gap);
  const left = (most: number) => combined(({ sweep }) => 2 * most * pairs.length * sweep.omitted);
  const rounding = combined(({ gap, sweep }) => gap * 4 * sweep.roundingError);
  return {
    size,
    omitted: left(widest),
    gap: wideNumber(size, top),
    gapError: wideNumber(rounding + left(widest), top),
    overpaid: utilities.map((_, u) => {
      const spreads = population.groups[u].utility.map(spread);
      const value = combined(({ overpaid }) => overpaid[u]);
      const error = combined(({ overpaid, sweep }) => overpaid[u] * 4 * sweep.roundingError);
      return { value: wideNumber(value, top), error: wideNumber(error + left(Math.max(...spreads)), top) };
    }),
  };
}

/** Σ_ω weights[ω] (q − u(a, ω))₊ for the payment q = Σ_ω weights[ω] u(a, ω)/total. */
function overpaymentAt(utility: Float64Array, row: number, weights: Float64Array, total: number): number {
  let excess = 0;
  for (let s = 0; s < weights.length; s++) {
    let difference = 0;
    for (let r = 0; r < weights.length; r++) difference += weights[r] * (utility[row + r] - utility[row + s]);
    if (difference > 0) excess += (weights[s] * difference) / total;
  }
  return excess;
}
