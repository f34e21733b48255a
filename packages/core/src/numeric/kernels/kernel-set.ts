/**
 * The inner loops, on doubles in one flat heap. Pointers are byte offsets, multiples of 8; lengths and strides
 * count doubles. Every implementation adds in the same order, so results agree bit for bit.
 */
export interface KernelSet {
  readonly kind: "plain" | "wasm";
  readonly heap: Float64Array;
  /**
   * For rows along which the agent reports one type: acc[type] += weight·(⟨w,q⟩, ⟨w,p⟩), sumQ += q, sumP += p,
   * stats = [min of v·q − p − o, min q]. `info` holds [weight, v, o, type] per row; `acc` pairs (Q, P) per type.
   */
  dotRows(
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
  ): void;
  /** For rows along which the agent's report varies: accQ += weight·q, accP += weight·p, otherwise as dotRows. */
  axpyRows(
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
  ): void;
  /** Sets `length` doubles to zero. */
  clear(at: number, length: number): void;
  /** stats = [max Σq, min Σp, max Σp, 0, or NaN once a sum is not finite]. */
  profileSums(sumQ: number, sumP: number, length: number, stats: number): void;
  /** target[t][a·inner + s] = source[a][t][s]; `stride` separates the rows of target. */
  pack(source: number, target: number, outer: number, types: number, inner: number, stride: number): void;
  /** out[i][j] += Σ_c a[i][c]·b[j][c] for m (multiple of 4) × n (multiple of 2), even length. */
  products(
    a: number,
    b: number,
    m: number,
    n: number,
    length: number,
    aStride: number,
    bStride: number,
    out: number,
    outStride: number,
  ): void;
  /** out[t] += Σ_c |f[t][c] − Σ_k x[t][k]·s[k][c]|, even length; x is types × rank, f and s share `stride`. */
  residuals(
    f: number,
    s: number,
    x: number,
    types: number,
    rank: number,
    length: number,
    stride: number,
    out: number,
  ): void;
  /** mass[t] += Σ_c f[t][c] and low[0] = min(low[0], f), even length. */
  rowSums(f: number, types: number, length: number, stride: number, mass: number, low: number): void;
}

/** Hands out stretches of a heap, 64-byte aligned and off each other's cache sets. */
export class Arena {
  private next: number;
  constructor(base = 0) {
    this.next = base + 64;
  }
  /** Byte offset of `length` doubles, to be zeroed by the caller where that matters. */
  take(length: number): number {
    const at = this.next;
    this.next = Math.ceil((at + length * 8) / 64) * 64 + 320;
    return at;
  }
  get bytes(): number {
    return this.next;
  }
}
