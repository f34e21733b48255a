import { add, negate, ONE, ZERO } from "../numeric/rational.js";
import type { Money } from "./question.js";
import { MINUS_ONE, prior, profilesOf, type RowFamily, row } from "./row-family.js";
import { Terms } from "./utility-terms.js";

function money(kind: "no-deficit" | "balance"): RowFamily {
  const balanced = kind === "balance";
  return function* (setting) {
    for (const k of profilesOf(setting)) {
      const terms = new Terms(setting.columns);
      terms.addPayments(setting.tables.agents.length, k, balanced ? ONE : MINUS_ONE);
      yield row(kind, [k], terms, ZERO, balanced);
    }
  };
}

function expectedMoney(kind: "no-deficit-ex-ante" | "balance-ex-ante"): RowFamily {
  const balanced = kind === "balance-ex-ante";
  return function* ({ tables, columns }) {
    const terms = new Terms(columns);
    prior(tables).forEach((weights, k) => {
      const weight = weights.reduce(add, ZERO);
      terms.addPayments(tables.agents.length, k, balanced ? weight : negate(weight));
    });
    yield row(kind, [], terms, ZERO, balanced);
  };
}

/** Constraints on Σ_i p_i; ruling payments out takes no rows. */
export const MONEY_ROWS: Readonly<Record<Exclude<Money, "no-payments">, RowFamily>> = {
  "no-deficit": money("no-deficit"),
  "no-deficit-ex-ante": expectedMoney("no-deficit-ex-ante"),
  balanced: money("balance"),
  "balanced-ex-ante": expectedMoney("balance-ex-ante"),
};
