import type { Arithmetic, Table } from "../arithmetic.js";
import { cycleWeight, fromSmallestNode } from "./cycle.js";
import { largestMagnitude } from "./weights.js";

export interface PositiveCycle<N> {
  readonly kind: "positive-cycle";
  /** Nodes in the order of the arcs, from the smallest node. */
  readonly cycle: readonly number[];
  readonly weight: N;
  /** Bounds |weight − true weight|; the cycle is certain when `weight` exceeds it. 0 in exact arithmetic. */
  readonly errorBound: number;
}

/** A cycle with its weight and the bound on its error. */
export function positiveCycle<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  cycle: readonly number[],
  delta: number,
): PositiveCycle<N> {
  const weight = cycleWeight(F, weights, nodes, cycle);
  let magnitude = 0;
  cycle.forEach((node, k) => {
    magnitude += Math.abs(F.toNumber(weights[node * nodes + cycle[(k + 1) % cycle.length]]));
  });
  const errorBound = F.errorBound(cycle.length, magnitude) + cycle.length * delta;
  return { kind: "positive-cycle", cycle: fromSmallestNode(cycle), weight, errorBound };
}

/**
 * How far one arc can move a label beyond its computed value: max over arcs of w(s,t) − U(t) + U(s), at least the
 * rounding of one addition. A path has fewer than `nodes` arcs, which bounds the error of every label both ways: summing the
 * first along any path bounds the true value from above, the roundings along the predecessors bound it from below.
 */
export function largestStep(weights: Float64Array, nodes: number, labels: Float64Array): number {
  let largestLabel = 0;
  for (const label of labels) largestLabel = Math.max(largestLabel, Math.abs(label));
  let residual = 0;
  for (let s = 0; s < nodes; s++) {
    for (let t = 0; t < nodes; t++) {
      const excess = weights[s * nodes + t] - (labels[t] - labels[s]);
      if (excess > residual && s !== t) residual = excess;
    }
  }
  const rounding = 4 * Number.EPSILON * (largestMagnitude(weights, nodes) + largestLabel);
  return residual + rounding;
}
