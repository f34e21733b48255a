import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Arena, type KernelSet, loadKernels } from "../../../src/numeric/kernels/index.js";

const GAMMA = (k: number) => (k * 2 ** -53) / (1 - k * 2 ** -53);
const HEAP = 1 << 16;
const twins: KernelSet[] = [await loadKernels(HEAP), await loadKernels(HEAP, { plain: true })];
const number = fc.double({ min: -100, max: 100, noNaN: true });
const table = (length: number) => fc.array(number, { minLength: length, maxLength: length });

/** Runs the same script on both kernel sets, demands equal bits, returns the plain twin's answer. */
function both(script: (kernels: KernelSet, arena: Arena) => Float64Array): Float64Array {
  const [fast, plain] = twins.map((kernels) => script(kernels, new Arena()));
  expect(fast).toEqual(plain);
  return plain;
}

function put(kernels: KernelSet, arena: Arena, data: ArrayLike<number>): number {
  const at = arena.take(data.length);
  kernels.heap.set(data, at / 8);
  return at;
}

const get = (kernels: KernelSet, at: number, length: number) => kernels.heap.slice(at / 8, at / 8 + length);
const rowCase = fc
  .record({ length: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 1, max: 4 }) })
  .chain(({ length, rows }) =>
    fc.record({
      length: fc.constant(length),
      rows: fc.constant(rows),
      q: table(length * rows),
      p: table(length * rows),
      w: table(length),
      o: table(length),
      info: table(rows * 3),
    }),
  );

describe("the WebAssembly kernels are the ones under test", () => {
  test("both sets exist", () => expect(twins.map((k) => k.kind)).toEqual(["wasm", "plain"]));
});

describe("dotRows", () => {
  test("equals its twin bit for bit and the sum by definition within γ_k", () => {
    fc.assert(
      fc.property(rowCase, ({ length, rows, q, p, w, info }) => {
        const result = both((k, arena) => {
          const facts = Array.from({ length: rows }, (_, r) => [
            ...info.slice(3 * r, 3 * r + 3),
            r % 2,
          ]).flat();
          const [Q, P, W, I] = [q, p, w, facts].map((data) => put(k, arena, data));
          const sums = put(k, arena, new Float64Array(2 * q.length));
          const acc = put(k, arena, new Float64Array(4));
          const stats = put(k, arena, [Infinity, Infinity]);
          k.dotRows(Q, P, sums, sums + 8 * q.length, W, length, rows, I, acc, stats);
          return new Float64Array([...get(k, acc, 4), ...get(k, stats, 2), ...get(k, sums, 2 * q.length)]);
        });
        for (let type = 0; type < 2; type++) {
          let sum = 0;
          let magnitude = 0;
          for (let r = type; r < rows; r += 2) {
            for (let s = 0; s < length; s++) {
              sum += info[3 * r] * w[s] * q[r * length + s];
              magnitude += Math.abs(info[3 * r] * w[s] * q[r * length + s]);
            }
          }
          expect(Math.abs(result[2 * type] - sum)).toBeLessThanOrEqual(
            2 * GAMMA(length + rows + 4) * magnitude + 1e-300,
          );
        }
        const utilities = q.map((x, s) => {
          const r = Math.floor(s / length);
          return info[3 * r + 1] * x - p[s] - info[3 * r + 2];
        });
        expect(result[4] + 0).toBe(Math.min(...utilities) + 0);
        expect(result[5] + 0).toBe(Math.min(...q) + 0);
        expect([...result.slice(6)]).toEqual([...q, ...p].map((x) => x + 0));
      }),
    );
  });
});

describe("axpyRows", () => {
  test("equals its twin bit for bit and the definition", () => {
    fc.assert(
      fc.property(rowCase, ({ length, rows, q, p, w, o, info }) => {
        const result = both((k, arena) => {
          const facts = Array.from({ length: rows }, (_, r) => [info[3 * r], 0, 0, 0]).flat();
          const [Q, P, V, O, I] = [q, p, w, o, facts].map((data) => put(k, arena, data));
          const sums = put(k, arena, new Float64Array(2 * q.length));
          const acc = put(k, arena, new Float64Array(2 * length));
          const stats = put(k, arena, [Infinity, Infinity]);
          k.axpyRows(Q, P, sums, sums + 8 * q.length, V, O, length, rows, I, acc, acc + 8 * length, stats);
          return new Float64Array([...get(k, stats, 2), ...get(k, acc, 2 * length)]);
        });
        expect(result[0] + 0).toBe(
          Math.min(...q.map((x, s) => w[s % length] * x - p[s] - o[s % length])) + 0,
        );
        for (let s = 0; s < length; s++) {
          let sum = 0;
          for (let r = 0; r < rows; r++) sum += info[3 * r] * q[r * length + s];
          expect(result[2 + s]).toBe(sum);
        }
      }),
    );
  });
});

describe("profileSums", () => {
  test("finds the extremes, and not-a-number stays until the end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        (pairs, spoil) => {
          const q = pairs.map((x) => x[0]);
          const p = pairs.map((x) => x[1]);
          const run = (first: number[]) =>
            both((k, arena) => {
              const [Q, P, stats] = [first, p, [-Infinity, Infinity, -Infinity, 0]].map((d) =>
                put(k, arena, d),
              );
              k.profileSums(Q, P, p.length, stats);
              return get(k, stats, 4);
            });
          expect([...run(q)].map((x) => x + 0)).toEqual([
            Math.max(...q) + 0,
            Math.min(...p) + 0,
            Math.max(...p) + 0,
            0,
          ]);
          expect(run(q.map((x, s) => (s === spoil % q.length ? Infinity : x)))[3]).toBeNaN();
          expect(run(q.map((x, s) => (s === spoil % q.length ? Number.NaN : x)))[3]).toBeNaN();
        },
      ),
    );
  });
});

describe("pack", () => {
  test("brings one axis to the front", () => {
    const size = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(size, size, size, (outer, types, inner) => {
        const source = Array.from({ length: outer * types * inner }, (_, x) => x + 1);
        const stride = outer * inner + 3;
        const result = both((k, arena) => {
          const from = put(k, arena, source);
          const to = put(k, arena, new Float64Array(types * stride));
          k.pack(from, to, outer, types, inner, stride);
          return get(k, to, types * stride);
        });
        for (let a = 0; a < outer; a++)
          for (let t = 0; t < types; t++)
            for (let s = 0; s < inner; s++)
              expect(result[t * stride + a * inner + s]).toBe(source[(a * types + t) * inner + s]);
      }),
    );
  });
});

describe("products, residuals, rowSums", () => {
  const matrices = fc
    .record({
      m: fc.integer({ min: 1, max: 2 }),
      n: fc.integer({ min: 1, max: 3 }),
      half: fc.integer({ min: 1, max: 300 }),
    })
    .chain(({ m, n, half }) =>
      fc.record({
        m: fc.constant(4 * m),
        n: fc.constant(2 * n),
        length: fc.constant(2 * half),
        seed: fc.integer({ min: 1, max: 1 << 30 }),
      }),
    );

  function noise(seed: number, length: number): Float64Array {
    let state = seed;
    return Float64Array.from({ length }, () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5);
  }

  test("products equals its twin bit for bit and the triple loop within γ_k", () => {
    fc.assert(
      fc.property(matrices, ({ m, n, length, seed }) => {
        const a = noise(seed, m * length);
        const b = noise(seed + 7, n * length);
        const result = both((k, arena) => {
          const [A, B, out] = [a, b, new Float64Array(m * n)].map((d) => put(k, arena, d));
          k.products(A, B, m, n, length, length, length, out, n);
          return get(k, out, m * n);
        });
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) {
            let sum = 0;
            let magnitude = 0;
            for (let c = 0; c < length; c++) {
              sum += a[i * length + c] * b[j * length + c];
              magnitude += Math.abs(a[i * length + c] * b[j * length + c]);
            }
            expect(Math.abs(result[i * n + j] - sum)).toBeLessThanOrEqual(2 * GAMMA(length) * magnitude);
          }
      }),
      { numRuns: 40 },
    );
  });

  test("residuals and rowSums equal their twins bit for bit and the definition within γ_k", () => {
    fc.assert(
      fc.property(matrices, ({ m, n, length, seed }) => {
        const f = noise(seed, m * length);
        const s = noise(seed + 3, n * length);
        const x = noise(seed + 5, m * n);
        const result = both((k, arena) => {
          const [F, S, X, out, mass, low] = [f, s, x, new Float64Array(m), new Float64Array(m), [Infinity]].map((d) => put(k, arena, d)); // biome-ignore format: one call
          k.residuals(F, S, X, m, n, length, length, out);
          k.rowSums(F, m, length, length, mass, low);
          return new Float64Array([...get(k, out, m), ...get(k, mass, m), ...get(k, low, 1)]);
        });
        for (let t = 0; t < m; t++) {
          let rest = 0;
          let mass = 0;
          for (let c = 0; c < length; c++) {
            let value = f[t * length + c];
            for (let j = 0; j < n; j++) value -= x[t * n + j] * s[j * length + c];
            rest += Math.abs(value);
            mass += f[t * length + c];
          }
          expect(Math.abs(result[t] - rest)).toBeLessThanOrEqual(2 * GAMMA(length + n) * (rest + length * n));
          expect(Math.abs(result[m + t] - mass)).toBeLessThanOrEqual(2 * GAMMA(length) * length);
        }
        expect(result[2 * m]).toBe(Math.min(...f));
      }),
      { numRuns: 40 },
    );
  });
});
