import { divide, multiply, ONE, type Rational, subtract, ZERO } from "../numeric/rational.js";

/**
 * Coefficients c, not all 0, with Σ_r c_r·rows[r] = 0, or `undefined` when the rows are linearly independent. Gaussian elimination
 * in exact fractions; the last row with c_r ≠ 0 has c_r = 1. Cost: rows² × columns.
 */
export function linearDependence(rows: readonly (readonly Rational[])[]): Rational[] | undefined {
  const reduced: { pivot: number; row: Rational[]; made: Rational[] }[] = [];
  for (const [r, given] of rows.entries()) {
    let row = [...given];
    let made = rows.map((_, s) => (s === r ? ONE : ZERO));
    for (const known of reduced) {
      const factor = row[known.pivot];
      if (factor.n === 0n) continue;
      row = row.map((value, j) => subtract(value, multiply(factor, known.row[j])));
      made = made.map((value, s) => subtract(value, multiply(factor, known.made[s])));
    }
    const pivot = row.findIndex(({ n }) => n !== 0n);
    if (pivot < 0) return made;
    const scale = divide(ONE, row[pivot]);
    reduced.push({
      pivot,
      row: row.map((value) => multiply(scale, value)),
      made: made.map((value) => multiply(scale, value)),
    });
  }
  return undefined;
}
