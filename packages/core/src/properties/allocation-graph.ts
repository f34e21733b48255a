import type { Perspective } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import { printRational } from "../numeric/rational.js";
import type { CheckOptions } from "./property.js";
import { inSupport } from "./support.js";
import { expectedValueVector } from "./utilities.js";

/**
 * What payments have to deter, for one agent whose others are fixed (or averaged): nodes are types, and the arc s → t weighs
 * how much more the outcome of s is worth to t than to s. Around a cycle that adds up to what the types gain over their own
 * outcomes when each takes that of the one before it and nobody pays.
 */
export interface AllocationGraph<N> {
  /** The types behind the nodes; those about which nothing is known here are left out. */
  readonly types: readonly number[];
  /** w(s, t) at [s · nodes + t]; 0 on the diagonal. */
  readonly arcs: Table<N>;
  /** v(x(t), t) by node. */
  readonly outcomeValue: Table<N>;
}

/** v(·) of every type against one cell, under its belief about the state given all types; `undefined` where it has none. */
export type ValueRows<N> = readonly (Table<N> | undefined)[];

/** The value rows by cell; where values depend on neither the others nor the state they are laid out once. */
export function valueRows<N>(view: Perspective<N>): (cell: number) => ValueRows<N> {
  const at = (cell: number) =>
    Array.from({ length: view.typeCount }, (_, type) => expectedValueVector(view, type, cell));
  if (view.valueDependsOnCell || view.valueDependsOnState) return at;
  const rows = at(0);
  return () => rows;
}

/**
 * w(s, t) = v(x(s), t) − v(x(s), s) against one cell of the others, x the allocation of a direct mechanism.
 * O(types²) for sure outcomes; a lottery's expectations are taken once, however many types receive it.
 */
export function allocationGraph<N>(
  view: Perspective<N>,
  cell: number,
  rows: ValueRows<N>,
  options: CheckOptions<N> = {},
): AllocationGraph<N> {
  const F = view.environment.arithmetic;
  const types = nodesAt(view, cell, rows, options);
  const vectors = types.map((type) => rows[type]!);
  const nodes = types.length;
  const arcs = F.table(nodes * nodes);
  const outcomeValue = F.table(nodes);
  const expectations = outcomeExpectations(view, cell, vectors);
  for (let s = 0; s < nodes; s++) {
    const values = expectations(types[s]);
    const own = (outcomeValue[s] = values[s]);
    for (let t = 0; t < nodes; t++) arcs[s * nodes + t] = F.subtract(values[t], own);
  }
  return { types, arcs, outcomeValue };
}

/** The types whose value is known against a cell and that are asked about there. */
export function nodesAt<N>(
  view: Perspective<N>,
  cell: number,
  rows: ValueRows<N>,
  options: CheckOptions<N>,
): number[] {
  return rows.flatMap((row, type) =>
    row === undefined || (options.profiles === "support" && !inSupport(view, type, cell)) ? [] : [type],
  );
}

/** For a report's outcome against a cell: its expected value to each of the vectors' owners, remembered by outcome. */
export function outcomeExpectations<N>(
  view: Perspective<N>,
  cell: number,
  vectors: readonly Table<N>[],
): (report: number) => Table<N> {
  const F = view.environment.arithmetic;
  const { table, offset, stride } = view.equilibrium;
  const width = view.environment.alternatives.length;
  const known = new Map<number | string, Table<N>>();
  return (report) => {
    const row = offset[cell] + report * stride;
    const choice = table.choices[row];
    const parts: number[] = [];
    for (let a = 0; choice < 0 && a < width; a++)
      if (F.compare(table.lotteries![row * width + a], F.zero) !== 0) parts.push(a);
    const probability = (a: number) => table.lotteries![row * width + a];
    const key = choice >= 0 ? choice : parts.map((a) => `${a}:${print(probability(a))}`).join();
    const found = known.get(key);
    if (found) return found;
    const values = F.table(vectors.length);
    for (let t = 0; t < vectors.length; t++) {
      const vector = vectors[t];
      if (choice >= 0) values[t] = vector[choice];
      else for (const a of parts) values[t] = F.add(values[t], F.multiply(probability(a), vector[a]));
    }
    known.set(key, values);
    return values;
  };
  function print(x: N): string {
    return F.kind === "float" ? String(x) : printRational(F.toRational(x));
  }
}
