import type { Perspective } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import { type AllocationGraph, nodesAt, outcomeExpectations, type ValueRows } from "./allocation-graph.js";
import { interimPayment, interimUtilities } from "./interim.js";
import type { CheckOptions } from "./property.js";

/**
 * d(s, t) = max over the others' true types c of v(x(s, k); t, c) − v(x(t, k); t, c) when the others report k: what type t can gain
 * at most by taking the outcome of s. With private values its cycles weigh what those of {@link allocationGraph} do.
 */
export function dominanceGraph<N>(
  view: Perspective<N>,
  reports: number,
  rowsAt: (cell: number) => ValueRows<N>,
  options: CheckOptions<N> = {},
): Pick<AllocationGraph<N>, "types" | "arcs"> {
  const F = view.environment.arithmetic;
  const varies = view.valueDependsOnCell || view.valueDependsOnState || options.profiles === "support";
  const rows = Array.from({ length: varies ? view.cells.size : 1 }, (_, cell) => rowsAt(cell));
  const asked = rows.map((row, cell) => new Set(nodesAt(view, cell, row, options)));
  const types = Array.from({ length: view.typeCount }, (_, t) => t).filter((t) =>
    asked.some((set) => set.has(t)),
  );
  const nodes = types.length;
  const arcs = F.table(nodes * nodes);
  const seen = new Uint8Array(nodes);
  rows.forEach((row, cell) => {
    const present = types.map((_, k) => k).filter((k) => asked[cell].has(types[k]));
    const expectations = outcomeExpectations(
      view,
      reports,
      present.map((k) => row[types[k]]!),
    );
    const table = types.map(expectations);
    present.forEach((t, column) => {
      for (let s = 0; s < nodes; s++) {
        const gain = F.subtract(table[s][column], table[t][column]);
        if (seen[t] === 0 || F.compare(gain, arcs[s * nodes + t]) > 0) arcs[s * nodes + t] = gain;
      }
      seen[t] = 1;
    });
  });
  return { types, arcs };
}

/** E[v(x(s, ·), (t, ·))] at [message s · types + t], whatever is paid; rows of types that never occur are meaningless. */
export function interimValues<N>(view: Perspective<N>): Table<N> | undefined {
  const F = view.environment.arithmetic;
  const interim = interimUtilities(view);
  if (interim === undefined) return undefined;
  const { typeCount, messageCount } = view;
  const values = F.table(typeCount * messageCount);
  const sure = view.environment.beliefs!.independent;
  const first = interim.occurs.indexOf(true);
  for (let m = 0; m < messageCount; m++) {
    const average = sure && first >= 0 ? interimPayment(view, first, m) : F.zero;
    for (let t = 0; t < typeCount; t++) {
      if (!interim.occurs[t]) continue;
      const payment = sure ? average : interimPayment(view, t, m);
      values[m * typeCount + t] = F.add(interim.byMessage[t * messageCount + m], payment);
    }
  }
  return values;
}

/** The graph of interim expected values over the types of positive probability; for independent beliefs. */
export function interimGraph<N>(view: Perspective<N>): AllocationGraph<N> | undefined {
  const F = view.environment.arithmetic;
  const values = interimValues(view);
  if (values === undefined) return undefined;
  const { occurs } = interimUtilities(view)!;
  const types = occurs.flatMap((happens, type) => (happens ? [type] : []));
  const nodes = types.length;
  const arcs = F.table(nodes * nodes);
  const outcomeValue = F.table(nodes);
  for (let s = 0; s < nodes; s++) {
    const row = types[s] * view.typeCount;
    outcomeValue[s] = values[row + types[s]];
    for (let t = 0; t < nodes; t++) arcs[s * nodes + t] = F.subtract(values[row + types[t]], outcomeValue[s]);
  }
  return { types, arcs, outcomeValue };
}
