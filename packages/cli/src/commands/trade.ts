import { readDistribution } from "@candor/core/io";
import { EXIT } from "../exit.js";
import { requireOutput, writeWhole } from "../files.js";
import { examineTrade } from "../intervals/examine-trade.js";
import { tradeData } from "../intervals/trade-data.js";
import { tradeLines } from "../intervals/trade-lines.js";
import { readWholeNumber, requireWithin } from "../intervals/whole-number.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface TradeFlags {
  readonly seller: string;
  readonly buyer: string;
  readonly sellers?: string;
  readonly buyers?: string;
  readonly grow?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** Traders a side that answers are worked out for. */
const MOST_TRADERS = 200;

/** `candor trade`: what trade between sellers and buyers with types on intervals can achieve. Exit code 0. */
export async function trade(flags: TradeFlags): Promise<number> {
  requireOutput(flags.output);
  const market = {
    seller: readDistribution(flags.seller, "--seller"),
    buyer: readDistribution(flags.buyer, "--buyer"),
    sellers: readWholeNumber(flags.sellers ?? "1", "--sellers", 1, MOST_TRADERS),
    buyers: readWholeNumber(flags.buyers ?? "1", "--buyers", 1, MOST_TRADERS),
  };
  const grow = flags.grow === undefined ? [] : readSizes(flags.grow, "--grow");
  requireWithin(grow, "--grow", 1, MOST_TRADERS);
  const progress = showProgress(2 + grow.length);
  const found = withFlagPaths({ seller: "--seller", buyer: "--buyer" }, () =>
    examineTrade(market, grow, progress),
  );
  progress.done();
  if (flags.output !== undefined) {
    const { tradePage } = await import("../intervals/trade-page.js");
    writeWhole(flags.output, await tradePage(found));
  }
  const text = flags.json ? JSON.stringify(tradeData(found), null, 2) : tradeLines(found).join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}
