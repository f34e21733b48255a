/**
 * The order in which Dijkstra's algorithm settles the labels of longest paths, in doubles.
 *
 * With value(s) from {@link howard}, w(s,t) + value(t) − value(s) ≤ mean ≤ 0 up to rounding, so label(t) + value(t) never
 * rises along an arc and the largest open one is final. Scanning nodes in this order Bellman–Ford needs one pass; rounding can
 * only make the order less good, never the labels wrong, because Bellman–Ford has the last word.
 *
 * @param weights row-major, weights[s·nodes + t].
 * @param start first label of every node.
 * @param value one number per node, the policy's values.
 * Complexity: O(nodes²).
 */
export function settlingOrder(
  weights: Float64Array,
  nodes: number,
  start: Float64Array,
  value: Float64Array,
): Int32Array {
  const order = new Int32Array(nodes);
  const open = new Uint8Array(nodes).fill(1);
  const label = start.map((first, node) => first + value[node]);
  for (let k = 0; k < nodes; k++) {
    let settled = -1;
    for (let t = 0; t < nodes; t++)
      if (open[t] === 1 && (settled < 0 || label[t] > label[settled])) settled = t;
    order[k] = settled;
    open[settled] = 0;
    const base = label[settled] - value[settled];
    for (let t = 0; t < nodes; t++) {
      const candidate = base + weights[settled * nodes + t] + value[t];
      if (open[t] === 1 && candidate > label[t]) label[t] = candidate;
    }
  }
  return order;
}
