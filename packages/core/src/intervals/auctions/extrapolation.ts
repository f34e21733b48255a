/** Right-hand side of y′ = f(y): writes f(y) to `out`. */
export type VectorField = (y: Float64Array, out: Float64Array) => void;

/**
 * One step of y′ = f(y) by the modified midpoint rule with 2, 4, …, 2·columns sub-steps, extrapolated in the square of the sub-step:
 * order 2·columns. The error is the difference of the last two extrapolations relative to |y| + `sizes`, largest component; NaN where the
 * field is undefined on the way. Cost: columns·(columns + 2) evaluations of the field.
 * Source: Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.9 (Gragg, Bulirsch, Stoer).
 */
export function extrapolatedStep(
  field: VectorField,
  y: Float64Array,
  step: number,
  columns: number,
  sizes: ArrayLike<number>,
): { readonly y: Float64Array; readonly error: number } {
  let row: Float64Array[] = [];
  let error = Infinity;
  for (let j = 0; j < columns; j++) {
    const next = [midpointRule(field, y, step, 2 * (j + 1))];
    for (let k = 0; k < j; k++) {
      const weight = 1 / (((j + 1) / (j - k)) ** 2 - 1);
      next.push(next[k].map((value, c) => value + (value - row[k][c]) * weight));
    }
    if (j > 0)
      error = next[j].reduce((most, value, c) => {
        const change = Math.abs(value - next[j - 1][c]) / (Math.abs(value) + sizes[c]);
        return most >= change ? most : change;
      }, 0);
    row = next;
  }
  return { y: row[row.length - 1], error };
}

function midpointRule(field: VectorField, y: Float64Array, step: number, n: number): Float64Array {
  const h = step / n;
  const slope = new Float64Array(y.length);
  let before = y;
  field(y, slope);
  let now = y.map((value, c) => value + h * slope[c]);
  for (let k = 1; k < n; k++) {
    field(now, slope);
    const after = before.map((value, c) => value + 2 * h * slope[c]);
    [before, now] = [now, after];
  }
  field(now, slope);
  return now.map((value, c) => (value + before[c] + h * slope[c]) / 2);
}
