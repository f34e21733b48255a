import {
  type AsymmetricFirstPrice,
  type Distribution,
  equilibriumBids,
  type InterimAuction,
  type InterimComparison,
  interimEquivalence,
} from "@candor/core/intervals";
import type { NamedSection } from "../named-table.js";
import type { BidCurve } from "./bid-curve.js";
import { printNumber } from "./print-estimate.js";
import { printed } from "./printed.js";

/** How what a bidder wins and pays in an auction compares with the second-price auction with the same reserve. */
export interface Equivalence extends InterimComparison {
  readonly format: BidCurve["format"];
  readonly reserve: number;
  /** The bidder's values. */
  readonly values: string;
}

/** Of alike bidders: payments as the bids make them, in both auctions. */
export function symmetricEquivalence(
  { format, reserve, bids }: BidCurve,
  distribution: Distribution,
  bidders: number,
): Equivalence | undefined {
  if (bids === undefined) return undefined;
  const second = equilibriumBids("second-price", { distribution, bidders, reserve });
  return compared([distribution], [second], [bids], { format, reserve })[0];
}

/** Of two different bidders: who wins, without a reserve. */
export function asymmetricEquivalence(
  distributions: readonly [Distribution, Distribution],
  { bid, bidBelow }: AsymmetricFirstPrice,
): Equivalence[] {
  const second = distributions.map((_, i): InterimAuction => ({ allocation: distributions[1 - i].cdf }));
  const first = ([0, 1] as const).map(
    (i): InterimAuction => ({
      allocation: (v) => {
        const own = bid(i, v);
        return Number.isNaN(own) ? 0 : bidBelow(i === 0 ? 1 : 0, own);
      },
    }),
  );
  return compared(distributions, second, first, { format: "first-price", reserve: 0 });
}

function compared(
  distributions: readonly Distribution[],
  first: readonly InterimAuction[],
  second: readonly InterimAuction[],
  of: Pick<Equivalence, "format" | "reserve">,
): Equivalence[] {
  return interimEquivalence(distributions, first, second).bidders.map((bidder, i) => ({
    ...of,
    values: distributions[i].name,
    ...bidder,
  }));
}

/** What the comparison says, for people; none where nothing was compared. */
export function equivalenceSection(all: readonly Equivalence[]): NamedSection[] {
  if (all.length === 0) return [];
  return [
    {
      heading: "Revenue equivalence with the second-price auction with the same reserve",
      paragraphs: [
        "Compared at some 130 values and beside every kink. Where both give every value the same chance to win, payments can differ by a constant alone.",
      ],
      table: {
        head: ["bids", "bidder", "chances to win", "expected payments"],
        rows: all.map(({ format, reserve, values, answer, constant, at }) => [
          `${format.replace("-", " ")}${reserve > 0 ? `, from ${printNumber(reserve)} on` : ""}`,
          values,
          answer === "allocations-differ"
            ? `${printNumber(at!.second)} instead of ${printNumber(at!.first)} at ${printNumber(at!.value)}`
            : "the same",
          constant !== undefined
            ? `differ by ${printed(constant)}`
            : answer === "payments-differ"
              ? `${printNumber(at!.second)} instead of ${printNumber(at!.first)} at ${printNumber(at!.value)}`
              : "not comparable",
        ]),
      },
    },
  ];
}
