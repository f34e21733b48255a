import { objectOf, readDistribution } from "@candor/core/io";
import { exact, printRational, type Rational } from "@candor/core/numeric";
import { examineTrade, type TradeFindings } from "../intervals/examine-trade.js";
import { observationsAnywhere } from "../intervals/read-observations.js";
import { required } from "../intervals/required.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";
import { surpluses } from "../intervals/surpluses.js";
import { tradeData } from "../intervals/trade-data.js";
import { tradeLines } from "../intervals/trade-lines.js";
import { readWholeNumber, requireWithin } from "../intervals/whole-number.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface TradeFlags extends OutputFlags {
  readonly seller?: string;
  readonly buyer?: string;
  readonly sellers?: string;
  readonly buyers?: string;
  readonly grow?: string;
}

type Sides = Pick<TradeFindings["market"], "seller" | "buyer">;

/** Traders a side that answers are worked out for. */
const MOST_TRADERS = 200;

/** `candor trade`: what trade between sellers and buyers with types on intervals can achieve. */
export function trade(file: string | undefined, flags: TradeFlags): Promise<number> {
  return answer(tradeStudy, file, flags);
}

export const tradeStudy: IntervalStudy<TradeFlags, Sides, TradeFindings> = {
  places: { "--seller": "agents", "--buyer": "agents" },
  fromFlags(flags) {
    const { seller, buyer } = required(flags, ["seller", "buyer"]);
    return {
      seller: readDistribution(seller, "--seller", observationsAnywhere),
      buyer: readDistribution(buyer, "--buyer", observationsAnywhere),
    };
  },
  fromWorld(world) {
    const { agents, kept } = objectOf(world);
    const owns = (part: Rational) =>
      agents.filter(({ share }) => share !== undefined && exact.compare(share, part) === 0);
    const [[seller], [buyer]] = [owns(exact.one), owns(exact.zero)];
    if (agents.length !== 2 || kept !== undefined || seller === undefined || buyer === undefined)
      return world.refuse(
        ["outside"],
        "Trade is between two agents: one owns the object (its outside option is own), the other gets 0 outside, and one of them has the object in the end.",
      );
    return { seller: seller.values, buyer: buyer.values };
  },
  examine(sides, { sellers = "1", buyers = "1", grow }) {
    const market = {
      ...sides,
      sellers: readWholeNumber(sellers, "--sellers", 1, MOST_TRADERS),
      buyers: readWholeNumber(buyers, "--buyers", 1, MOST_TRADERS),
    };
    const sizes = grow === undefined ? [] : readSizes(grow, "--grow");
    requireWithin(sizes, "--grow", 1, MOST_TRADERS);
    const progress = showProgress(2 + sizes.length);
    const found = withFlagPaths({ seller: "--seller", buyer: "--buyer" }, () =>
      examineTrade(market, sizes, progress),
    );
    progress.done();
    return found;
  },
  lines: tradeLines,
  data: tradeData,
  page: async (found, source) => (await import("../intervals/trade-page.js")).tradePage(found, source),
  onGrid(world, { rows, surplus }) {
    const owner = objectOf(world).agents.findIndex(
      ({ share }) => share && exact.compare(share, exact.one) === 0,
    );
    const { name, outside } = world.agents[owner];
    const [slope, shift] = [outside.affine!.slope, outside.affine!.shift].map(printRational);
    const secondBest = rows.find(({ name }) => name === "second best")!;
    return [
      {
        name: "second-best gains from trade",
        interval: secondBest.gains,
        finite: {
          maximize: `welfare - (${slope}) * types[${JSON.stringify(name)}] - (${shift})`,
          money: ["no-deficit-ex-ante"],
        },
      },
      ...surpluses(surplus),
    ];
  },
};
