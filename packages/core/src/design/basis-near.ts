import type { ExactProgram } from "../numeric/linear-program/exact-program.js";
import { slackForm } from "../numeric/linear-program/simplex-state.js";
import { factorise } from "../numeric/linear-program/sparse-factors.js";
import { toDouble } from "../numeric/rational.js";

/** Distances from a bound up to which a column counts as being there. */
const NEAR = 1e-7;

/**
 * Columns of a basis near a point: variables and slacks away from their bounds, dependent ones left out. Too few are filled up by
 * repetition, which the exact method replaces by slacks. A guess: nothing rests on it.
 *
 * @param x values of the variables, in doubles.
 */
export function basisNear(program: ExactProgram, x: Float64Array): number[] {
  const form = slackForm(program);
  const inside: number[] = [];
  x.forEach((value, j) => {
    if (program.free[j] || Math.abs(value) > NEAR) inside.push(j);
  });
  program.rows.forEach(({ coefficients, bound, relation }, i) => {
    let left = toDouble(bound);
    for (const [j, value] of coefficients) left -= toDouble(value) * x[j];
    if (relation === "<=" && left > NEAR) inside.push(form.variables + i);
  });
  const padded = (columns: readonly number[]) => {
    const missing = Math.max(0, program.rows.length - columns.length);
    return [...columns, ...new Array<number>(missing).fill(columns[0] ?? form.variables)];
  };
  const tried = padded(inside);
  const factors = factorise(tried.map((j) => form.columns[j]));
  const dependent = new Set("rows" in factors ? factors.columns : []);
  return padded(tried.filter((_, p) => !dependent.has(p)));
}
