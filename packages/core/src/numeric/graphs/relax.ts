import type { Arithmetic, Table } from "../arithmetic.js";
import { predecessorCycle } from "./cycle.js";

export interface Relaxation<N> {
  readonly weights: Table<N>;
  readonly nodes: number;
  /** Raised in place. */
  readonly labels: Table<N>;
  /** predecessor[t] = s when labels[t] came from labels[s] + w(s,t), −1 while t keeps its first label; in place. */
  readonly predecessor: Int32Array;
  /** Labels rise only by more than this; 0 in exact arithmetic. */
  readonly tolerance: N;
  /** The nodes in the order in which to scan them; default 0, 1, 2, … */
  readonly order?: ArrayLike<number>;
}

/**
 * Raises labels until labels[t] ≥ labels[s] + w(s,t) − tolerance on all arcs (Bellman–Ford for longest paths).
 *
 * @returns `undefined` when the labels have settled, or a cycle of positive weight that keeps them rising. Why its weight is
 * positive: labels only rise, so on every predecessor arc labels[t] ≤ labels[s] + w(s,t); the arc that closed the cycle had
 * labels[t] < labels[s] + w(s,t); add up. Why it is found: while the predecessor arcs have no cycle every label is at
 * most that of a simple path, and strictly rising labels exhaust those.
 * Complexity: O(nodes²) per pass, at most nodes passes; a node is scanned again only after its label rose.
 */
export function relax<N>(F: Arithmetic<N>, graph: Relaxation<N>): number[] | undefined {
  const { nodes, predecessor } = graph;
  const risen = new Uint8Array(nodes).fill(1);
  for (;;) {
    let changed = false;
    for (let k = 0; k < nodes; k++) {
      const source = graph.order === undefined ? k : graph.order[k];
      if (risen[source] === 0) continue;
      risen[source] = 0;
      changed = scan(F, graph, source, risen) || changed;
    }
    if (!changed) return undefined;
    const cycle = predecessorCycle(predecessor);
    if (cycle !== undefined) return cycle;
  }
}

function scan<N>(F: Arithmetic<N>, graph: Relaxation<N>, source: number, risen: Uint8Array): boolean {
  const { weights, nodes, labels, predecessor } = graph;
  const row = source * nodes;
  const label = labels[source];
  const cautious = F.subtract(label, graph.tolerance);
  let changed = false;
  for (let t = 0; t < nodes; t++) {
    if (t === source || F.compare(F.add(cautious, weights[row + t]), labels[t]) <= 0) continue;
    labels[t] = F.add(label, weights[row + t]);
    predecessor[t] = source;
    risen[t] = 1;
    changed = true;
  }
  return changed;
}
