/**
 * How a number is distributed on the real line: a density on pieces, and atoms. Plain data and functions in doubles, accurate to about
 * 1e-14 of the largest value unless a family says otherwise.
 */
export interface Distribution {
  /** As people write it, e.g. "uniform on [0, 1]". */
  readonly name: string;
  /** The smallest interval that carries all probability; an end may be infinite. */
  readonly support: readonly [low: number, high: number];
  /** Intervals, increasing, that meet at most in ends, outside of which the density is 0; none for atoms alone. No atom lies inside one. */
  readonly pieces: readonly (readonly [from: number, to: number])[];
  /** Points of positive probability, increasing. */
  readonly atoms: readonly { readonly at: number; readonly mass: number }[];
  /** Where density or cdf are not smooth, increasing; ends of pieces and atoms included. */
  readonly breakpoints: readonly number[];
  /** Pr(X ≤ x). */
  cdf(x: number): number;
  /** Pr(X > x) to full relative precision; families give it where 1 − cdf(x) would cancel. Read it through {@link survival}. */
  survival?(x: number): number;
  /** The density of the part without atoms. */
  density(x: number): number;
  /** inf {x : Pr(X ≤ x) ≥ p} for 0 < p ≤ 1, and the lower end of the support for p = 0. */
  quantile(p: number): number;
  /** E X; infinite where it does not exist. */
  readonly mean: number;
}

/** Pr(X > x), without cancellation where the family knows how. */
export function survival(distribution: Distribution, x: number): number {
  return distribution.survival?.(x) ?? 1 - distribution.cdf(x);
}

/** Pr(X = x). */
export function massAt({ atoms }: Pick<Distribution, "atoms">, x: number): number {
  return atoms.find(({ at }) => at === x)?.mass ?? 0;
}

/** Pr(X < x). */
export function cdfBelow(distribution: Pick<Distribution, "cdf" | "atoms">, x: number): number {
  return distribution.cdf(x) - massAt(distribution, x);
}
