import type { Ties } from "../mechanisms/options.js";
import { posteriorPayment } from "../mechanisms/posterior-payment.js";
import type { Environment } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { CandorError } from "../numeric/candor-error.js";
import { parseRational, type Rational } from "../numeric/rational.js";
import { facts } from "../properties/facts.js";
import { PROPERTIES } from "../properties/registry.js";
import type { Participation } from "./question.js";

/** (σ*, q*) beside the frontier of its environment. */
export interface PosteriorComparison {
  readonly mechanism: Mechanism<Rational>;
  /** The smallest ε at which (σ*, q*) is ε-Bayesian incentive compatible. */
  readonly epsilon: Rational;
  readonly revenue: Rational;
  /** Readings of participation that it satisfies. */
  readonly participation: readonly Participation[];
}

const PROPERTY_OF: Readonly<Record<Participation, string>> = {
  "ex-post": "ex-post-ir",
  epistemic: "epistemic-ex-post-ir",
  interim: "interim-ir",
  "ex-ante": "ex-ante-ir",
};

/**
 * The smallest ε, the revenue and the participation of {@link posteriorPayment}, by its own checks; `undefined` where the rule does not
 * apply or some profile of reports has probability 0.
 * @param ties how the rule breaks ties; the smallest ε depends on it.
 * Errors: `too-large`. Cost: that of the checks, by type counts where agents are alike.
 */
export function comparePosteriorPayment(
  environment: Environment<Rational>,
  ties: Ties = "lowest-index",
): PosteriorComparison | undefined {
  if (posteriorPayment.refuses(environment) !== undefined) return undefined;
  const mechanism = built(environment, ties);
  if (mechanism === undefined) return undefined;
  const check = (id: string) => PROPERTIES.find((property) => property.id === id)!.check(mechanism, {});
  const readings = Object.keys(PROPERTY_OF) as Participation[];
  return {
    mechanism,
    epsilon: parseRational(check("bayesian-ic").epsilon!.exact!)!,
    revenue: parseRational(facts(mechanism).facts.find(({ id }) => id === "revenue")!.value.exact!)!,
    participation: readings.filter((reading) => check(PROPERTY_OF[reading]).status === "proved"),
  };
}

function built(environment: Environment<Rational>, ties: Ties): Mechanism<Rational> | undefined {
  try {
    return posteriorPayment.build(environment, { ties });
  } catch (error) {
    if (
      error instanceof CandorError &&
      error.problems.some(({ code }) => code === "zero-probability-profile")
    )
      return undefined;
    throw error;
  }
}
