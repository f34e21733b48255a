import type { Arithmetic, Table } from "../arithmetic.js";

/** The nodes visited by following `successor` from `root` until it returns to it. */
export function cycleThrough(successor: ArrayLike<number>, root: number): number[] {
  const cycle = [root];
  for (let node = successor[root]; node !== root; node = successor[node]) cycle.push(node);
  return cycle;
}

/** The same cycle, written from its smallest node. */
export function fromSmallestNode(cycle: readonly number[]): number[] {
  const start = cycle.indexOf(Math.min(...cycle));
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

/** Sum of the weights of the arcs cycle[0] → cycle[1] → … → cycle[0]. */
export function cycleWeight<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  cycle: readonly number[],
): N {
  return cycle.reduce((total, node, k) => {
    const next = cycle[(k + 1) % cycle.length];
    return F.add(total, weights[node * nodes + next]);
  }, F.zero);
}

/**
 * A cycle among the arcs predecessor[t] → t in the direction of the arcs, from its smallest node, or `undefined`.
 * A node without predecessor has −1. O(nodes).
 */
export function predecessorCycle(predecessor: Int32Array): number[] | undefined {
  const mark = new Int32Array(predecessor.length);
  for (let start = 0; start < predecessor.length; start++) {
    let node = start;
    for (; node >= 0 && mark[node] === 0; node = predecessor[node]) mark[node] = start + 1;
    if (node >= 0 && mark[node] === start + 1)
      return fromSmallestNode(cycleThrough(predecessor, node).reverse());
  }
  return undefined;
}
