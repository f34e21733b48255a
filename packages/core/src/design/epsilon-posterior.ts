import type { Ties } from "../mechanisms/options.js";
import { posteriorPayment } from "../mechanisms/posterior-payment.js";
import type { Environment } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { tabulate } from "../model/tabulation.js";
import { CandorError } from "../numeric/candor-error.js";
import { compare, ONE, parseRational, type Rational, ZERO } from "../numeric/rational.js";
import { facts } from "../properties/facts.js";
import { PROPERTIES } from "../properties/registry.js";
import type { Proven } from "./certificate.js";
import type { DesignedTables } from "./designed-tables.js";
import { finiteTables } from "./finite-tables.js";
import { participationBound, participationMultipliers } from "./participation-bound.js";
import { type Participation, REVENUE } from "./question.js";

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
 * The smallest ε, the revenue and the participation of `posteriorPayment`, by its own checks; `undefined` where the rule does not
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

/**
 * (σ*, q*) at its own smallest ε as a proved optimum, for `certificate`: no incentive constraint has a multiplier, so it stays optimal
 * at every larger ε.
 * @param participation readings asked for together; the proof uses the first but ex post.
 * @returns `undefined` where it earns less than participation alone allows or violates a reading asked for, and where a
 * correspondence limits the choice.
 * Errors: `too-large` beyond 500,000 values.
 */
export function posteriorPaymentProof(
  environment: Environment<Rational>,
  { mechanism, epsilon, revenue, participation: kept }: PosteriorComparison,
  participation: readonly Participation[] = ["interim"],
): Extract<Proven, { kind: "optimal" | "bracket" }> | undefined {
  const reading = participation.find((each) => each !== "ex-post");
  if (reading === undefined || !participation.every((each) => kept.includes(each))) return undefined;
  // (σ*, q*) chooses among all alternatives, allowed or not.
  if (environment.correspondence !== undefined) return undefined;
  if (compare(participationBound(environment).bound, revenue) !== 0) return undefined;
  return {
    kind: "optimal",
    tables: finiteTables(environment),
    question: { objective: REVENUE, incentives: ["bayesian"], epsilon, participation, money: [] },
    lower: revenue,
    upper: revenue,
    designed: tablesOf(mechanism),
    multipliers: participationMultipliers(environment, reading),
  };
}

function tablesOf(mechanism: Mechanism<Rational>): DesignedTables {
  const { size, choices, lotteries, payments } = tabulate(mechanism);
  const width = mechanism.environment.alternatives.length;
  const profiles = Array.from({ length: size }, (_, k) => k);
  const probability = (k: number, a: number) =>
    choices[k] < 0 ? lotteries![k * width + a] : choices[k] === a ? ONE : ZERO;
  return {
    allocation: profiles.map((k) => Array.from({ length: width }, (_, a) => probability(k, a))),
    payments: payments.map((own) => profiles.map((k) => own[k])),
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
