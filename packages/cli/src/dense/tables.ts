import { closeSync } from "node:fs";
import { arrayReader, type DenseProblem, fail, type KernelSet, type TableReader } from "@candor/core/numeric";
import { type NpyFile, openNpy, readEntries } from "./npy.js";
import { type DenseSlabs, slabReader } from "./slabs.js";

/** Tables in memory; to be used on several threads, on SharedArrayBuffers. */
export interface DenseArrays {
  readonly kind: "arrays";
  readonly allocation: readonly Float64Array[];
  readonly payments: readonly Float64Array[];
  readonly prior?: Float64Array;
}

/** Paths of .npy files: allocation and payments of shape (n, T_1, …, T_n), prior of shape (T_1, …, T_n). */
export interface DenseFiles {
  readonly kind: "files";
  readonly allocation: string;
  readonly payments: string;
  readonly prior?: string;
}

export type DenseTables = DenseArrays | DenseFiles | DenseSlabs;

/** A reader together with what has to be closed after it. */
export interface OpenTables {
  reader(kernels: KernelSet): TableReader;
  close(): void;
}

/** Checks sizes and opens files. Throws `wrong-shape`, `missing-prior`, `not-shared` and what {@link openNpy} throws. */
export function openTables(problem: DenseProblem, tables: DenseTables, threads: number): OpenTables {
  if (problem.beliefs.kind === "joint" && tables.prior === undefined) {
    fail("missing-prior", "prior", "Beliefs are joint: give the table of the prior.");
  }
  if (tables.kind === "files") return openFiles(problem, tables);
  if (tables.kind === "slabs") return { reader: (kernels) => slabReader(kernels, tables), close: () => {} };
  checkArrays(problem, tables, threads);
  return { reader: (kernels) => arrayReader(kernels, tables), close: () => {} };
}

function checkArrays(problem: DenseProblem, tables: DenseArrays, threads: number): void {
  const profiles = problem.shape.reduce((a, b) => a * b, 1);
  const n = problem.shape.length;
  const check = (array: Float64Array | undefined, path: string) => {
    if (array?.length !== profiles)
      fail("wrong-shape", path, `Give one number per profile, ${profiles} in all.`);
    if (threads > 0 && !(array.buffer instanceof SharedArrayBuffer)) {
      fail("not-shared", path, "Put the table on a SharedArrayBuffer, or set workers to 0.");
    }
  };
  for (let i = 0; i < n; i++) {
    check(tables.allocation[i], `allocation[${i}]`);
    check(tables.payments[i], `payments[${i}]`);
  }
  if (problem.beliefs.kind === "joint") check(tables.prior, "prior");
}

function openFiles(problem: DenseProblem, tables: DenseFiles): OpenTables {
  const { shape } = problem;
  const profiles = shape.reduce((a, b) => a * b, 1);
  const files: NpyFile[] = [];
  const open = (path: string, expected: readonly number[]) => {
    const file = openNpy(path, expected);
    files.push(file);
    return file;
  };
  const close = () => {
    for (const file of files) closeSync(file.fd);
  };
  try {
    const allocation = open(tables.allocation, [shape.length, ...shape]);
    const payments = open(tables.payments, [shape.length, ...shape]);
    const prior = problem.beliefs.kind === "joint" ? open(tables.prior!, shape) : undefined;
    const by = { allocation, payments, prior };
    const reader = (kernels: KernelSet): TableReader => {
      const bytes = new Uint8Array(kernels.heap.buffer);
      return {
        read: (table, agent, start, length, target) =>
          readEntries(by[table]!, start + (table === "prior" ? 0 : agent * profiles), length, bytes, target),
      };
    };
    return { reader, close };
  } catch (error) {
    close();
    throw error;
  }
}
