import { fail } from "../numeric/candor-error.js";

/**
 * Sparse vectors of one length laid one after the other: the rows of a matrix (row-wise) or its columns (column-wise).
 * Vector k has the coefficient values[p] at position indices[p] for starts[k] ≤ p < starts[k + 1].
 */
export interface CompressedMatrix {
  /** How many vectors. */
  readonly count: number;
  /** The length of each: indices lie in 0 … width − 1. */
  readonly width: number;
  /** count + 1 offsets, from 0 up to the number of coefficients. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

type Numbers = Float64Array | Int32Array | Uint8Array;

/** The array itself when it has room for `length` entries, else a copy at least twice as long. */
export function withRoom<T extends Numbers>(array: T, length: number): T {
  if (length <= array.length) return array;
  const Typed = array.constructor as new (length: number) => T;
  const longer = new Typed(Math.max(length, 2 * array.length, 16));
  longer.set(array);
  return longer;
}

/** Appends sparse vectors in amortised constant time a coefficient. */
export class CompressedBuilder {
  #starts: Int32Array = new Int32Array(16);
  #indices: Int32Array = new Int32Array(64);
  #values: Float64Array = new Float64Array(64);
  /** last[j] = k + 1 when vector k was the last to have a coefficient at j. */
  #last: Int32Array = new Int32Array(16);
  #count = 0;
  #size = 0;

  get count(): number {
    return this.#count;
  }

  /** Number of coefficients so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Appends the vector with values[p] at indices[p] for p < length; coefficients 0 are left out.
   *
   * Errors: `invalid-index` outside 0 … width − 1, `duplicate-index`, `invalid-number` when a coefficient is not finite. After
   * an error nothing has been appended.
   */
  append(
    indices: ArrayLike<number>,
    values: ArrayLike<number>,
    width: number,
    length = indices.length,
  ): number {
    const vector = this.#count;
    if (indices.length < length || values.length < length)
      fail("invalid-size", `[${vector}]`, `Give ${length} indices and as many coefficients.`);
    this.#reserve(length, width);
    let end = this.#size;
    for (let p = 0; p < length; p++) {
      const [index, value] = [indices[p], values[p]];
      if (!Number.isInteger(index) || index < 0 || index >= width) badIndex(vector, index, width);
      if (!Number.isFinite(value)) badNumber(vector, index, value);
      if (value === 0) continue;
      this.#indices[end] = index;
      this.#values[end++] = value;
    }
    this.#refuseDuplicates(vector, end);
    this.#size = end;
    this.#starts[++this.#count] = end;
    return vector;
  }

  #reserve(length: number, width: number): void {
    this.#starts = withRoom(this.#starts, this.#count + 2);
    this.#indices = withRoom(this.#indices, this.#size + length);
    this.#values = withRoom(this.#values, this.#size + length);
    this.#last = withRoom(this.#last, width);
  }

  #refuseDuplicates(vector: number, end: number): void {
    for (let p = this.#size; p < end; p++) {
      const index = this.#indices[p];
      if (this.#last[index] === vector + 1) {
        // A refused vector leaves no mark: the next one has the same number.
        for (let q = this.#size; q < p; q++) this.#last[this.#indices[q]] = 0;
        fail("duplicate-index", `[${vector}]`, `Give one coefficient at index ${index}: add them up.`);
      }
      this.#last[index] = vector + 1;
    }
  }

  /** A copy of what was appended. */
  build(width: number): CompressedMatrix {
    return {
      count: this.#count,
      width,
      starts: this.#starts.slice(0, this.#count + 1),
      indices: this.#indices.slice(0, this.#size),
      values: this.#values.slice(0, this.#size),
    };
  }
}

function badIndex(vector: number, index: number, width: number): never {
  fail("invalid-index", `[${vector}]`, `Give whole indices from 0 to ${width - 1}, not ${index}.`, {
    expected: `0 to ${width - 1}`,
    received: String(index),
  });
}

function badNumber(vector: number, index: number, value: number): never {
  fail("invalid-number", `[${vector}]`, `Give a finite coefficient at index ${index}, not ${value}.`, {
    expected: "a finite number",
    received: String(value),
  });
}

/** The same matrix compressed along the other axis, indices increasing. O(count + width + coefficients). */
export function transpose({ count, width, starts, indices, values }: CompressedMatrix): CompressedMatrix {
  const size = starts[count];
  const ends = new Int32Array(width + 1);
  for (let p = 0; p < size; p++) ends[indices[p] + 1]++;
  for (let j = 0; j < width; j++) ends[j + 1] += ends[j];
  const heads = ends.slice(0, width);
  const [across, copied] = [new Int32Array(size), new Float64Array(size)];
  for (let k = 0; k < count; k++)
    for (let p = starts[k]; p < starts[k + 1]; p++) {
      const target = heads[indices[p]]++;
      across[target] = k;
      copied[target] = values[p];
    }
  return { count: width, width: count, starts: ends, indices: across, values: copied };
}

/** The inner product of every vector with x; x has `width` entries. */
export function multiply(matrix: CompressedMatrix, x: ArrayLike<number>): Float64Array {
  const { count, starts, indices, values } = matrix;
  const result = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let total = 0;
    for (let p = starts[k]; p < starts[k + 1]; p++) total += values[p] * x[indices[p]];
    result[k] = total;
  }
  return result;
}

/** The sum of the vectors weighted by y; y has `count` entries. */
export function combine(matrix: CompressedMatrix, y: ArrayLike<number>): Float64Array {
  const { count, width, starts, indices, values } = matrix;
  const result = new Float64Array(width);
  for (let k = 0; k < count; k++) {
    if (y[k] === 0) continue;
    for (let p = starts[k]; p < starts[k + 1]; p++) result[indices[p]] += values[p] * y[k];
  }
  return result;
}
