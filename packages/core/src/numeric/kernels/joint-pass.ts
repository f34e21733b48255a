import { Arena, type KernelSet } from "./kernel-set.js";
import type { AxisLayout } from "./layout.js";
import type { TableName, TableReader } from "./reader.js";

/**
 * Rows of the prior that represent all others: f(t,·) = Σ_k coefficients[t·rank + k]·f(rows[k],·) + rest(t,·), where
 * the pass measures Σ|rest|, so that nothing rests on the choice being good.
 */
export interface Skeleton {
  readonly rows: readonly number[];
  readonly coefficients: Float64Array;
}

/** What one task found for one agent under a joint prior. */
export interface JointPart {
  /** forms[k·2T + r] = Σ_c f(row k, c)·q(r,c) and, T further, the same with p. */
  readonly forms: Float64Array;
  readonly mass: Float64Array;
  /** Σ_c |rest(t,c)|; zeros without a skeleton. */
  readonly rest: Float64Array;
  readonly minPrior: number;
}

interface Buffers {
  staging: number;
  f: number;
  s: number;
  qp: number;
  x: number;
  out: number;
  mass: number;
  rest: number;
  low: number;
}

const up = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/** One worker's products of a joint prior with one agent's tables, block by block along the agent's axis. */
export class JointPass {
  private readonly at: Buffers;
  private readonly height: number;

  constructor(
    private readonly kernels: KernelSet,
    private readonly axis: AxisLayout,
    private readonly reader: TableReader,
    private readonly skeleton?: Skeleton,
    arena: Arena = new Arena(),
  ) {
    this.height = up(skeleton ? skeleton.rows.length : axis.types, 4);
    this.at = allocate(axis, this.height, arena);
    if (skeleton) kernels.heap.set(skeleton.coefficients, this.at.x / 8);
  }

  /** Doubles of heap that any pass over `axis` needs. */
  static heapLength(axis: AxisLayout): number {
    const arena = new Arena();
    allocate(axis, up(axis.types, 4), arena);
    return Math.ceil(arena.bytes / 8);
  }

  /** Task number `task`: O(columns of the task × (rank or types) × types). */
  run(task: number): JointPart {
    const { axis, at } = this;
    const { heap } = this.kernels;
    const end = Math.min((task + 1) * axis.taskLength, axis.columns);
    this.reset();
    for (let c = task * axis.taskLength; c < end; ) {
      const left = axis.inner > axis.block ? axis.inner - (c % axis.inner) : axis.block;
      const length = Math.min(axis.block, end - c, left);
      this.block(c, length);
      c += length;
    }
    const T = axis.types;
    const rows = this.skeleton ? this.skeleton.rows.length : T;
    const take = (byte: number, length: number) => heap.slice(byte / 8, byte / 8 + length);
    return {
      forms: take(at.out, rows * 2 * T),
      mass: take(at.mass, T),
      rest: take(at.rest, T),
      minPrior: heap[at.low / 8],
    };
  }

  private reset(): void {
    const { heap } = this.kernels;
    const { at, axis, height } = this;
    const zero = (byte: number, length: number) => heap.fill(0, byte / 8, byte / 8 + length);
    zero(at.out, height * 2 * axis.types);
    zero(at.mass, axis.types);
    zero(at.rest, axis.types);
    zero(at.f, up(axis.types, 4) * axis.stride);
    zero(at.s, height * axis.stride);
    heap[at.low / 8] = Infinity;
  }

  private block(c: number, length: number): void {
    const { kernels, at, axis, skeleton, height } = this;
    const { types, stride, agent } = axis;
    const even = length + (length & 1);
    this.gather("prior", c, length, at.f);
    this.gather("allocation", c, length, at.qp);
    this.gather("payments", c, length, at.qp + types * stride * 8, agent);
    kernels.rowSums(at.f, types, even, stride, at.mass, at.low);
    let left = at.f;
    if (skeleton) {
      left = at.s;
      skeleton.rows.forEach((t, k) => {
        kernels.heap.copyWithin(at.s / 8 + k * stride, at.f / 8 + t * stride, at.f / 8 + t * stride + even);
      });
      kernels.residuals(at.f, at.s, at.x, types, skeleton.rows.length, even, stride, at.rest);
    }
    kernels.products(left, at.qp, height, 2 * types, even, stride, stride, at.out, 2 * types);
  }

  /** Columns c … c+length of every row of a table, packed; an odd column count is filled up with zeros. */
  private gather(table: TableName, c: number, length: number, target: number, agent = this.axis.agent): void {
    const { reader, axis, kernels, at } = this;
    const { types, inner, stride } = axis;
    const outer = Math.floor(c / inner);
    if (inner <= axis.block) {
      reader.read(table, agent, outer * types * inner, length * types, at.staging);
      kernels.pack(at.staging, target, length / inner, types, inner, stride);
    } else {
      for (let t = 0; t < types; t++) {
        reader.read(table, agent, (outer * types + t) * inner + (c % inner), length, target + t * stride * 8);
      }
    }
    if (length & 1) for (let t = 0; t < types; t++) kernels.heap[target / 8 + t * stride + length] = 0;
  }
}

function allocate(axis: AxisLayout, height: number, arena: Arena): Buffers {
  const { types, stride, block } = axis;
  return {
    staging: arena.take(types * block),
    f: arena.take(up(types, 4) * stride),
    s: arena.take(height * stride),
    qp: arena.take(2 * types * stride),
    x: arena.take(types * types),
    out: arena.take(height * 2 * types),
    mass: arena.take(types),
    rest: arena.take(types),
    low: arena.take(1),
  };
}
