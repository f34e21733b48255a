import { gcd, type Rational, rational, toDouble } from "../numeric/rational.js";
import type { Population } from "./population.js";
import { type PowerWeights, signOfWeightedSum } from "./power-weights.js";
import type { CountCell } from "./sweep.js";

/** Utilities as integers in one unit, and in doubles. */
export interface UtilityUnits {
  /** Integers at [group][alternative][state]; utilities are these divided by `unit`. */
  readonly integers: readonly (readonly (readonly bigint[])[])[];
  readonly unit: bigint;
}

export function utilityUnits({ groups }: Population): UtilityUnits {
  const all = groups.flatMap(({ utility }) => utility.flat());
  const unit = all.reduce((lcm, { d }) => (lcm / gcd(lcm, d)) * d, 1n);
  const whole = ({ n, d }: Rational) => n * (unit / d);
  return { unit, integers: groups.map(({ utility }) => utility.map((row) => row.map(whole))) };
}

/** Σ_u n_u u(a, ω) at [alternative][state], in the unit of the utilities. */
export function totalUtilities({ integers }: UtilityUnits, composition: ArrayLike<number>): bigint[][] {
  return integers[0].map((row, a) =>
    row.map((_, state) =>
      integers.reduce((sum, group, u) => sum + BigInt(composition[u]) * group[a][state], 0n),
    ),
  );
}

/** Weights of posteriors below this are not compared in doubles; it is far above the smallest double. */
export const TINY = 1e-290;

/**
 * σ*(c): the first of the alternatives that maximise Σ_ω w_ω(c) Σ_u n_u u(a, ω). Doubles decide where they can; alternatives that come
 * closer than `margin` (relative to the size of the terms) are compared by {@link closestBest}, so ties are found as ties.
 */
export function chooser(
  totals: readonly (readonly bigint[])[],
  weights: PowerWeights,
  margin: number,
): (cell: CountCell) => number {
  const states = totals[0].length;
  const alternatives = totals.length;
  const every = totals.map((_, a) => a);
  const scores = Float64Array.from(scaledTotals(totals).flatMap((row) => [...row]));
  const sizes = scores.map(Math.abs);
  const value = new Float64Array(alternatives);
  const size = new Float64Array(alternatives);
  return (cell) => {
    const { weights: relative } = cell;
    let best = 0;
    for (let a = 0; a < alternatives; a++) {
      let sum = 0;
      let magnitude = 0;
      for (let s = 0; s < states; s++) {
        sum += relative[s] * scores[a * states + s];
        magnitude += relative[s] * sizes[a * states + s];
      }
      value[a] = sum;
      size[a] = magnitude;
      if (sum > value[best]) best = a;
    }
    for (let a = 0; a < alternatives; a++)
      if (a !== best && value[best] - value[a] <= margin * (size[a] + size[best]) + TINY)
        return closestBest(totals, every, weights, cell, margin);
    return best;
  };
}

/**
 * The first best of the alternatives listed, from totals at [alternative][state]. Doubles compare totals by their exact differences, which keeps ties
 * in the likely state from hiding what the unlikely ones say; where that is too close the signs are exact.
 */
export function closestBest(
  totals: readonly (readonly bigint[])[],
  alternatives: readonly number[],
  weights: PowerWeights,
  cell: CountCell,
  margin: number,
): number {
  let best = alternatives[0];
  for (const a of alternatives) {
    const gap = totals[a].map((value, s) => value - totals[best][s]);
    if (gap.every((each) => each === 0n)) continue;
    const [scaled] = scaledTotals([gap]);
    let sum = 0;
    let size = 0;
    for (let s = 0; s < scaled.length; s++) {
      sum += cell.weights[s] * scaled[s];
      size += Math.abs(cell.weights[s] * scaled[s]);
    }
    const clear = Math.abs(sum) > margin * size + TINY;
    if ((clear ? sum : signOfWeightedSum(weights, cell.counts, gap)) > 0) best = a;
  }
  return best;
}

/** Integers as doubles in units of the largest size, at most 1 each. */
export function scaledTotals(totals: readonly (readonly bigint[])[]): Float64Array[] {
  let scale = 1n;
  for (const each of totals.flat()) {
    const size = each < 0n ? -each : each;
    if (size > scale) scale = size;
  }
  return totals.map((row) => Float64Array.from(row, (each) => toDouble(rational(each, scale))));
}

/** The first alternative with the highest Σ_ω w_ω(c) totals[a][ω], exactly. */
export function exactBest(
  totals: readonly (readonly bigint[])[],
  weights: PowerWeights,
  counts: ArrayLike<number>,
): number {
  let best = 0;
  for (let a = 1; a < totals.length; a++) {
    const gap = totals[a].map((value, s) => value - totals[best][s]);
    if (gap.some((each) => each !== 0n) && signOfWeightedSum(weights, counts, gap) > 0) best = a;
  }
  return best;
}
