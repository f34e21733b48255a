import type { Arithmetic } from "../../numeric/arithmetic.js";
import { fail } from "../../numeric/candor-error.js";
import { checkFamily, type Family, type FamilyOptions, type FamilyStatus } from "./family.js";
import { singleCrossing } from "./single-crossing.js";
import { argmaxSet, type OrderFailure, strongSetOrderFailure } from "./strong-set-order.js";

/** A subset of choices on which the maximisers do not rise from θ' to θ''. */
export interface ArgmaxViolation {
  readonly subset: readonly number[];
  readonly lowParameter: number;
  readonly highParameter: number;
  /** argmax over the subset of f(·, θ') and of f(·, θ''). */
  readonly lowArgmax: readonly number[];
  readonly highArgmax: readonly number[];
  /** y ∈ highArgmax and z ∈ lowArgmax whose join is not in highArgmax or whose meet is not in lowArgmax. */
  readonly failure: OrderFailure;
}

export interface MonotoneArgmax {
  readonly status: FamilyStatus;
  /** Present when violated. */
  readonly violation?: ArgmaxViolation;
}

/**
 * Whether, on every subset of choices, the maximisers rise with the parameter in the strong set order.
 *
 * Definition: for all Y ⊆ X and θ'' > θ', argmax_{x∈Y} f(x,θ'') ≥ argmax_{x∈Y} f(x,θ').
 * Decided through the theorem: this holds iff the family has the single crossing property. A violating quadruple gives the
 * two-element subset {x', x''}: there x'' is a maximiser at θ' and x' at θ'', and if f(x'',θ'') < f(x',θ'') their join x''
 * is no maximiser at θ'', otherwise f(x'',θ') > f(x',θ') and their meet x' is none at θ'.
 *
 * @param family family[θ][x], both in increasing order.
 * @param options.valueError doubles only: error bound of every entry; 0 makes the decision exact.
 * @returns the status and, when violated, a concrete subset with both argmax sets and the pair that fails.
 * Errors: `invalid-size`, `not-finite`, `out-of-range`.
 * Complexity: O(|X|²·|Θ|).
 * Source: Milgrom and Shannon (1994), Theorem 4 for a chain.
 *
 * @example
 * milgromShannon(float, [[0, 1], [1, 0]]).violation?.failure // { y: 0, z: 1, missing: "join" }
 */
export function milgromShannon<N>(
  F: Arithmetic<N>,
  family: Family<N>,
  options: FamilyOptions = {},
): MonotoneArgmax {
  const crossing = singleCrossing(F, family, options);
  if (crossing.status !== "violated" || crossing.quadruple === undefined) return { status: crossing.status };
  const { lowChoice, highChoice, lowParameter, highParameter } = crossing.quadruple;
  const violation = violationOn(F, family, [lowChoice, highChoice], lowParameter, highParameter);
  return violation === undefined ? { status: "unknown" } : { status: "violated", violation };
}

const MOST_CHOICES = 12;

/**
 * The same question by its definition: all subsets of choices, all pairs of parameters.
 *
 * Doubles are taken as the exact numbers they are, so the answer is never unknown. Returns the first violation, subsets in binary
 * order. Errors: `too-large` beyond 12 choices, and those of {@link milgromShannon}. Complexity: O(2^|X|·|X|³·|Θ|²).
 */
export function milgromShannonBruteForce<N>(F: Arithmetic<N>, family: Family<N>): MonotoneArgmax {
  const choices = checkFamily(F, family, {});
  if (choices > MOST_CHOICES)
    fail("too-large", "family", `Brute force stops at ${MOST_CHOICES} choices; use milgromShannon.`);
  const all = Array.from({ length: choices }, (_, x) => x);
  for (let code = 1; code < 1 << choices; code++) {
    const subset = all.filter((x) => (code >> x) & 1);
    for (let high = 1; high < family.length; high++) {
      for (let low = 0; low < high; low++) {
        const violation = violationOn(F, family, subset, low, high);
        if (violation !== undefined) return { status: "violated", violation };
      }
    }
  }
  return { status: "holds" };
}

function violationOn<N>(
  F: Arithmetic<N>,
  family: Family<N>,
  subset: readonly number[],
  lowParameter: number,
  highParameter: number,
): ArgmaxViolation | undefined {
  const lowArgmax = argmaxSet(F, family[lowParameter], subset);
  const highArgmax = argmaxSet(F, family[highParameter], subset);
  const failure = strongSetOrderFailure(highArgmax, lowArgmax);
  return failure && { subset, lowParameter, highParameter, lowArgmax, highArgmax, failure };
}
