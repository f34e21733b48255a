import { objectOf } from "@candor/core/io";
import { exact, fail, printRational, toDouble } from "@candor/core/numeric";
import { intervalAuctionData } from "../intervals/auction-data.js";
import { auctionLines } from "../intervals/auction-lines.js";
import {
  examineIntervalAuction,
  type IntervalAuctionFindings,
} from "../intervals/examine-interval-auction.js";
import {
  type IntervalSale,
  type IntervalSaleFlags,
  readIntervalSale,
} from "../intervals/read-interval-sale.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";

export interface IntervalAuctionFlags extends IntervalSaleFlags, OutputFlags {
  readonly certificate?: string;
}

/** `candor auction` for values on intervals: the optimal auction, and what others bring. */
export async function intervalAuction(
  file: string | undefined,
  flags: IntervalAuctionFlags,
): Promise<number> {
  if (flags.certificate !== undefined)
    fail("invalid-value", "--certificate", "There are certificates for values on points only.");
  return answer(auctionStudy, file, flags);
}

export const auctionStudy: IntervalStudy<IntervalAuctionFlags, IntervalSale, IntervalAuctionFindings> = {
  places: { "--values": "agents", "--bidders": "agents", "--seller-value": "designer.value" },
  fromFlags: readIntervalSale,
  fromWorld(world) {
    const { agents, kept } = objectOf(world);
    if (kept === undefined)
      return world.refuse(
        ["alternatives"],
        "In an auction the object may stay unsold: {object: {to: all, nobody: true}}.",
      );
    if (agents.some(({ share }) => share === undefined || exact.compare(share, exact.zero) !== 0))
      return world.refuse(["outside"], "Bidders of an auction get 0 outside; leave it out.");
    return { bidders: agents.map(({ values }) => values), sellerValue: toDouble(kept) };
  },
  examine: examineIntervalAuction,
  lines: auctionLines,
  data: intervalAuctionData,
  page: async (found, source) =>
    (await import("../intervals/auction-page.js")).intervalAuctionPage(found, source),
  onGrid({ alternatives, designer }, { comparisons: { optimal } }) {
    // What a sold object is worth to the designer is no part of the payoff.
    const sold = designer[alternatives.findIndex(({ name }) => name !== "nobody")];
    return [
      {
        name: "revenue and unsold object",
        interval: optimal.payoff,
        finite: { maximize: `revenue + designer - (${printRational(sold)})` },
      },
    ];
  },
};
