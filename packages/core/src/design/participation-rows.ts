import { add, multiply, negate, type Rational, ZERO } from "../numeric/rational.js";
import type { Participation } from "./question.js";
import {
  agentsOf,
  interimWeights,
  MINUS_ONE,
  occurring,
  prior,
  profilesOf,
  type RowFamily,
  row,
  type Setting,
} from "./row-family.js";
import { distinctStates, expectedValues, Terms } from "./utility-terms.js";

const exPostIR: RowFamily = function* (setting) {
  for (const i of agentsOf(setting))
    for (const k of profilesOf(setting))
      for (const s of distinctStates(setting.tables, i, k)) {
        const terms = new Terms(setting.columns);
        terms.addUtility(i, k, setting.tables.values[i][k][s], MINUS_ONE);
        yield row("ex-post-ir", [i, k, s], terms, negate(outside(setting, i, k)));
      }
};

const epistemicIR: RowFamily = function* (setting) {
  for (const i of agentsOf(setting))
    for (const k of profilesOf(setting)) {
      const values = expectedValues(setting.tables, i, k);
      if (values === undefined) continue;
      const terms = new Terms(setting.columns);
      terms.addUtility(i, k, values, MINUS_ONE);
      yield row("epistemic-ir", [i, k], terms, negate(outside(setting, i, k)));
    }
};

const interimIR: RowFamily = function* (setting) {
  const { tables, columns } = setting;
  for (const i of agentsOf(setting))
    for (const t of occurring(tables, i)) {
      const terms = new Terms(columns);
      for (const { k, s, weight } of interimWeights(setting, i, t))
        terms.addUtility(i, k, tables.values[i][k][s], negate(weight));
      yield row("interim-ir", [i, t], terms, negate(tables.outside[i][t]));
    }
};

const exAnteIR: RowFamily = function* (setting) {
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

/** Participation constraints by reading: −U_i ≤ −o_i. */
export const PARTICIPATION_ROWS: Readonly<Record<Participation, RowFamily>> = {
  "ex-post": exPostIR,
  epistemic: epistemicIR,
  interim: interimIR,
  "ex-ante": exAnteIR,
};

function outside({ tables, steps }: Setting, i: number, k: number): Rational {
  return tables.outside[i][steps.typeOf(k, i)];
}
