import {
  type DenseProblem,
  denseHeapLength,
  densePlan,
  fail,
  type KernelSet,
  type TableName,
  type TableReader,
} from "@candor/core/numeric";

/**
 * Tables that kernels read where they lie, without a copy: profiles are cut into slabs of whole tasks, and each slab
 * is a shared WebAssembly memory with scratch space for the workers, then q_1 … q_n, p_1 … p_n of its profiles.
 */
export interface DenseSlabs {
  readonly kind: "slabs";
  readonly slabs: readonly Slab[];
  /** Entries of each table in all slabs but the last. */
  readonly slabLength: number;
  readonly agents: number;
  readonly workers: number;
  /** Bytes of scratch space per worker at the start of every slab. */
  readonly scratch: number;
  readonly prior?: Float64Array;
  /** One word, 1 while a check uses the scratch space. */
  readonly busy: Int32Array;
}

/** The part of WebAssembly.Memory used here; its global type comes with the DOM library, which this package leaves out. */
export interface SlabMemory {
  readonly buffer: SharedArrayBuffer;
}

const { Memory } = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (limits: { initial: number; maximum: number; shared: true }) => SlabMemory;
    };
  }
).WebAssembly;

export interface Slab {
  readonly memory: SlabMemory;
  readonly start: number;
  readonly length: number;
}

const SLAB_BYTES = 2 ** 30;
/** Keeps tables off each other's cache sets. */
const SKEW = 320;

/**
 * Room for the tables of `problem`, all zero; fill it through {@link slabView}. Throws what `densePlan` throws and
 * `too-large` where a task does not fit a WebAssembly memory. O(1).
 */
export function allocateDense(
  problem: DenseProblem,
  options: { readonly workers?: number } = {},
): DenseSlabs {
  const plan = densePlan(problem);
  const { profiles, taskLength, tasks, shape } = plan.layout;
  const workers = Math.max(1, options.workers ?? 2);
  const agents = shape.length;
  const scratch = Math.ceil((denseHeapLength(plan) * 8) / 4096) * 4096;
  const perTask = 2 * agents * taskLength * 8;
  if (perTask + workers * scratch > 2 ** 32 - 2 ** 20)
    fail("too-large", "shape", "A task does not fit 4 GiB; use files.");
  const tasksPerSlab = Math.min(tasks, Math.max(1, Math.floor(SLAB_BYTES / perTask)));
  const slabLength = tasksPerSlab * taskLength;
  const slabs: Slab[] = [];
  for (let start = 0; start < profiles; start += slabLength) {
    const length = Math.min(slabLength, profiles - start);
    const pages = Math.ceil((workers * scratch + 2 * agents * (length * 8 + SKEW)) / 65536);
    slabs.push({
      memory: new Memory({ initial: pages, maximum: pages, shared: true }),
      start,
      length,
    });
  }
  const joint = problem.beliefs.kind === "joint";
  const prior = joint ? { prior: new Float64Array(new SharedArrayBuffer(profiles * 8)) } : {};
  const busy = new Int32Array(new SharedArrayBuffer(4));
  return { kind: "slabs", slabs, slabLength, agents, workers, scratch, busy, ...prior };
}

/** The entries start … start + length of one table in one slab, to be filled or read in place. */
export function slabView(
  tables: DenseSlabs,
  table: "allocation" | "payments",
  agent: number,
  slab: number,
): Float64Array {
  const { memory, length } = tables.slabs[slab];
  return new Float64Array(memory.buffer, offsetOf(tables, table, agent, slab), length);
}

function offsetOf(tables: DenseSlabs, table: TableName, agent: number, slab: number): number {
  const rank = table === "payments" ? tables.agents + agent : agent;
  return (
    tables.workers * tables.scratch + rank * (Math.ceil((tables.slabs[slab].length * 8) / 64) * 64 + 256)
  );
}

/** Reads slabs by copying, for kernels whose heap lies elsewhere. */
export function slabReader(kernels: KernelSet, tables: DenseSlabs): TableReader {
  return {
    read(table, agent, start, length, target) {
      if (table === "prior") {
        kernels.heap.set(tables.prior!.subarray(start, start + length), target / 8);
        return;
      }
      while (length > 0) {
        const slab = Math.floor(start / tables.slabLength);
        const from = start - tables.slabs[slab].start;
        const part = Math.min(length, tables.slabs[slab].length - from);
        kernels.heap.set(slabView(tables, table, agent, slab).subarray(from, from + part), target / 8);
        start += part;
        length -= part;
        target += 8 * part;
      }
    },
  };
}

/** Reads one slab in place, for kernels whose heap is the slab's memory. */
export function inPlaceReader(kernels: KernelSet, tables: DenseSlabs, slab: number): TableReader {
  const { start: first } = tables.slabs[slab];
  return {
    ...slabReader(kernels, tables),
    locate: (table, agent, start) => offsetOf(tables, table, agent, slab) + (start - first) * 8,
  };
}
