import { profileSteps } from "../design/finite-tables.js";
import { fail } from "../numeric/candor-error.js";
import type { SparseRow } from "../numeric/linear-program/exact-program.js";
import { solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { add, divide, multiply, negate, ONE, type Rational, ZERO } from "../numeric/rational.js";
import { requireSize } from "./require-size.js";
import type { WorstCaseBeliefs } from "./worst-case-beliefs.js";

export type SharedPrior =
  /** p at [profile], adds up to 1: every belief is p conditioned on the own value, for types that p charges. */
  | { readonly kind: "exists"; readonly prior: readonly Rational[] }
  /** What each bidder receives at [bidder][profile]: Σ_i = 0 everywhere, and every type that holds a belief expects a gain > 0. */
  | { readonly kind: "none"; readonly trade: readonly (readonly Rational[])[] };

/** Profiles × types up to which the program is solved. */
const LARGEST = 60_000;
const PIVOTS = 20_000;

/**
 * Decides whether beliefs come from one prior that charges some type: p(v) = p_i(v_i)·π_i(v_{−i} | v_i) for all i and v, Σ p = 1. If
 * not, a trade without incentives that everyone wants (Morris 1994).
 *
 * Method: max z over trades γ with Σ_i γ_i = 0, E_i[γ_i | v_i] ≥ z for all i, v_i, and z ≤ 1, exactly: 1, or 0 with p_i as prices.
 * Errors: `too-large` beyond 60,000 profiles × types; `undecided` when the exact method runs out of pivots.
 */
export function sharedPrior(
  sizes: readonly number[],
  { beliefs, counts }: Pick<WorstCaseBeliefs, "beliefs" | "counts">,
): SharedPrior {
  const profiles = beliefs[0].length;
  requireSize({ sizes }, LARGEST);
  const { typeOf } = profileSteps(sizes);
  const gain = profiles * (sizes.length - 1);
  // Bidder i > 0 receives column (i − 1, k), bidder 0 minus all of them.
  const expected = (i: number, type: number) => {
    const coefficients = new Map([[gain, ONE]]);
    beliefs[i].forEach((belief, k) => {
      if (typeOf(k, i) !== type || belief.n === 0n) return;
      if (i > 0) coefficients.set((i - 1) * profiles + k, negate(belief));
      else for (let j = 1; j < sizes.length; j++) coefficients.set((j - 1) * profiles + k, belief);
    });
    return { coefficients, relation: "<=", bound: ZERO } as SparseRow;
  };
  const named = counts.flatMap((count, i) => Array.from({ length: count }, (_, type) => ({ i, type })));
  const program = {
    objective: Array.from({ length: gain + 1 }, (_, j) => (j === gain ? ONE : ZERO)),
    free: new Array<boolean>(gain + 1).fill(true),
    rows: [
      ...named.map(({ i, type }) => expected(i, type)),
      { coefficients: new Map([[gain, ONE]]), relation: "<=", bound: ONE } as const,
    ],
  };
  const outcome = solveExactly(program, { pivotLimit: PIVOTS });
  if (outcome.kind !== "optimal")
    return fail(
      "undecided",
      "",
      "Whether there is a common prior was not decided within the pivots allowed.",
    );
  const { primal, prices } = outcome;
  if (primal[gain].n > 0n) return { kind: "none", trade: tradeOf(sizes.length, profiles, primal) };
  const charge = named.map((_, row) => prices[row]);
  const total = named.reduce((sum, { i }, row) => (i === 0 ? add(sum, charge[row]) : sum), ZERO);
  const prior = beliefs[0].map((belief, k) => {
    const row = named.findIndex(({ i, type }) => i === 0 && type === typeOf(k, 0));
    return row < 0 ? ZERO : divide(multiply(charge[row], belief), total);
  });
  return { kind: "exists", prior };
}

function tradeOf(bidders: number, profiles: number, primal: readonly Rational[]): Rational[][] {
  const others = Array.from({ length: bidders - 1 }, (_, j) =>
    primal.slice(j * profiles, (j + 1) * profiles),
  );
  const first = Array.from({ length: profiles }, (_, k) =>
    negate(others.reduce((total, own) => add(total, own[k]), ZERO)),
  );
  return [first, ...others];
}
