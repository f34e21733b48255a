import { fail } from "../numeric/candor-error.js";
import type { SparseRow } from "../numeric/linear-program/exact-program.js";
import { boundValue, solveExactly } from "../numeric/linear-program/solve-exactly.js";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  ONE,
  type Rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";

/** What bets on the others' reports can do for one type r, whose belief is π_r, against liars t with beliefs π_t. */
export type SeparatingBet =
  /** π_r is no convex combination of the π_t: z with E_r[z] = 0 and E_t[z] ≥ 1 for all t, so lies can be priced at will. */
  | { readonly kind: "free"; readonly bet: readonly Rational[] }
  /**
   * π_r = Σ_t weights[t] π_t. `bet` is the cheapest c with E_t[c] ≥ gains[t] for all t, `cost` = E_r[c] = Σ_t weights[t] gains[t]:
   * no bet that deters all lies costs type r less.
   */
  | {
      readonly kind: "bound";
      readonly bet: readonly Rational[];
      readonly cost: Rational;
      readonly weights: readonly Rational[];
    };

const PIVOTS = 20_000;

/**
 * The cheapest bet that type r can be made to hold so that nobody gains by pretending to be r, exactly.
 *
 * min E_r[c] over c: T_{−i} → ℝ subject to E_t[c] ≥ gains[t] for each liar t. Unbounded: the ray is z. Bounded: the prices are weights
 * w ≥ 0 with π_r = Σ_t w_t π_t, and they add up to 1 as all beliefs do (Farkas' lemma).
 * @param own π_r. @param liars π_t, same order of the others' profiles. @param gains one a liar; default 0, which asks about beliefs alone.
 * Errors: `undecided` when the exact method runs out of pivots. Cost: pivots of a basis of size `liars`.
 */
export function separatingBet(
  own: readonly Rational[],
  liars: readonly (readonly Rational[])[],
  gains: readonly Rational[] = liars.map(() => ZERO),
): SeparatingBet {
  if (liars.length === 0) return { kind: "free", bet: own.map(() => ZERO) };
  const rows = liars.map(
    (belief, t): SparseRow => ({ coefficients: negated(belief), relation: "<=", bound: negate(gains[t]) }),
  );
  const program = { objective: own.map(negate), free: own.map(() => true), rows };
  const outcome = solveExactly(program, { pivotLimit: PIVOTS });
  if (outcome.kind === "unbounded") return { kind: "free", bet: normalised(own, liars, outcome.ray) };
  if (outcome.kind === "optimal")
    return {
      kind: "bound",
      bet: outcome.primal,
      cost: negate(boundValue(program, outcome.prices)),
      weights: outcome.prices,
    };
  return fail("undecided", "", "The bets were not found within the pivots allowed; use fewer types.");
}

function negated(belief: readonly Rational[]): Map<number, Rational> {
  return new Map(belief.flatMap((value, s) => (value.n === 0n ? [] : [[s, negate(value)] as const])));
}

/** Shifts a ray with E_r < 0 ≤ E_t to E_r = 0 and scales it to min_t E_t = 1. */
function normalised(
  own: readonly Rational[],
  liars: readonly (readonly Rational[])[],
  ray: readonly Rational[],
): Rational[] {
  const base = expectation(own, ray);
  const shifted = ray.map((value) => subtract(value, base));
  const least = liars
    .map((belief) => expectation(belief, shifted))
    .reduce((a, b) => (compare(a, b) <= 0 ? a : b));
  const scale = divide(ONE, least);
  return shifted.map((value) => multiply(scale, value));
}

/** Σ_s belief[s]·x[s]. */
export function expectation(belief: readonly Rational[], x: readonly Rational[]): Rational {
  return belief.reduce(
    (total, weight, s) => (weight.n === 0n ? total : add(total, multiply(weight, x[s]))),
    ZERO,
  );
}
