import { gcd, type Rational } from "../numeric/rational.js";
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

/**
 * σ*(c): the first of the alternatives that maximise Σ_ω w_ω(c) Σ_u n_u u(a, ω). Doubles decide where they can; where two alternatives
 * come closer than `margin` (relative to the size of the terms) the signs are decided exactly, so ties are found as ties.
 */
export function chooser(
  totals: readonly (readonly bigint[])[],
  weights: PowerWeights,
  margin: number,
): (cell: CountCell) => number {
  const states = totals[0].length;
  let scale = 1n;
  for (const each of totals.flat()) if (abs(each) > scale) scale = abs(each);
  const scores = Float64Array.from(totals.flat(), (each) => ratio(each, scale));
  const sizes = scores.map(Math.abs);
  const alternatives = totals.length;
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
      if (a !== best && value[best] - value[a] <= margin * (size[a] + size[best]))
        return exactBest(totals, weights, cell.counts);
    return best;
  };
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

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** part/whole in doubles for integers of any size, |part| ≤ whole. */
function ratio(part: bigint, whole: bigint): number {
  return Number((part << 80n) / whole) * 2 ** -80;
}
