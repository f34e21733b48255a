import { gaussKronrod } from "../numeric/quadrature/gauss-kronrod.js";
import { cdfBelow, type Distribution } from "./distribution.js";

/** The share of its probability that one application of the rule to a part may miss: what rounding leaves in cdfs of a thousand factors. */
const MISSED = 3e-13;
/** Cuts beyond the marks; each costs 42 densities. */
const MOST_POINTS = 400;

/**
 * Points inside [low, high], a part of a piece, that cut it so finely that the quadrature rule sees all but 3e-13 of its probability: a narrow
 * peak cannot hide between the points of the rule, because the cdf tells that it is there. Parts are cut at their median until ∫ density by
 * the rule agrees with the cdf; beyond infinite ends at most 1e-15 of the probability is left unchecked. `marks` are cuts known before.
 */
export function resolvingPoints(
  distribution: Distribution,
  low: number,
  high: number,
  marks: readonly number[],
): number[] {
  const { cdf, quantile } = distribution;
  const [from, to] = [cdf(low), cdfBelow(distribution, high)];
  const tails = [1e-15, 1e-9, 1e-4, 0.5];
  const first = [
    ...marks,
    ...(low === -Infinity ? tails.map((share) => quantile(from + share * (to - from))) : []),
    ...(high === Infinity ? tails.map((share) => quantile(to - share * (to - from))) : []),
  ].filter((x) => x > low && x < high);
  const points = [...new Set(first)].sort((a, b) => a - b);
  const ends = [low, ...points, high].filter(Number.isFinite);
  const parts = ends.slice(1).map((end, k) => examine(distribution, ends[k], end));
  for (let count = 0; count < MOST_POINTS; count++) {
    const worst = parts.reduce((least, part, k) => (part.unseen > parts[least].unseen ? k : least), 0);
    if (!(parts[worst]?.unseen > 0)) break;
    const { start, end, middle } = parts[worst];
    const median = quantile(middle);
    if (median > start && median < end) {
      points.push(median);
      parts[worst] = examine(distribution, start, median);
      parts.push(examine(distribution, median, end));
    } else parts[worst] = { ...parts[worst], unseen: 0 };
  }
  return points;
}

interface Part {
  readonly start: number;
  readonly end: number;
  /** The probability up to the median of the part. */
  readonly middle: number;
  /** The probability that the rule does not see, 0 when rounding explains it. */
  readonly unseen: number;
}

function examine(distribution: Distribution, start: number, end: number): Part {
  const [below, upTo] = [distribution.cdf(start), cdfBelow(distribution, end)];
  const { value, rounding } = gaussKronrod(distribution.density, start, end);
  const unseen = Math.abs(value - (upTo - below));
  const explained = MISSED * (upTo - below) + 1e-15 + 4 * rounding;
  return { start, end, middle: (below + upTo) / 2, unseen: unseen > explained ? unseen : 0 };
}
