import { fail } from "../numeric/candor-error.js";
import { logarithmToDouble } from "../numeric/precise-logarithm.js";
import { compare, toDouble } from "../numeric/rational.js";
import { chernoffTilt } from "./chernoff.js";
import { type UtilityUnits, utilityUnits } from "./choice.js";
import { mergeEqualStates } from "./merge-equal-states.js";
import type { StatePair } from "./pair-weights.js";
import type { Population } from "./population.js";
import { type PowerWeights, powerWeights } from "./power-weights.js";
import { type MeasuredSignals, measureSignals } from "./signal-model.js";

/** Agents who live in one population and a designer who runs the mechanism of another, with what every size needs, computed once. */
export interface MisspecifiedStudy {
  /** What is true and what agents commonly believe, states of equal likelihood merged. */
  readonly truth: Population;
  /** What the designer believes, states of equal likelihood merged. */
  readonly designer: Population;
  /** Pr(s) of the agents. */
  readonly signalProbability: Float64Array;
  readonly believed: MeasuredSignals;
  readonly weights: PowerWeights;
  readonly units: UtilityUnits;
  /** By true state. */
  readonly tracks: readonly BeliefTrack[];
  /** The designer has everything right, so that truth is worth exactly 0. */
  readonly agree: boolean;
}

/** What the designer comes to believe in one true state. */
export interface BeliefTrack {
  /** The likelihood of this state in all states, its prior in all. */
  readonly signals: MeasuredSignals;
  /** A state the posterior settles on, as far as doubles tell: any state serves, a wrong one costs precision only. */
  readonly anchor: number;
  /** (anchor, ω′) by believed state ω′. */
  readonly pairs: readonly StatePair[];
}

/**
 * Prepares a designer with a wrong model. Signals, alternatives and groups have the same names in the same order in both; priors, likelihoods,
 * utilities and even the states may differ: `{ ...truth, prior, likelihood }` differs in beliefs alone.
 *
 * @param truth what is true and what agents commonly believe. @param designer the population whose (σ̂, q̂) is run.
 * Errors: `different-names`. Cost: states² × signals, on precise logarithms.
 */
export function studyMisspecified(truth: Population, designer: Population): MisspecifiedStudy {
  requireSameNames("signals", truth.signals, designer.signals);
  requireSameNames("alternatives", truth.alternatives, designer.alternatives);
  requireSameNames("groups", truth.groups.map(nameOf), designer.groups.map(nameOf));
  const [own, theirs] = [mergeEqualStates(truth), mergeEqualStates(designer)];
  const believed = measureSignals(theirs);
  return {
    truth: own,
    designer: theirs,
    signalProbability: measureSignals(own).signalProbability,
    believed,
    weights: powerWeights(theirs),
    units: utilityUnits(theirs),
    tracks: own.prior.map((_, state) => beliefTrack(own, state, believed)),
    agree: sameWorld(own, theirs),
  };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function requireSameNames(what: string, own: readonly string[], theirs: readonly string[]): void {
  if (own.length !== theirs.length || own.some((name, k) => name !== theirs[k]))
    fail("different-names", what, `Agents and designer need the same ${what} in the same order.`, {
      expected: own.join(", "),
      received: theirs.join(", "),
    });
}

function beliefTrack(
  { prior, likelihood }: Population,
  state: number,
  believed: MeasuredSignals,
): BeliefTrack {
  const { states, signals: m } = believed;
  const everywhere = <T>(value: T) => Array.from({ length: states }, () => value);
  const signals = measureSignals({
    prior: everywhere(prior[state]),
    likelihood: everywhere(likelihood[state]),
  });
  const expectedLog = everywhere(0).map((_, s) =>
    likelihood[state].reduce((sum, p, x) => sum + toDouble(p) * believed.logLikelihood[s * m + x], 0),
  );
  const anchor = expectedLog.indexOf(Math.max(...expectedLog));
  const log = ({ preciseLogPrior }: MeasuredSignals, s: number) => logarithmToDouble(preciseLogPrior[s]);
  const pairs = expectedLog.map((_, mistaken) => {
    const tilt = chernoffTilt(signals, believed, anchor, mistaken);
    const odds = log(believed, mistaken) - log(believed, anchor);
    return { state: anchor, mistaken, tilt, logConstant: log(signals, anchor) + tilt.exponent * odds };
  });
  return { signals, anchor, pairs };
}

/** Whether two populations agree in everything that matters to incentives, states in the same order. */
function sameWorld(one: Population, other: Population): boolean {
  const numbers = ({ prior, likelihood, groups }: Population) => [
    ...prior,
    ...likelihood.flat(),
    ...groups.flatMap(({ utility }) => utility.flat()),
  ];
  const [a, b] = [numbers(one), numbers(other)];
  return one.prior.length === other.prior.length && a.every((value, k) => compare(value, b[k]) === 0);
}
