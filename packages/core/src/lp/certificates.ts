import { fail } from "../numeric/candor-error.js";
import { direction, type LinearProblem } from "./problem.js";
import { LinearProblemBuilder } from "./problem-builder.js";
import { combine, multiply } from "./sparse.js";

/** How much a certificate proves and how far it is from being one; it is exact when `violation` is 0 and `margin` > 0. */
export interface Certificate {
  /** What must be positive. */
  readonly margin: number;
  /** What must vanish. */
  readonly violation: number;
}

/**
 * Farkas prices against the problem. The rows force y·Ax ≥ L = Σ_i (y_i > 0 ? rowLower_i : rowUpper_i)·y_i and, with d = Aᵀy, the
 * columns allow at most U = Σ_j (d_j > 0 ? columnUpper_j : columnLower_j)·d_j, so L > U leaves no x. Integrality is not used.
 *
 * @param y one price per row. @returns margin = L − U over the bounds that exist, violation = the largest |y_i| or |d_j| that asks
 * for a bound that does not. Errors: `invalid-size`. O(coefficients). Source: Farkas' lemma; Chvátal (1983), chapter 9.
 */
export function farkasCertificate(problem: LinearProblem, y: Float64Array): Certificate {
  if (y.length !== problem.rows) fail("invalid-size", "farkas", `Give ${problem.rows} prices.`);
  const allowed = combine(problem.matrix, y);
  let [margin, violation] = [0, 0];
  const take = (multiplier: number, bound: number, sign: 1 | -1) => {
    if (multiplier === 0) return;
    if (Number.isFinite(bound)) margin += sign * multiplier * bound;
    else violation = Math.max(violation, Math.abs(multiplier));
  };
  y.forEach((price, i) => {
    take(price, price > 0 ? problem.rowLower[i] : problem.rowUpper[i], 1);
  });
  allowed.forEach((weight, j) => {
    take(weight, weight > 0 ? problem.columnUpper[j] : problem.columnLower[j], -1);
  });
  return { margin, violation };
}

/**
 * A direction against the problem: A d and d must not leave through any finite bound, and the objective must improve.
 *
 * @returns margin = the improvement σ·costs·d (σ = 1 maximising, −1 minimising), violation = the largest step towards a finite
 * bound. Errors: `invalid-size`. O(coefficients).
 */
export function rayCertificate(problem: LinearProblem, ray: Float64Array): Certificate {
  if (ray.length !== problem.columns) fail("invalid-size", "ray", `Give ${problem.columns} entries.`);
  let [margin, violation] = [0, 0];
  const keeps = (step: Float64Array, lower: Float64Array, upper: Float64Array) => {
    step.forEach((value, k) => {
      const blocked = value > 0 ? upper[k] : lower[k];
      if (value !== 0 && Number.isFinite(blocked)) violation = Math.max(violation, Math.abs(value));
    });
  };
  keeps(ray, problem.columnLower, problem.columnUpper);
  keeps(multiply(problem.matrix, ray), problem.rowLower, problem.rowUpper);
  ray.forEach((value, j) => {
    if (value !== 0) margin += direction(problem) * problem.costs[j] * value;
  });
  return { margin, violation };
}

/** Whether the prices prove infeasibility up to `tolerance` times their largest absolute value. */
export function provesInfeasible(problem: LinearProblem, y: Float64Array, tolerance = 1e-9): boolean {
  return convinces(farkasCertificate(problem, y), largest(y), tolerance);
}

/** Whether the direction proves unboundedness (given any feasible point) up to `tolerance` times its largest absolute value. */
export function provesUnbounded(problem: LinearProblem, ray: Float64Array, tolerance = 1e-9): boolean {
  return convinces(rayCertificate(problem, ray), largest(ray), tolerance);
}

function convinces({ margin, violation }: Certificate, scale: number, tolerance: number): boolean {
  return violation <= tolerance * scale && margin > tolerance * scale;
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The vector with largest absolute value 1. */
export function normalised(vector: Float64Array): Float64Array {
  const scale = largest(vector);
  return scale > 0 && Number.isFinite(scale) ? vector.map((value) => value / scale) : vector;
}

/**
 * minimise Σ s over lower ≤ Ax + s⁺ − s⁻ ≤ upper, s ≥ 0 and the column bounds: feasible always; its value is 0 iff the (relaxed)
 * problem is feasible, and otherwise its row prices are Farkas prices with margin = value. The first columns are the problem's.
 */
export function elasticProblem(problem: LinearProblem): LinearProblem {
  const builder = new LinearProblemBuilder("minimise");
  for (let j = 0; j < problem.columns; j++)
    builder.addColumn(0, problem.columnLower[j], problem.columnUpper[j]);
  const { starts, indices, values } = problem.matrix;
  for (let i = 0; i < problem.rows; i++) {
    const [columns, coefficients] = [
      [...indices.subarray(starts[i], starts[i + 1])],
      [...values.subarray(starts[i], starts[i + 1])],
    ];
    const [lower, upper] = [problem.rowLower[i], problem.rowUpper[i]];
    for (const [bound, sign] of [[lower, 1] as const, [upper, -1] as const])
      if (Number.isFinite(bound)) {
        columns.push(builder.addColumn(1));
        coefficients.push(sign);
      }
    builder.addRow(columns, coefficients, lower, upper);
  }
  return builder.build();
}

/** maximise σ·costs·d over directions d that leave through no finite bound, −1 ≤ d ≤ 1: positive iff there is an improving ray. */
export function recessionProblem(problem: LinearProblem): LinearProblem {
  const closed = (bound: number, open: number) => (Number.isFinite(bound) ? 0 : open);
  const { integer: _, rowName: __, columnName: ___, ...rest } = problem;
  const sign = direction(problem);
  return {
    ...rest,
    sense: "maximise",
    offset: 0,
    costs: problem.costs.map((cost) => sign * cost),
    rowLower: problem.rowLower.map((bound) => closed(bound, -Infinity)),
    rowUpper: problem.rowUpper.map((bound) => closed(bound, Infinity)),
    columnLower: problem.columnLower.map((bound) => closed(bound, -1)),
    columnUpper: problem.columnUpper.map((bound) => closed(bound, 1)),
  };
}
