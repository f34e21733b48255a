import { integrate } from "../../numeric/quadrature/index.js";
import { type Distribution, survival } from "../distribution.js";
import type { BidderGroup } from "./bidder-groups.js";
import type { Estimate } from "./estimate.js";
import { somebodyExceeds } from "./exceedances.js";
import { effort, valueMarks } from "./marks.js";
import { type AuctionOptions, type OptimalAuction, optimalAuction } from "./optimal-auction.js";
import { personalReservesPayoff } from "./personal-reserves.js";
import { MOST_KINDS, searchedReserves } from "./searched-reserves.js";
import { bestCommonReserve, secondPricePayoff } from "./second-price.js";

/** A way to sell, by what the seller expects from it. */
export interface AuctionComparison {
  readonly kind:
    | "optimal"
    | "best-common-reserve"
    | "own-reserves-eager"
    | "own-reserves-lazy"
    | "searched-reserves-eager"
    | "no-reserve"
    | "one-more-bidder"
    | "first-best";
  /** Expected payments plus the seller's value of an unsold object; for `first-best` the surplus. */
  readonly payoff: Estimate;
  /** payoff / payoff of the optimal auction. */
  readonly share: number;
  /** The common reserve, or one for each bidder (+∞: shut out). */
  readonly reserves?: readonly number[];
}

export interface AuctionComparisons {
  readonly optimal: OptimalAuction;
  readonly rows: readonly AuctionComparison[];
  /** What a reader should know about the rows. */
  readonly notes: readonly string[];
}

/**
 * The optimal auction beside second-price auctions with the best common reserve, with each bidder's own reserve inf {v: ψ̄_i(v) ≥ v0}
 * (eager and lazy; for different bidders only), with the best eager reserves that a search finds (one for each of at most 8 kinds of
 * bidders), without reserve (values below 0 do not bid), with one bidder more and no reserve (alike
 * bidders only; Bulow and Klemperer 1996), and the first best E max(v0, max v_i).
 * Errors: those of {@link optimalAuction}.
 */
export function compareAuctions(
  bidders: readonly Distribution[],
  options: AuctionOptions = {},
): AuctionComparisons {
  const optimal = optimalAuction(bidders, options);
  const { groups, sellerValue } = optimal;
  const row = (kind: AuctionComparison["kind"], payoff: Estimate, reserves?: readonly number[]) => ({
    kind,
    payoff: { value: payoff.value, error: payoff.error },
    share: payoff.value / optimal.payoff.value,
    ...(reserves === undefined ? {} : { reserves }),
  });
  const common = bestCommonReserve(groups, sellerValue);
  const own = groups.map(({ values }) => values.reaching(sellerValue).value);
  const byBidder = optimal.bidders.map(({ reserve }) => reserve);
  const different = groups.length > 1;
  const starts = [own, groups.map(() => common.reserve), groups.map(() => sellerValue)];
  const searched =
    different && groups.length <= MOST_KINDS ? [searchedReserves(groups, sellerValue, starts)] : [];
  const rows: AuctionComparison[] = [
    row("optimal", optimal.payoff, byBidder),
    row("best-common-reserve", common.payoff, [common.reserve]),
    ...(["eager", "lazy"] as const)
      .filter(() => different)
      .map((rule) =>
        row(`own-reserves-${rule}`, personalReservesPayoff(groups, own, rule, sellerValue), byBidder),
      ),
    ...searched.map(({ reserves, payoff }) =>
      row("searched-reserves-eager", payoff, byPosition(groups, reserves)),
    ),
    row("no-reserve", secondPricePayoff(groups, { sellerValue })),
    ...(different ? [] : [row("one-more-bidder", secondPricePayoff(oneMore(groups), { sellerValue }))]),
    row("first-best", firstBest(groups, sellerValue)),
  ];
  return { optimal, rows, notes: notesOn(optimal, different) };
}

function byPosition(groups: readonly BidderGroup[], ofGroup: readonly number[]): number[] {
  const list: number[] = [];
  groups.forEach(({ members }, g) => {
    for (const i of members) list[i] = ofGroup[g];
  });
  return list;
}

function oneMore(groups: readonly BidderGroup[]): BidderGroup[] {
  return groups.map((group) => ({ ...group, count: group.count + 1 }));
}

/** E max(v0, max v_i) = v0 + ∫ 1 − Π F_i over v ≥ v0. */
function firstBest(groups: readonly BidderGroup[], sellerValue: number): Estimate {
  const top = Math.max(sellerValue, ...groups.map(({ values }) => values.range.top));
  const above = (x: number) =>
    somebodyExceeds(
      groups.map(({ values, count }) => ({ probability: survival(values.distribution, x), count })),
    );
  const { value, error } = integrate(above, sellerValue, top, {
    ...effort(top - sellerValue),
    breakpoints: valueMarks(groups),
  });
  const beyond = groups.reduce((total, { values, count }) => total + count * values.range.excess, 0);
  return { value: sellerValue + value + beyond, error: error + 1e-3 * beyond };
}

function notesOn({ groups, sellerValue }: OptimalAuction, different: boolean): string[] {
  const irregular = groups.some(({ values }) => !values.regular.holds);
  const optional = groups.some(({ values }) => values.range.low < sellerValue);
  return [
    ...(different
      ? [
          "The own reserves are optimal for lazy second-price auctions when all bidders are regular. The best reserves found are the outcome of a search over one reserve for each kind of bidder, not proved to be the best.",
        ]
      : []),
    ...(irregular && !different
      ? ["The bidders are not regular: one more bidder need not be worth more than the optimal auction."]
      : []),
    ...(optional && !different && !irregular
      ? [
          "Some values lie below the seller's: one more bidder need not be worth more than the optimal auction.",
        ]
      : []),
  ];
}
