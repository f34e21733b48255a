import { fail } from "../../numeric/candor-error.js";
import { findRoot } from "../../numeric/roots.js";
import { cdfBelow, type Distribution } from "../distribution.js";
import { type BidResidual, inconsistency, largestDeviation, worse } from "./bid-residual.js";
import { type BidNode, bidTrajectory } from "./bid-trajectory.js";
import type { Estimate } from "./estimate.js";
import { extreme } from "./extreme.js";
import { valueRange } from "./value-range.js";

/** The equilibrium of a first-price auction of two different bidders, in doubles. */
export interface AsymmetricFirstPrice {
  /** The highest bid, the same for both. */
  readonly topBid: number;
  /** The lowest bid that can win. */
  readonly lowestBid: number;
  /** b_i(v) for values from `lowestBid` on; NaN below, where no bid can win. */
  bid(bidder: 0 | 1, v: number): number;
  /** Pr(bidder's bid < b). */
  bidBelow(bidder: 0 | 1, b: number): number;
  /** Expected payment of the winner. */
  readonly revenue: Estimate;
  /** Pr(bidder wins). */
  readonly wins: readonly [number, number];
  /** The largest gain found of any value of either bidder from another bid: what is left of an ideal equilibrium. */
  readonly residual: BidResidual;
  readonly nodes: readonly BidNode[];
}

/** Longest time step of the trajectory that is kept: nodes about one per cent of the remaining bids apart. */
const KEPT_STEP = 0.01;

/**
 * Two-bidder first-price equilibrium by shooting: trajectories from a top bid that is too high end where a bid meets its value above the
 * lowest bid, those from one too low reach the lowest bid first; halving leaves neighbouring doubles. The lowest bid is the
 * reserve, or with a lowest value l_j of one bidder above the other's l_i the best bid b of l_j against bidder i, max (l_j − b) F_i(b).
 * Between nodes bids are cubics in ln F_i(v), whose slopes the equilibrium conditions give; below the last node linear, or as (l_j − b)·p_i(b) constant tells.
 *
 * Downwards, errors grow like (top bid/bid)^k where F ~ v^k at the bottom, where they matter by their probability, v^k; `residual`
 * reports what is left, searched on all nodes and halfway between.
 * Errors: `atoms`, `unbounded` (truncate the support), `gaps`, `bad-reserve`, `no-contest` when one bidder cannot win, `no-convergence`
 * when the residual stays above 1e-4 of the range of bids (densities that all but vanish somewhere).
 * Cost: some 50 trajectories of 60 steps. Source: Lebrun (1999), Marshall, Meurer, Richard, Stromquist (1994).
 */
export function asymmetricFirstPrice(
  distributions: readonly [Distribution, Distribution],
  { reserve = 0 }: { readonly reserve?: number } = {},
): AsymmetricFirstPrice {
  distributions.forEach(requireContinuous);
  if (!Number.isFinite(reserve))
    fail("bad-reserve", "reserve", "The reserve must be a finite number.", { received: String(reserve) });
  const lowestBid = lowestWinningBid(distributions, reserve);
  const highest = Math.min(...distributions.map(({ support }) => support[1]));
  if (!(lowestBid < highest))
    fail("no-contest", "distributions", `No bid above ${lowestBid} can be worth making for both bidders.`);
  let [low, high] = [lowestBid, highest];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(low < middle && middle < high)) break;
    const { end } = bidTrajectory(distributions, middle, lowestBid, 1);
    if (end === "early") high = middle;
    else low = middle;
  }
  const { nodes, error } = bidTrajectory(distributions, high, lowestBid, KEPT_STEP);
  const found = fromTrajectory(distributions, nodes, lowestBid, error);
  const { gain, bidder, value } = found.residual;
  if (!(gain <= MOST_GAIN * (found.topBid - lowestBid)))
    fail(
      "no-convergence",
      "distributions",
      `The equilibrium conditions could not be solved: with the bids found, value ${value} of bidder ${bidder + 1} would gain ${gain.toPrecision(2)} from another bid.`,
    );
  return found;
}

/** Bids from which somebody gains a larger share of the range of bids are not called an equilibrium. */
const MOST_GAIN = 1e-4;

/** Nodes down to where the bids are so close to the lowest one that rounding of the top bid shows. */
function trusted(nodes: readonly BidNode[], lowestBid: number): BidNode[] {
  const scale = nodes[0].values[0] - lowestBid;
  return nodes.filter(
    ({ bid, values }) =>
      Math.max(values[0], values[1]) - bid > 1e-5 * scale && bid > lowestBid + 1e-12 * scale,
  );
}

/** What the nodes of a trajectory say, whether its top bid is the right one or not: the residual tells. */
export function fromTrajectory(
  distributions: readonly [Distribution, Distribution],
  all: readonly BidNode[],
  lowestBid: number,
  error: number,
): AsymmetricFirstPrice {
  const nodes = trusted(all, lowestBid);
  const last = nodes[nodes.length - 1];
  const topBid = nodes[0].bid;
  const bid = (i: 0 | 1, v: number) => bidOf(distributions, i, nodes, lowestBid, v);
  const bidBelow = (i: 0 | 1, b: number) => shareBelow(distributions, i, nodes, lowestBid, b);
  const unsold = distributions[0].cdf(lowestBid) * distributions[1].cdf(lowestBid);
  const below = Math.exp(last.logShares[0] + last.logShares[1]);
  const value = topBid - lowestBid * unsold - last.area - ((last.bid - lowestBid) * (below + unsold)) / 2;
  const rest = (last.bid - lowestBid) * (below - unsold);
  // Who wins below the last node is split evenly.
  const firstWins = last.firstWins + (below - unsold) / 2;
  return {
    topBid,
    lowestBid,
    bid,
    bidBelow,
    revenue: { value, error: error + rest / 2 + 2 ** -50 * topBid },
    wins: [firstWins, 1 - unsold - firstWins],
    residual: worse(
      largestDeviation(nodes, lowestBid, bid, bidBelow),
      inconsistency(distributions, nodes[0], lowestBid, bid, bidBelow),
    ),
    nodes,
  };
}

/** b_i(v) by a cubic in ln F_i: db/d ln p_0 = φ_1 − b and the other way round. */
function bidOf(
  distributions: readonly [Distribution, Distribution],
  i: 0 | 1,
  nodes: readonly BidNode[],
  lowestBid: number,
  v: number,
): number {
  if (!(v >= lowestBid)) return Number.NaN;
  const distribution = distributions[i];
  const last = nodes[nodes.length - 1];
  if (v <= last.values[i]) {
    const least = rivalsLeast(distributions, i, lowestBid);
    if (least !== undefined)
      return least - ((least - lowestBid) * distribution.cdf(lowestBid)) / distribution.cdf(v);
    const start = Math.max(lowestBid, distribution.support[0]);
    const width = last.values[i] - start;
    return width > 0 ? lowestBid + ((last.bid - lowestBid) * Math.max(0, v - start)) / width : last.bid;
  }
  const x = Math.log(distribution.cdf(v));
  const k = locate(nodes, (node) => node.logShares[i] < x);
  return bidBetween(x, i, nodes[k], nodes[k - 1]);
}

/** p_i(b): the same cubic, inverted. */
function shareBelow(
  distributions: readonly [Distribution, Distribution],
  i: 0 | 1,
  nodes: readonly BidNode[],
  lowestBid: number,
  b: number,
): number {
  if (b >= nodes[0].bid) return 1;
  const distribution = distributions[i];
  const last = nodes[nodes.length - 1];
  if (b <= last.bid) {
    if (b < lowestBid) return 0;
    const from = distribution.cdf(lowestBid);
    const least = rivalsLeast(distributions, i, lowestBid);
    if (least !== undefined)
      // No bid is above its value.
      return Math.max(distribution.cdf(b), ((least - lowestBid) * from) / (least - b));
    return from + ((Math.exp(last.logShares[i]) - from) * (b - lowestBid)) / (last.bid - lowestBid);
  }
  const k = locate(nodes, (node) => node.bid < b);
  const [low, high] = [nodes[k], nodes[k - 1]];
  return Math.exp(findRoot((x) => bidBetween(x, i, low, high) - b, low.logShares[i], high.logShares[i]));
}

/**
 * The rival's lowest value l if it lies above the lowest bid: then (l − b)·p_i(b) is constant below the last node, where the rival's
 * bids have no probability left, and the rival's lowest value is indifferent between these bids.
 */
function rivalsLeast(
  distributions: readonly [Distribution, Distribution],
  i: 0 | 1,
  lowestBid: number,
): number | undefined {
  const least = distributions[1 - i].support[0];
  return least > lowestBid ? least : undefined;
}

/** The first node, from the top down, that lies below. */
function locate(nodes: readonly BidNode[], below: (node: BidNode) => boolean): number {
  let [low, high] = [1, nodes.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below(nodes[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The cubic in x = ln p_i through two nodes with the slopes that the equilibrium conditions give. */
function bidBetween(x: number, i: 0 | 1, low: BidNode, high: BidNode): number {
  const start = low.logShares[i];
  const width = high.logShares[i] - start;
  if (!(width > 0)) return low.bid;
  const t = (x - start) / width;
  const s = 1 - t;
  const slope = ({ values, bid }: BidNode) => values[1 - i] - bid;
  const bend = t * s * width * (s * slope(low) - t * slope(high));
  return (1 + 2 * t) * s * s * low.bid + (1 + 2 * s) * t * t * high.bid + bend;
}

/** The reserve, or where the lowest values differ the best bid of the higher of them against the other bidder. */
function lowestWinningBid(distributions: readonly [Distribution, Distribution], reserve: number): number {
  const lows = distributions.map(({ support }) => support[0]);
  const strong = lows[0] > lows[1] ? 0 : 1;
  const weak = distributions[1 - strong];
  const start = Math.max(reserve, lows[1 - strong]);
  if (!(lows[strong] > start)) return start;
  const gain = (b: number) => (lows[strong] - b) * cdfBelow(weak, b);
  const top = Math.min(lows[strong], weak.support[1]);
  const cells = 256;
  let best = start;
  for (let k = 0; k <= cells; k++) {
    const b = start + ((top - start) * k) / cells;
    if (gain(b) >= gain(best)) best = b;
  }
  const step = (top - start) / cells;
  const refined = extreme(gain, 1, Math.max(start, best - step), Math.min(top, best + step));
  return gain(refined) > gain(best) ? refined : best;
}

function requireContinuous(distribution: Distribution, i: number): void {
  const path = `distributions[${i}]`;
  valueRange(distribution, path);
  const { name, atoms, pieces, support } = distribution;
  if (atoms.length > 0)
    fail(
      "atoms",
      path,
      `"${name}" has an atom at ${atoms[0].at}: bids of that value are mixed in equilibrium.`,
    );
  if (!Number.isFinite(support[1]))
    fail("unbounded", path, `"${name}" has no highest value; truncate it to solve for asymmetric bids.`);
  const gap = pieces.findIndex(([from], k) => k > 0 && from > pieces[k - 1][1]);
  if (gap >= 0)
    fail(
      "gaps",
      path,
      `"${name}" has a gap below ${pieces[gap][0]}; asymmetric bids are solved for supports without gaps.`,
    );
}
