import type { Arithmetic, Table } from "../../numeric/arithmetic.js";

/** A pair y ∈ Y, z ∈ Z that shows Y ≱ Z: its join is missing from Y or its meet from Z. */
export interface OrderFailure {
  readonly y: number;
  readonly z: number;
  readonly missing: "join" | "meet";
}

/**
 * The maximisers of a function on a set of choices: all of them, ties included, in increasing order.
 *
 * @param values values[x]; doubles are compared as the exact numbers they are.
 * @param subset the choices allowed, increasing; default all.
 * Complexity: O(|subset|).
 */
export function argmaxSet<N>(F: Arithmetic<N>, values: Table<N>, subset?: readonly number[]): number[] {
  let best: number[] = [];
  for (const x of subset ?? Array.from({ length: values.length }, (_, k) => k)) {
    const comparison = best.length === 0 ? 1 : F.compare(values[x], values[best[0]]);
    if (comparison > 0) best = [x];
    else if (comparison === 0) best.push(x);
  }
  return best;
}

/**
 * Why Y ≥ Z fails in the strong set order of a chain, or `undefined` when it holds.
 *
 * Definition: Y ≥ Z iff y ∈ Y and z ∈ Z imply max(y,z) ∈ Y and min(y,z) ∈ Z. The first failing pair in the order given is
 * returned, the join first. Complexity: O(|Y|·|Z|·(|Y| + |Z|)).
 * Source: Veinott (1989); Milgrom and Shannon (1994).
 */
export function strongSetOrderFailure(Y: readonly number[], Z: readonly number[]): OrderFailure | undefined {
  for (const y of Y) {
    for (const z of Z) {
      if (!Y.includes(Math.max(y, z))) return { y, z, missing: "join" };
      if (!Z.includes(Math.min(y, z))) return { y, z, missing: "meet" };
    }
  }
  return undefined;
}
