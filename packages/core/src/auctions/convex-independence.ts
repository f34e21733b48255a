import { type FiniteTables, finiteTables } from "../design/finite-tables.js";
import type { Environment } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";
import type { Rational } from "../numeric/rational.js";
import { interimBeliefs } from "./interim-beliefs.js";
import { separatingBet } from "./separating-bet.js";

/** One type's belief about the others' types, against those of the agent's other types. */
export interface TypeIndependence {
  readonly agent: number;
  readonly type: number;
  /** π_i(· | type) = Σ weight·π_i(· | other): the belief is a combination of those of other types. Absent when it is not. */
  readonly combination?: readonly { readonly type: number; readonly weight: Rational }[];
  /** z with expectation 0 for the type and ≥ 1 for every other type, by the others' profiles (row-major). Absent otherwise. */
  readonly bet?: readonly Rational[];
}

export interface ConvexIndependence {
  /** Whether no type's belief is a convex combination of the beliefs of the agent's other types. */
  readonly holds: boolean;
  /** Every agent and type of positive probability. */
  readonly types: readonly TypeIndependence[];
}

/**
 * Decides convex independence of a finite environment with a common prior, exactly, type by type: is π_i(· | t) in the convex hull of
 * π_i(· | s), s ≠ t? The answer is the combination, or the bet that separates it.
 *
 * A seller who knows the prior can take the whole surplus with Bayesian incentives and interim participation whatever the values are
 * exactly when it holds. If: bets that separate, scaled up, deter every lie (`fullExtraction`). Only if: where π_r is a combination of
 * the π_t let r value what everyone gets anyway at 1 and the others at 2; a bet costs r what it costs them on average, so if nobody
 * keeps a rent they gain 1 on average by pretending to be r. Beliefs are about the others' types: payments can depend on nothing else. Types of probability 0 are left out.
 * Errors: `no-common-prior`, `too-large`, `undecided`. Cost: one small exact program per type.
 * Source: Crémer and McLean (1988), Theorem 2.
 */
export function convexIndependence(environment: Environment<Rational>): ConvexIndependence {
  const tables = commonPriorTables(environment);
  const types = tables.sizes.flatMap((_, agent) => typesOf(tables, agent));
  return { holds: types.every(({ combination }) => combination === undefined), types };
}

function typesOf(tables: FiniteTables, agent: number): TypeIndependence[] {
  const { beliefs } = interimBeliefs(tables, agent);
  const occurring = beliefs.flatMap((belief, type) => (belief === undefined ? [] : [{ type, belief }]));
  return occurring.map(({ type, belief }) => {
    const others = occurring.filter((other) => other.type !== type);
    const found = separatingBet(
      belief,
      others.map((other) => other.belief),
    );
    if (found.kind === "free") return { agent, type, bet: found.bet };
    const combination = others
      .map((other, t) => ({ type: other.type, weight: found.weights[t] }))
      .filter(({ weight }) => weight.n > 0n);
    return { agent, type, combination };
  });
}

/** The tables of an environment whose beliefs come from one prior. Errors: `no-common-prior`, `too-large`. */
export function commonPriorTables(environment: Environment<Rational>): FiniteTables {
  const { beliefs } = environment;
  if (beliefs === undefined || beliefs.kind === "personal")
    fail(
      "no-common-prior",
      "beliefs",
      "The model states no common prior (`independent`, `joint` or `signals`), which this needs.",
    );
  return finiteTables(environment);
}
