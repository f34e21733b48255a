/** target[t][a·inner + s] = source[a][t][s]: the rows of one agent's axis, made contiguous. */
export function pack(source: usize, target: usize, outer: i32, types: i32, inner: i32, stride: i32): void {
  const gap = <usize>stride * STEP;
  if (inner == 1) return transpose(source, target, outer, types, gap);
  const bytes = <usize>inner * STEP;
  for (let a = 0; a < outer; a++) {
    let to = target + <usize>a * bytes;
    for (let t = 0; t < types; t++) {
      memory.copy(to, source, bytes);
      source += bytes;
      to += gap;
    }
  }
}

function transpose(source: usize, target: usize, outer: i32, types: i32, gap: usize): void {
  const width = <usize>types * STEP;
  for (let t = 0; t < types; t += 2) {
    let from = source + <usize>t * STEP, to = target + <usize>t * gap, a = 0;
    if (t + 1 < types) {
      for (; a + 1 < outer; a += 2) {
        const x = v128.load(from), y = v128.load(from + width);
        v128.store(to, v128.shuffle<f64>(x, y, 0, 2));
        v128.store(to + gap, v128.shuffle<f64>(x, y, 1, 3));
        from += 2 * width; to += 16;
      }
    }
    for (; a < outer; a++) {
      store<f64>(to, load<f64>(from));
      if (t + 1 < types) store<f64>(to + gap, load<f64>(from, 8));
      from += width; to += 8;
    }
  }
}

/** out[i][j] += Σ_c a[i][c]·b[j][c]; m a multiple of 4, n and length multiples of 2; strides count doubles. */
export function products(a: usize, b: usize, m: i32, n: i32, length: i32, aStride: i32, bStride: i32,
  out: usize, outStride: i32): void {
  const aGap = <usize>aStride * STEP, bGap = <usize>bStride * STEP, oGap = <usize>outStride * STEP;
  const total = <usize>length * STEP;
  for (let start: usize = 0; start < total; start += 2048) {
    const size = min(total - start, <usize>2048);
    for (let j = 0; j < n; j += 2) {
      const b0 = b + <usize>j * bGap + start;
      for (let i = 0; i < m; i += 4) {
        tile(a + <usize>i * aGap + start, aGap, b0, bGap, size, out + <usize>i * oGap + <usize>j * STEP, oGap);
      }
    }
  }
}

@inline function into(out: usize, first: v128, second: v128): void {
  const even = v128.shuffle<f64>(first, second, 0, 2), odd = v128.shuffle<f64>(first, second, 1, 3);
  v128.store(out, f64x2.add(v128.load(out), f64x2.add(even, odd)));
}

@inline function tile(a0: usize, aGap: usize, b0: usize, bGap: usize, size: usize, out: usize, oGap: usize): void {
  const a1 = a0 + aGap, a2 = a1 + aGap, a3 = a2 + aGap, b1 = b0 + bGap;
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0), c10 = f64x2.splat(0), c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0), c21 = f64x2.splat(0), c30 = f64x2.splat(0), c31 = f64x2.splat(0);
  for (let s: usize = 0; s < size; s += 16) {
    const x = v128.load(b0 + s), y = v128.load(b1 + s);
    let z = v128.load(a0 + s);
    c00 = f64x2.add(c00, f64x2.mul(z, x));
    c01 = f64x2.add(c01, f64x2.mul(z, y));
    z = v128.load(a1 + s);
    c10 = f64x2.add(c10, f64x2.mul(z, x));
    c11 = f64x2.add(c11, f64x2.mul(z, y));
    z = v128.load(a2 + s);
    c20 = f64x2.add(c20, f64x2.mul(z, x));
    c21 = f64x2.add(c21, f64x2.mul(z, y));
    z = v128.load(a3 + s);
    c30 = f64x2.add(c30, f64x2.mul(z, x));
    c31 = f64x2.add(c31, f64x2.mul(z, y));
  }
  into(out, c00, c01);
  into(out + oGap, c10, c11);
  into(out + 2 * oGap, c20, c21);
  into(out + 3 * oGap, c30, c31);
}

/** out[t] += Σ_c |f[t][c] − Σ_k x[t][k]·s[k][c]|; length a multiple of 2. */
export function residuals(f: usize, s: usize, x: usize, types: i32, rank: i32, length: i32, stride: i32,
  out: usize): void {
  const gap = <usize>stride * STEP, total = <usize>length * STEP, depth = <usize>rank * STEP;
  for (let start: usize = 0; start < total; start += 1024) {
    const end = min(start + 1024, total);
    for (let t = 0; t < types; t++) {
      const row = f + <usize>t * gap, xs = x + <usize>t * depth;
      let sum = f64x2.splat(0);
      for (let c = start; c < end; c += 16) {
        let rest = v128.load(row + c), from = s + c;
        for (let k: usize = 0; k < depth; k += STEP) {
          rest = f64x2.sub(rest, f64x2.mul(v128.load64_splat(xs + k), v128.load(from)));
          from += gap;
        }
        sum = f64x2.add(sum, f64x2.abs(rest));
      }
      const at = out + <usize>t * STEP;
      store<f64>(at, load<f64>(at) + lanes(sum));
    }
  }
}

/** out[t] += Σ_c f[t][c] in `mass`, and low[0] = min(low[0], f): length a multiple of 2. */
export function rowSums(f: usize, types: i32, length: i32, stride: i32, mass: usize, low: usize): void {
  const gap = <usize>stride * STEP, total = <usize>length * STEP;
  let least = f64x2.splat(load<f64>(low));
  for (let t = 0; t < types; t++) {
    let sum = f64x2.splat(0);
    for (let c: usize = 0; c < total; c += 16) {
      const fs = v128.load(f + c);
      sum = f64x2.add(sum, fs);
      least = f64x2.pmin(least, fs);
    }
    const at = mass + <usize>t * STEP;
    store<f64>(at, load<f64>(at) + lanes(sum));
    f += gap;
  }
  store<f64>(low, lowest(least));
}
