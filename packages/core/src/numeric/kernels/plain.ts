import type { KernelSet } from "./kernel-set.js";
import { plainProducts, plainResiduals, plainRowSums } from "./plain-products.js";

/**
 * The kernels in plain TypeScript, the twin of the WebAssembly ones: two lanes, the same blocks, the same order
 * of additions, hence the same bits. `length` is the size of the heap in doubles.
 */
export function plainKernels(length: number): KernelSet {
  const heap = new Float64Array(length);
  return {
    kind: "plain",
    heap,
    dotRows: (...args) => dotRows(heap, ...args),
    axpyRows: (...args) => axpyRows(heap, ...args),
    clear: (at, count) => heap.fill(0, at / 8, at / 8 + count),
    profileSums: (...args) => profileSums(heap, ...args),
    pack: (...args) => pack(heap, ...args),
    products: (...args) => plainProducts(heap, ...args),
    residuals: (...args) => plainResiduals(heap, ...args),
    rowSums: (...args) => plainRowSums(heap, ...args),
  };
}

function lower(heap: Float64Array, at: number, value: number): void {
  if (value < heap[at]) heap[at] = value;
}

/** Two rows of products at once, ⟨w,q⟩ and ⟨w,p⟩, in four lanes; `lanes` carries them out without allocation. */
function dotRow(h: Float64Array, w: number, q: number, p: number, length: number, lanes: Float64Array): void {
  const grouped = length & ~7;
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  let q3 = 0;
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  let s = 0;
  for (; s < grouped; s += 4) {
    q0 += h[w + s] * h[q + s];
    p0 += h[w + s] * h[p + s];
    q1 += h[w + s + 1] * h[q + s + 1];
    p1 += h[w + s + 1] * h[p + s + 1];
    q2 += h[w + s + 2] * h[q + s + 2];
    p2 += h[w + s + 2] * h[p + s + 2];
    q3 += h[w + s + 3] * h[q + s + 3];
    p3 += h[w + s + 3] * h[p + s + 3];
  }
  for (; s < length - 1; s += 2) {
    q0 += h[w + s] * h[q + s];
    p0 += h[w + s] * h[p + s];
    q1 += h[w + s + 1] * h[q + s + 1];
    p1 += h[w + s + 1] * h[p + s + 1];
  }
  lanes[0] = q0 + q2 + (q1 + q3);
  lanes[1] = p0 + p2 + (p1 + p3);
  if (s < length) {
    lanes[0] += h[w + s] * h[q + s];
    lanes[1] += h[w + s] * h[p + s];
  }
}

const LANES = new Float64Array(2);

function dotRows(
  h: Float64Array,
  q: number,
  p: number,
  sumQ: number,
  sumP: number,
  w: number,
  length: number,
  rows: number,
  info: number,
  acc: number,
  stats: number,
): void {
  let [qi, pi, si, ti, at] = [q / 8, p / 8, sumQ / 8, sumP / 8, info / 8];
  let minU = Infinity;
  let minQ = Infinity;
  for (let row = 0; row < rows; row++) {
    const v = h[at + 1];
    let low = Infinity;
    dotRow(h, w / 8, qi, pi, length, LANES);
    for (let s = 0; s < length; s++) {
      const qs = h[qi + s];
      const ps = h[pi + s];
      const u = v * qs - ps;
      if (u < low) low = u;
      if (qs < minQ) minQ = qs;
      h[si + s] += qs;
      h[ti + s] += ps;
    }
    const to = acc / 8 + 2 * h[at + 3];
    h[to] += h[at] * LANES[0];
    h[to + 1] += h[at] * LANES[1];
    if (low - h[at + 2] < minU) minU = low - h[at + 2];
    qi += length;
    pi += length;
    si += length;
    ti += length;
    at += 4;
  }
  lower(h, stats / 8, minU);
  lower(h, stats / 8 + 1, minQ);
}

function axpyRows(
  h: Float64Array,
  q: number,
  p: number,
  sumQ: number,
  sumP: number,
  v: number,
  o: number,
  length: number,
  rows: number,
  info: number,
  accQ: number,
  accP: number,
  stats: number,
): void {
  const [vi, oi, ci, di] = [v / 8, o / 8, accQ / 8, accP / 8];
  let [qi, pi, si, ti] = [q / 8, p / 8, sumQ / 8, sumP / 8];
  let minU = Infinity;
  let minQ = Infinity;
  for (let row = 0; row < rows; row++) {
    const weight = h[info / 8 + 4 * row];
    for (let s = 0; s < length; s++) {
      const qs = h[qi + s];
      const ps = h[pi + s];
      h[ci + s] += weight * qs;
      h[di + s] += weight * ps;
      const u = h[vi + s] * qs - ps - h[oi + s];
      if (u < minU) minU = u;
      if (qs < minQ) minQ = qs;
      h[si + s] += qs;
      h[ti + s] += ps;
    }
    qi += length;
    pi += length;
    si += length;
    ti += length;
  }
  lower(h, stats / 8, minU);
  lower(h, stats / 8 + 1, minQ);
}

function profileSums(h: Float64Array, sumQ: number, sumP: number, length: number, stats: number): void {
  const at = stats / 8;
  for (let s = 0; s < length; s++) {
    const qs = h[sumQ / 8 + s];
    const ps = h[sumP / 8 + s];
    if (qs > h[at]) h[at] = qs;
    if (ps < h[at + 1]) h[at + 1] = ps;
    if (ps > h[at + 2]) h[at + 2] = ps;
    h[at + 3] += qs * 0 + ps * 0;
  }
}

function pack(
  h: Float64Array,
  source: number,
  target: number,
  outer: number,
  types: number,
  inner: number,
  stride: number,
): void {
  let from = source / 8;
  for (let a = 0; a < outer; a++) {
    for (let t = 0; t < types; t++) {
      const to = target / 8 + t * stride + a * inner;
      for (let s = 0; s < inner; s++) h[to + s] = h[from + s];
      from += inner;
    }
  }
}
