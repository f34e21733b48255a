/**
 * The optimum of (P) with two bidders as a maximum flow. With a = q_1 and z = 1 − q_2 the program reads
 * max Σ ψ_1 a + ψ_2 (1 − z) over 0 ≤ a ≤ z ≤ 1, a nondecreasing in v_1, z nonincreasing in v_2: a maximum closure, so some optimum is
 * a sure choice. Nodes are a(k) and z(k) for the profiles k of an m_1 × m_2 table; the flows are multipliers.
 *
 * All tables hold whole numbers: doubles up to 2^53 in absolute value, or bigints passed by cast (the code uses only operators that
 * both understand, and never mixes them).
 */
export interface TwoBidderFlow {
  /** m_1 and m_2. */
  readonly sizes: readonly [number, number];
  /** What is left of the weight of a(k): > 0 feeds flow, < 0 drains it. */
  readonly first: Float64Array;
  /** What is left of the weight of 1 − z(k): > 0 drains flow, < 0 feeds it. */
  readonly second: Float64Array;
  /** Flow a(k − m_2) → a(k): the multiplier of q_1(k) ≥ q_1(k − m_2). */
  readonly firstExcess: Float64Array;
  /** Flow z(k) → z(k − 1): the multiplier of q_2(k) ≥ q_2(k − 1). */
  readonly secondExcess: Float64Array;
  /** Flow a(k) → z(k): the multiplier of q_1 + q_2 ≤ 1. */
  readonly shared: Float64Array;
}

/** Sends what both bidders' weights have in common across, profile by profile: the start of the flow. */
export function shareCommonWeight({ first, second, shared }: TwoBidderFlow): void {
  for (let k = 0; k < shared.length; k++) {
    if (!(first[k] > 0 && second[k] > 0)) continue;
    let common = first[k];
    if (second[k] < common) common = second[k];
    first[k] -= common;
    second[k] -= common;
    shared[k] += common;
  }
}

/**
 * Completes the flow by Dinic's method and returns, for every node (a(k), then z(k)), its distance to a node that still drains, or
 * −1 for the source side of a minimum cut: there a = 1, z = 1. Arcs follow from the table, nothing is stored but flows.
 *
 * Cost: O(k) a phase and the lengths of the paths found. Source: Dinic (1970); Picard (1976), "Maximal closure of a graph".
 */
export function completeFlow(flow: TwoBidderFlow): Int32Array {
  const nodes = 2 * flow.first.length;
  const work: Work = {
    distance: new Int32Array(nodes),
    queue: new Int32Array(nodes),
    arc: new Uint8Array(nodes),
    path: new Int32Array(nodes + 1),
  };
  while (measure(flow, work)) {
    work.arc.fill(0);
    for (let u = 0; u < nodes; u++)
      while (work.distance[u] >= 0 && feeds(flow, u)) if (!augment(flow, work, u)) break;
  }
  return work.distance;
}

interface Work {
  readonly distance: Int32Array;
  readonly queue: Int32Array;
  /** The next arc to try: 0 across, 1 along the monotone direction, 2 against it. */
  readonly arc: Uint8Array;
  readonly path: Int32Array;
}

function feeds({ first, second }: TwoBidderFlow, u: number): boolean {
  return u < first.length ? first[u] > 0 : second[u - first.length] < 0;
}

function drains({ first, second }: TwoBidderFlow, u: number): boolean {
  return u < first.length ? first[u] < 0 : second[u - first.length] > 0;
}

/** Distances to the nearest draining node, breadth first against the arcs; whether some feeding node has one. */
function measure(flow: TwoBidderFlow, { distance, queue }: Work): boolean {
  const { sizes, firstExcess, secondExcess, shared } = flow;
  const count = shared.length;
  const width = sizes[1];
  let tail = 0;
  let reached = false;
  distance.fill(-1);
  for (let u = 0; u < distance.length; u++)
    if (drains(flow, u)) {
      distance[u] = 0;
      queue[tail++] = u;
    }
  let next = 0;
  const visit = (w: number) => {
    if (distance[w] >= 0) return;
    distance[w] = next;
    queue[tail++] = w;
  };
  for (let head = 0; head < tail; head++) {
    const u = queue[head];
    next = distance[u] + 1;
    if (feeds(flow, u)) reached = true;
    if (u < count) {
      if (shared[u] > 0) visit(u + count);
      if (u >= width) visit(u - width);
      if (u + width < count && firstExcess[u + width] > 0) visit(u + width);
    } else {
      const k = u - count;
      visit(k);
      if ((k + 1) % width !== 0) visit(u + 1);
      if (k % width !== 0 && secondExcess[k] > 0) visit(u - 1);
    }
  }
  return reached;
}

/** The node that arc `arc` of u leads to if it has capacity, or −1. */
function target(flow: TwoBidderFlow, u: number, arc: number): number {
  const { sizes, firstExcess, secondExcess, shared } = flow;
  const count = shared.length;
  const width = sizes[1];
  if (u < count) {
    if (arc === 0) return u + count;
    if (arc === 1) return u + width < count ? u + width : -1;
    return u >= width && firstExcess[u] > 0 ? u - width : -1;
  }
  const k = u - count;
  if (arc === 0) return shared[k] > 0 ? k : -1;
  if (arc === 1) return k % width !== 0 ? u - 1 : -1;
  return (k + 1) % width !== 0 && secondExcess[k + 1] > 0 ? u + 1 : -1;
}

/** One path of steps of length 1 from u to a draining node, found depth first, and the flow it carries; false if none is left. */
function augment(flow: TwoBidderFlow, { distance, arc, path }: Work, source: number): boolean {
  let depth = 0;
  path[0] = source;
  for (;;) {
    const u = path[depth];
    if (distance[u] === 0) {
      if (drains(flow, u)) break;
      distance[u] = -1;
    }
    let next = -1;
    while (distance[u] > 0 && arc[u] < 3) {
      const w = target(flow, u, arc[u]);
      if (w >= 0 && distance[w] === distance[u] - 1) {
        next = w;
        break;
      }
      arc[u]++;
    }
    if (next >= 0) path[++depth] = next;
    else {
      distance[u] = -1;
      if (depth-- === 0) return false;
      arc[path[depth]]++;
    }
  }
  send(flow, path, depth);
  return true;
}

function send(flow: TwoBidderFlow, path: Int32Array, depth: number): void {
  const { first, second } = flow;
  const count = first.length;
  const [from, to] = [path[0], path[depth]];
  let amount = from < count ? first[from] : -second[from - count];
  const room = to < count ? -first[to] : second[to - count];
  if (room < amount) amount = room;
  for (let d = 0; d < depth; d++) {
    const capacity = capacityOf(flow, path[d], path[d + 1]);
    if (capacity < amount) amount = capacity;
  }
  for (let d = 0; d < depth; d++) push(flow, path[d], path[d + 1], amount);
  if (from < count) first[from] -= amount;
  else second[from - count] += amount;
  if (to < count) first[to] += amount;
  else second[to - count] -= amount;
}

function capacityOf(flow: TwoBidderFlow, u: number, w: number): number {
  const { firstExcess, secondExcess, shared } = flow;
  const count = shared.length;
  if (u < count) return w < u ? firstExcess[u] : Infinity;
  if (w < count) return shared[w];
  return w > u ? secondExcess[w - count] : Infinity;
}

function push(flow: TwoBidderFlow, u: number, w: number, amount: number): void {
  const { firstExcess, secondExcess, shared } = flow;
  const count = shared.length;
  if (u < count) {
    if (w >= count) shared[u] += amount;
    else if (w > u) firstExcess[w] += amount;
    else firstExcess[u] -= amount;
  } else if (w < count) shared[w] -= amount;
  else if (w < u) secondExcess[u - count] += amount;
  else secondExcess[w - count] -= amount;
}
