import { gaussKronrod } from "../../numeric/quadrature/gauss-kronrod.js";
import { cdfBelow, type Distribution, survival } from "../distribution.js";

/** What a part may hide of ∫ F dv, as a share of the mean distance from the lowest value. */
const HIDDEN = 1e-14;
const MOST_MARKS = 200;

/**
 * Values that cut the support up to `top` so finely that adaptive integration of cdfs cannot pass over values that crowd in a small part of a
 * wide support: on every part the quadrature rule sees the probability that the cdf says is there, up to rounding or up to so little that
 * times the length of the part it is 1e-14 of the mean. Parts are cut at their medians, the one that may hide most first.
 * Cost: 21 densities for every part; few parts unless the density has poles or scales differ widely.
 */
export function coveringMarks(distribution: Distribution, top: number): number[] {
  const { pieces, breakpoints, support, mean } = distribution;
  const negligible = HIDDEN * Math.max(mean - support[0], Math.abs(mean));
  const open = pieces.flatMap(([from, end]): Part[] => {
    const to = Math.min(end, top);
    const cuts = [from, ...breakpoints.filter((x) => x > from && x < to), to];
    return cuts.slice(1).flatMap((b, k) => (cuts[k] < b ? [examine(distribution, cuts[k], b)] : []));
  });
  const marks: number[] = [];
  while (open.length > 0 && marks.length < MOST_MARKS) {
    const worst = open.reduce((most, part, k) => (part.hidden > open[most].hidden ? k : most), 0);
    const { from, to, hidden, median } = open[worst];
    if (!(hidden > negligible)) break;
    if (from < median && median < to) {
      marks.push(median);
      open[worst] = examine(distribution, from, median);
      open.push(examine(distribution, median, to));
    } else open[worst] = { ...open[worst], hidden: 0 };
  }
  return marks;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly median: number;
  /** Unseen probability beyond rounding, times the length. */
  readonly hidden: number;
}

function examine(distribution: Distribution, from: number, to: number): Part {
  const { probability, median } = between(distribution, from, to);
  const { value, rounding } = gaussKronrod(distribution.density, from, to);
  const unseen = Math.abs(value - probability);
  const explained = 1e-13 * probability + 4 * rounding;
  // A rule that meets a pole sees nothing it could tell.
  const hidden = unseen <= explained ? 0 : (Number.isFinite(unseen) ? unseen : probability) * (to - from);
  return { from, to, median, hidden };
}

/** Pr(from < X < to) and the median there, from the side that does not cancel. */
function between(distribution: Distribution, from: number, to: number) {
  const [below, upTo] = [distribution.cdf(from), cdfBelow(distribution, to)];
  if (below < 0.5)
    return { probability: upTo - below, median: distribution.quantile(below + (upTo - below) / 2) };
  const atom = distribution.cdf(to) - upTo;
  const beyond = survival(distribution, to) + atom;
  const probability = survival(distribution, from) - beyond;
  return { probability, median: distribution.quantile(1 - beyond - probability / 2) };
}
