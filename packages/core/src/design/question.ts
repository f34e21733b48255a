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
export interface Objective {
  readonly revenue: Rational;
  readonly welfare: Rational;
}

/** What to look for: the best direct mechanism (lotteries and payments) under these constraints, all of which must hold. */
export interface DesignQuestion {
  readonly objective: Objective;
  readonly incentives: readonly Incentives[];
  /** The gain from a lie that is let pass, in the unit of the values; ≥ 0. Default 0. */
  readonly epsilon?: Rational;
  readonly participation: readonly Participation[];
  readonly money: readonly Money[];
  /** Only lotteries are searched; `true` is refused. */
  readonly deterministic?: boolean;
}

export const REVENUE: Objective = { revenue: ONE, welfare: ZERO };
export const WELFARE: Objective = { revenue: ZERO, welfare: ONE };

/**
 * Refuses what cannot be asked.
 * Errors: `deterministic-design`, `invalid-epsilon`, `invalid-value` for an unknown constraint.
 */
export function checkQuestion(question: DesignQuestion): void {
  if (question.deterministic)
    fail(
      "deterministic-design",
      "deterministic",
      "Only mechanisms with lotteries are designed; leave the option out. Where the optimum is a sure choice it is found.",
    );
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
