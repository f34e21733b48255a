import { float } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { type IroningOptions, openIroning } from "./ironing.js";
import { axisOf } from "./lines.js";

/** The bound Σ_v max(0, max_i ψ̄_i(v)) as computed in doubles; `bound` + `error` is an upper bound on (P). */
export interface IronedBound {
  readonly bound: number;
  readonly error: number;
}

/**
 * The ironed bound on the revenue of every ex post mechanism, for big tables of doubles: f ≥ 0 row-major over `sizes`, the last
 * bidder fastest; values per bidder strictly increasing. It is scaled like f, which need not add up to 1.
 *
 * `bound` + `error` is proved for the numbers of the table as they are; see `ironingError`.
 * Errors: `invalid-prior`, `invalid-values`. Cost: one pass over f and over a table of the same size per bidder; 16 bytes a profile.
 */
export async function ironedBound(
  sizes: readonly number[],
  values: readonly Float64Array[],
  prior: Float64Array,
  options: Pick<IroningOptions, "plain"> = {},
): Promise<IronedBound> {
  const error = ironingError(sizes, values, prior);
  const ironing = await openIroning(sizes, values, options);
  ironing.prior.set(prior);
  let bound = 0;
  sizes.forEach((_, i) => {
    bound = ironing.iron(i, 0, axisOf(sizes, i).lines);
  });
  return { bound, error };
}

/**
 * How far the computed bound may lie below an upper bound on (P). On a line of m positions with mass F and largest absolute value V,
 * the tail sums and their products err by γ_m·VF; Σ|ψ| ≤ 3VF, so sums of ψ over intervals, their comparison, the ratios and the shares
 * f·φ̄ err by at most 3γ_m·VF each; `coverBound` charges the largest shortfall of a line once. Together below 10γ_m·VF (32 are
 * taken); to this comes the final sum, first over blocks of 8 lines and then over blocks.
 * Errors: `invalid-prior` unless every f is finite and ≥ 0, `invalid-values` unless values increase strictly.
 */
export function ironingError(
  sizes: readonly number[],
  values: readonly Float64Array[],
  prior: Float64Array,
): number {
  let mass = 0;
  for (let k = 0; k < prior.length; k++) {
    if (!(prior[k] >= 0)) fail("invalid-prior", `prior[${k}]`, "Give probabilities of at least 0.");
    mass += prior[k];
  }
  if (mass === Infinity) fail("invalid-prior", "prior", "Give finite probabilities.");
  let error = 0;
  values.forEach((own, i) => {
    if (own.some((value, p) => !Number.isFinite(value) || (p > 0 && value <= own[p - 1])))
      fail("invalid-values", `values[${i}]`, "Give finite values in strictly increasing order.");
    const largest = Math.max(Math.abs(own[0]), Math.abs(own[own.length - 1])) * mass;
    const summed = 8 * sizes[i] + axisOf(sizes, i).lines;
    error += float.errorBound(8 * sizes[i], 4 * largest) + float.errorBound(summed, largest);
  });
  return error;
}
