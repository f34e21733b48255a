import { ONE, ZERO } from "../numeric/rational.js";
import { anonymityRows } from "./anonymity-rows.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import { INCENTIVE_ROWS } from "./incentive-rows.js";
import { MONEY_ROWS } from "./money-rows.js";
import { PARTICIPATION_ROWS } from "./participation-rows.js";
import type { DesignQuestion } from "./question.js";
import { type NamedRow, profilesOf, row } from "./row-family.js";
import { type Columns, Terms } from "./utility-terms.js";

/**
 * Every inequality of a question, from the definitions, over all profiles (also those of probability 0) for ex post properties and
 * over types of positive probability for interim ones. Errors: `no-beliefs`, `no-prior` where one is needed and not stated.
 */
export function* constraints(
  tables: FiniteTables,
  columns: Columns,
  question: DesignQuestion,
): Generator<NamedRow> {
  const setting = { tables, columns, steps: profileSteps(tables.sizes) };
  const epsilon = question.epsilon ?? ZERO;
  for (const k of profilesOf(setting)) {
    const terms = new Terms(columns);
    tables.alternatives.forEach((_, a) => {
      terms.add(columns.lottery(k, a), ONE);
    });
    yield row("unit", [k], terms, ONE, true);
  }
  for (const kind of new Set(question.incentives)) yield* INCENTIVE_ROWS[kind](setting, epsilon);
  for (const kind of new Set(question.participation)) yield* PARTICIPATION_ROWS[kind](setting, epsilon);
  for (const kind of new Set(question.money))
    if (kind !== "no-payments") yield* MONEY_ROWS[kind](setting, epsilon);
  if (question.anonymous) yield* anonymityRows(setting, epsilon);
}
