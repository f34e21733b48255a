// AssemblyScript. Compiled by build.mjs into src/numeric/kernels/generated.ts; its plain twin is
// src/numeric/kernels/plain.ts. Both add in the same order, so they agree bit for bit.
// Pointers are byte offsets. Numbers are doubles. pmin/pmax ignore NaN on purpose: `profileSums` catches it.

// @ts-nocheck
const STEP: usize = 8;

@inline function lanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
@inline function lowest(v: v128): f64 {
  const a = f64x2.extract_lane(v, 0), b = f64x2.extract_lane(v, 1);
  return b < a ? b : a;
}
@inline function highest(v: v128): f64 {
  const a = f64x2.extract_lane(v, 0), b = f64x2.extract_lane(v, 1);
  return b > a ? b : a;
}
@inline function storeStats(stats: usize, minU: f64, minQ: f64): void {
  if (minU < load<f64>(stats)) store<f64>(stats, minU);
  if (minQ < load<f64>(stats, 8)) store<f64>(stats, minQ, 8);
}

/** Rows whose agent reports the same type all along: adds weight·⟨w, q⟩ and weight·⟨w, p⟩ at the row's type. */
export function dotRows(q: usize, p: usize, sumQ: usize, sumP: usize, w: usize, length: i32, rows: i32,
  info: usize, acc: usize, stats: usize): void {
  let lowQ0 = f64x2.splat(Infinity), lowQ1 = lowQ0;
  let minU = Infinity, tailQ = Infinity;
  const bytes = <usize>length * STEP, pairs = <usize>(length & ~1) * STEP;
  for (let row = 0; row < rows; row++) {
    const v = load<f64>(info, 8);
    const vv = f64x2.splat(v);
    let dq0 = f64x2.splat(0), dp0 = f64x2.splat(0), low0 = f64x2.splat(Infinity);
    let dq1 = dq0, dp1 = dp0, low1 = low0;
    let qa = q, pa = p, wa = w, sa = sumQ, ta = sumP;
    const end = q + pairs, end4 = q + (pairs & ~63);
    while (qa < end4) {
      {
        const qs = v128.load(qa, 0), ps = v128.load(pa, 0), ws = v128.load(wa, 0);
        dq0 = f64x2.add(dq0, f64x2.mul(ws, qs));
        dp0 = f64x2.add(dp0, f64x2.mul(ws, ps));
        low0 = f64x2.pmin(f64x2.sub(f64x2.mul(vv, qs), ps), low0);
        lowQ0 = f64x2.pmin(qs, lowQ0);
        v128.store(sa, f64x2.add(v128.load(sa, 0), qs), 0);
        v128.store(ta, f64x2.add(v128.load(ta, 0), ps), 0);
      }
      {
        const qs = v128.load(qa, 16), ps = v128.load(pa, 16), ws = v128.load(wa, 16);
        dq1 = f64x2.add(dq1, f64x2.mul(ws, qs));
        dp1 = f64x2.add(dp1, f64x2.mul(ws, ps));
        low1 = f64x2.pmin(f64x2.sub(f64x2.mul(vv, qs), ps), low1);
        lowQ1 = f64x2.pmin(qs, lowQ1);
        v128.store(sa, f64x2.add(v128.load(sa, 16), qs), 16);
        v128.store(ta, f64x2.add(v128.load(ta, 16), ps), 16);
      }
      {
        const qs = v128.load(qa, 32), ps = v128.load(pa, 32), ws = v128.load(wa, 32);
        dq0 = f64x2.add(dq0, f64x2.mul(ws, qs));
        dp0 = f64x2.add(dp0, f64x2.mul(ws, ps));
        low0 = f64x2.pmin(f64x2.sub(f64x2.mul(vv, qs), ps), low0);
        lowQ0 = f64x2.pmin(qs, lowQ0);
        v128.store(sa, f64x2.add(v128.load(sa, 32), qs), 32);
        v128.store(ta, f64x2.add(v128.load(ta, 32), ps), 32);
      }
      {
        const qs = v128.load(qa, 48), ps = v128.load(pa, 48), ws = v128.load(wa, 48);
        dq1 = f64x2.add(dq1, f64x2.mul(ws, qs));
        dp1 = f64x2.add(dp1, f64x2.mul(ws, ps));
        low1 = f64x2.pmin(f64x2.sub(f64x2.mul(vv, qs), ps), low1);
        lowQ1 = f64x2.pmin(qs, lowQ1);
        v128.store(sa, f64x2.add(v128.load(sa, 48), qs), 48);
        v128.store(ta, f64x2.add(v128.load(ta, 48), ps), 48);
      }
      qa += 64; pa += 64; wa += 64; sa += 64; ta += 64;
    }
    while (qa < end) {
      {
        const qs = v128.load(qa, 0), ps = v128.load(pa, 0), ws = v128.load(wa, 0);
        dq0 = f64x2.add(dq0, f64x2.mul(ws, qs));
        dp0 = f64x2.add(dp0, f64x2.mul(ws, ps));
        low0 = f64x2.pmin(f64x2.sub(f64x2.mul(vv, qs), ps), low0);
        lowQ0 = f64x2.pmin(qs, lowQ0);
        v128.store(sa, f64x2.add(v128.load(sa, 0), qs), 0);
        v128.store(ta, f64x2.add(v128.load(ta, 0), ps), 0);
      }
      qa += 16; pa += 16; wa += 16; sa += 16; ta += 16;
    }
    let q1 = lanes(f64x2.add(dq0, dq1)), p1 = lanes(f64x2.add(dp0, dp1)), u1 = lowest(f64x2.pmin(low0, low1));
    if (length & 1) {
      const qs = load<f64>(qa), ps = load<f64>(pa), ws = load<f64>(wa);
      q1 += ws * qs;
      p1 += ws * ps;
      const u = v * qs - ps;
      if (u < u1) u1 = u;
      if (qs < tailQ) tailQ = qs;
      store<f64>(sa, load<f64>(sa) + qs);
      store<f64>(ta, load<f64>(ta) + ps);
    }
    const weight = load<f64>(info), at = acc + <usize>load<f64>(info, 24) * 16;
    store<f64>(at, load<f64>(at) + weight * q1);
    store<f64>(at, load<f64>(at, 8) + weight * p1, 8);
    u1 -= load<f64>(info, 16);
    if (u1 < minU) minU = u1;
    q += bytes; p += bytes; sumQ += bytes; sumP += bytes; info += 32;
  }
  const low = lowest(f64x2.pmin(lowQ0, lowQ1));
  storeStats(stats, minU, tailQ < low ? tailQ : low);
}

/** Rows along which the agent's own report varies: adds weight·q and weight·p position by position. */
export function axpyRows(q: usize, p: usize, sumQ: usize, sumP: usize, v: usize, o: usize, length: i32, rows: i32,
  info: usize, accQ: usize, accP: usize, stats: usize): void {
  let low0 = f64x2.splat(Infinity), low1 = low0, lowQ0 = low0, lowQ1 = low0;
  let tailU = Infinity, tailQ = Infinity;
  const bytes = <usize>length * STEP, pairs = <usize>(length & ~1) * STEP;
  for (let row = 0; row < rows; row++) {
    const weight = load<f64>(info);
    const ww = f64x2.splat(weight);
    let qa = q, pa = p, va = v, oa = o, ca = accQ, da = accP, sa = sumQ, ta = sumP;
    const end = q + pairs, end4 = q + (pairs & ~63);
    while (qa < end4) {
      {
        const qs = v128.load(qa, 0), ps = v128.load(pa, 0);
        v128.store(ca, f64x2.add(v128.load(ca, 0), f64x2.mul(ww, qs)), 0);
        v128.store(da, f64x2.add(v128.load(da, 0), f64x2.mul(ww, ps)), 0);
        low0 = f64x2.pmin(f64x2.sub(f64x2.sub(f64x2.mul(v128.load(va, 0), qs), ps), v128.load(oa, 0)), low0);
        lowQ0 = f64x2.pmin(qs, lowQ0);
        v128.store(sa, f64x2.add(v128.load(sa, 0), qs), 0);
        v128.store(ta, f64x2.add(v128.load(ta, 0), ps), 0);
      }
      {
        const qs = v128.load(qa, 16), ps = v128.load(pa, 16);
        v128.store(ca, f64x2.add(v128.load(ca, 16), f64x2.mul(ww, qs)), 16);
        v128.store(da, f64x2.add(v128.load(da, 16), f64x2.mul(ww, ps)), 16);
        low1 = f64x2.pmin(f64x2.sub(f64x2.sub(f64x2.mul(v128.load(va, 16), qs), ps), v128.load(oa, 16)), low1);
        lowQ1 = f64x2.pmin(qs, lowQ1);
        v128.store(sa, f64x2.add(v128.load(sa, 16), qs), 16);
        v128.store(ta, f64x2.add(v128.load(ta, 16), ps), 16);
      }
      {
        const qs = v128.load(qa, 32), ps = v128.load(pa, 32);
        v128.store(ca, f64x2.add(v128.load(ca, 32), f64x2.mul(ww, qs)), 32);
        v128.store(da, f64x2.add(v128.load(da, 32), f64x2.mul(ww, ps)), 32);
        low0 = f64x2.pmin(f64x2.sub(f64x2.sub(f64x2.mul(v128.load(va, 32), qs), ps), v128.load(oa, 32)), low0);
        lowQ0 = f64x2.pmin(qs, lowQ0);
        v128.store(sa, f64x2.add(v128.load(sa, 32), qs), 32);
        v128.store(ta, f64x2.add(v128.load(ta, 32), ps), 32);
      }
      {
        const qs = v128.load(qa, 48), ps = v128.load(pa, 48);
        v128.store(ca, f64x2.add(v128.load(ca, 48), f64x2.mul(ww, qs)), 48);
        v128.store(da, f64x2.add(v128.load(da, 48), f64x2.mul(ww, ps)), 48);
        low1 = f64x2.pmin(f64x2.sub(f64x2.sub(f64x2.mul(v128.load(va, 48), qs), ps), v128.load(oa, 48)), low1);
        lowQ1 = f64x2.pmin(qs, lowQ1);
        v128.store(sa, f64x2.add(v128.load(sa, 48), qs), 48);
        v128.store(ta, f64x2.add(v128.load(ta, 48), ps), 48);
      }
      qa += 64; pa += 64; va += 64; oa += 64; ca += 64; da += 64; sa += 64; ta += 64;
    }
    while (qa < end) {
      {
        const qs = v128.load(qa, 0), ps = v128.load(pa, 0);
        v128.store(ca, f64x2.add(v128.load(ca, 0), f64x2.mul(ww, qs)), 0);
        v128.store(da, f64x2.add(v128.load(da, 0), f64x2.mul(ww, ps)), 0);
        low0 = f64x2.pmin(f64x2.sub(f64x2.sub(f64x2.mul(v128.load(va, 0), qs), ps), v128.load(oa, 0)), low0);
        lowQ0 = f64x2.pmin(qs, lowQ0);
        v128.store(sa, f64x2.add(v128.load(sa, 0), qs), 0);
        v128.store(ta, f64x2.add(v128.load(ta, 0), ps), 0);
      }
      qa += 16; pa += 16; va += 16; oa += 16; ca += 16; da += 16; sa += 16; ta += 16;
    }
    if (length & 1) {
      const qs = load<f64>(qa), ps = load<f64>(pa);
      store<f64>(ca, load<f64>(ca) + weight * qs);
      store<f64>(da, load<f64>(da) + weight * ps);
      const u = load<f64>(va) * qs - ps - load<f64>(oa);
      if (u < tailU) tailU = u;
      if (qs < tailQ) tailQ = qs;
      store<f64>(sa, load<f64>(sa) + qs);
      store<f64>(ta, load<f64>(ta) + ps);
    }
    q += bytes; p += bytes; sumQ += bytes; sumP += bytes; info += 32;
  }
  const a = lowest(f64x2.pmin(low0, low1)), b = lowest(f64x2.pmin(lowQ0, lowQ1));
  storeStats(stats, tailU < a ? tailU : a, tailQ < b ? tailQ : b);
}

/** Sets `length` doubles to zero. */
export function clear(at: usize, length: i32): void {
  memory.fill(at, 0, <usize>length * STEP);
}

/** stats = [max Σq, min Σp, max Σp, 0 or NaN]: the last is NaN as soon as one sum is not finite. */
export function profileSums(sumQ: usize, sumP: usize, length: i32, stats: usize): void {
  let highQ = f64x2.splat(-Infinity), lowP = f64x2.splat(Infinity), highP = f64x2.splat(-Infinity);
  let sticky = f64x2.splat(0);
  const zero = f64x2.splat(0);
  const pairs = <usize>(length & ~1) * STEP;
  for (let s: usize = 0; s < pairs; s += 16) {
    const qs = v128.load(sumQ + s), ps = v128.load(sumP + s);
    highQ = f64x2.pmax(highQ, qs);
    lowP = f64x2.pmin(lowP, ps);
    highP = f64x2.pmax(highP, ps);
    sticky = f64x2.add(sticky, f64x2.add(f64x2.mul(qs, zero), f64x2.mul(ps, zero)));
  }
  let a = highest(highQ), b = lowest(lowP), c = highest(highP), d = lanes(sticky);
  if (length & 1) {
    const qs = load<f64>(sumQ + pairs), ps = load<f64>(sumP + pairs);
    if (qs > a) a = qs;
    if (ps < b) b = ps;
    if (ps > c) c = ps;
    d += qs * 0 + ps * 0;
  }
  if (a > load<f64>(stats)) store<f64>(stats, a);
  if (b < load<f64>(stats, 8)) store<f64>(stats, b, 8);
  if (c > load<f64>(stats, 16)) store<f64>(stats, c, 16);
  store<f64>(stats, load<f64>(stats, 24) + d, 24);
}
