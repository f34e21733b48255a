import type { Distribution } from "../distribution.js";
import type { BidNode } from "./bid-trajectory.js";
import { extreme } from "./extreme.js";

/** The largest gain found of a value of one of two bidders from another bid. */
export interface BidResidual {
  readonly gain: number;
  readonly bidder: 0 | 1;
  readonly value: number;
  readonly bid: number;
}

/** b_i(v). */
type Bid = (bidder: 0 | 1, v: number) => number;
/** Pr(bidder i's bid < b). */
type BidBelow = (bidder: 0 | 1, b: number) => number;

/**
 * How much more than it should a bidder could expect to win because Pr(the rival bids below b_j(v)) is not F_j(v), as it is when nodes
 * do not follow the distribution; bids of 120 equally likely values of either rival.
 */
export function inconsistency(
  distributions: readonly [Distribution, Distribution],
  { values }: BidNode,
  lowestBid: number,
  bid: Bid,
  bidBelow: BidBelow,
): BidResidual {
  let worst: BidResidual = NO_GAIN;
  for (const j of [0, 1] as const)
    for (let k = 1; k < TYPES / 2; k++) {
      const { quantile, cdf } = distributions[j];
      const v = quantile((2 * k) / TYPES);
      if (!(v > lowestBid)) continue;
      const own = bid(j, v);
      const bidder = j === 0 ? 1 : 0;
      const value = values[bidder];
      worst = worse(worst, {
        gain: (value - own) * Math.abs(bidBelow(j, own) - cdf(v)),
        bidder,
        value,
        bid: own,
      });
    }
  return worst;
}

const NO_GAIN: BidResidual = { gain: 0, bidder: 0, value: Number.NaN, bid: Number.NaN };

/** The larger gain; one that is not a number counts as the largest. */
export function worse(one: BidResidual, other: BidResidual): BidResidual {
  return one.gain >= other.gain || Number.isNaN(one.gain) ? one : other;
}

/** Most types tried for each bidder; all nodes and midpoints are tried as bids. */
const TYPES = 240;

/** The largest gain over `bid` of either bidder against the other's `bidBelow`, from any bid at or between the nodes or below them. */
export function largestDeviation(
  nodes: readonly BidNode[],
  lowestBid: number,
  bid: Bid,
  bidBelow: BidBelow,
): BidResidual {
  const between = (of: (node: BidNode) => number) =>
    nodes.flatMap((node, k) => (k === 0 ? [of(node)] : [(of(nodes[k - 1]) + of(node)) / 2, of(node)]));
  const last = nodes[nodes.length - 1].bid;
  const bids = [
    ...between((node) => node.bid),
    ...[0.75, 0.5, 0.25, 0].map((x) => lowestBid + x * (last - lowestBid)),
  ];
  let worst = NO_GAIN;
  for (const bidder of [0, 1] as const) {
    const other = bidder === 0 ? 1 : 0;
    const shares = bids.map((b) => bidBelow(other, b));
    const values = between((node) => node.values[bidder]);
    const every = Math.ceil(values.length / TYPES);
    for (let k = 0; k < values.length; k += every) {
      const value = values[k];
      const own = bid(bidder, value);
      const utility = (value - own) * bidBelow(other, own);
      let best = 0;
      for (let c = 1; c < bids.length; c++)
        if ((value - bids[c]) * shares[c] > (value - bids[best]) * shares[best]) best = c;
      const better = extreme(
        (b) => (value - b) * bidBelow(other, b),
        1,
        bids[Math.min(best + 1, bids.length - 1)],
        bids[Math.max(best - 1, 0)],
      );
      const gain = (value - better) * bidBelow(other, better) - utility;
      worst = worse(worst, { gain, bidder, value, bid: better });
    }
  }
  return worst;
}
