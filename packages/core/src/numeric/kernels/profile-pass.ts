import { Arena, type KernelSet } from "./kernel-set.js";
import { type ProfileLayout, typesAt } from "./layout.js";
import type { TableReader } from "./reader.js";

/** Values v, outside options o and, with independent beliefs, marginals: one array per agent over its types. */
export interface AgentData {
  readonly values: readonly Float64Array[];
  readonly outside: readonly Float64Array[];
  readonly marginals?: readonly Float64Array[];
}

/** A number and the first profile that attains it. */
export interface Extreme {
  readonly value: number;
  readonly profile: number;
}

/** The least value of a slot and the chunk x … x + length that first attains it. */
export interface Spot {
  readonly value: number;
  readonly x: number;
  readonly length: number;
}

/** The first entry that no allocation or payment table may hold. */
export interface BadCell {
  readonly table: "allocation" | "payments" | "sum";
  readonly agent: number;
  readonly profile: number;
  readonly value: number;
}

/** What one task of the pass over all profiles found. */
export interface ProfilePart {
  /** Per agent: [Q(0), P(0), Q(1), P(1), …], the task's share of the interim forms. */
  readonly forms: readonly Float64Array[];
  /** Where each slot is least: per agent v·q − p − o at truth, then −Σq, Σp and −Σp. */
  readonly spots: readonly Spot[];
  readonly bad?: BadCell;
}

interface Buffers {
  q: number[];
  p: number[];
  sumQ: number;
  sumP: number;
  weights: number;
  info: number;
  stats: number[];
  totals: number;
  acc: number[];
  own: { v: number; o: number; p: number }[];
}

/** One worker's pass over tables: reads every entry once, holds a chunk of each table and nothing larger. */
export class ProfilePass {
  private readonly at: Buffers;
  private readonly strides: number[];

  constructor(
    private readonly kernels: KernelSet,
    private readonly layout: ProfileLayout,
    private readonly data: AgentData,
    private readonly reader: TableReader,
    arena: Arena = new Arena(),
  ) {
    this.at = allocate(layout, arena);
    this.strides = layout.shape.map((_, i) => layout.shape.slice(i + 1).reduce((a, b) => a * b, 1));
  }

  /** Doubles of heap a pass over `layout` needs. */
  static heapLength(layout: ProfileLayout): number {
    const arena = new Arena();
    allocate(layout, arena);
    return Math.ceil(arena.bytes / 8);
  }

  /** Task number `task` of the layout. O(task's profiles × agents). */
  run(task: number): ProfilePart {
    const { layout } = this;
    const end = Math.min((task + 1) * layout.taskLength, layout.profiles);
    const where = new Where(layout.shape.length);
    // Every time anew: between tasks the heap may serve other passes.
    this.fillRow();
    this.reset();
    for (let x = task * layout.taskLength; x < end; x += this.chunkAt(x, end)) {
      const bad = this.chunk(x, this.chunkAt(x, end), where);
      if (bad) return this.part(where, bad);
    }
    return this.part(where);
  }

  private chunkAt(x: number, end: number): number {
    const { chunk, rowLength } = this.layout;
    return Math.min(chunk, end - x, rowLength > chunk ? rowLength - (x % rowLength) : chunk);
  }

  private fillRow(): void {
    const { heap } = this.kernels;
    const { shape, split, rowLength } = this.layout;
    const { values, outside, marginals } = this.data;
    for (let s = 0; s < rowLength; s++) {
      const types = typesAt(shape, s);
      let weight = 1;
      for (let i = split; i < shape.length; i++) {
        weight *= marginals ? marginals[i][types[i]] : 0;
        heap[this.at.own[i].v / 8 + s] = values[i][types[i]];
        heap[this.at.own[i].o / 8 + s] = outside[i][types[i]];
      }
      heap[this.at.weights / 8 + s] = weight;
    }
  }

  private reset(): void {
    const { heap } = this.kernels;
    const { shape, split, rowLength } = this.layout;
    shape.forEach((types, i) => {
      heap.set([Infinity, Infinity], this.at.stats[i] / 8);
      heap.fill(0, this.at.acc[i] / 8, this.at.acc[i] / 8 + (i < split ? 2 * types : rowLength));
      if (i >= split) heap.fill(0, this.at.own[i].p / 8, this.at.own[i].p / 8 + rowLength);
    });
    heap.set([-Infinity, Infinity, -Infinity, 0], this.at.totals / 8);
  }

  private chunk(x: number, length: number, where: Where): BadCell | undefined {
    const { kernels, at, layout } = this;
    const { rowLength, split } = layout;
    const row = Math.min(rowLength, length);
    const offset = (x % rowLength) * 8;
    kernels.clear(at.sumQ, length);
    kernels.clear(at.sumP, length);
    for (let i = 0; i < layout.shape.length; i++) {
      const q = this.fetch("allocation", i, x, length, at.q[i]);
      const p = this.fetch("payments", i, x, length, at.p[i]);
      this.rowInfo(i, x, length / row);
      if (i < split) {
        kernels.dotRows(q, p, at.sumQ, at.sumP, at.weights + offset, row, length / row, at.info, at.acc[i], at.stats[i]); // biome-ignore format: one call
      } else {
        const { v, o, p: accP } = at.own[i];
        kernels.axpyRows(q, p, at.sumQ, at.sumP, v + offset, o + offset, row, length / row, at.info, at.acc[i] + offset, accP + offset, at.stats[i]); // biome-ignore format: one call
      }
    }
    kernels.profileSums(at.sumQ, at.sumP, length, at.totals);
    return this.note(x, length, where);
  }

  private fetch(
    table: "allocation" | "payments",
    i: number,
    x: number,
    length: number,
    scratch: number,
  ): number {
    const found = this.reader.locate?.(table, i, x);
    if (found !== undefined) return found;
    this.reader.read(table, i, x, length, scratch);
    return scratch;
  }

  private rowInfo(agent: number, x: number, rows: number): void {
    const { heap } = this.kernels;
    const { shape, split } = this.layout;
    const { values, outside, marginals } = this.data;
    const types = typesAt(shape, x);
    for (let row = 0, at = this.at.info / 8; row < rows; row++, at += 4) {
      let weight = 1;
      for (let j = 0; j < split; j++) if (j !== agent) weight *= marginals ? marginals[j][types[j]] : 0;
      heap[at] = marginals ? weight : 0;
      if (agent < split) {
        heap[at + 1] = values[agent][types[agent]];
        heap[at + 2] = outside[agent][types[agent]];
        heap[at + 3] = types[agent];
      }
      for (let j = split - 1; j >= 0 && ++types[j] === shape[j]; j--) types[j] = 0;
    }
  }

  private note(x: number, length: number, where: Where): BadCell | undefined {
    const { heap } = this.kernels;
    const { stats, totals } = this.at;
    let bad = Number.isNaN(heap[totals / 8 + 3]);
    for (let i = 0; i < stats.length; i++) {
      where.lower(i, heap[stats[i] / 8], x, length);
      if (heap[stats[i] / 8 + 1] < 0) bad = true;
    }
    const n = stats.length;
    where.lower(n, -heap[totals / 8], x, length);
    where.lower(n + 1, heap[totals / 8 + 1], x, length);
    where.lower(n + 2, -heap[totals / 8 + 2], x, length);
    return bad ? this.firstBad(x, length) : undefined;
  }

  private firstBad(x: number, length: number): BadCell {
    const tables = this.readAll(x, length);
    for (let s = 0; s < length; s++) {
      for (let agent = 0; agent < tables.length; agent++) {
        const { q, p } = tables[agent];
        if (!Number.isFinite(q[s]) || q[s] < 0)
          return { table: "allocation", agent, profile: x + s, value: q[s] };
        if (!Number.isFinite(p[s])) return { table: "payments", agent, profile: x + s, value: p[s] };
      }
    }
    return { table: "sum", agent: 0, profile: x, value: Infinity };
  }

  private readAll(x: number, length: number): Pair[] {
    return this.layout.shape.map((_, i) => {
      const q = this.fetch("allocation", i, x, length, this.at.q[i]) / 8;
      const p = this.fetch("payments", i, x, length, this.at.p[i]) / 8;
      return { q: this.kernels.heap.subarray(q, q + length), p: this.kernels.heap.subarray(p, p + length) };
    });
  }

  /** First profile of the spot's chunk at which slot's score attains the spot's value. */
  locate(slot: number, { value, x, length }: Spot): number {
    const { values, outside } = this.data;
    const { shape } = this.layout;
    const n = shape.length;
    const tables = this.readAll(x, length);
    const score = (s: number) => {
      if (slot === n) return -sumAt(tables, "q", s);
      if (slot > n) return (slot === n + 1 ? 1 : -1) * sumAt(tables, "p", s);
      const t = Math.floor((x + s) / this.strides[slot]) % shape[slot];
      return values[slot][t] * tables[slot].q[s] - tables[slot].p[s] - outside[slot][t];
    };
    for (let s = 0; s < length; s++) if (score(s) === value) return x + s;
    return x;
  }

  private part(where: Where, bad?: BadCell): ProfilePart {
    const forms = this.layout.shape.map((_, i) => this.forms(i));
    return { forms, spots: where.slots, ...(bad ? { bad } : {}) };
  }

  private forms(agent: number): Float64Array {
    const { heap } = this.kernels;
    const { shape, split, rowLength } = this.layout;
    const acc = this.at.acc[agent] / 8;
    const out = new Float64Array(2 * shape[agent]);
    if (agent < split) return heap.slice(acc, acc + out.length);
    const { marginals } = this.data;
    if (!marginals) return out;
    for (let s = 0; s < rowLength; s++) {
      const types = typesAt(shape, s);
      let weight = 1;
      for (let j = split; j < shape.length; j++) if (j !== agent) weight *= marginals[j][types[j]];
      out[2 * types[agent]] += weight * heap[acc + s];
      out[2 * types[agent] + 1] += weight * heap[this.at.own[agent].p / 8 + s];
    }
    return out;
  }
}

/** One agent's entries in a chunk. */
interface Pair {
  readonly q: Float64Array;
  readonly p: Float64Array;
}

function sumAt(tables: readonly Pair[], name: "q" | "p", s: number): number {
  let sum = 0;
  for (let i = 0; i < tables.length; i++) sum += tables[i][name][s];
  return sum;
}

/** Which chunk holds each extreme; the profile itself is looked up once at the end. */
class Where {
  readonly slots: Spot[];
  constructor(agents: number) {
    this.slots = Array.from({ length: agents + 3 }, () => ({ value: Infinity, x: 0, length: 0 }));
  }
  lower(slot: number, value: number, x: number, length: number): void {
    if (value < this.slots[slot].value) this.slots[slot] = { value, x, length };
  }
}

function allocate(layout: ProfileLayout, arena: Arena): Buffers {
  const { shape, split, rowLength, chunk } = layout;
  return {
    q: shape.map(() => arena.take(chunk)),
    p: shape.map(() => arena.take(chunk)),
    sumQ: arena.take(chunk),
    sumP: arena.take(chunk),
    weights: arena.take(rowLength),
    info: arena.take(4 * Math.max(1, chunk / Math.min(chunk, rowLength))),
    stats: shape.map(() => arena.take(2)),
    totals: arena.take(4),
    acc: shape.map((types, i) => arena.take(i < split ? 2 * types : rowLength)),
    own: shape.map((_, i) =>
      i < split
        ? { v: 0, o: 0, p: 0 }
        : { v: arena.take(rowLength), o: arena.take(rowLength), p: arena.take(rowLength) },
    ),
  };
}
