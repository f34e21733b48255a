import type { ExactProgram, SparseRow } from "../numeric/linear-program/exact-program.js";
import { add, divide, printRational, type Rational, rational, ZERO } from "../numeric/rational.js";

/** A program with symmetric variables merged, and the way back. */
export interface FoldedProgram<R extends SparseRow = SparseRow> {
  readonly program: ExactProgram & { readonly rows: readonly R[] };
  /** The original column that each variable stands for. */
  readonly kept: readonly number[];
  /** The value of every original variable: that of its orbit. */
  readonly unfoldPrimal: (x: readonly Rational[]) => Rational[];
  /** The price of every original row: that of its class, shared equally. */
  readonly unfoldPrices: (y: readonly Rational[]) => Rational[];
}

/**
 * Merges the variables of each orbit into one, rows that then read the same into one, and leaves out variables whose column is
 * that of another (identical alternatives).
 *
 * @param orbits for each column the smallest column of its orbit, under permutations of the columns that permute the rows and keep
 *   the objective. Why the way back is right: with z_o the common value of orbit o the program reads Σ_o (Σ_{j∈o} A_ij) z_o ≤ b_i.
 *   Prices that are equal within a class of equal rows are constant on orbits of rows, so Σ_i y_i A_ij is constant on an orbit of
 *   columns and equals its average (Σ_R y_R Σ_{j∈o} A_Rj)/|o| ≥ (Σ_{j∈o} c_j)/|o| = c_j.
 * Cost: O(coefficients).
 */
export function fold<R extends SparseRow>(
  { objective, free, rows }: ExactProgram & { readonly rows: readonly R[] },
  orbits: ArrayLike<number>,
): FoldedProgram<R> {
  const merged = mergedRows(rows, orbits);
  const costs = new Map<number, Rational>();
  objective.forEach((cost, j) => {
    costs.set(orbits[j], add(costs.get(orbits[j]) ?? ZERO, cost));
  });
  const place = places(merged.rows, costs, free);
  const kept = [...place].sort(([, a], [, b]) => a - b).map(([orbit]) => orbit);
  return {
    kept,
    program: {
      objective: kept.map((orbit) => costs.get(orbit)!),
      free: kept.map((orbit) => free[orbit]),
      rows: merged.rows.map((row) => ({ ...row, coefficients: renumbered(row.coefficients, place) })),
    },
    unfoldPrimal: (x) =>
      objective.map((_, j) => {
        const position = place.get(orbits[j]);
        return position === undefined ? ZERO : x[position];
      }),
    unfoldPrices: (y) => {
      const shares = y.map((price, r) => (price.n === 0n ? ZERO : divide(price, rational(merged.sizes[r]))));
      return rows.map((_, i) => shares[merged.classOf[i]]);
    },
  };
}

function mergedRows<R extends SparseRow>(rows: readonly R[], orbits: ArrayLike<number>) {
  const known = new Map<string, number>();
  const kept: R[] = [];
  const sizes: number[] = [];
  const classOf = rows.map((row) => {
    const coefficients = new Map<number, Rational>();
    for (const [j, value] of row.coefficients) {
      const sum = add(coefficients.get(orbits[j]) ?? ZERO, value);
      if (sum.n === 0n) coefficients.delete(orbits[j]);
      else coefficients.set(orbits[j], sum);
    }
    const key = [row.relation, printRational(row.bound), ...textOf(coefficients)].join(" ");
    let place = known.get(key);
    if (place === undefined) {
      place = kept.push({ ...row, coefficients }) - 1;
      known.set(key, place);
      sizes.push(0);
    }
    sizes[place]++;
    return place;
  });
  return { rows: kept, sizes, classOf };
}

/** New numbers for the orbits that stay: the first of those with equal columns and costs. */
function places(
  rows: readonly SparseRow[],
  costs: ReadonlyMap<number, Rational>,
  free: readonly boolean[],
): Map<number, number> {
  const columns = new Map([...costs.keys()].map((orbit): [number, string[]] => [orbit, []]));
  rows.forEach(({ coefficients }, i) => {
    for (const [orbit, value] of coefficients) columns.get(orbit)!.push(`${i}:${value.n}/${value.d}`);
  });
  const known = new Set<string>();
  const place = new Map<number, number>();
  for (const [orbit, cost] of [...costs].sort(([a], [b]) => a - b)) {
    const key = `${free[orbit]} ${printRational(cost)} ${columns.get(orbit)!.join(" ")}`;
    if (known.has(key)) continue;
    known.add(key);
    place.set(orbit, place.size);
  }
  return place;
}

function renumbered(coefficients: ReadonlyMap<number, Rational>, place: ReadonlyMap<number, number>) {
  const entries = [...coefficients].flatMap(([orbit, value]): [number, Rational][] => {
    const position = place.get(orbit);
    return position === undefined ? [] : [[position, value]];
  });
  return new Map(entries);
}

/** Coefficients in the order of their columns. */
function textOf(coefficients: ReadonlyMap<number, Rational>): string[] {
  return [...coefficients].sort(([a], [b]) => a - b).map(([j, { n, d }]) => `${j}:${n}/${d}`);
}
