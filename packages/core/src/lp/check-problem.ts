import { CandorError, type Problem } from "../numeric/candor-error.js";
import type { ColumnBlock, LinearProblem, RowBlock } from "./problem.js";
import type { CompressedMatrix } from "./sparse.js";

const MOST_REPORTED = 20;

/** Collects mistakes up to a number that can be read. */
class Findings {
  readonly #problems: Problem[] = [];

  add(code: string, path: string, message: string): void {
    if (this.#problems.length < MOST_REPORTED) this.#problems.push({ code, path, message });
  }

  throwIfAny(): void {
    if (this.#problems.length > 0) throw new CandorError(this.#problems);
  }
}

/**
 * Throws unless the arrays make a linear program.
 *
 * Errors: `invalid-size` (array lengths, matrix layout), `invalid-number` (NaN, infinite cost or coefficient), `invalid-bounds`
 * (NaN, lower above upper, lower = Infinity or upper = −Infinity), `invalid-index`, `duplicate-index`. All of the first 20 are
 * reported. Crossed bounds are a mistake and never an "infeasible" program, so that every infeasible program has Farkas prices.
 * Complexity: O(rows + columns + coefficients).
 */
export function checkProblem(problem: LinearProblem): void {
  const found = new Findings();
  const { rows, columns } = problem;
  checkLengths(found, {
    costs: [problem.costs, columns],
    columnLower: [problem.columnLower, columns],
    columnUpper: [problem.columnUpper, columns],
    rowLower: [problem.rowLower, rows],
    rowUpper: [problem.rowUpper, rows],
    ...(problem.integer === undefined ? {} : { integer: [problem.integer, columns] as const }),
  });
  if (!Number.isFinite(problem.offset)) found.add("invalid-number", "offset", "Give a finite offset.");
  checkCosts(found, problem.costs);
  checkBounds(found, "column", problem.columnLower, problem.columnUpper);
  checkBounds(found, "row", problem.rowLower, problem.rowUpper);
  checkMatrix(found, problem.matrix, rows, columns);
  found.throwIfAny();
}

/** Throws unless the block can be appended to a problem with that many columns; errors as {@link checkProblem}. */
export function checkRows(block: RowBlock, columns: number): void {
  const found = new Findings();
  const rows = block.lower.length;
  checkLengths(found, { upper: [block.upper, rows] });
  checkBounds(found, "row", block.lower, block.upper);
  checkMatrix(found, block.matrix, rows, columns);
  found.throwIfAny();
}

/** Throws unless the block can be appended to a problem with that many rows; errors as {@link checkProblem}. */
export function checkColumns(block: ColumnBlock, rows: number): void {
  const found = new Findings();
  const columns = block.costs.length;
  checkLengths(found, { lower: [block.lower, columns], upper: [block.upper, columns] });
  checkCosts(found, block.costs);
  checkBounds(found, "column", block.lower, block.upper);
  checkMatrix(found, block.matrix, columns, rows);
  found.throwIfAny();
}

/** Throws `invalid-bounds` unless lower ≤ upper leaves something between them. */
export function checkInterval(kind: "row" | "column", index: number, lower: number, upper: number): void {
  if (lower <= upper && lower < Infinity && upper > -Infinity) return;
  const message = `Give bounds with lower ≤ upper, not [${lower}, ${upper}].`;
  throw new CandorError([{ code: "invalid-bounds", path: `${kind}[${index}]`, message }]);
}

function checkLengths(found: Findings, arrays: Record<string, readonly [ArrayLike<number>, number]>): void {
  for (const [name, [array, length]] of Object.entries(arrays))
    if (array.length !== length)
      found.add("invalid-size", name, `Give ${length} entries instead of ${array.length}.`);
}

function checkCosts(found: Findings, costs: Float64Array): void {
  for (let j = 0; j < costs.length; j++)
    if (!Number.isFinite(costs[j]))
      found.add("invalid-number", `costs[${j}]`, `Give a finite cost, not ${costs[j]}.`);
}

function checkBounds(found: Findings, kind: string, lower: Float64Array, upper: Float64Array): void {
  for (let k = 0; k < lower.length; k++)
    if (!(lower[k] <= upper[k] && lower[k] < Infinity && upper[k] > -Infinity))
      found.add(
        "invalid-bounds",
        `${kind}[${k}]`,
        `Give bounds with lower ≤ upper, not [${lower[k]}, ${upper[k]}].`,
      );
}

function checkMatrix(found: Findings, matrix: CompressedMatrix, count: number, width: number): void {
  const { starts, indices, values } = matrix;
  const size = starts[count];
  const shaped =
    matrix.count === count &&
    matrix.width === width &&
    starts.length === count + 1 &&
    starts[0] === 0 &&
    indices.length === size &&
    values.length === size &&
    starts.every((start, k) => k === 0 || start >= starts[k - 1]);
  if (!shaped) {
    found.add(
      "invalid-size",
      "matrix",
      `Give ${count} vectors of length ${width}: ${count + 1} increasing starts from 0 to the number of coefficients.`,
    );
    return;
  }
  const last = new Int32Array(width);
  for (let k = 0; k < count; k++)
    for (let p = starts[k]; p < starts[k + 1]; p++) {
      const index = indices[p];
      if (index < 0 || index >= width)
        found.add("invalid-index", `matrix[${k}]`, `Give indices from 0 to ${width - 1}, not ${index}.`);
      else if (last[index] === k + 1)
        found.add("duplicate-index", `matrix[${k}]`, `Give one coefficient at index ${index}.`);
      else last[index] = k + 1;
      if (!Number.isFinite(values[p]))
        found.add("invalid-number", `matrix[${k}]`, `Give a finite coefficient at ${index}.`);
    }
}
