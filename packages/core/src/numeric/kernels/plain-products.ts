/** Columns that one vector accumulator sums before it is added to the result. */
export const COLUMN_BLOCK = 256;
const RESIDUAL_BLOCK = 128;

/** Twin of `products`: lanes of even and odd columns, blocks of 256 columns. */
export function plainProducts(
  h: Float64Array,
  a: number,
  b: number,
  m: number,
  n: number,
  length: number,
  aStride: number,
  bStride: number,
  out: number,
  outStride: number,
): void {
  for (let start = 0; start < length; start += COLUMN_BLOCK) {
    const size = Math.min(length - start, COLUMN_BLOCK);
    for (let j = 0; j < n; j += 2) {
      for (let i = 0; i < m; i += 2) {
        const at = out / 8 + i * outStride + j;
        tile(
          h,
          a / 8 + i * aStride + start,
          aStride,
          b / 8 + j * bStride + start,
          bStride,
          size,
          at,
          outStride,
        );
      }
    }
  }
}

function tile(
  h: Float64Array,
  a0: number,
  aStride: number,
  b0: number,
  bStride: number,
  size: number,
  at: number,
  outStride: number,
): void {
  const a1 = a0 + aStride;
  const b1 = b0 + bStride;
  let e00 = 0, e01 = 0, e10 = 0, e11 = 0, o00 = 0, o01 = 0, o10 = 0, o11 = 0; // biome-ignore format: lanes
  for (let s = 0; s < size; s += 2) {
    const x = h[a0 + s], y = h[a1 + s], z = h[b0 + s], w = h[b1 + s]; // biome-ignore format: lanes
    e00 += x * z;
    e01 += x * w;
    e10 += y * z;
    e11 += y * w;
    const X = h[a0 + s + 1], Y = h[a1 + s + 1], Z = h[b0 + s + 1], W = h[b1 + s + 1]; // biome-ignore format: lanes
    o00 += X * Z;
    o01 += X * W;
    o10 += Y * Z;
    o11 += Y * W;
  }
  h[at] += e00 + o00;
  h[at + 1] += e01 + o01;
  h[at + outStride] += e10 + o10;
  h[at + outStride + 1] += e11 + o11;
}

/** Twin of `residuals`. */
export function plainResiduals(
  h: Float64Array,
  f: number,
  s: number,
  x: number,
  types: number,
  rank: number,
  length: number,
  stride: number,
  out: number,
): void {
  for (let start = 0; start < length; start += RESIDUAL_BLOCK) {
    const end = Math.min(start + RESIDUAL_BLOCK, length);
    for (let t = 0; t < types; t++) {
      let even = 0;
      let odd = 0;
      for (let c = start; c < end; c++) {
        let rest = h[f / 8 + t * stride + c];
        for (let k = 0; k < rank; k++) rest -= h[x / 8 + t * rank + k] * h[s / 8 + k * stride + c];
        if (c & 1) odd += Math.abs(rest);
        else even += Math.abs(rest);
      }
      h[out / 8 + t] += even + odd;
    }
  }
}

/** Twin of `rowSums`. */
export function plainRowSums(
  h: Float64Array,
  f: number,
  types: number,
  length: number,
  stride: number,
  mass: number,
  low: number,
): void {
  for (let t = 0; t < types; t++) {
    let even = 0;
    let odd = 0;
    const row = f / 8 + t * stride;
    for (let c = 0; c < length; c += 2) {
      even += h[row + c];
      odd += h[row + c + 1];
      if (h[row + c] < h[low / 8]) h[low / 8] = h[row + c];
      if (h[row + c + 1] < h[low / 8]) h[low / 8] = h[row + c + 1];
    }
    h[mass / 8 + t] += even + odd;
  }
}
