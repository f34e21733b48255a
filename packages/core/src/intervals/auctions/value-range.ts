import { fail } from "../../numeric/candor-error.js";
import { integrate } from "../../numeric/quadrature/index.js";
import type { Distribution } from "../distribution.js";

/** Probability left beyond the point where an unbounded support is cut: large enough for 1 − F to have four digits there. */
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
}

/**
 * The range of a bidder's values.
 * Errors: `infinite-expectation` when E v does not exist, `unbounded-below` for supports without a lower end.
 */
export function valueRange(distribution: Distribution, path: string): ValueRange {
  const { name, mean, support } = distribution;
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
  const top = Number.isFinite(high) ? high : distribution.quantile(1 - TAIL);
  const excess = Number.isFinite(high)
    ? 0
    : integrate((v) => (v - top) * distribution.density(v), top, Infinity, {
        breakpoints: [2 * top - distribution.quantile(0.5)],
      }).value;
  const breakpoints = distribution.breakpoints.filter((v) => v > low && v < top);
  return { low, top, excess, breakpoints };
}

/** Pr(v = x). */
export function massAt(distribution: Distribution, x: number): number {
  return distribution.atoms.find(({ at }) => at === x)?.mass ?? 0;
}

/** Pr(v ≥ x). */
export function probabilityAtLeast(distribution: Distribution, x: number): number {
  return Math.max(0, 1 - distribution.cdf(x) + massAt(distribution, x));
}

/** Pr(v < x). */
export function probabilityBelow(distribution: Distribution, x: number): number {
  return Math.max(0, distribution.cdf(x) - massAt(distribution, x));
}
