import { integrate } from "../numeric/quadrature/index.js";
import { type Distribution, survival } from "./distribution.js";

/**
 * Pr(from < X ≤ to) to nearly full relative precision: from the tail that is smaller or, where the two values would cancel more than three
 * digits, as the integral of the density.
 */
export function probabilityBetween(distribution: Distribution, from: number, to: number): number {
  if (!(from < to)) return 0;
  const { cdf, density, pieces, atoms } = distribution;
  const [below, above] = [cdf(to), survival(distribution, from)];
  const difference = below < above ? below - cdf(from) : above - survival(distribution, to);
  if (difference >= 1e-3 * Math.min(below, above)) return difference;
  let sum = 0;
  for (const [low, high] of pieces) {
    const ends = [Math.max(low, from), Math.min(high, to)];
    // Tolerance 0: until rounding is all that is left.
    if (ends[0] < ends[1])
      sum += integrate(density, ends[0], ends[1], {
        tolerance: 0,
        breakpoints: distribution.breakpoints,
      }).value;
  }
  for (const { at, mass } of atoms) if (at > from && at <= to) sum += mass;
  return sum;
}
