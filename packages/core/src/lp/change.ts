import type { ColumnBlock, LinearProblem, RowBlock } from "./problem.js";
import { type CompressedMatrix, transpose } from "./sparse.js";

/** One change of a problem; all indices refer to the problem as it is when the change is applied. */
export type Change =
  | { readonly kind: "rows"; readonly block: RowBlock }
  | { readonly kind: "columns"; readonly block: ColumnBlock }
  | {
      readonly kind: "row-bounds" | "column-bounds";
      readonly index: number;
      readonly lower: number;
      readonly upper: number;
    }
  | { readonly kind: "costs"; readonly indices: Int32Array; readonly values: Float64Array };

/**
 * The problem after the changes, in order; the argument is left as it is. O(size of the problem) for each block of rows or
 * columns, O(1) for any other change after one copy of the bounds and costs.
 */
export function changed(problem: LinearProblem, changes: readonly Change[]): LinearProblem {
  if (changes.length === 0) return problem;
  const { costs, rowLower, rowUpper, columnLower, columnUpper } = problem;
  const own: LinearProblem = {
    ...problem,
    costs: costs.slice(),
    rowLower: rowLower.slice(),
    rowUpper: rowUpper.slice(),
    columnLower: columnLower.slice(),
    columnUpper: columnUpper.slice(),
  };
  return changes.reduce(applied, own);
}

/** Writes into the arrays of the problem, which are ours, or returns a larger one. */
function applied(problem: LinearProblem, change: Change): LinearProblem {
  switch (change.kind) {
    case "rows":
      return withRows(problem, change.block);
    case "columns":
      return withColumns(problem, change.block);
    case "row-bounds":
      problem.rowLower[change.index] = change.lower;
      problem.rowUpper[change.index] = change.upper;
      return problem;
    case "column-bounds":
      problem.columnLower[change.index] = change.lower;
      problem.columnUpper[change.index] = change.upper;
      return problem;
    case "costs":
      change.indices.forEach((column, k) => {
        problem.costs[column] = change.values[k];
      });
      return problem;
  }
}

function withRows(problem: LinearProblem, block: RowBlock): LinearProblem {
  return {
    ...problem,
    rows: problem.rows + block.matrix.count,
    rowLower: joined(problem.rowLower, block.lower),
    rowUpper: joined(problem.rowUpper, block.upper),
    matrix: stacked(problem.matrix, block.matrix),
  };
}

function withColumns(problem: LinearProblem, block: ColumnBlock): LinearProblem {
  const columns = problem.columns + block.matrix.count;
  const integer = new Uint8Array(columns);
  if (problem.integer !== undefined) integer.set(problem.integer);
  if (block.integer !== undefined) integer.set(block.integer, problem.columns);
  return {
    ...problem,
    columns,
    costs: joined(problem.costs, block.costs),
    columnLower: joined(problem.columnLower, block.lower),
    columnUpper: joined(problem.columnUpper, block.upper),
    matrix: transpose(stacked(transpose(problem.matrix), block.matrix)),
    ...(integer.includes(1) ? { integer } : {}),
  };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

/** The vectors of a, then those of b; both of one width. */
function stacked(a: CompressedMatrix, b: CompressedMatrix): CompressedMatrix {
  const [sizeA, sizeB] = [a.starts[a.count], b.starts[b.count]];
  const starts = new Int32Array(a.count + b.count + 1);
  starts.set(a.starts);
  for (let k = 1; k <= b.count; k++) starts[a.count + k] = sizeA + b.starts[k];
  const indices = new Int32Array(sizeA + sizeB);
  indices.set(a.indices);
  indices.set(b.indices, sizeA);
  return { count: a.count + b.count, width: a.width, starts, indices, values: joined(a.values, b.values) };
}
