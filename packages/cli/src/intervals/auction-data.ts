import type { AuctionComparison, OptimalAuction } from "@candor/core/intervals";
import type { BidCurve } from "./bid-curve.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";

/** The answer of `candor auction --values` for programs: full doubles, errors beside them; null for an infinite reserve. */
export function intervalAuctionData(found: IntervalAuctionFindings) {
  const { comparisons, welfare, rents, curves, asymmetric, equivalence } = found;
  const { optimal, rows, notes } = comparisons;
  const { payoff, revenue, probabilityOfSale, sellerValue } = optimal;
  return {
    sellerValue,
    bidders: optimal.groups.map(({ values, count, members }, g) => ({
      values: values.distribution.name,
      count,
      reserve: optimal.bidders[members[0]].reserve,
      eligible: optimal.bidders[members[0]].eligible,
      regular: values.regular,
      monotoneHazardRate: values.monotoneHazardRate,
      ironed: values.ironedIntervals,
      rent: rents[g],
    })),
    optimal: {
      revenue,
      payoff: { value: payoff.value, error: payoff.error },
      probabilityOfSale,
      welfare,
    },
    comparison: rows.map((row) => ({ ...row, ...reservesByKind(row, optimal) })),
    notes,
    ...(curves.length === 0 ? {} : { bids: bidData(found) }),
    ...(asymmetric === undefined ? {} : { asymmetricFirstPrice: asymmetricData(asymmetric) }),
    ...(equivalence.length > 0 && { equivalence }),
  };
}

/** One reserve for each entry of `bidders`, or the common one. */
function reservesByKind({ reserves }: AuctionComparison, { bidders, groups }: OptimalAuction) {
  if (reserves === undefined || reserves.length < bidders.length) return {};
  return { reserves: groups.map(({ members }) => reserves[members[0]]) };
}

function bidData({ comparisons, curves }: IntervalAuctionFindings) {
  const { distribution } = comparisons.optimal.groups[0].values;
  const values = Array.from({ length: 9 }, (_, k) => distribution.quantile((k + 1) / 10));
  return curves.map(({ format, reserve, bids, gap, missing }: BidCurve) => ({
    format,
    reserve,
    ...(missing === undefined ? {} : { missing }),
    ...(gap === undefined ? {} : { gap }),
    deciles:
      bids === undefined
        ? []
        : values.flatMap((value) => {
            const { value: bid, error } = bids.bid(value);
            return Number.isNaN(bid) ? [] : [{ value, bid, error }];
          }),
  }));
}

function asymmetricData(asymmetric: NonNullable<IntervalAuctionFindings["asymmetric"]>) {
  if (typeof asymmetric === "string") return { missing: asymmetric };
  const { topBid, lowestBid, revenue, wins, residual } = asymmetric;
  return { topBid, lowestBid, revenue, wins, residual };
}
