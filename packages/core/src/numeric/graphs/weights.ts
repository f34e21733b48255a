import type { Arithmetic, Table } from "../arithmetic.js";
import { fail } from "../candor-error.js";

/** Throws unless `weights` is a finite nodes × nodes table (its diagonal too) and `weightError` a bound. */
export function checkWeights<N>(F: Arithmetic<N>, weights: Table<N>, nodes: number, weightError = 0): void {
  if (!(weightError >= 0 && weightError < Number.POSITIVE_INFINITY))
    fail(
      "out-of-range",
      "options.weightError",
      `An error bound is finite and 0 or more; received ${weightError}.`,
    );
  if (!Number.isInteger(nodes) || nodes < 1)
    fail("invalid-size", "nodes", `A graph needs at least one node; received ${nodes}.`);
  if (weights.length !== nodes * nodes)
    fail(
      "invalid-size",
      "weights",
      `${nodes} nodes need ${nodes * nodes} weights; received ${weights.length}.`,
    );
  checkFinite(F, weights, "weights", nodes);
}

/** Throws unless all entries are finite doubles whose sums of `terms` cannot overflow: error bounds would be meaningless. */
export function checkFinite<N>(F: Arithmetic<N>, values: Table<N>, path: string, terms: number): void {
  if (F.kind === "exact") return;
  const limit = Number.MAX_VALUE / (16 * terms);
  for (let k = 0; k < values.length; k++) {
    if (!(Math.abs(F.toNumber(values[k])) <= limit))
      fail("not-finite", `${path}[${k}]`, `Values must be finite and below ${limit}; received ${values[k]}.`);
  }
}

/** Far enough below overflow that sums of clamped weights stay finite. */
const LARGEST_GUESS = 1e290;

/** The weights as doubles: the table itself when it holds doubles; fractions beyond their range only guide guesses, clamped. */
export function toDoubles<N>(F: Arithmetic<N>, weights: Table<N>): Float64Array {
  if (weights instanceof Float64Array) return weights;
  const clamped = (value: number) => Math.max(-LARGEST_GUESS, Math.min(LARGEST_GUESS, value));
  const convert = F.kind === "exact" ? (value: N) => clamped(F.toNumber(value)) : F.toNumber;
  return Float64Array.from({ length: weights.length }, (_, k) => convert(weights[k]));
}

/** max |w(s,t)| over the arcs. */
export function largestMagnitude(weights: Float64Array, nodes: number): number {
  let largest = 0;
  for (let s = 0; s < nodes; s++) {
    for (let t = 0; t < nodes; t++) {
      const magnitude = Math.abs(weights[s * nodes + t]);
      if (s !== t && magnitude > largest) largest = magnitude;
    }
  }
  return largest;
}
