import { add, multiply, type Rational, ZERO } from "../numeric/rational.js";
import { constraints } from "./constraints.js";
import type { ExactProgram } from "./exact-program.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import type { DesignQuestion, Objective } from "./question.js";
import { type NamedRow, prior } from "./row-family.js";
import type { Columns } from "./utility-terms.js";

/** The program of a question: columns g(a|k) first, then payments. */
export interface Formulation extends ExactProgram {
  readonly rows: readonly NamedRow[];
  readonly columns: Columns;
  /** `profiles`: p_i(t); `interim`: P_i(t_i), enough when only expectations given own types matter; `none`: no payments. */
  readonly payments: "profiles" | "interim" | "none";
}

/**
 * max revenue·E_f Σ_i p_i + welfare·E_f W over g(·|k) ∈ Δ(A) and free payments, subject to {@link constraints}.
 *
 * Payments in interim form lose nothing when types are independent and every constraint and the objective contain payments
 * only through E[p_i | t_i]: any p gives P_i(t_i) = E[p_i | t_i], and p_i(t) := P_i(t_i) gives the P_i back.
 * Errors: those of `constraints`.
 */
export function formulate(tables: FiniteTables, question: DesignQuestion): Formulation {
  const payments = paymentForm(tables, question);
  const columns = layOut(tables, payments);
  const free = Array.from(
    { length: columns.count },
    (_, j) => j >= tables.profiles * tables.alternatives.length,
  );
  return {
    objective: objectiveOf(tables, columns, question.objective),
    free,
    rows: [...constraints(tables, columns, question)],
    columns,
    payments,
  };
}

function paymentForm(tables: FiniteTables, question: DesignQuestion): Formulation["payments"] {
  if (!tables.money || question.money.includes("no-payments")) return "none";
  const averaged =
    tables.independent &&
    question.incentives.every((kind) => kind === "bayesian") &&
    question.participation.every((kind) => kind === "interim" || kind === "ex-ante") &&
    question.money.every((kind) => kind === "no-deficit-ex-ante" || kind === "balanced-ex-ante");
  return averaged ? "interim" : "profiles";
}

function layOut({ profiles, alternatives, sizes }: FiniteTables, payments: Formulation["payments"]): Columns {
  const lotteries = profiles * alternatives.length;
  const lottery = (k: number, a: number) => k * alternatives.length + a;
  if (payments === "none") return { count: lotteries, lottery, payment: () => -1 };
  if (payments === "profiles")
    return {
      count: lotteries + profiles * sizes.length,
      lottery,
      payment: (i, k) => lotteries + i * profiles + k,
    };
  const { typeOf } = profileSteps(sizes);
  const first = sizes.map((_, i) => sizes.slice(0, i).reduce((total, size) => total + size, lotteries));
  return {
    count: sizes.reduce((total, size) => total + size, lotteries),
    lottery,
    payment: (i, k) => first[i] + typeOf(k, i),
  };
}

function objectiveOf(tables: FiniteTables, columns: Columns, { revenue, welfare }: Objective): Rational[] {
  const objective = new Array<Rational>(columns.count).fill(ZERO);
  const include = (column: number, value: Rational) => {
    if (column >= 0) objective[column] = add(objective[column], value);
  };
  const everyone = [...tables.values, ...(tables.designer === undefined ? [] : [tables.designer])];
  prior(tables).forEach((weights, k) => {
    const mass = weights.reduce(add, ZERO);
    if (revenue.n !== 0n)
      tables.agents.forEach((_, i) => {
        include(columns.payment(i, k), multiply(revenue, mass));
      });
    if (welfare.n !== 0n)
      weights.forEach((weight, s) => {
        const scale = multiply(welfare, weight);
        for (const values of everyone)
          values[k][s].forEach((value, a) => {
            include(columns.lottery(k, a), multiply(scale, value));
          });
      });
  });
  return objective;
}
