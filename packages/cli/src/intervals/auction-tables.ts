import type { AsymmetricFirstPrice, AuctionComparison, Distribution } from "@candor/core/intervals";
import type { NamedTable } from "../named-table.js";
import type { BidCurve } from "./bid-curve.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";
import { printEstimate, printNumber } from "./print-estimate.js";

const DECILES = Array.from({ length: 9 }, (_, k) => (k + 1) / 10);
const NONE = "–";

/** Who bids, from which value on the optimal auction serves them, and what they keep. */
export function bidderTable({ comparisons, rents }: IntervalAuctionFindings): NamedTable {
  const { groups, bidders } = comparisons.optimal;
  return {
    head: ["bidders", "values", "reserve", "Pr(value ≥ reserve)", "rent of each"],
    rows: groups.map(({ count, members, values }, g) => {
      const { reserve, eligible } = bidders[members[0]];
      return [
        String(count),
        values.distribution.name,
        printReserve(reserve),
        printNumber(eligible),
        printEstimate(rents[g]),
      ];
    }),
  };
}

/** Stretches of values that are treated alike. */
export function ironedTable({ comparisons }: IntervalAuctionFindings): NamedTable {
  return {
    head: ["values", "ironed from", "to", "virtual value", "probability"],
    rows: comparisons.optimal.groups.flatMap(({ values }) =>
      values.ironedIntervals.map(({ from, to, level, probability }) => [
        values.distribution.name,
        ...[from, to, level, probability].map(printNumber),
      ]),
    ),
  };
}

const WAYS: Readonly<Record<AuctionComparison["kind"], string>> = {
  optimal: "optimal auction",
  "best-common-reserve": "second price, best common reserve",
  "own-reserves-eager": "second price, own reserves, eager",
  "own-reserves-lazy": "second price, own reserves, lazy",
  "searched-reserves-eager": "second price, best reserves found, eager",
  "no-reserve": "second price, no reserve",
  "one-more-bidder": "second price, no reserve, one more bidder",
  "first-best": "first best (all of the surplus)",
};

/** Ways to sell beside the optimum. */
export function comparisonTable({ comparisons }: IntervalAuctionFindings): NamedTable {
  const { optimal, rows } = comparisons;
  return {
    head: ["", optimal.sellerValue === 0 ? "revenue" : "payoff", "% of optimum", "reserve"],
    rows: rows.map(({ kind, payoff, share, reserves = [] }) => [
      WAYS[kind],
      printEstimate(payoff),
      Number.isFinite(share) ? (100 * share).toFixed(4) : NONE,
      reservesOf(reserves),
    ]),
  };
}

function reservesOf(reserves: readonly number[]): string {
  const different = [...new Set(reserves)];
  return different.length > 6 ? "see above" : different.map(printReserve).join(", ");
}

function printReserve(reserve: number): string {
  return Number.isFinite(reserve) ? printNumber(reserve) : "never served";
}

/** Equilibrium bids of alike bidders at the deciles of their values. */
export function bidTable({ comparisons, curves }: IntervalAuctionFindings): NamedTable {
  const { distribution } = comparisons.optimal.groups[0].values;
  const shown = curves.filter(({ bids }) => bids !== undefined);
  return {
    head: ["Pr(v ≤ value)", "value", ...shown.map(curveName)],
    rows: shares([distribution]).map((p) => {
      const value = distribution.quantile(p);
      const bids = shown.map((curve) => curve.bids!.bid(value).value);
      return [String(p), printNumber(value), ...bids.map(printBid)];
    }),
  };
}

export function curveName({ format, reserve }: Pick<BidCurve, "format" | "reserve">): string {
  const name = format === "first-price" ? "first price" : "all pay";
  return reserve > 0 ? `${name}, from ${printNumber(reserve)} on` : name;
}

/** What the best deviation from the bids gains. */
export function gapTable({ curves }: IntervalAuctionFindings): NamedTable {
  return {
    head: ["bids", "largest gain from another bid", "of value"],
    rows: curves.flatMap((curve) =>
      curve.gap === undefined
        ? []
        : [
            [
              curveName(curve),
              `${curve.gap.gain.toPrecision(1)} ± ${curve.gap.error.toPrecision(1)}`,
              printNumber(curve.gap.value),
            ],
          ],
    ),
  };
}

/** Equilibrium bids of two different bidders at the deciles of their values. */
export function asymmetricTable(
  { comparisons }: IntervalAuctionFindings,
  { bid }: AsymmetricFirstPrice,
): NamedTable {
  const distributions = comparisons.optimal.groups.map(({ values }) => values.distribution);
  return {
    head: ["Pr(v ≤ value)", ...distributions.flatMap(({ name }) => [`value, ${name}`, "bid"])],
    rows: shares(distributions).map((p) => [
      String(p),
      ...distributions.flatMap((distribution, i) => {
        const value = distribution.quantile(p);
        return [printNumber(value), printBid(bid(i as 0 | 1, value))];
      }),
    ]),
  };
}

/** A bid of 0 at a value with bidders below it is one too small for doubles. */
function printBid(bid: number): string {
  if (bid === 0) return "< 1e-300";
  return Number.isNaN(bid) ? NONE : printNumber(bid);
}

/** The deciles, with the largest value where there is one. */
function shares(distributions: readonly Distribution[]): number[] {
  const bounded = distributions.every(({ support }) => Number.isFinite(support[1]));
  return [...DECILES, bounded ? 1 : 0.99];
}
