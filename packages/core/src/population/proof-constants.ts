import { fail } from "../numeric/candor-error.js";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";
import { type UniqueMaximisers, uniqueMaximisers } from "./condition.js";
import type { Population } from "./population.js";

/** The constants of the proof of Theorem 1, exact. */
export interface ProofConstants {
  readonly condition: UniqueMaximisers;
  /** e in [0, 1): above this probability of a state its favourite is chosen under every mixture; absent where condition (1) fails. */
  readonly e?: Rational;
  /** max_u max_a ‖u(a, ·)‖ in the sup norm. */
  readonly norm: Rational;
  /**
   * δ̄ = min(1, ε/(5·norm)); 1 where all utilities are 0. Eq. (2) and δ ∈ (0, 1) allow exactly the δ with 0 < δ < δ̄, so δ̄ itself is not
   * one of them. Eq. (4), ν^n(P ∩ T | ω) ≥ 1 − δ in every state, holds for some such δ iff ν^n(P ∩ T | ω) > 1 − δ̄ in every state with δ̄ in the
   * place of δ in T: both sides of (4) become easier as δ grows, and T takes finitely many values on X^n, that at δ̄ being reached below it.
   */
  readonly delta: Rational;
}

/**
 * e, max ‖u‖ and δ of the proof for a tolerance ε > 0.
 *
 * e = max D/(D + d) over u, ω, alternatives b ≠ a(ω) and states ω′ ≠ ω, with d = u(a(ω), ω) − u(b, ω) > 0 and
 * D = max(0, u(b, ω′) − u(a(ω), ω′)). Proof. Under π and λ, b does at least as well as a(ω) iff π(ω) Σ_u λ(u) d_u ≤
 * Σ_{ω′≠ω} π(ω′) Σ_u λ(u) (u(b, ω′) − u(a(ω), ω′)). For given π(ω) the right-hand side is largest with all other weight on one ω′, and the
 * largest π(ω) is then R/(1 + R) with R = Σ λ(u) D_u / Σ λ(u) d_u (0 where the numerator is negative), a mediant of the D_u/d_u with d_u > 0 and so at
 * most the largest of them, which a vertex of Δ(U) attains. At π(ω) = e > 0 the favourite is thus not alone; above e it is.
 *
 * Errors: `not-positive` for ε ≤ 0. Cost: groups × alternatives × states². Source: Basu, Optimal mechanism design with approximate
 * incentive compatibility and many players, proof of Theorem 1, where e is only shown to exist.
 */
export function proofConstants(population: Population, epsilon: Rational): ProofConstants {
  if (epsilon.n <= 0n) fail("not-positive", "epsilon", "The tolerance ε must be positive.");
  const condition = uniqueMaximisers(population);
  const norm = utilityNorm(population);
  const most = norm.n === 0n ? ONE : divide(epsilon, multiply(rational(5), norm));
  return {
    condition,
    ...(condition.holds ? { e: certaintyNeeded(population, condition.favourites) } : {}),
    norm,
    delta: compare(most, ONE) < 0 ? most : ONE,
  };
}

/** max_u max_a max_ω |u(a, ω)|. */
export function utilityNorm({ groups }: Population): Rational {
  return largest(groups.flatMap(({ utility }) => utility.flat()).map((v) => (v.n < 0n ? negate(v) : v)));
}

function certaintyNeeded({ groups, states }: Population, favourites: readonly number[]): Rational {
  const needed = groups.flatMap(({ utility }) =>
    states.flatMap((_, state) =>
      utility.map((row) => {
        const best = utility[favourites[state]];
        const loss = largest(row.map((value, other) => subtract(value, best[other])));
        return loss.n <= 0n ? ZERO : divide(loss, add(loss, subtract(best[state], row[state])));
      }),
    ),
  );
  return largest(needed);
}

function largest(values: readonly Rational[]): Rational {
  return values.reduce((most, value) => (compare(value, most) > 0 ? value : most), ZERO);
}
