import { fail } from "../../numeric/candor-error.js";
import { integrate } from "../../numeric/quadrature/index.js";
import { type Distribution, massAt, survival } from "../distribution.js";
import { coveringMarks } from "./covering-marks.js";

/** Probability left beyond the point where an unbounded support is cut: 1 − F still has four digits there where it cancels. */
const TAIL = 2 ** -40;

/** Where the work is done: the support, cut where hardly any probability is left. */
export interface ValueRange {
  readonly low: number;
  /** The upper end of the support, or a far quantile of an unbounded one. */
  readonly top: number;
  /** E max(0, v − top): 0 for a bounded support. */
  readonly excess: number;
  /** Where density or cdf are not smooth strictly inside (low, top). */
  readonly breakpoints: readonly number[];
  /** Cuts between which the quadrature rule sees the probability there is: see {@link coveringMarks}. */
  readonly marks: readonly number[];
}

/**
 * The range of a bidder's values.
 * Errors: `infinite-expectation` when E v does not exist, `unbounded-below` for supports without a lower end.
 */
export function valueRange(distribution: Distribution, path: string): ValueRange {
  const { name, mean, support, density } = distribution;
  if (!Number.isFinite(mean))
    fail(
      "infinite-expectation",
      path,
      `The expected value under "${name}" is not finite, so revenue and surplus need not be; truncate it.`,
      { received: String(mean) },
    );
  const [low, high] = support;
  if (!Number.isFinite(low))
    fail(
      "unbounded-below",
      path,
      `Values under "${name}" have no lower end; truncate it, e.g. at the seller's value.`,
    );
  const bounded = Number.isFinite(high);
  const top = bounded ? high : distribution.quantile(1 - TAIL);
  // The first breakpoint sets the scale on which the tail is mapped to a finite interval.
  const scale = [top + (top - low) / 8];
  const excess = bounded
    ? 0
    : integrate((v) => (v - top) * density(v), top, Infinity, { breakpoints: scale }).value;
  const breakpoints = distribution.breakpoints.filter((v) => v > low && v < top);
  return { low, top, excess, breakpoints, marks: coveringMarks(distribution, top) };
}

/** Pr(v ≥ x). */
export function probabilityAtLeast(distribution: Distribution, x: number): number {
  return survival(distribution, x) + massAt(distribution, x);
}
