import { type ExactProgram, programSize } from "../numeric/linear-program/exact-program.js";
import { add, compare, multiply, type Rational, ZERO } from "../numeric/rational.js";
import { constraints } from "./constraints.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import type { DesignQuestion, Objective, TabledObjective } from "./question.js";
import { type NamedRow, prior } from "./row-family.js";
import type { Columns } from "./utility-terms.js";

/** The program of a question: columns g(a|k) of allowed alternatives first, then payments. */
export interface Formulation extends ExactProgram {
  readonly tables: FiniteTables;
  readonly rows: readonly NamedRow[];
  readonly columns: Columns;
  /** `profiles`: p_i(t); `interim`: P_i(t_i), enough when only expectations given own types matter; `none`: no payments. */
  readonly payments: "profiles" | "interim" | "none";
}

/**
 * The maximum of the objective over g(·|k) ∈ Δ(allowed alternatives) and free payments, subject to {@link constraints}.
 *
 * Payments in interim form lose nothing when types are independent and every constraint and the objective contain payments
 * only through E[p_i | t_i]: any p gives P_i(t_i) = E[p_i | t_i], and p_i(t) := P_i(t_i) gives the P_i back.
 * Errors: those of `constraints`.
 */
export function formulate(tables: FiniteTables, question: DesignQuestion): Formulation {
  const { lotteries, payments } = tabledObjective(tables, question.objective);
  const form = paymentForm(tables, question, payments);
  const columns = layOut(tables, form);
  const objective = new Array<Rational>(columns.count).fill(ZERO);
  const include = (column: number, value: Rational) => {
    if (column >= 0 && value.n !== 0n) objective[column] = add(objective[column], value);
  };
  lotteries.forEach((row, k) => {
    row.forEach((value, a) => {
      include(columns.lottery(k, a), value);
    });
  });
  payments.forEach((row, i) => {
    row.forEach((value, k) => {
      include(columns.payment(i, k), value);
    });
  });
  return {
    tables,
    objective,
    free: Array.from({ length: columns.count }, (_, j) => j >= columns.lotteries),
    rows: [...constraints(tables, columns, question)],
    columns,
    payments: form,
  };
}

function paymentForm(
  tables: FiniteTables,
  question: DesignQuestion,
  objective: TabledObjective["payments"],
): Formulation["payments"] {
  if (!tables.money || question.money.includes("no-payments")) return "none";
  const averaged =
    tables.independent &&
    !question.anonymous &&
    question.incentives.every((kind) => kind === "bayesian") &&
    question.participation.every((kind) => kind === "interim" || kind === "ex-ante") &&
    question.money.every((kind) => kind === "no-deficit-ex-ante" || kind === "balanced-ex-ante") &&
    weighsByOwnType(tables, objective);
  return averaged ? "interim" : "profiles";
}

/** Whether the coefficient of p_i(k) is f(k) times something that depends on k_i alone. */
function weighsByOwnType(tables: FiniteTables, payments: TabledObjective["payments"]): boolean {
  if (payments.every((row) => row.every(({ n }) => n === 0n))) return true;
  const { typeOf } = profileSteps(tables.sizes);
  const masses = prior(tables).map((weights) => weights.reduce(add, ZERO));
  return payments.every((row, i) => {
    const totals = Array.from({ length: tables.sizes[i] }, () => ({ weight: ZERO, mass: ZERO }));
    row.forEach((value, k) => {
      const own = totals[typeOf(k, i)];
      own.weight = add(own.weight, value);
      own.mass = add(own.mass, masses[k]);
    });
    return row.every((value, k) => {
      const { weight, mass } = totals[typeOf(k, i)];
      return compare(multiply(value, mass), multiply(weight, masses[k])) === 0;
    });
  });
}

function layOut(tables: FiniteTables, payments: Formulation["payments"]): Columns {
  const { profiles, alternatives, sizes, allowed } = tables;
  const width = alternatives.length;
  const numbers = new Int32Array(profiles * width).fill(-1);
  let lotteries = 0;
  for (let k = 0; k < profiles; k++)
    for (let a = 0; a < width; a++) if (allowed?.[k][a] !== false) numbers[k * width + a] = lotteries++;
  const lottery = (k: number, a: number) => numbers[k * width + a];
  if (payments === "none") return { count: lotteries, lotteries, lottery, payment: () => -1 };
  if (payments === "profiles") {
    const payment = (i: number, k: number) => lotteries + i * profiles + k;
    return { count: lotteries + profiles * sizes.length, lotteries, lottery, payment };
  }
  const { typeOf } = profileSteps(sizes);
  const first = sizes.map((_, i) => sizes.slice(0, i).reduce((total, size) => total + size, lotteries));
  return {
    count: sizes.reduce((total, size) => total + size, lotteries),
    lotteries,
    lottery,
    payment: (i, k) => first[i] + typeOf(k, i),
  };
}

/** The objective as coefficients of g(a|k) and p_i(k). Errors: `no-beliefs`, `no-prior` where it is weighed by a prior. */
export function tabledObjective(tables: FiniteTables, objective: Objective): TabledObjective {
  if ("lotteries" in objective) return objective;
  const { revenue, welfare } = objective;
  const counted = [...tables.values, ...(tables.designer === undefined ? [] : [tables.designer])];
  const nothing = tables.alternatives.map(() => ZERO);
  if (revenue.n === 0n && welfare.n === 0n)
    return {
      lotteries: Array.from({ length: tables.profiles }, () => nothing),
      payments: tables.agents.map(() => Array.from({ length: tables.profiles }, () => ZERO)),
    };
  const weights = prior(tables);
  const charged = weights.map((row) => multiply(revenue, row.reduce(add, ZERO)));
  const total = (k: number, s: number, a: number) =>
    counted.reduce((sum, values) => add(sum, values[k][s][a]), ZERO);
  return {
    lotteries: weights.map((row, k) => {
      const scales = row.map((weight) => multiply(welfare, weight));
      return nothing.map((_, a) =>
        scales.reduce(
          (sum, scale, s) => (scale.n === 0n ? sum : add(sum, multiply(scale, total(k, s, a)))),
          ZERO,
        ),
      );
    }),
    payments: tables.agents.map(() => charged),
  };
}

/** What is told of its form and size. */
export function sizeOf(program: Formulation) {
  return {
    payments: program.payments,
    variables: program.columns.count,
    constraints: program.rows.length,
    coefficients: programSize(program),
  };
}
