import { highestLogarithm, logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { add, divide, multiply, type Rational, toDouble, ZERO } from "../numeric/rational.js";
import { compareWide, WIDE_ZERO, type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { beliefSums } from "./belief-sums.js";
import {
  type BelievedSums,
  type TrackTerms,
  type TrackValue,
  trackTerms,
  trackValue,
} from "./belief-terms.js";
import { chooser, totalUtilities } from "./choice.js";
import type { Lie } from "./incentives.js";
import type { MisspecifiedStudy } from "./misspecified-study.js";
import { requireComposition } from "./require-composition.js";
import { widened } from "./widening.js";

/** A quantity that is the largest of several and at least 0. */
export interface LargestAmount<W> {
  readonly value: WideNumber;
  /** Bounds |value − the true one|: rounding and counts left out. */
  readonly errorBound: WideNumber;
  /** Where the largest arises; absent when none is positive. */
  readonly witness?: W;
}

/** A member of a group that saw a signal. */
export interface SignalType {
  readonly group: number;
  readonly signal: number;
}

/** What truth is worth to agents whom the designer gets wrong. */
export interface MisspecifiedAnswer {
  readonly players: number;
  readonly composition: readonly number[];
  /** ε: the largest gain U(s→t) − U(s→s) over groups with a member. */
  readonly epsilon: LargestAmount<Lie>;
  /** The largest interim loss −U(s→s) of a truthful member against an outside option of 0. */
  readonly shortfall: LargestAmount<SignalType>;
  /** Count vectors looked at. */
  readonly cells: number;
}

/**
 * ε and the participation shortfall when the designer runs (σ̂, q̂) of a model with beliefs π̂ and utilities û, while signals follow (π0, ν) and
 * utilities are v. With c the counts of reports, w the weights of the truth and M_n(c − e_t) = M_n(c) c_t/n,
 *
 *   U(u, s→t) = Σ_ω ν(s|ω)/(Pr(s) ν(t|ω)) Σ_c M_n(c) (c_t/n) w_ω(c) F_ω(c),   F_ω(c) = v(σ̂(c), ω) − Σ_ω′ π̂_ω′(c) û(σ̂(c), ω′).
 *
 * F is a constant plus what vanishes: let f be the state that the designer settles on in ω, a* a favourite of the designer in f, and
 * κ_ω = v(a*, ω) − û(a*, f). Since π̂ adds up to 1, F_ω(c) − κ_ω = Σ_ω′ π̂_ω′(c) g(σ̂(c), ω′) with g(a, ω′) = v(a, ω) − û(a, ω′) − κ_ω and g(a*, f) = 0.
 * κ adds Σ_ω Pr(ω|s) κ_ω to every report and drops out of gains, exactly. Where an a ≠ a* is chosen the posterior of f is bounded, so that its
 * weight is divided among the others: π̂_f = Σ_{ω′≠f} π̂_ω′ · π̂_f/(1 − π̂_f), and σ̂(c) = a makes the odds at most
 * max_{ω′}(Ŵ(a, ω′) − Ŵ(a*, ω′)) / (Ŵ(a*, f) − Ŵ(a, f)). All that is left carries a π̂_ω′, ω′ ≠ f, and lies in the windows of {@link beliefSums};
 * so ε keeps its digits where it is 10^−1000 and the designer is wrong for ever. Where favourites tie in f its own weight is added up, at O(1).
 *
 * Doubles relative to a reference of 50 digits, choices exact. Errors: `invalid-composition`.
 * Cost: the true states × the believed ones × cells of a window.
 */
export function misspecifiedIncentives(
  study: MisspecifiedStudy,
  composition: readonly number[],
): MisspecifiedAnswer {
  requireComposition(study.truth, composition);
  const players = composition.reduce((sum, members) => sum + members, 0);
  const totals = totalUtilities(study.units, composition);
  const terms = study.tracks.map((_, state) => trackTerms(study, state, composition, totals));
  const found = widened(study.believed, players, (depth) => {
    const sums = study.tracks.map(({ signals, pairs, anchor }, state) =>
      pairs
        .filter(({ mistaken }) => mistaken !== anchor || terms[state].direct)
        .map((pair) => {
          const choices = {
            alternatives: totals.length,
            chooserFor: (roundingError: number) => chooser(totals, study.weights, 2 * roundingError),
            needsOdds: terms[state].odds.map((bound) => bound > 0),
          };
          return {
            mistaken: pair.mistaken,
            sums: beliefSums(signals, study.believed, pair, choices, players, depth),
          };
        }),
    );
    return evaluated(study, terms, sums, composition);
  });
  return { players, composition, epsilon: found.epsilon, shortfall: found.shortfall, cells: found.cells };
}

function evaluated(
  study: MisspecifiedStudy,
  terms: readonly TrackTerms[],
  sums: readonly (readonly BelievedSums[])[],
  composition: readonly number[],
) {
  const m = study.truth.signals.length;
  const all = sums.flat();
  const reference = highestLogarithm(all.map(({ sums: { reference: own } }) => own));
  const values = terms.map((own, state) =>
    trackValue(own, study.tracks[state].anchor, sums[state], m, reference),
  );
  const lies: Candidate<Lie>[] = [];
  const types: Candidate<SignalType>[] = [];
  const most = { size: 0, omitted: 0, rounding: 0 };
  const members = [...composition.keys()].filter((group) => composition[group] > 0);
  for (const group of members)
    for (let signal = 0; signal < m; signal++) {
      const truth = worth(study, values, group, signal, signal);
      types.push(loss(constantWorth(study, terms, group, signal), truth, reference, { group, signal }));
      for (let report = 0; report < m; report++) {
        if (report === signal) continue;
        const lie = worth(study, values, group, signal, report);
        const gain = lie.value - truth.value;
        const omitted = lie.omitted + truth.omitted;
        const rounding = lie.rounding + truth.rounding;
        most.size = Math.max(most.size, Math.abs(gain));
        most.omitted = Math.max(most.omitted, omitted);
        most.rounding = Math.max(most.rounding, rounding);
        lies.push({
          value: wideNumber(gain, reference),
          error: wideNumber(omitted + rounding, reference),
          witness: { group, signal, report },
        });
      }
    }
  return {
    ...most,
    epsilon: largestOf(lies),
    shortfall: study.agree ? { value: WIDE_ZERO, errorBound: WIDE_ZERO } : largestOf(types),
    cells: all.reduce((total, { sums: { cells } }) => total + cells, 0),
  };
}

/** What is left of U(s→t) without its constant, in units of e^reference. */
function worth(
  { truth: { likelihood }, signalProbability }: MisspecifiedStudy,
  values: readonly TrackValue[],
  group: number,
  signal: number,
  report: number,
) {
  const total = { value: 0, rounding: 0, omitted: 0 };
  values.forEach((own, state) => {
    const odds =
      toDouble(divide(likelihood[state][signal], likelihood[state][report])) / signalProbability[signal];
    total.value += odds * own.value[group][report];
    total.rounding += odds * own.rounding[group][report];
    total.omitted += odds * own.omitted[group];
  });
  return total;
}

/** Σ_ω Pr(ω|s) κ_ω. */
function constantWorth(
  { truth: { prior, likelihood } }: MisspecifiedStudy,
  terms: readonly TrackTerms[],
  group: number,
  signal: number,
): Rational {
  const weights = prior.map((p, state) => multiply(p, likelihood[state][signal]));
  const sum = weights.reduce(
    (total, weight, state) => add(total, multiply(weight, terms[state].constants[group])),
    ZERO,
  );
  return divide(sum, weights.reduce(add, ZERO));
}

interface Candidate<W> {
  readonly value: WideNumber;
  readonly error: WideNumber;
  readonly witness: W;
}

/** −U(s→s) from its constant and the rest; the constant only enters where it is not 0, lest it hide the rest. */
function loss(
  constant: Rational,
  rest: ReturnType<typeof worth>,
  reference: PreciseLogarithm,
  witness: SignalType,
): Candidate<SignalType> {
  const error = rest.rounding + rest.omitted;
  if (constant.n === 0n)
    return { value: wideNumber(-rest.value, reference), error: wideNumber(error, reference), witness };
  const unit = Math.exp(logarithmToDouble(reference));
  const own = toDouble(constant);
  return {
    value: wideNumber(-own - rest.value * unit),
    error: wideNumber(error * unit + 2 ** -50 * (Math.abs(own) + Math.abs(rest.value * unit))),
    witness,
  };
}

/** The largest candidate and 0, with the errors of those that could be it. */
function largestOf<W>(candidates: readonly Candidate<W>[]): LargestAmount<W> {
  const larger = (a: WideNumber, b: WideNumber) => (compareWide(b, a) > 0 ? b : a);
  const negated = ({ mantissa, exponent }: WideNumber) => ({ mantissa: -mantissa, exponent });
  const possible = candidates.filter(({ value, error }) => compareWide(value, negated(error)) > 0);
  const best = possible.reduce(
    (top, each) => (compareWide(each.value, top.value) > 0 ? each : top),
    possible[0],
  );
  const errorBound = possible.map(({ error }) => error).reduce(larger, WIDE_ZERO);
  if (best === undefined || best.value.mantissa <= 0) return { value: WIDE_ZERO, errorBound };
  return { value: best.value, errorBound, witness: best.witness };
}
