import { fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";
import { requireOutput, writeWhole } from "../files.js";
import { intervalAuctionData } from "../intervals/auction-data.js";
import { auctionLines } from "../intervals/auction-lines.js";
import { examineIntervalAuction } from "../intervals/examine-interval-auction.js";
import { type IntervalSaleFlags, readIntervalSale } from "../intervals/read-interval-sale.js";

export interface IntervalAuctionFlags extends IntervalSaleFlags {
  readonly certificate?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** `candor auction --values …`: the optimal auction for independent values on intervals, and what others bring. Exit code 0. */
export async function intervalAuction(
  file: string | undefined,
  flags: IntervalAuctionFlags,
): Promise<number> {
  if (file !== undefined)
    fail("invalid-value", "--values", `Leave ${file} or --values out: one of them states the bidders.`);
  if (flags.certificate !== undefined)
    fail("invalid-value", "--certificate", "There are certificates for model files only.");
  requireOutput(flags.output);
  const found = examineIntervalAuction(readIntervalSale(flags));
  const text = flags.json
    ? JSON.stringify(intervalAuctionData(found), null, 2)
    : auctionLines(found).join("\n");
  if (flags.output !== undefined) {
    const { intervalAuctionPage } = await import("../intervals/auction-page.js");
    writeWhole(flags.output, await intervalAuctionPage(found));
  }
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}
