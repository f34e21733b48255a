import { fail } from "../numeric/candor-error.js";
import { highestLogarithm, logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { divide, type Rational, subtract, toDouble } from "../numeric/rational.js";
import { compareWide, WIDE_ZERO, type WideNumber, wideNumber } from "../numeric/wide-number.js";
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
  const contrast = Float64Array.from({ length: m * m }, (_, at) => {
    const [s, t] = [Math.floor(at / m), at % m];
    return (
      toDouble(subtract(odds(likelihood[state], s, t), odds(likelihood[mistaken], s, t))) / probability[s]
    );
  });
  if (!contrast.every(Number.isFinite))
    fail(
      "too-large",
      "beliefs.signals",
      "Likelihoods of one signal differ by more than doubles can hold. Use --exact with few players, or likelihoods above 1e-150.",
    );
  return contrast;
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
  const { best, most, errorBound } = found;
  const gains = best !== undefined && best.gain > 0;
  return {
    players,
    composition,
    epsilon: gains ? wideNumber(best.gain, best.reference) : WIDE_ZERO,
    errorBound,
    least: gains
      ? wideNumber(Math.max(0, best.gain - best.rounding - best.omitted), best.reference)
      : WIDE_ZERO,
    most,
    omittedShare: gains ? found.omitted / found.size : 0,
    ...(gains ? { witness: best.lie } : {}),
    cells: found.cells,
  };
}

/** What a lie gains, with bounds on rounding and on what was left out, in units of e^reference. */
interface Gain {
  readonly lie: Lie;
  readonly gain: number;
  readonly rounding: number;
  readonly omitted: number;
  readonly reference: PreciseLogarithm;
}

/**
 * The largest gain over all lies. Each lie has a unit of its own, that of the slowest pair of states it has to do with, so that none is lost
 * beside a larger one; `omitted` is what may be missing in the lies that could be the best, in the unit of the best.
 */
function largestGain(study: PopulationStudy, sums: readonly PairSums[], composition: readonly number[]) {
  const gains = lies(study.signals.signals, composition).map((lie) => gainOf(study, sums, lie));
  const wide = ({ reference }: Gain, value: number) => wideNumber(value, reference);
  const best = gains.reduce<Gain | undefined>(
    (a, b) => (a === undefined || compareWide(wide(b, b.gain), wide(a, a.gain)) > 0 ? b : a),
    undefined,
  );
  if (best === undefined) return { best, size: 0, omitted: 0, most: WIDE_ZERO, errorBound: WIDE_ZERO };
  const reach = (each: Gain) => wide(each, Math.max(0, each.gain + each.rounding + each.omitted));
  const rivals = gains.filter((each) => compareWide(reach(each), wide(best, best.gain)) >= 0);
  const largest = (values: readonly WideNumber[]) =>
    values.reduce((a, b) => (compareWide(b, a) > 0 ? b : a), WIDE_ZERO);
  return {
    best,
    size: Math.abs(best.gain),
    omitted: rivals.reduce(
      (most, each) =>
        Math.max(most, each.omitted * Math.exp(logarithmToDouble(each.reference - best.reference))),
      best.omitted,
    ),
    most: largest(gains.map(reach)),
    errorBound: largest([best, ...rivals].map((each) => wide(each, each.rounding + each.omitted))),
  };
}

/** Every signal with every other report, for each group that has a member. */
function lies(signals: number, composition: readonly number[]): Lie[] {
  const all: Lie[] = [];
  composition.forEach((members, group) => {
    for (let signal = 0; signal < signals; signal++)
      for (let report = 0; report < signals; report++)
        if (members > 0 && report !== signal) all.push({ group, signal, report });
  });
  return all;
}

function gainOf(
  { signals, contrasts, differences }: PopulationStudy,
  sums: readonly PairSums[],
  lie: Lie,
): Gain {
  const { group, signal, report } = lie;
  const m = signals.signals;
  const concerned = sums
    .map((own, p) => ({
      own,
      contrast: contrasts[p][signal * m + report],
      difference: differences[p][group],
    }))
    .filter(({ contrast, difference }) => contrast !== 0 && difference.some((each) => each !== 0));
  const reference = highestLogarithm(concerned.map(({ own }) => own.reference));
  let gain = 0;
  let rounding = 0;
  let omitted = 0;
  for (const { own, contrast, difference } of concerned) {
    const unit = contrast * Math.exp(logarithmToDouble(own.reference - reference));
    let total = 0;
    let size = 0;
    let widest = 0;
    for (let a = 0; a < difference.length; a++) {
      const term = own.sums[a * m + report] * difference[a];
      total += term;
      size += Math.abs(term);
      widest = Math.max(widest, Math.abs(difference[a]));
    }
    gain += unit * total;
    rounding += Math.abs(unit) * size * (own.roundingError + 2 ** -50);
    omitted += Math.abs(unit) * widest * own.omitted;
  }
  return { lie, gain, rounding, omitted, reference };
}
