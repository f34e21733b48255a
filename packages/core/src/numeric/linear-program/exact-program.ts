import { add, compare, multiply, type Rational, ZERO } from "../rational.js";

/** coefficients · x ≤ bound, or = bound, over the columns named. */
export interface SparseRow {
  readonly coefficients: ReadonlyMap<number, Rational>;
  readonly relation: "<=" | "=";
  readonly bound: Rational;
}

/** Maximise objective · x over x with x_j ≥ 0 where free[j] is false, subject to the rows; sparse, in exact fractions. */
export interface ExactProgram {
  readonly objective: readonly Rational[];
  readonly free: readonly boolean[];
  readonly rows: readonly SparseRow[];
}

/** Number of coefficients of all rows. */
export function programSize({ rows }: ExactProgram): number {
  return rows.reduce((total, { coefficients }) => total + coefficients.size, 0);
}

/** Whether coefficients · x ≤ bound, or = bound. */
export function satisfies({ coefficients, relation, bound }: SparseRow, x: readonly Rational[]): boolean {
  let activity = ZERO;
  for (const [j, value] of coefficients) if (x[j].n !== 0n) activity = add(activity, multiply(value, x[j]));
  const order = compare(activity, bound);
  return order === 0 || (order < 0 && relation === "<=");
}
