import { negate, ONE, type Rational } from "../numeric/rational.js";
import type { Incentives } from "./question.js";
import {
  agentsOf,
  interimWeights,
  MINUS_ONE,
  occurring,
  profilesOf,
  type RowFamily,
  row,
  type Setting,
} from "./row-family.js";
import { distinctStates, expectedValues, sameVector, Terms } from "./utility-terms.js";

/** i, k, r ≠ k_i, θ possible at k: U_i((r, k_{−i}); k, θ) − U_i(k; k, θ) ≤ ε; states that cannot be told apart once. */
const exPost: RowFamily = function* (setting, epsilon) {
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
const epistemic: RowFamily = function* (setting, epsilon) {
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
const dominant: RowFamily = function* (setting, epsilon) {
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
const bayesian: RowFamily = function* (setting, epsilon) {
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

/** Incentive constraints by reading: the gain from every lie is at most ε. */
export const INCENTIVE_ROWS: Readonly<Record<Incentives, RowFamily>> = {
  dominant,
  "ex-post": exPost,
  "epistemic-ex-post": epistemic,
  bayesian,
};

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
