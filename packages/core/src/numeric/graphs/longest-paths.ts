import type { Arithmetic, Table } from "../arithmetic.js";
import { fail } from "../candor-error.js";
import { cycleThrough } from "./cycle.js";
import { howard } from "./howard.js";
import { largestStep, type PositiveCycle, positiveCycle } from "./path-errors.js";
import { relax } from "./relax.js";
import { settlingOrder } from "./settling-order.js";
import { checkFinite, checkWeights, largestMagnitude, toDoubles } from "./weights.js";

export type LongestPaths<N> = LongestPathPotentials<N> | PositiveCycle<N>;

export interface LongestPathPotentials<N> {
  readonly kind: "potentials";
  /** U(t), the value of a best path that ends in t. */
  readonly potentials: Table<N>;
  /** The node before t on that path, or −1 where the path is t alone; {@link pathTo} reads whole paths from it. */
  readonly predecessor: Int32Array;
  /** Bounds |computed − true| for every U(t) over paths that repeat no node; 0 in exact arithmetic. */
  readonly errorBound: number;
}

export interface LongestPathOptions {
  /** Doubles only: a bound δ on |weight given − weight meant| of every arc, default 0. */
  readonly weightError?: number;
}

/**
 * The best value of a path into every node when a path from s begins with start(s).
 *
 * Definition: U(t) = max_s [start(s) + longest path s → t], the path s = t without arcs counting 0; equivalently the least U
 * with U ≥ start and U(t) − U(s) ≥ w(s,t) on all arcs. It is finite iff no cycle has positive weight. With w the gains
 * from lying and start the outside options these are the least incentive-compatible, individually rational utilities.
 *
 * @param weights row-major, weights[s·nodes + t] of arc s → t; the diagonal is ignored.
 * @param start start[s], one per node.
 * @returns potentials with the path behind each (of equal paths, the one found first), or a cycle of positive weight. In
 * doubles cycles lighter than the rounding error may pass as non-positive; {@link maximumCycleMean} brackets them.
 * Errors: `invalid-size`, `not-finite`, `out-of-range`.
 * Complexity: one {@link howard} run and one Dijkstra run in doubles choose the order in which nodes are scanned, so
 * that one or two passes of Bellman–Ford, O(nodes²) each, usually settle the labels; at worst O(nodes³).
 * Source: Rochet (1987), proof of the theorem; Bellman (1958).
 *
 * @example
 * longestPathPotentials(float, Float64Array.of(0, 1, -2, 0), 2, Float64Array.of(0, 0)) // potentials 0, 1
 */
export function longestPathPotentials<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  start: Table<N>,
  options: LongestPathOptions = {},
): LongestPaths<N> {
  checkWeights(F, weights, nodes, options.weightError);
  if (start.length !== nodes)
    fail("invalid-size", "start", `Each of the ${nodes} nodes needs a start; received ${start.length}.`);
  checkFinite(F, start, "start", nodes);
  const labels = F.table(nodes) as Table<N>;
  for (let t = 0; t < nodes; t++) labels[t] = start[t];
  const predecessor = new Int32Array(nodes).fill(-1);
  return settle(F, weights, nodes, labels, predecessor, options.weightError ?? 0);
}

/**
 * The longest paths from one node: Rochet's potential V(t) = longest path source → t, with V(source) = 0.
 *
 * Parameters, answer, errors and complexity are those of {@link longestPathPotentials}; only paths that begin at `source` count.
 * The payments v(x(t),t) − V(t) then make a cyclically monotone rule incentive compatible.
 * Source: Rochet (1987), proof of the theorem, V(θ).
 */
export function longestPathsFrom<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  source: number,
  options: LongestPathOptions = {},
): LongestPaths<N> {
  checkWeights(F, weights, nodes, options.weightError);
  if (!Number.isInteger(source) || source < 0 || source >= nodes)
    fail("invalid-index", "source", `The source is a node from 0 to ${nodes - 1}; received ${source}.`);
  // The graph is complete: starting with the single arcs from the source leaves no node without a label.
  const labels = F.table(nodes) as Table<N>;
  for (let t = 0; t < nodes; t++) labels[t] = t === source ? F.zero : weights[source * nodes + t];
  const predecessor = new Int32Array(nodes).fill(source);
  predecessor[source] = -1;
  return settle(F, weights, nodes, labels, predecessor, options.weightError ?? 0);
}

/** The nodes of the best path that ends in `node`, first to last. */
export function pathTo(predecessor: Int32Array, node: number): number[] {
  const path = [node];
  for (let s = predecessor[node]; s >= 0; s = predecessor[s]) path.push(s);
  return path.reverse();
}

function settle<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  labels: Table<N>,
  predecessor: Int32Array,
  weightError: number,
): LongestPaths<N> {
  if (nodes === 1) return { kind: "potentials", potentials: labels, predecessor, errorBound: 0 };
  const doubles = toDoubles(F, weights);
  const delta = F.kind === "exact" ? 0 : weightError;
  const guess = howard(doubles, nodes);
  const candidate = positiveCycle(F, weights, nodes, cycleThrough(guess.successor, guess.root), delta);
  if (F.toNumber(candidate.weight) > candidate.errorBound) return candidate;
  const starts = toDoubles(F, labels);
  const order = settlingOrder(doubles, nodes, starts, guess.value);
  const magnitude = largestMagnitude(doubles, nodes) + starts.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  // Less than this around a cycle is indistinguishable from rounding: labels must not climb on it for ever.
  const noise = F.errorBound(nodes, magnitude) + nodes * delta;
  const tolerance = noise === 0 ? F.zero : F.from(F.toRational(noise as N));
  const cycle = relax(F, { weights, nodes, labels, predecessor, tolerance, order });
  if (cycle !== undefined) return positiveCycle(F, weights, nodes, cycle, delta);
  const step = F.kind === "exact" ? 0 : largestStep(doubles, nodes, toDoubles(F, labels)) + delta;
  return { kind: "potentials", potentials: labels, predecessor, errorBound: nodes * step };
}
