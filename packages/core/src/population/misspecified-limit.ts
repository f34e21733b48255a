import { add, compare, divide, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import { totalUtilities } from "./choice.js";
import type { SignalType } from "./misspecified.js";
import type { MisspecifiedStudy } from "./misspecified-study.js";
import { requireComposition } from "./require-composition.js";
import { settledStates } from "./settled-states.js";

/** What becomes of one true state with many players. */
export interface SettledOutcome {
  /** The true state by name. */
  readonly state: string;
  /** The states the designer settles on; more than one are exact ties, among which it wanders. */
  readonly believed: readonly string[];
  /** KL(ν_ω ‖ ν̂) of these, in doubles. */
  readonly divergence: number;
  /** The designer's favourite alternatives in them, all of them where they tie. */
  readonly chosen: readonly string[];
  /** κ by group: what a truthful member comes to earn; absent where it depends on a tie. */
  readonly worth: readonly (Rational | undefined)[];
}

/** Limits for n → ∞ with fixed shares of the groups. */
export interface MisspecifiedLimit {
  /** By true state. */
  readonly outcomes: readonly SettledOutcome[];
  /** lim of the participation shortfall, exactly; absent where some `worth` is. ε tends to 0 wherever this exists. */
  readonly shortfall?: Rational;
  readonly witness?: SignalType;
  /** ln ρ: ε = O(ρ^n), and so does the shortfall approach its limit; absent where no rate is proved because of a tie; −∞ where the
   * designer has one state and no report matters. In doubles. */
  readonly logRate?: number;
}

/**
 * Where ε and the participation shortfall of {@link misspecifiedIncentives} go. In state ω the designer settles on the f that minimises
 * KL(ν_ω ‖ ν̂_f) and chooses a favourite a* of Ŵ(·, f); its members earn F_ω → κ_ω = v(a*, ω) − û(a*, f), bounded, hence in expectation too. So
 * U(s→t) → Σ_ω Pr(ω|s) κ_ω whatever is reported: gains vanish, but unless κ = 0 those who pay for what is not so lose for ever.
 *
 * Ties do no harm where κ is the same for all of them: the chance that the posterior is not near one of the tied states vanishes
 * like n^−1/2. Where neither states nor (relevant) favourites tie, what is left of F − κ has weight O(ρ^n), ρ the largest over true states ω and
 * ω′ ≠ f of min_{0≤λ≤1} Σ_x ν_ω(x) (ν̂_ω′(x)/ν̂_f(x))^λ < 1.
 *
 * @param shares whole numbers in the proportion of the groups in the limit.
 * @param members the groups that have members, by number: those with a share, unless some keep their size while others grow.
 * Exact but for `divergence` and `logRate`. Errors: `invalid-composition`, and those of {@link settledStates}.
 */
export function misspecifiedLimit(
  study: MisspecifiedStudy,
  shares: readonly number[],
  members: readonly number[] = [...shares.keys()].filter((u) => shares[u] > 0),
): MisspecifiedLimit {
  const { truth, designer, units, tracks } = study;
  requireComposition(truth, shares);
  const totals = totalUtilities(units, shares);
  const settled = settledStates(truth, designer);
  const ends = settled.map(({ believed }) =>
    believed.flatMap((state) => favourites(totals, state).map((chosen) => ({ state, chosen }))),
  );
  const outcomes = settled.map(({ believed, divergence }, state) => ({
    state: truth.states[state],
    believed: believed.map((each) => designer.states[each]),
    divergence,
    chosen: [...new Set(ends[state].map(({ chosen }) => truth.alternatives[chosen]))],
    worth: truth.groups.map(({ utility }, u) =>
      common(
        ends[state].map((end) =>
          subtract(utility[end.chosen][state], designer.groups[u].utility[end.chosen][end.state]),
        ),
      ),
    ),
  }));
  const tied = settled.some(({ believed }) => believed.length > 1);
  const known = outcomes.every(({ worth }) => members.every((u) => worth[u] !== undefined));
  const rates = tracks.flatMap(({ pairs, anchor }) =>
    pairs.filter(({ mistaken }) => mistaken !== anchor).map(({ tilt }) => tilt.logRho),
  );
  return {
    outcomes,
    ...(known ? largestShortfall(study, outcomes, members) : {}),
    ...(known && !tied ? { logRate: Math.max(...rates) } : {}),
  };
}

/** The alternatives with the largest total in a state. */
function favourites(totals: readonly (readonly bigint[])[], state: number): number[] {
  const top = totals.reduce((best, row) => (row[state] > best[state] ? row : best))[state];
  return totals.flatMap((row, a) => (row[state] === top ? [a] : []));
}

/** The one value of a list, if it is one. */
function common(values: readonly Rational[]): Rational | undefined {
  return values.every((value) => compare(value, values[0]) === 0) ? values[0] : undefined;
}

/** max(0, max −Σ_ω Pr(ω|s) κ_ω) over groups with a share and signals. */
function largestShortfall(
  { truth: { prior, likelihood, signals } }: MisspecifiedStudy,
  outcomes: readonly SettledOutcome[],
  members: readonly number[],
): { shortfall: Rational; witness?: SignalType } {
  let best: { shortfall: Rational; witness?: SignalType } = { shortfall: ZERO };
  for (const group of members)
    signals.forEach((_, signal) => {
      const weights = prior.map((p, state) => multiply(p, likelihood[state][signal]));
      const worth = weights
        .map((weight, state) => multiply(weight, outcomes[state].worth[group]!))
        .reduce(add);
      const shortfall = divide(subtract(ZERO, worth), weights.reduce(add));
      if (compare(shortfall, best.shortfall) > 0) best = { shortfall, witness: { group, signal } };
    });
  return best;
}
