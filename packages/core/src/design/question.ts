import { fail } from "../numeric/candor-error.js";
import { ONE, type Rational, ZERO } from "../numeric/rational.js";

/** Readings of "truth is best"; docs/certificate.md writes each out as inequalities. */
export const INCENTIVES = ["dominant", "ex-post", "epistemic-ex-post", "bayesian"] as const;
/** Readings of "nobody is worse off than outside". */
export const PARTICIPATION = ["ex-post", "epistemic", "interim", "ex-ante"] as const;
/** What is asked of Σ_i p_i; `no-payments` sets every payment to 0. */
export const MONEY = [
  "no-deficit",
  "no-deficit-ex-ante",
  "balanced",
  "balanced-ex-ante",
  "no-payments",
] as const;

export type Incentives = (typeof INCENTIVES)[number];
export type Participation = (typeof PARTICIPATION)[number];
export type Money = (typeof MONEY)[number];

/** Maximise revenue · E_f Σ_i p_i + welfare · E_f Σ_i v_i (+ the designer's value where it counts). */
export interface WeightedObjective {
  readonly revenue: Rational;
  readonly welfare: Rational;
}

/** Maximise Σ_k Σ_a lotteries[k][a]·g(a|k) + Σ_i Σ_k payments[i][k]·p_i(k); probabilities are already in the coefficients. */
export interface TabledObjective {
  /** [k][a]. */
  readonly lotteries: readonly (readonly Rational[])[];
  /** [agent][k]. */
  readonly payments: readonly (readonly Rational[])[];
}

export type Objective = WeightedObjective | TabledObjective;

/** What to look for: the best direct mechanism (lotteries and payments) under these constraints, all of which must hold. */
export interface DesignQuestion {
  readonly objective: Objective;
  readonly incentives: readonly Incentives[];
  /** The gain from a lie that is let pass, in the unit of the values; ≥ 0. Default 0. */
  readonly epsilon?: Rational;
  readonly participation: readonly Participation[];
  readonly money: readonly Money[];
  /** Sure choices only: every g(a|t) is 0 or 1. Default false. */
  readonly deterministic?: boolean;
  /** Alike agents who swap their reports swap what happens to them, see `FiniteTables.swaps`. Default false. */
  readonly anonymous?: boolean;
}

export const REVENUE: WeightedObjective = { revenue: ONE, welfare: ZERO };
export const WELFARE: WeightedObjective = { revenue: ZERO, welfare: ONE };
/** Any mechanism that keeps the constraints will do. */
export const NOTHING: WeightedObjective = { revenue: ZERO, welfare: ZERO };

/**
 * Refuses what cannot be asked.
 * Errors: `invalid-epsilon`, `invalid-value` for an unknown constraint.
 */
export function checkQuestion(question: DesignQuestion): void {
  if (question.epsilon !== undefined && question.epsilon.n < 0n)
    fail("invalid-epsilon", "epsilon", "Give an ε of at least 0.", { expected: "ε ≥ 0" });
  const known = { incentives: INCENTIVES, participation: PARTICIPATION, money: MONEY };
  for (const key of ["incentives", "participation", "money"] as const)
    for (const asked of question[key])
      if (!(known[key] as readonly string[]).includes(asked))
        fail(
          "invalid-value",
          key,
          `"${asked}" is not known; choose among ${known[key].join(", ")}, or none.`,
          {
            expected: known[key].join(", "),
            received: asked,
          },
        );
}
