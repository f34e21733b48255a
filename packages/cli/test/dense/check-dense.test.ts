import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CandorError, checkDenseHere, type DenseProblem } from "@candor/core/numeric";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  allocateDense,
  checkDense,
  type DenseSlabs,
  type DenseTables,
  openDense,
  slabView,
} from "../../src/dense/index.js";

const SHAPE = [6, 11, 13, 50];
const PROFILES = SHAPE.reduce((a, b) => a * b, 1);

function noise(seed: number, length: number): Float64Array {
  const array = new Float64Array(new SharedArrayBuffer(8 * length));
  let state = seed;
  for (let k = 0; k < length; k++) array[k] = (state = (state * 48271) % 2147483647) / 2147483647;
  return array;
}

function normalise(array: Float64Array): Float64Array {
  const sum = array.reduce((a, b) => a + b, 0);
  return array.map((x) => x / sum);
}

const values = SHAPE.map((t, i) => noise(1 + i, t));
const outside = SHAPE.map((t) => new Float64Array(t).fill(0.05));
const allocation = SHAPE.map((_, i) => noise(11 + i, PROFILES).map((x) => x / 4));
const payments = SHAPE.map((_, i) => noise(21 + i, PROFILES));
const prior = normalise(noise(31, PROFILES));
const shared = (a: Float64Array) => {
  const copy = new Float64Array(new SharedArrayBuffer(8 * a.length));
  copy.set(a);
  return copy;
};
const independent: DenseProblem = {
  shape: SHAPE,
  values,
  outside,
  beliefs: { kind: "independent", marginals: SHAPE.map((t, i) => normalise(noise(41 + i, t))) },
};
const joint: DenseProblem = { ...independent, beliefs: { kind: "joint" } };

/** A .npy file, header version 1. */
function npy(
  shape: readonly number[],
  data: readonly Float64Array[],
  descr = "<f8",
  order = "False",
): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + "\n";
  const size = Buffer.from([header.length & 255, header.length >> 8]);
  const entries = data.map((array) => Buffer.from(array.slice().buffer));
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), size, Buffer.from(header), ...entries]);
}

let folder = "";
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "candor-dense-"));
  writeFileSync(file("allocation.npy"), npy([4, ...SHAPE], allocation));
  writeFileSync(file("payments.npy"), npy([4, ...SHAPE], payments));
  writeFileSync(file("prior.npy"), npy(SHAPE, [prior]));
});
afterAll(() => rmSync(folder, { recursive: true }));

function slabs(problem: DenseProblem): DenseSlabs {
  const tables = allocateDense(problem);
  tables.slabs.forEach(({ start, length }, slab) => {
    for (let i = 0; i < SHAPE.length; i++) {
      slabView(tables, "allocation", i, slab).set(allocation[i].subarray(start, start + length));
      slabView(tables, "payments", i, slab).set(payments[i].subarray(start, start + length));
    }
  });
  tables.prior?.set(prior);
  return tables;
}

const arrays = (): DenseTables => ({
  kind: "arrays",
  allocation: allocation.map(shared),
  payments: payments.map(shared),
  prior: shared(prior),
});
const files = (): DenseTables => ({
  kind: "files",
  allocation: file("allocation.npy"),
  payments: file("payments.npy"),
  prior: file("prior.npy"),
});

describe("checkDense", () => {
  test.each([
    ["independent", independent],
    ["joint", joint],
  ] as const)(
    "gives the same bits from arrays, slabs and files, whatever the workers: %s",
    async (_, problem) => {
      const expected = await checkDenseHere(problem, { allocation, payments, prior });
      for (const tables of [arrays(), slabs(problem), files()]) {
        for (const workers of [0, 1, 2])
          expect(await checkDense(problem, tables, { workers })).toEqual(expected);
      }
      expect(await checkDense(problem, arrays(), { workers: 2, plain: true })).toEqual(expected);
    },
  );

  test("a session answers again for the same tables", async () => {
    const session = openDense(independent, slabs(independent), { workers: 2 });
    const first = await session.check();
    expect(await session.check()).toEqual(first);
    session.close();
    await expect(session.check()).rejects.toThrow();
  });

  test("sessions with different beliefs take turns on the same slabs and do not disturb each other", async () => {
    const tables = slabs(joint);
    const [one, other] = [independent, joint].map((problem) => openDense(problem, tables, { workers: 2 }));
    const first = await one.check();
    const second = await other.check();
    expect(await one.check()).toEqual(first);
    expect(await other.check()).toEqual(second);
    expect(first).toEqual(await checkDenseHere(independent, { allocation, payments }));
    const running = one.check();
    await expect(other.check()).rejects.toMatchObject({ code: "tables-in-use" });
    await running;
    one.close();
    other.close();
  });

  test("reports progress up to the total", async () => {
    const calls: [number, number][] = [];
    await checkDense(independent, arrays(), {
      workers: 2,
      onProgress: (done, total) => calls.push([done, total]),
    });
    expect(calls.at(-1)![0]).toBe(calls.at(-1)![1]);
    expect(calls.map(([done]) => done)).toEqual(calls.map((_, k) => k + 1));
  });

  test.each([0, 2])("stops when aborted, with %d workers", async (workers) => {
    const control = new AbortController();
    const run = checkDense(joint, files(), {
      workers,
      signal: control.signal,
      onProgress: (done) => done === 2 && control.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
  });

  test("names the first bad cell across tasks and threads", async () => {
    const tables = arrays() as Extract<DenseTables, { kind: "arrays" }>;
    tables.payments[2][PROFILES - 3] = Number.NaN;
    tables.allocation[3][PROFILES - 5] = -1;
    for (const workers of [0, 2]) {
      const error = await checkDense(independent, tables, { workers }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(CandorError);
      expect((error as CandorError).problems[0].path).toBe(`allocation[3][${PROFILES - 5}]`);
    }
  });

  test("tables of several threads have to be shared", async () => {
    const tables: DenseTables = {
      kind: "arrays",
      allocation: allocation.map((a) => new Float64Array(a)),
      payments,
    };
    await expect(checkDense(independent, tables, { workers: 2 })).rejects.toMatchObject({
      code: "not-shared",
    });
    await expect(checkDense(joint, { ...tables }, { workers: 0 })).rejects.toMatchObject({
      code: "missing-prior",
    });
  });
});

describe("faults of .npy files", () => {
  const good = () => npy([4, ...SHAPE], payments);
  test.each([
    ["unsupported-dtype", () => npy([4, ...SHAPE], payments, "<f4")],
    ["unsupported-dtype", () => npy([4, ...SHAPE], payments, ">f8")],
    ["unsupported-order", () => npy([4, ...SHAPE], payments, "<f8", "True")],
    ["wrong-shape", () => npy([4, ...SHAPE.slice(1)], payments)],
    ["truncated-file", () => good().subarray(0, good().length - 8)],
    ["truncated-file", () => good().subarray(0, 40)],
    ["invalid-npy", () => Buffer.from("not a table at all")],
    ["invalid-npy", () => Buffer.alloc(0)],
  ])("%s", async (code, content) => {
    writeFileSync(file("broken.npy"), content());
    const error = await checkDense(independent, {
      ...files(),
      payments: file("broken.npy"),
    } as DenseTables).catch((e: unknown) => e);
    expect(error).toMatchObject({ code });
    expect((error as CandorError).problems[0].path).toBe(file("broken.npy"));
  });

  test("a missing file is named", async () => {
    await expect(
      checkDense(independent, { ...files(), payments: file("none.npy") } as DenseTables),
    ).rejects.toMatchObject({
      code: "unreadable-file",
    });
  });
});
