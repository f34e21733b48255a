import { divide, multiply, type Rational, subtract, ZERO } from "../rational.js";

/** A column: coefficients by row. */
export type SparseColumn = ReadonlyMap<number, Rational>;

interface Pivot {
  readonly row: number;
  readonly column: number;
  readonly value: Rational;
  /** The rest of the pivot's row: later columns. */
  readonly rest: readonly (readonly [column: number, value: Rational])[];
}

/** row ← row − factor · pivot. */
interface Elimination {
  readonly row: number;
  readonly pivot: number;
  readonly factor: Rational;
}

/** An exact factorisation of a square sparse matrix B. */
export interface SparseFactors {
  /** x with B x = b. */
  solve(b: readonly Rational[]): Rational[];
  /** y with Bᵀ y = c. */
  solveTransposed(c: readonly Rational[]): Rational[];
}

/** Columns that depend on the others and rows without a pivot, equally many; empty for a regular matrix. */
export interface Deficiency {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/**
 * Sparse Gaussian elimination in fractions: pivots by least (row count − 1)(column count − 1) within the shortest rows
 * (Markowitz 1957), singletons first. Cost: that of the fill-in; a basis of slacks and few structural columns costs O(nonzeros).
 *
 * @returns the factors, or the deficiency of a singular matrix.
 */
export function factorise(columns: readonly SparseColumn[]): SparseFactors | Deficiency {
  const size = columns.length;
  const { rows, holders } = rowWise(columns);
  const pivots: Pivot[] = [];
  const eliminations: Elimination[] = [];
  const openRows = new Set(rows.keys());
  const openColumns = new Set(columns.keys());
  for (;;) {
    const found = choosePivot(rows, holders, openRows, openColumns);
    if (found === undefined) break;
    const [row, column] = found;
    const value = rows[row].get(column)!;
    openRows.delete(row);
    openColumns.delete(column);
    for (const j of rows[row].keys()) holders[j].delete(row);
    const rest = [...rows[row]].filter(([j]) => j !== column);
    for (const other of holders[column]) {
      const factor = divide(rows[other].get(column)!, value);
      rows[other].delete(column);
      for (const [j, entry] of rest) {
        const left = subtract(rows[other].get(j) ?? ZERO, multiply(factor, entry));
        if (left.n === 0n) {
          rows[other].delete(j);
          holders[j].delete(other);
        } else {
          rows[other].set(j, left);
          holders[j].add(other);
        }
      }
      eliminations.push({ row: other, pivot: row, factor });
    }
    pivots.push({ row, column, value, rest });
  }
  if (pivots.length < size) return { columns: [...openColumns], rows: [...openRows] };
  return {
    solve: (b) => solve(pivots, eliminations, b),
    solveTransposed: (c) => solveTransposed(pivots, eliminations, c),
  };
}

function rowWise(columns: readonly SparseColumn[]) {
  const rows = columns.map(() => new Map<number, Rational>());
  const holders = columns.map((column, j) => {
    for (const [i, value] of column) rows[i].set(j, value);
    return new Set(column.keys());
  });
  return { rows, holders };
}

function choosePivot(
  rows: readonly ReadonlyMap<number, Rational>[],
  holders: readonly ReadonlySet<number>[],
  openRows: ReadonlySet<number>,
  openColumns: ReadonlySet<number>,
): [row: number, column: number] | undefined {
  for (const column of openColumns)
    if (holders[column].size === 1) return [holders[column].values().next().value!, column];
  let best: { row: number; column: number; cost: number } | undefined;
  for (const row of openRows) {
    const length = rows[row].size;
    if (length === 0 || (best !== undefined && (length - 1) ** 2 > best.cost)) continue;
    for (const column of rows[row].keys()) {
      const cost = (length - 1) * (holders[column].size - 1);
      if (best === undefined || cost < best.cost) best = { row, column, cost };
    }
    if (best?.cost === 0) break;
  }
  return best && [best.row, best.column];
}

function solve(pivots: readonly Pivot[], eliminations: readonly Elimination[], b: readonly Rational[]) {
  const work = [...b];
  for (const { row, pivot, factor } of eliminations)
    if (work[pivot].n !== 0n) work[row] = subtract(work[row], multiply(factor, work[pivot]));
  const x = new Array<Rational>(b.length).fill(ZERO);
  for (let p = pivots.length - 1; p >= 0; p--) {
    const { row, column, value, rest } = pivots[p];
    let total = work[row];
    for (const [j, entry] of rest) if (x[j].n !== 0n) total = subtract(total, multiply(entry, x[j]));
    x[column] = divide(total, value);
  }
  return x;
}

function solveTransposed(
  pivots: readonly Pivot[],
  eliminations: readonly Elimination[],
  c: readonly Rational[],
) {
  const work = [...c];
  const y = new Array<Rational>(c.length).fill(ZERO);
  for (const { row, column, value, rest } of pivots) {
    if (work[column].n === 0n) continue;
    y[row] = divide(work[column], value);
    for (const [j, entry] of rest) work[j] = subtract(work[j], multiply(y[row], entry));
  }
  for (let e = eliminations.length - 1; e >= 0; e--) {
    const { row, pivot, factor } = eliminations[e];
    if (y[row].n !== 0n) y[pivot] = subtract(y[pivot], multiply(factor, y[row]));
  }
  return y;
}
