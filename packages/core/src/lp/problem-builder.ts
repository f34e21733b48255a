import { fail } from "../numeric/candor-error.js";
import { checkInterval } from "./check-problem.js";
import type { ColumnBlock, LinearProblem, RowBlock, Sense } from "./problem.js";
import { CompressedBuilder, withRoom } from "./sparse.js";

/** Collects rows over a fixed number of columns, for `LinearSession.addRows`. */
export class RowBlockBuilder {
  readonly #matrix = new CompressedBuilder();
  #lower: Float64Array = new Float64Array(16);
  #upper: Float64Array = new Float64Array(16);

  get count(): number {
    return this.#matrix.count;
  }

  /** Number of coefficients so far. */
  get size(): number {
    return this.#matrix.size;
  }

  /**
   * Appends lower ≤ Σ_p coefficients[p]·x_{indices[p]} ≤ upper, p < length, and returns its number in the block.
   * `length` lets a caller reuse scratch arrays. Errors: as `CompressedBuilder.append`, and `invalid-bounds`.
   */
  addRow(
    indices: ArrayLike<number>,
    coefficients: ArrayLike<number>,
    lower: number,
    upper: number,
    columns: number,
    length = indices.length,
  ): number {
    checkInterval("row", this.count, lower, upper);
    const row = this.#matrix.append(indices, coefficients, columns, length);
    this.#lower = withRoom(this.#lower, row + 1);
    this.#upper = withRoom(this.#upper, row + 1);
    this.#lower[row] = lower;
    this.#upper[row] = upper;
    return row;
  }

  build(columns: number): RowBlock {
    const matrix = this.#matrix.build(columns);
    return {
      lower: this.#lower.slice(0, matrix.count),
      upper: this.#upper.slice(0, matrix.count),
      matrix,
    };
  }
}

/** Collects columns over a fixed number of rows, for `LinearSession.addColumns`. */
export class ColumnBlockBuilder {
  readonly #matrix = new CompressedBuilder();
  #costs: Float64Array = new Float64Array(16);
  #lower: Float64Array = new Float64Array(16);
  #upper: Float64Array = new Float64Array(16);
  #integer: Uint8Array = new Uint8Array(16);

  get count(): number {
    return this.#matrix.count;
  }

  /** Appends a column with coefficients[p] in row indices[p] of a problem with `rows` rows. Errors: as for rows. */
  addColumn(
    cost: number,
    lower: number,
    upper: number,
    integer: boolean,
    indices: ArrayLike<number> = [],
    coefficients: ArrayLike<number> = [],
    rows = 0,
  ): number {
    checkInterval("column", this.count, lower, upper);
    if (!Number.isFinite(cost)) fail("invalid-number", `costs[${this.count}]`, "Give a finite cost.");
    const column = this.#matrix.append(indices, coefficients, rows);
    this.#costs = withRoom(this.#costs, column + 1);
    this.#lower = withRoom(this.#lower, column + 1);
    this.#upper = withRoom(this.#upper, column + 1);
    this.#integer = withRoom(this.#integer, column + 1);
    this.#costs[column] = cost;
    this.#lower[column] = lower;
    this.#upper[column] = upper;
    this.#integer[column] = integer ? 1 : 0;
    return column;
  }

  setCost(column: number, cost: number): void {
    if (!(column >= 0 && column < this.count))
      fail("invalid-index", `column[${column}]`, `There are ${this.count} columns.`);
    if (!Number.isFinite(cost)) fail("invalid-number", `costs[${column}]`, "Give a finite cost.");
    this.#costs[column] = cost;
  }

  build(rows: number): ColumnBlock {
    const matrix = this.#matrix.build(rows);
    const integer = this.#integer.slice(0, matrix.count);
    return {
      costs: this.#costs.slice(0, matrix.count),
      lower: this.#lower.slice(0, matrix.count),
      upper: this.#upper.slice(0, matrix.count),
      matrix,
      ...(integer.includes(1) ? { integer } : {}),
    };
  }
}

export interface ProblemOptions {
  /** Default 0. */
  readonly offset?: number;
  readonly rowName?: (row: number) => string;
  readonly columnName?: (column: number) => string;
}

/**
 * Builds a {@link LinearProblem}: columns first, then rows over them, in any interleaving where a row names only columns that
 * exist. Memory grows by doubling; a coefficient costs 12 bytes.
 *
 * @example
 * // max 3x + 2y, x + y ≤ 4, x + 3y ≤ 6, x, y ≥ 0: value 12 at (4, 0), shadow prices (3, 0)
 * const builder = new LinearProblemBuilder("maximise");
 * const [x, y] = [builder.addColumn(3), builder.addColumn(2)];
 * builder.addRow([x, y], [1, 1], -Infinity, 4);
 * builder.addRow([x, y], [1, 3], -Infinity, 6);
 * const problem = builder.build();
 */
export class LinearProblemBuilder {
  readonly #columns = new ColumnBlockBuilder();
  readonly #rows = new RowBlockBuilder();

  constructor(readonly sense: Sense) {}

  get columns(): number {
    return this.#columns.count;
  }

  get rows(): number {
    return this.#rows.count;
  }

  /** Number of coefficients so far. */
  get coefficients(): number {
    return this.#rows.size;
  }

  /** A variable with lower ≤ x ≤ upper, by default x ≥ 0; returns its index. Errors: `invalid-number`, `invalid-bounds`. */
  addColumn(cost: number, lower = 0, upper = Infinity, integer = false): number {
    return this.#columns.addColumn(cost, lower, upper, integer);
  }

  /** Replaces a cost. Errors: `invalid-index`, `invalid-number`. */
  setCost(column: number, cost: number): void {
    this.#columns.setCost(column, cost);
  }

  /**
   * lower ≤ Σ_p coefficients[p]·x_{indices[p]} ≤ upper over p < length; returns its index. Coefficients 0 are left out.
   * Errors: `invalid-index`, `duplicate-index`, `invalid-number`, `invalid-bounds`, `invalid-size`.
   */
  addRow(
    indices: ArrayLike<number>,
    coefficients: ArrayLike<number>,
    lower: number,
    upper: number,
    length = indices.length,
  ): number {
    return this.#rows.addRow(indices, coefficients, lower, upper, this.columns, length);
  }

  build(options: ProblemOptions = {}): LinearProblem {
    const { offset = 0, ...names } = options;
    if (!Number.isFinite(offset)) fail("invalid-number", "offset", "Give a finite offset.");
    const columns = this.#columns.build(0);
    const rows = this.#rows.build(this.columns);
    return {
      sense: this.sense,
      offset,
      columns: this.columns,
      rows: this.rows,
      costs: columns.costs,
      columnLower: columns.lower,
      columnUpper: columns.upper,
      rowLower: rows.lower,
      rowUpper: rows.upper,
      matrix: rows.matrix,
      ...(columns.integer === undefined ? {} : { integer: columns.integer }),
      ...names,
    };
  }
}
