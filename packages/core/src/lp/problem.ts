import type { CompressedMatrix } from "./sparse.js";
import { transpose } from "./sparse.js";

export type Sense = "maximise" | "minimise";

/**
 * A linear or mixed-integer linear program as plain typed arrays:
 *
 * maximise or minimise  offset + Σ_j costs[j]·x_j
 * subject to            rowLower[i] ≤ Σ_j A_ij x_j ≤ rowUpper[i]    for every row i
 *                       columnLower[j] ≤ x_j ≤ columnUpper[j]      for every column j
 *                       x_j whole                                  where integer[j] = 1
 *
 * A missing bound is −Infinity or Infinity; lower = upper makes an equation or a fixed column. Whoever builds one by hand
 * passes it through `checkProblem`; `LinearProblemBuilder` makes only valid ones. Treat it as immutable.
 */
export interface LinearProblem {
  readonly sense: Sense;
  /** Added to the objective. */
  readonly offset: number;
  /** Number of variables. */
  readonly columns: number;
  /** Number of constraints. */
  readonly rows: number;
  readonly costs: Float64Array;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** A, row-wise: count = rows, width = columns. {@link columnWise} gives the other view. */
  readonly matrix: CompressedMatrix;
  /** 1 where the column must be whole; absent when all are continuous. */
  readonly integer?: Uint8Array;
  /** Names for reports and files, made on demand so that a million of them cost nothing. Default `r0`, `r1`, … */
  readonly rowName?: (row: number) => string;
  /** Default `c0`, `c1`, … */
  readonly columnName?: (column: number) => string;
}

/** New rows for a problem: count = number of rows, matrix row-wise with one position per column of the problem. */
export interface RowBlock {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly matrix: CompressedMatrix;
}

/** New columns for a problem: matrix column-wise with one position per row of the problem. */
export interface ColumnBlock {
  readonly costs: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly matrix: CompressedMatrix;
  readonly integer?: Uint8Array;
}

/** A column by column: count = columns, width = rows. O(coefficients). */
export function columnWise(problem: LinearProblem): CompressedMatrix {
  return transpose(problem.matrix);
}

/** Number of coefficients of A. */
export function coefficientCount({ matrix }: LinearProblem): number {
  return matrix.starts[matrix.count];
}

/** Whether any column must be whole. */
export function hasIntegers({ integer }: Pick<LinearProblem, "integer">): boolean {
  return integer?.includes(1) ?? false;
}

export function rowName({ rowName }: LinearProblem, row: number): string {
  return rowName?.(row) ?? `r${row}`;
}

export function columnName({ columnName }: LinearProblem, column: number): string {
  return columnName?.(column) ?? `c${column}`;
}

/** offset + costs·x. */
export function objectiveAt({ costs, offset }: LinearProblem, x: ArrayLike<number>): number {
  let total = 0;
  for (let j = 0; j < costs.length; j++) if (costs[j] !== 0) total += costs[j] * x[j];
  return offset + total;
}

/** +1 when larger is better, −1 when smaller is. */
export function direction({ sense }: Pick<LinearProblem, "sense">): 1 | -1 {
  return sense === "maximise" ? 1 : -1;
}
