import { highestLogarithm, logarithmToDouble } from "../numeric/precise-logarithm.js";
import { divide, type Rational, subtract, toDouble } from "../numeric/rational.js";
import { type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { chooser, totalUtilities, type UtilityUnits, utilityUnits } from "./choice.js";
import { type PairSums, pairSums, type StatePair, statePairs } from "./pair-weights.js";
import type { Population } from "./population.js";
import { type PowerWeights, powerWeights } from "./power-weights.js";
import { type MeasuredSignals, measureSignals } from "./signal-model.js";
import { widened } from "./widening.js";

/** A population with what every question about it needs, computed once. */
export interface PopulationStudy {
  readonly population: Population;
  readonly signals: MeasuredSignals;
  readonly weights: PowerWeights;
  readonly units: UtilityUnits;
  readonly pairs: readonly StatePair[];
  /** (ν(s|ω)/ν(t|ω) − ν(s|ω′)/ν(t|ω′))/Pr(s) at [pair][s · signals + t]. */
  readonly contrasts: readonly Float64Array[];
  /** u(a, ω) − u(a, ω′) at [pair][group][alternative]. */
  readonly differences: readonly (readonly Float64Array[])[];
}

export function studyPopulation(population: Population): PopulationStudy {
  const signals = measureSignals(population);
  const pairs = statePairs(signals);
  return {
    population,
    signals,
    weights: powerWeights(population),
    units: utilityUnits(population),
    pairs,
    contrasts: pairs.map((pair) => contrastOf(population, pair, signals.signalProbability)),
    differences: pairs.map(({ state, mistaken }) =>
      population.groups.map(({ utility }) =>
        Float64Array.from(utility, (row) => toDouble(subtract(row[state], row[mistaken]))),
      ),
    ),
  };
}

function contrastOf({ likelihood }: Population, { state, mistaken }: StatePair, probability: Float64Array) {
  const m = probability.length;
  const odds = (row: readonly Rational[], s: number, t: number) => divide(row[s], row[t]);
  return Float64Array.from({ length: m * m }, (_, at) => {
    const [s, t] = [Math.floor(at / m), at % m];
    return (
      toDouble(subtract(odds(likelihood[state], s, t), odds(likelihood[mistaken], s, t))) / probability[s]
    );
  });
}

/** A member of a group that saw one signal and reports another. */
export interface Lie {
  readonly group: number;
  readonly signal: number;
  readonly report: number;
}

/** ε* of the posterior payment mechanism at one size. */
export interface IncentiveAnswer {
  readonly players: number;
  readonly composition: readonly number[];
  /** The largest gain from a lie, at least 0. */
  readonly epsilon: WideNumber;
  /** Bounds |ε − ε*|: rounding and counts left out. */
  readonly errorBound: WideNumber;
  /** ε* lies between these two. */
  readonly least: WideNumber;
  readonly most: WideNumber;
  /** Bounds the counts left out alone, as a share of ε; 0 when ε = 0. */
  readonly omittedShare: number;
  /** The lie with the largest gain; absent when none gains. */
  readonly witness?: Lie;
  /** Count vectors looked at. */
  readonly cells: number;
}

/**
 * ε*(n) of (σ*, q*) with n players composed as given: the largest gain from a lie over groups with a member, signals and reports,
 *
 *   gain(u, s, t) = Σ_{ω<ω′} (ν(s|ω)/ν(t|ω) − ν(s|ω′)/ν(t|ω′))/Pr(s) · Σ_a B_{ωω′}(a, t) (u(a, ω) − u(a, ω′)),
 *   B_{ωω′}(a, t) = Σ_{c: σ*(c) = a} M_n(c) (c_t/n) w_ω(c) w_ω′(c) / Σ w(c),
 *
 * where c counts reports. It follows from the definition by writing the gain as Σ_ω P(c − e_t, ω | s) − P(c − e_t | s) π(c)(ω) times u(σ*(c), ω)
 * and pairing states: the terms are antisymmetric in (ω, ω′), so that truth earns exactly 0.
 *
 * Doubles relative to a reference of 50 digits; windows of counts between each two states, widened until what is left out is below
 * 10^−12 of ε, see {@link widened}. Choices are exact, ties go to the first alternative. Cost: cells × (states + alternatives × states + signals).
 */
export function incentiveGain(
  study: PopulationStudy,
  players: number,
  composition: readonly number[],
): IncentiveAnswer {
  const { signals, weights, units } = study;
  const totals = totalUtilities(units, composition);
  const chooserFor = (roundingError: number) => chooser(totals, weights, 2 * roundingError);
  const found = widened(signals, players, (depth) => {
    const sums = study.pairs.map((pair) =>
      pairSums(signals, pair, totals.length, players, depth, chooserFor),
    );
    return {
      ...largestGain(study, sums, composition),
      cells: sums.reduce((total, { cells }) => total + cells, 0),
    };
  });
  const { gain, reference } = found;
  const error = found.rounding + found.omitted;
  return {
    players,
    composition,
    epsilon: wideNumber(Math.max(0, gain), reference),
    errorBound: wideNumber(error, reference),
    least: wideNumber(Math.max(0, gain - error), reference),
    most: wideNumber(Math.max(0, gain + error), reference),
    omittedShare: gain > 0 ? found.omitted / gain : 0,
    ...(gain > 0 ? { witness: found.lie! } : {}),
    cells: found.cells,
  };
}

/** The largest gain over all lies, with bounds, in units of e^reference. */
function largestGain(study: PopulationStudy, sums: readonly PairSums[], composition: readonly number[]) {
  const m = study.signals.signals;
  const reference = highestLogarithm(sums.map((each) => each.reference));
  const scales = sums.map((each) => Math.exp(logarithmToDouble(each.reference - reference)));
  const best = {
    gain: Number.NEGATIVE_INFINITY,
    size: 0,
    rounding: 0,
    omitted: 0,
    lie: undefined as Lie | undefined,
  };
  for (let group = 0; group < composition.length; group++) {
    if (composition[group] === 0) continue;
    for (let signal = 0; signal < m; signal++)
      for (let report = 0; report < m; report++) {
        if (report === signal) continue;
        const own = gainOf(study, sums, scales, { group, signal, report });
        if (own.gain > best.gain) Object.assign(best, { gain: own.gain, lie: { group, signal, report } });
        best.size = Math.max(best.size, Math.abs(own.gain));
        best.rounding = Math.max(best.rounding, own.rounding);
        best.omitted = Math.max(best.omitted, own.omitted);
      }
  }
  return { ...best, reference };
}

function gainOf(
  { signals, contrasts, differences }: PopulationStudy,
  sums: readonly PairSums[],
  scales: readonly number[],
  { group, signal, report }: Lie,
) {
  const m = signals.signals;
  let gain = 0;
  let rounding = 0;
  let omitted = 0;
  for (let p = 0; p < sums.length; p++) {
    const contrast = contrasts[p][signal * m + report] * scales[p];
    const difference = differences[p][group];
    let total = 0;
    let size = 0;
    let widest = 0;
    for (let a = 0; a < difference.length; a++) {
      const term = sums[p].sums[a * m + report] * difference[a];
      total += term;
      size += Math.abs(term);
      widest = Math.max(widest, Math.abs(difference[a]));
    }
    gain += contrast * total;
    rounding += Math.abs(contrast) * size * (sums[p].roundingError + 2 ** -50);
    omitted += Math.abs(contrast) * widest * sums[p].omitted;
  }
  return { gain, rounding, omitted };
}
