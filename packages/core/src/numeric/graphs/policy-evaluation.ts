// The three steps that evaluate a policy; on arrays of the caller, because Howard's iteration must not allocate.

/** The policy's cycle of largest mean and its smallest node. */
export function bestCycle(w: Float64Array, nodes: number, successor: Int32Array, mark: Int32Array) {
  let mean = Number.NEGATIVE_INFINITY;
  let root = 0;
  mark.fill(0);
  for (let start = 0; start < nodes; start++) {
    if (mark[start] !== 0) continue;
    let node = start;
    for (; mark[node] === 0; node = successor[node]) mark[node] = start + 1;
    if (mark[node] !== start + 1) continue;
    let total = 0;
    let length = 0;
    let smallest = node;
    const entry = node;
    do {
      total += w[node * nodes + successor[node]];
      length += 1;
      node = successor[node];
      if (node < smallest) smallest = node;
    } while (node !== entry);
    if (total / length > mean) {
      mean = total / length;
      root = smallest;
    }
  }
  return { mean, root };
}

const UNSEEN = 0;
const VALUED = 1;
const ELSEWHERE = 2;
const ON_STACK = 3;

/** Sets the values of the nodes whose path ends at the root; returns how many end in another cycle. */
export function evaluate(
  w: Float64Array,
  nodes: number,
  successor: Int32Array,
  value: Float64Array,
  mean: number,
  root: number,
  mark: Int32Array,
  stack: Int32Array,
): number {
  let elsewhere = 0;
  mark.fill(UNSEEN);
  mark[root] = VALUED;
  value[root] = 0;
  for (let start = 0; start < nodes; start++) {
    let height = 0;
    let node = start;
    for (; mark[node] === UNSEEN; node = successor[node]) {
      mark[node] = ON_STACK;
      stack[height++] = node;
    }
    const reached = mark[node] === VALUED;
    while (height > 0) {
      node = stack[--height];
      mark[node] = reached ? VALUED : ELSEWHERE;
      if (reached) value[node] = w[node * nodes + successor[node]] - mean + value[successor[node]];
      else elsewhere += 1;
    }
  }
  return elsewhere;
}

/** Redirects the nodes that end in a worse cycle to their best arc into the valued part: their mean rises to the best one. */
export function attach(
  w: Float64Array,
  nodes: number,
  successor: Int32Array,
  value: Float64Array,
  mean: number,
  mark: Int32Array,
): void {
  for (let s = 0; s < nodes; s++) {
    if (mark[s] !== ELSEWHERE) continue;
    let best = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < nodes; t++) {
      const candidate = w[s * nodes + t] + value[t];
      if (mark[t] === VALUED && candidate > best) {
        best = candidate;
        successor[s] = t;
      }
    }
    value[s] = best - mean;
    mark[s] = VALUED;
  }
}
