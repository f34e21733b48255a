import type { Arithmetic, Table } from "../arithmetic.js";
import { float } from "../arithmetic.js";
import { cycleThrough, cycleWeight, fromSmallestNode } from "./cycle.js";
import { type EvaluatedPolicy, howard } from "./howard.js";
import { relax } from "./relax.js";
import { checkWeights, toDoubles } from "./weights.js";

export interface MaximumCycleMean<N> {
  /** Mean weight of `cycle`: the maximum itself in exact arithmetic. Negative: every cycle has that much slack. */
  readonly mean: N;
  /** Nodes of an attaining cycle in the order of its arcs, from its smallest node. */
  readonly cycle: readonly number[];
  /** φ with w(s,t) − mean ≤ φ(t) − φ(s) on all arcs: exactly for fractions, up to `upper` − `mean` for doubles. */
  readonly potentials: Table<N>;
  /** lower ≤ true maximum cycle mean ≤ upper, whatever the rounding; both equal `mean` in exact arithmetic. */
  readonly lower: N;
  readonly upper: N;
}

/**
 * The maximum mean weight of the cycles of a complete digraph, with a cycle and potentials that prove it.
 *
 * Definition: max over k ≥ 2 and cycles s₁ → … → s_k → s₁ without repetition of (1/k) Σ w(s_j, s_{j+1}). Adding
 * w(s,t) − λ ≤ φ(t) − φ(s) around any cycle bounds its mean by λ; the cycle shows that the bound is attained.
 * With w(s,t) = v(x(s),t) − v(x(s),s) it is the smallest ε (below 0: the slack) at which some transfers make the
 * allocation rule x ε-incentive-compatible.
 *
 * @param weights row-major, weights[s·nodes + t] of arc s → t; the diagonal is ignored.
 * @param nodes number of nodes; with one node there is no cycle and the answer is `undefined`.
 * @param options.weightError doubles only: a bound δ on |weight given − weight meant| of every arc, default 0.
 * @returns one attaining cycle (which one among several is not specified) and its certificate. For doubles
 * `lower` is the cycle's mean minus its rounding error and δ; `upper` is max over arcs of w(s,t) − φ(t) + φ(s) plus
 * rounding and δ, which bounds every cycle's mean whatever φ is.
 * Errors: `invalid-size`, `not-finite`, `out-of-range`.
 * Complexity: O(nodes²) per policy iteration, rarely more than 100 of them. Exact mode guesses in doubles and
 * proves in fractions; each failed proof yields a cycle of strictly larger mean, so it ends.
 * Source: Rochet (1987) for the use; Cochet-Terrasson et al. (1998) for the iteration.
 *
 * @example
 * maximumCycleMean(float, Float64Array.of(0, 3, -1, 0), 2)?.mean // 1, cycle [0, 1]
 */
export function maximumCycleMean<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  options: { readonly weightError?: number } = {},
): MaximumCycleMean<N> | undefined {
  checkWeights(F, weights, nodes, options.weightError);
  if (nodes === 1) return undefined;
  const doubles = toDoubles(F, weights);
  const policy = howard(doubles, nodes);
  if (F.kind === "exact") return prove(F, weights, nodes, policy);
  // F is the double arithmetic here, so N is number: the casts only say so to the compiler.
  return bracket(doubles, nodes, policy, options.weightError ?? 0) as unknown as MaximumCycleMean<N>;
}

function bracket(
  weights: Float64Array,
  nodes: number,
  policy: EvaluatedPolicy,
  weightError: number,
): MaximumCycleMean<number> {
  const { mean, root, successor } = policy;
  const cycle = cycleThrough(successor, root);
  const potentials = policy.value.map((value) => -value);
  let magnitude = Math.abs(mean);
  for (const node of cycle) magnitude += Math.abs(weights[node * nodes + successor[node]]) / cycle.length;
  // The mean is a quotient and may have underflowed; sums, as in `upper`, cannot.
  const underflow = magnitude === 0 ? 0 : Number.MIN_VALUE;
  const rounding = float.errorBound(cycle.length, magnitude) + underflow;
  const lower = 0 - roundedUp(rounding + weightError - mean);
  const upper = largestReducedWeight(weights, nodes, potentials) + weightError;
  return { mean, cycle, potentials, lower, upper: roundedUp(upper) };
}

/** An upper bound on max over arcs of w(s,t) − φ(t) + φ(s), its own rounding included. */
function largestReducedWeight(weights: Float64Array, nodes: number, potentials: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  const relative = float.errorBound(3, 1);
  for (let s = 0; s < nodes; s++) {
    for (let t = 0; t < nodes; t++) {
      if (s === t) continue;
      const weight = weights[s * nodes + t];
      const rounding = relative * (Math.abs(weight) + Math.abs(potentials[s]) + Math.abs(potentials[t]));
      const reduced = weight - (potentials[t] - potentials[s]) + rounding;
      if (reduced > largest) largest = reduced;
    }
  }
  return largest;
}

/** A number at least as large as the exact value of a sum of two terms that rounded to `value`. */
function roundedUp(value: number): number {
  return value + 2 * Number.EPSILON * Math.abs(value);
}

function prove<N>(
  F: Arithmetic<N>,
  weights: Table<N>,
  nodes: number,
  policy: EvaluatedPolicy,
): MaximumCycleMean<N> {
  let cycle = cycleThrough(policy.successor, policy.root);
  let potentials: Table<N> | undefined;
  for (;;) {
    const mean = divideByCount(F, cycleWeight(F, weights, nodes, cycle), cycle.length);
    const reduced = subtractFromAll(F, weights, mean);
    const labels = potentials ?? policyPotentials(F, reduced, nodes, policy);
    const predecessor = new Int32Array(nodes).fill(-1);
    const larger = relax(F, { weights: reduced, nodes, labels, predecessor, tolerance: F.zero });
    if (larger === undefined)
      return { mean, cycle: fromSmallestNode(cycle), potentials: labels, lower: mean, upper: mean };
    cycle = larger;
    potentials = labels;
  }
}

/** Exact values of the guessed policy: almost potentials, and with small denominators, unlike converted doubles. */
function policyPotentials<N>(F: Arithmetic<N>, reduced: Table<N>, nodes: number, policy: EvaluatedPolicy) {
  const { root, successor } = policy;
  const potentials: Table<N> = F.table(nodes) as Table<N>;
  const known = new Uint8Array(nodes);
  known[root] = 1;
  for (let start = 0; start < nodes; start++) {
    const path: number[] = [];
    for (let node = start; known[node] === 0; node = successor[node]) {
      path.push(node);
      known[node] = 1;
    }
    for (const node of path.reverse())
      potentials[node] = F.subtract(potentials[successor[node]], reduced[node * nodes + successor[node]]);
  }
  return potentials;
}

function subtractFromAll<N>(F: Arithmetic<N>, weights: Table<N>, amount: N): Table<N> {
  const result = F.table(weights.length) as Table<N>;
  for (let k = 0; k < weights.length; k++) result[k] = F.subtract(weights[k], amount);
  return result;
}

function divideByCount<N>(F: Arithmetic<N>, total: N, count: number): N {
  return F.divide(total, F.from({ n: BigInt(count), d: 1n }));
}
