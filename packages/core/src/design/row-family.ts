import { fail } from "../numeric/candor-error.js";
import type { SparseRow } from "../numeric/linear-program/exact-program.js";
import { add, divide, negate, ONE, type Rational, ZERO } from "../numeric/rational.js";
import type { FiniteTables, profileSteps } from "./finite-tables.js";
import type { RowKind, RowName } from "./row-name.js";
import { type Columns, noBeliefs, type Terms } from "./utility-terms.js";

export type NamedRow = SparseRow & { readonly name: RowName };

/** What every family of constraints is built from. */
export interface Setting {
  readonly tables: FiniteTables;
  readonly columns: Columns;
  readonly steps: ReturnType<typeof profileSteps>;
}

/** The inequalities of one kind; `epsilon` is the gain from lies that is let pass. */
export type RowFamily = (setting: Setting, epsilon: Rational) => Generator<NamedRow>;

export const MINUS_ONE = negate(ONE);

export function row(
  kind: RowKind,
  indices: number[],
  terms: Terms,
  bound: Rational,
  equation = false,
): NamedRow {
  const relation = equation ? "=" : "<=";
  return { name: { kind, indices }, coefficients: terms.coefficients, relation, bound };
}

export const agentsOf = ({ tables }: Setting) => tables.agents.map((_, i) => i);
export const profilesOf = ({ tables }: Setting) => Array.from({ length: tables.profiles }, (_, k) => k);

/** The types of positive probability. Errors: `no-beliefs`. */
export function occurring(tables: FiniteTables, i: number): number[] {
  const { occurs = noBeliefs() } = tables;
  return occurs[i].flatMap((positive, t) => (positive ? [t] : []));
}

/** π_i(t_{−i}, θ | t_i = t) where positive. */
export function interimWeights({ tables, steps }: Setting, i: number, t: number) {
  const found: { k: number; s: number; weight: Rational }[] = [];
  tables.beliefs![i].forEach((weights, k) => {
    if (steps.typeOf(k, i) !== t) return;
    weights.forEach((weight, s) => {
      if (weight.n > 0n) found.push({ k, s, weight });
    });
  });
  const mass = found.reduce((total, { weight }) => add(total, weight), ZERO);
  return found.map(({ k, s, weight }) => ({ k, s, weight: divide(weight, mass) }));
}

/** f. */
export function prior(tables: FiniteTables): NonNullable<FiniteTables["prior"]> {
  if (tables.beliefs === undefined) return noBeliefs();
  return (
    tables.prior ??
    fail(
      "no-prior",
      "beliefs.personal.designer",
      "Expected revenue, welfare and ex ante constraints need the designer's prior. State beliefs.personal.designer.",
    )
  );
}
