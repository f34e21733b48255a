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
  /** No smaller number does: ε* is above the target at `atLeast` − 1. Below `players` where brackets or the budget leave it open. */
  readonly atLeast: number;
  /** From here on the geometric bound proves it. */
  readonly tailFrom: number;
}

/** How much may be looked at: `costOf` a size in counts, about `most` of them together. */
export interface ScanBudget {
  costOf(players: number): number;
  readonly most: number;
}

/**
 * The smallest n from which ε*(m) ≤ target for every m ≥ n. The geometric tail proves it for all large m. A bisection finds some size at
 * which ε* is above the target; the sizes between are looked at from the largest down, as long as the budget lasts.
 * `epsilonAt` may be the gain under a rule of composition or the worst over compositions.
 * Errors: `not-positive` target, `too-large` as in {@link sizeBeyondWhich}.
 */
export function incentiveThreshold(
  tail: GeometricTail,
  target: Rational,
  epsilonAt: (players: number) => EpsilonBracket,
  budget: ScanBudget = UNLIMITED,
): Threshold {
  const tailFrom = sizeBeyondWhich(tail, target);
  const goal = wideNumber(1, logOf(target));
  const found = scan(tailFrom, budget, (n) => {
    const { least, most } = epsilonAt(n);
    return compareWide(least, goal) > 0 ? "fails" : compareWide(most, goal) > 0 ? "open" : "holds";
  });
  return { ...found, tailFrom };
}

const UNLIMITED: ScanBudget = { costOf: () => 0, most: 1 };

/**
 * The smallest n such that everything from n to `end` − 1 holds, and the largest that is known to fail, plus one. The bisection only finds where to
 * stop: nothing is taken to be monotone.
 */
function scan(
  end: number,
  { costOf, most }: ScanBudget,
  at: (n: number) => "holds" | "open" | "fails",
): { players: number; atLeast: number } {
  let spent = 0;
  const affordable = (n: number) => {
    spent += costOf(n);
    return spent <= most;
  };
  let failing = 0;
  for (let above = end; above - failing > 1; ) {
    const middle = Math.floor((failing + above) / 2);
    if (!affordable(middle)) break;
    if (at(middle) === "fails") failing = middle;
    else above = middle;
  }
  let players = end;
  for (let n = end - 1; n > failing && affordable(n); n--) {
    const own = at(n);
    if (own === "fails") return { players, atLeast: n + 1 };
    if (own === "open") return { players, atLeast: failing + 1 };
    players = n;
  }
  return { players, atLeast: failing + 1 };
}

/** The n0 of the proof of Theorem 1. */
export interface ProofThreshold {
  /** Eq. (4) holds for every n ≥ this; the theorem then speaks of more players than this. */
  readonly signals: number;
  /** No smaller n0 does; below `signals` where the budget leaves it open. */
  readonly atLeast: number;
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
  budget: ScanBudget = UNLIMITED,
): ProofThreshold | undefined {
  const tail = proofTail(study.population, constants);
  if (tail === undefined) return undefined;
  const events = { confidence: toDouble(constants.e!), delta: toDouble(constants.delta) };
  const states = study.population.states.map((_, state) => state);
  const found = scan(tail.beyond, budget, (n) =>
    states.some((state) => failureProbability(study, state, n, events).most >= events.delta)
      ? "fails"
      : "holds",
  );
  const near = budget.costOf(found.players) <= budget.most;
  return {
    signals: found.players,
    atLeast: found.atLeast,
    tailFrom: tail.beyond,
    probability: near
      ? states.map((state) => {
          const { least, most } = failureProbability(study, state, found.players, events);
          return [1 - most, 1 - least] as const;
        })
      : [],
  };
}

/**
 * What the proof of Theorem 1 bounds ε* by with so many players: 5 max‖u‖ times the smallest δ < 1 for which the events of eq. (4) fail with a
 * probability of at most δ in every state, by counts of the others' signals, 1 % upwards; `undefined` where no δ does or it is below
 * 1e-10, or where the theorem's assumptions fail.
 */
export function proofBound(
  study: PopulationStudy,
  { e, norm, condition }: ProofConstants,
  players: number,
): number | undefined {
  if (!condition.holds || players < 2) return undefined;
  const states = study.population.states.map((_, state) => state);
  const enough = (delta: number) =>
    states.every(
      (state) =>
        failureProbability(study, state, players - 1, { confidence: toDouble(e!), delta }).most <= delta,
    );
  let [low, high] = [-60, 0];
  while (high - low > 0.015) {
    const middle = (low + high) / 2;
    if (enough(2 ** middle)) high = middle;
    else low = middle;
  }
  // Probabilities are added up to about 1e-13: smaller δ are not told apart.
  const resolved = high < 0 && 2 ** high >= SMALLEST_DELTA;
  return resolved ? 5 * toDouble(norm) * 2 ** high : undefined;
}

const SMALLEST_DELTA = 1e-10;
