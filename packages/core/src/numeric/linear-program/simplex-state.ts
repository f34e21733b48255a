import { multiply, negate, ONE, type Rational, subtract, ZERO } from "../rational.js";
import type { ExactProgram } from "./exact-program.js";
import { factorise, type SparseColumn, type SparseFactors } from "./sparse-factors.js";

/**
 * A program with slacks, A x + s = b: column j < n is a variable, n + i the slack of row i. Every nonbasic column stands at 0,
 * because each is free, or ≥ 0, or (the slack of an equation) fixed at 0.
 */
export interface SlackForm {
  readonly variables: number;
  readonly count: number;
  readonly columns: readonly SparseColumn[];
  readonly bounds: readonly Rational[];
  readonly costs: readonly Rational[];
  readonly free: (column: number) => boolean;
  readonly fixed: (column: number) => boolean;
}

export function slackForm({ objective, free, rows }: ExactProgram): SlackForm {
  const n = objective.length;
  const columns: Map<number, Rational>[] = Array.from({ length: n + rows.length }, () => new Map());
  rows.forEach(({ coefficients }, i) => {
    for (const [j, value] of coefficients) if (value.n !== 0n) columns[j].set(i, value);
    columns[n + i].set(i, ONE);
  });
  return {
    variables: n,
    count: columns.length,
    columns,
    bounds: rows.map(({ bound }) => bound),
    costs: columns.map((_, j) => objective[j] ?? ZERO),
    free: (j) => j < n && free[j],
    fixed: (j) => j >= n && rows[j - n].relation === "=",
  };
}

/** A basis with its factorisation and the values of its columns. */
export interface BasicPoint {
  readonly basis: readonly number[];
  readonly basic: readonly boolean[];
  readonly factors: SparseFactors;
  /** B⁻¹ b, by position in the basis. */
  readonly values: readonly Rational[];
}

/** Factorises a basis; columns that depend on others give way to slacks of the rows left uncovered. */
export function basicPoint(form: SlackForm, proposed: readonly number[]): BasicPoint {
  let basis = [...proposed];
  let factors = factorise(basis.map((j) => form.columns[j]));
  if ("rows" in factors) {
    const { columns, rows } = factors;
    columns.forEach((position, k) => {
      basis[position] = form.variables + rows[k];
    });
    factors = factorise(basis.map((j) => form.columns[j]));
  }
  if ("rows" in factors) {
    basis = form.bounds.map((_, i) => form.variables + i);
    factors = factorise(basis.map((j) => form.columns[j])) as SparseFactors;
  }
  const basic = new Array<boolean>(form.count).fill(false);
  for (const j of basis) basic[j] = true;
  return { basis, basic, factors, values: factors.solve(form.bounds) };
}

export function exchange(
  form: SlackForm,
  { basis }: BasicPoint,
  leaving: number,
  entering: number,
): BasicPoint {
  return basicPoint(
    form,
    basis.map((j, p) => (p === leaving ? entering : j)),
  );
}

/** Prices y = B⁻ᵀ c_B and reduced costs d = c − yA. */
export function priced(form: SlackForm, { basis, basic, factors }: BasicPoint, costs: readonly Rational[]) {
  const prices = factors.solveTransposed(basis.map((j) => costs[j]));
  const reduced = costs.map((cost, j) => (basic[j] ? ZERO : subtract(cost, times(prices, form.columns[j]))));
  return { prices, reduced };
}

/** y · column. */
export function times(y: readonly Rational[], column: SparseColumn): Rational {
  let total = ZERO;
  for (const [i, value] of column) if (y[i].n !== 0n) total = subtract(total, negate(multiply(y[i], value)));
  return total;
}

/** B⁻¹ a for one column. */
export function transformed(form: SlackForm, { factors }: BasicPoint, column: number): Rational[] {
  const dense = form.bounds.map(() => ZERO);
  for (const [i, value] of form.columns[column]) dense[i] = value;
  return factors.solve(dense);
}

/** Whether a nonbasic column could improve the objective by leaving 0. */
export function improves(form: SlackForm, column: number, reduced: Rational): boolean {
  if (reduced.n === 0n || form.fixed(column)) return false;
  return reduced.n > 0n || form.free(column);
}
