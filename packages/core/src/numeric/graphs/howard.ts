import { attach, bestCycle, evaluate } from "./policy-evaluation.js";
import { largestMagnitude } from "./weights.js";

/** A policy names for every node the arc it follows; all its paths end in one cycle, through `root`. */
export interface EvaluatedPolicy {
  readonly successor: Int32Array;
  /** value(s) = sum of (w − mean) along the policy's path from s to the root; value(root) = 0. */
  readonly value: Float64Array;
  /** Mean weight of the policy's cycle. */
  readonly mean: number;
  readonly root: number;
  readonly iterations: number;
}

/** Rounds without progress (larger mean, or same mean and larger values) after which only noise is left. */
const PATIENCE = 4;

/**
 * Approximates the maximum cycle mean of a complete digraph by policy iteration in doubles.
 *
 * Evaluates a policy (cycle mean λ, values d(s) = w(s,σ(s)) − λ + d(σ(s))), then lets every node switch to an arc
 * of larger w(s,t) + d(t), until none does: then w(s,t) − λ ≤ d(s) − d(t) on all arcs and λ is the maximum. Rounding
 * may stop it a little early; callers bound the error from the values, whatever they are.
 *
 * @param weights row-major, weights[s·nodes + t] of arc s → t; the diagonal is not read.
 * @param nodes at least 2.
 * @returns the last policy and its evaluation; ties go to the arc in use, then to the smallest index.
 * Complexity: O(nodes²) per iteration, in practice 1 to 100 iterations; no allocation inside.
 * Source: Cochet-Terrasson, Cohen, Gaubert, McGettrick, Quadrat (1998), "Numerical computation of spectral elements in
 * max-plus algebra"; a complete graph needs no separate step for nodes that cannot reach the best cycle.
 */
export function howard(weights: Float64Array, nodes: number): EvaluatedPolicy {
  const successor = new Int32Array(nodes);
  const value = new Float64Array(nodes);
  const mark = new Int32Array(nodes);
  const stack = new Int32Array(nodes);
  const largestWeight = largestMagnitude(weights, nodes);
  improve(weights, nodes, successor, value, Number.NEGATIVE_INFINITY);
  let best = { mean: Number.NEGATIVE_INFINITY, total: 0 };
  let stalled = 0;
  for (let iterations = 1; ; iterations++) {
    const { mean, root } = bestCycle(weights, nodes, successor, mark);
    const unattached = evaluate(weights, nodes, successor, value, mean, root, mark, stack);
    if (unattached > 0) attach(weights, nodes, successor, value, mean, mark);
    let total = 0;
    let largestValue = 0;
    for (let s = 0; s < nodes; s++) {
      total += value[s];
      largestValue = Math.max(largestValue, Math.abs(value[s]));
    }
    const progress = mean > best.mean || (mean === best.mean && total > best.total);
    if (progress) best = { mean, total };
    stalled = progress ? 0 : stalled + 1;
    const noise = 8 * Number.EPSILON * (largestWeight + largestValue);
    if (stalled >= PATIENCE || improve(weights, nodes, successor, value, noise) === 0)
      return { successor, value, mean, root, iterations };
  }
}

/** Switches every node to its best arc where that gains more than `noise`; returns how many switched. */
function improve(w: Float64Array, nodes: number, successor: Int32Array, value: Float64Array, noise: number) {
  const first = noise === Number.NEGATIVE_INFINITY;
  let switched = 0;
  for (let s = 0; s < nodes; s++) {
    const row = s * nodes;
    const current = successor[s];
    let best = first ? noise : w[row + current] + value[current] + noise;
    let arc = current;
    for (let t = 0; t < nodes; t++) {
      const candidate = w[row + t] + value[t];
      if (candidate > best && t !== s) {
        best = candidate;
        arc = t;
      }
    }
    if (arc !== current) switched += 1;
    successor[s] = arc;
  }
  return switched;
}
