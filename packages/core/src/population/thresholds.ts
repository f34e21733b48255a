import { type Rational, toDouble } from "../numeric/rational.js";
import { compareWide, type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { type GeometricTail, sizeBeyondWhich } from "./geometric-tail.js";
import type { PopulationStudy } from "./incentives.js";
import type { ProofConstants } from "./proof-constants.js";
import { failureProbability } from "./proof-events.js";
import { proofTail } from "./proof-tail.js";
import { logOf } from "./signal-model.js";

/** What is known of ε* at one size. */
export interface EpsilonBracket {
  readonly least: WideNumber;
  readonly most: WideNumber;
}

/** From which size on ε* stays at or below a target. */
export interface Threshold {
  /** ε*(m) ≤ target for every m ≥ this: looked at one by one below `tailFrom`, by theorem from there on. */
  readonly players: number;
  /** No smaller number does: ε* is above the target at `atLeast` − 1; below `players` only where brackets leave it open. */
  readonly atLeast: number;
  /** From here on the geometric bound proves it. */
  readonly tailFrom: number;
}

/**
 * The smallest n from which ε*(m) ≤ target for every m ≥ n. The geometric tail proves it for all large m; smaller ones are looked at from the
 * largest down until one is above the target. `epsilonAt` may be the gain under a rule of composition or the worst over compositions.
 * Errors: `not-positive` target, `too-large` as in {@link sizeBeyondWhich}.
 */
export function incentiveThreshold(
  tail: GeometricTail,
  target: Rational,
  epsilonAt: (players: number) => EpsilonBracket,
): Threshold {
  const tailFrom = sizeBeyondWhich(tail, target);
  const goal = wideNumber(1, logOf(target));
  let players: number | undefined;
  for (let n = tailFrom - 1; n >= 1; n--) {
    const { least, most } = epsilonAt(n);
    if (players === undefined && compareWide(most, goal) > 0) players = n + 1;
    if (compareWide(least, goal) > 0) return { players: players!, atLeast: n + 1, tailFrom };
  }
  return { players: players ?? 1, atLeast: 1, tailFrom };
}

/** The n0 of the proof of Theorem 1. */
export interface ProofThreshold {
  /** The smallest n0 such that eq. (4) holds for every n ≥ n0; the theorem then speaks of more than n0 players. */
  readonly signals: number;
  /** From here on a geometric bound proves eq. (4). */
  readonly tailFrom: number;
  /** By state at `signals`: the probability in eq. (4), between two numbers. */
  readonly probability: readonly (readonly [number, number])[];
}

/**
 * The smallest n0 with ν^n(P_ω^n ∩ T^n | ω) ≥ 1 − δ for every n ≥ n0 and state ω, for some δ allowed by eq. (2): probabilities by counts.
 * A probability that rounding leaves open counts as too small. `undefined` where the theorem's assumptions fail.
 */
export function proofThreshold(
  study: PopulationStudy,
  constants: ProofConstants,
): ProofThreshold | undefined {
  const tail = proofTail(study.population, constants);
  if (tail === undefined) return undefined;
  const events = { confidence: toDouble(constants.e!), delta: toDouble(constants.delta) };
  const states = study.population.states.map((_, state) => state);
  const failures = (n: number) => states.map((state) => failureProbability(study, state, n, events));
  const fails = (n: number) =>
    states.some((state) => failureProbability(study, state, n, events).most >= events.delta);
  let signals = tail.beyond;
  while (signals > 1 && !fails(signals - 1)) signals--;
  return {
    signals,
    tailFrom: tail.beyond,
    probability: failures(signals).map(({ least, most }) => [1 - most, 1 - least] as const),
  };
}
