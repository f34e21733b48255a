import type { Skeleton } from "./joint-pass.js";
import type { KernelSet } from "./kernel-set.js";
import type { AxisLayout } from "./layout.js";
import type { TableReader } from "./reader.js";

const NEGLIGIBLE = 1e-14;

/**
 * Looks at a sample of columns of the prior for a few types whose rows generate all rows: priors in which values are
 * independent given a common state with K outcomes have K of them. Rows scaled to length one are eliminated by
 * Gram–Schmidt, always taking the row with the largest rest, until rests are below 1e-14 of the row. Returns
 * undefined where more than a third of the types would be needed. The guess is certified by {@link JointPass}, which
 * measures what it leaves out over all columns. O(types·sample·rank).
 */
export function guessSkeleton(
  kernels: KernelSet,
  axis: AxisLayout,
  reader: TableReader,
): Skeleton | undefined {
  const { types } = axis;
  const most = Math.floor(types / 3);
  if (most === 0) return undefined;
  const sample = sampleRows(kernels, axis, reader);
  const scale = sample.map(norm);
  const rest = sample.map((row, t) => row.map((x) => (scale[t] > 0 ? x / scale[t] : 0)));
  const basis: Float64Array[] = [];
  const rows: number[] = [];
  for (;;) {
    const sizes = rest.map(norm);
    const pivot = sizes.indexOf(Math.max(...sizes));
    if (sizes[pivot] < NEGLIGIBLE) break;
    if (rows.length === most) return undefined;
    rows.push(pivot);
    const unit = rest[pivot].map((x) => x / sizes[pivot]);
    // Twice is enough: the second sweep removes what rounding left of earlier directions.
    for (const earlier of basis) subtract(unit, earlier, dot(unit, earlier));
    const size = norm(unit);
    for (let i = 0; i < unit.length; i++) unit[i] /= size;
    basis.push(unit);
    for (const row of rest) for (let sweep = 0; sweep < 2; sweep++) subtract(row, unit, dot(row, unit));
  }
  if (rows.length === 0) return undefined;
  return { rows, coefficients: solve(sample, rows, basis) };
}

/** Coefficients of every sampled row in the chosen rows, by least squares through the orthonormal basis. */
function solve(sample: Float64Array[], rows: number[], basis: Float64Array[]): Float64Array {
  const rank = rows.length;
  const coefficients = new Float64Array(sample.length * rank);
  // chosen row k = Σ_{j ≤ k} triangle[k][j]·basis[j]
  const triangle = rows.map((t) => basis.map((unit) => dot(sample[t], unit)));
  sample.forEach((row, t) => {
    const chosen = rows.indexOf(t);
    if (chosen >= 0) {
      coefficients[t * rank + chosen] = 1;
      return;
    }
    for (let j = rank - 1; j >= 0; j--) {
      let value = dot(row, basis[j]);
      for (let k = j + 1; k < rank; k++) value -= coefficients[t * rank + k] * triangle[k][j];
      coefficients[t * rank + j] = value / triangle[j][j];
    }
  });
  return coefficients;
}

/** A spread of columns, one value per type; uses the heap from byte 64 on as scratch. */
function sampleRows(kernels: KernelSet, axis: AxisLayout, reader: TableReader): Float64Array[] {
  const { types, inner, columns } = axis;
  const count = Math.min(columns, 4 * types + 32);
  const rows = Array.from({ length: types }, () => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    // A golden-ratio stride visits all parts of the table and shares no period with its axes.
    const column = count === columns ? i : Math.floor(((i * 0.6180339887498949) % 1) * columns);
    const outer = Math.floor(column / inner);
    const contiguous = inner === 1;
    if (contiguous) reader.read("prior", 0, outer * types, types, 64);
    for (let t = 0; t < types; t++) {
      const at = (outer * types + t) * inner + (column % inner);
      if (!contiguous) reader.read("prior", 0, at, 1, 64);
      rows[t][i] = kernels.heap[contiguous ? 8 + t : 8];
    }
  }
  return rows;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] -= factor * b[i];
}
