import { fail } from "../numeric/candor-error.js";
import { add, divide, multiply, negate, ONE, type Rational, ZERO } from "../numeric/rational.js";
import type { SparseRow } from "./exact-program.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import type { DesignQuestion, Incentives, Money, Participation } from "./question.js";
import type { RowKind, RowName } from "./row-name.js";
import { type Columns, distinctStates, expectedValues, sameVector, Terms } from "./utility-terms.js";

export type NamedRow = SparseRow & { readonly name: RowName };

/** What every family of constraints is built from. */
interface Setting {
  readonly tables: FiniteTables;
  readonly columns: Columns;
  readonly steps: ReturnType<typeof profileSteps>;
}

type Family = (setting: Setting, epsilon: Rational) => Generator<NamedRow>;

const MINUS_ONE = negate(ONE);

function row(kind: RowKind, indices: number[], terms: Terms, bound: Rational, equation = false): NamedRow {
  const relation = equation ? "=" : "<=";
  return { name: { kind, indices }, coefficients: terms.coefficients, relation, bound };
}

const agentsOf = ({ tables }: Setting) => tables.agents.map((_, i) => i);
const profilesOf = ({ tables }: Setting) => Array.from({ length: tables.profiles }, (_, k) => k);

/** i, k, r ≠ k_i, θ possible at k: U_i((r, k_{−i}); k, θ) − U_i(k; k, θ) ≤ ε; states that cannot be told apart once. */
const exPost: Family = function* (setting, epsilon) {
  const { tables } = setting;
  for (const i of agentsOf(setting))
    for (const k of profilesOf(setting))
      for (const s of distinctStates(tables, i, k))
        for (const r of lies(setting, i, k))
          yield row(
            "ex-post-ic",
            [i, k, r, s],
            gain(setting, i, setting.steps.replace(k, i, r), k, tables.values[i][k][s]),
            epsilon,
          );
};

/** The same in expectation over θ given all types. */
const epistemic: Family = function* (setting, epsilon) {
  for (const i of agentsOf(setting))
    for (const k of profilesOf(setting)) {
      const values = expectedValues(setting.tables, i, k);
      if (values === undefined) continue;
      for (const r of lies(setting, i, k))
        yield row(
          "epistemic-ic",
          [i, k, r],
          gain(setting, i, setting.steps.replace(k, i, r), k, values),
          epsilon,
        );
    }
};

/** i, true k, every reported m with m_i ≠ k_i; true profiles with equal own type and values are asked once. */
const dominant: Family = function* (setting, epsilon) {
  const { tables, steps } = setting;
  for (const i of agentsOf(setting)) {
    const seen: { type: number; values: readonly Rational[] }[] = [];
    for (const k of profilesOf(setting)) {
      const values = expectedValues(tables, i, k);
      const type = steps.typeOf(k, i);
      if (values === undefined) continue;
      if (seen.some((other) => other.type === type && sameVector(other.values, values))) continue;
      seen.push({ type, values });
      for (const m of profilesOf(setting))
        if (steps.typeOf(m, i) !== type)
          yield row(
            "dominant-ic",
            [i, k, m],
            gain(setting, i, m, steps.replace(m, i, type), values),
            epsilon,
          );
    }
  }
};

/** i, t of positive probability, r ≠ t: E[U_i((r, t_{−i}); t, θ) − U_i(t; t, θ) | t_i = t] ≤ ε. */
const bayesian: Family = function* (setting, epsilon) {
  const { tables, columns, steps } = setting;
  for (const i of agentsOf(setting))
    for (const t of occurring(tables, i))
      for (let r = 0; r < tables.sizes[i]; r++) {
        if (r === t) continue;
        const terms = new Terms(columns);
        for (const { k, s, weight } of interimWeights(setting, i, t)) {
          terms.addUtility(i, steps.replace(k, i, r), tables.values[i][k][s], weight);
          terms.addUtility(i, k, tables.values[i][k][s], negate(weight));
        }
        yield row("bayesian-ic", [i, t, r], terms, epsilon);
      }
};

const exPostIR: Family = function* (setting) {
  for (const i of agentsOf(setting))
    for (const k of profilesOf(setting))
      for (const s of distinctStates(setting.tables, i, k)) {
        const terms = new Terms(setting.columns);
        terms.addUtility(i, k, setting.tables.values[i][k][s], MINUS_ONE);
        yield row("ex-post-ir", [i, k, s], terms, negate(outside(setting, i, k)));
      }
};

const epistemicIR: Family = function* (setting) {
  for (const i of agentsOf(setting))
    for (const k of profilesOf(setting)) {
      const values = expectedValues(setting.tables, i, k);
      if (values === undefined) continue;
      const terms = new Terms(setting.columns);
      terms.addUtility(i, k, values, MINUS_ONE);
      yield row("epistemic-ir", [i, k], terms, negate(outside(setting, i, k)));
    }
};

const interimIR: Family = function* (setting) {
  const { tables, columns } = setting;
  for (const i of agentsOf(setting))
    for (const t of occurring(tables, i)) {
      const terms = new Terms(columns);
      for (const { k, s, weight } of interimWeights(setting, i, t))
        terms.addUtility(i, k, tables.values[i][k][s], negate(weight));
      yield row("interim-ir", [i, t], terms, negate(tables.outside[i][t]));
    }
};

const exAnteIR: Family = function* (setting) {
  const { tables, columns } = setting;
  for (const i of agentsOf(setting)) {
    const terms = new Terms(columns);
    let bound = ZERO;
    for (const k of profilesOf(setting))
      prior(tables)[k].forEach((weight, s) => {
        terms.addUtility(i, k, tables.values[i][k][s], negate(weight));
        bound = add(bound, multiply(negate(weight), outside(setting, i, k)));
      });
    yield row("ex-ante-ir", [i], terms, bound);
  }
};

function money(kind: "no-deficit" | "balance"): Family {
  const balanced = kind === "balance";
  return function* (setting) {
    for (const k of profilesOf(setting)) {
      const terms = new Terms(setting.columns);
      terms.addPayments(setting.tables.agents.length, k, balanced ? ONE : MINUS_ONE);
      yield row(kind, [k], terms, ZERO, balanced);
    }
  };
}

function expectedMoney(kind: "no-deficit-ex-ante" | "balance-ex-ante"): Family {
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

const INCENTIVE_ROWS: Readonly<Record<Incentives, Family>> = {
  dominant,
  "ex-post": exPost,
  "epistemic-ex-post": epistemic,
  bayesian,
};
const PARTICIPATION_ROWS: Readonly<Record<Participation, Family>> = {
  "ex-post": exPostIR,
  epistemic: epistemicIR,
  interim: interimIR,
  "ex-ante": exAnteIR,
};
const MONEY_ROWS: Readonly<Record<Exclude<Money, "no-payments">, Family>> = {
  "no-deficit": money("no-deficit"),
  "no-deficit-ex-ante": expectedMoney("no-deficit-ex-ante"),
  balanced: money("balance"),
  "balanced-ex-ante": expectedMoney("balance-ex-ante"),
};

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
}

/** U_i(reported; ·) − U_i(truthful; ·). */
function gain({ columns }: Setting, i: number, reported: number, truth: number, values: readonly Rational[]) {
  const terms = new Terms(columns);
  terms.addUtility(i, reported, values, ONE);
  terms.addUtility(i, truth, values, MINUS_ONE);
  return terms;
}

function lies({ tables, steps }: Setting, i: number, k: number): number[] {
  return Array.from({ length: tables.sizes[i] }, (_, r) => r).filter((r) => r !== steps.typeOf(k, i));
}

function outside({ tables, steps }: Setting, i: number, k: number): Rational {
  return tables.outside[i][steps.typeOf(k, i)];
}

function occurring({ occurs }: FiniteTables, i: number): number[] {
  if (occurs === undefined)
    return fail(
      "no-beliefs",
      "beliefs",
      "Interim constraints need beliefs. State them, e.g. beliefs: {independent: uniform}.",
    );
  return occurs[i].flatMap((positive, t) => (positive ? [t] : []));
}

/** π_i(t_{−i}, θ | t_i = t) where positive. */
function interimWeights({ tables, steps }: Setting, i: number, t: number) {
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
  return (
    tables.prior ??
    fail(
      "no-prior",
      "beliefs.personal.designer",
      "Expected revenue, welfare and ex ante constraints need the designer's prior. State beliefs.personal.designer.",
    )
  );
}
