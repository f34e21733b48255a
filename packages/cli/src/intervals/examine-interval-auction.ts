import {
  type AsymmetricFirstPrice,
  type AuctionComparisons,
  asymmetricFirstPrice,
  type BidderGroup,
  bestResponseGap,
  compareAuctions,
  type Distribution,
  type Estimate,
  equilibriumBids,
} from "@candor/core/intervals";
import { CandorError } from "@candor/core/numeric";
import type { BidCurve } from "./bid-curve.js";
import { type IntervalSale, namingFlags } from "./read-interval-sale.js";
import { asymmetricEquivalence, type Equivalence, symmetricEquivalence } from "./revenue-equivalence.js";

export interface IntervalAuctionFindings {
  readonly comparisons: AuctionComparisons;
  readonly welfare: Estimate;
  /** E U of each bidder, by group. */
  readonly rents: readonly Estimate[];
  /** Of alike bidders. */
  readonly curves: readonly BidCurve[];
  /** First-price bids of two different bidders, or why there are none. */
  readonly asymmetric?: AsymmetricFirstPrice | string;
  /** Of these bids with the second-price auction. */
  readonly equivalence: readonly Equivalence[];
}

/** Everything that `candor auction --values` says. */
export function examineIntervalAuction({ bidders, sellerValue }: IntervalSale): IntervalAuctionFindings {
  const comparisons = namingFlags(() => compareAuctions(bidders, { sellerValue }));
  const { optimal, rows } = comparisons;
  const { groups } = optimal;
  const common = rows.find(({ kind }) => kind === "best-common-reserve")?.reserves?.[0] ?? 0;
  const curves = groups.length === 1 && bidders.length > 1 ? symmetricBids(groups[0], common) : [];
  const pair = groups.length === 2 && bidders.length === 2 ? ([bidders[0], bidders[1]] as const) : undefined;
  const asymmetric = pair && attempted(() => asymmetricFirstPrice(pair));
  return {
    comparisons,
    welfare: optimal.welfare(),
    rents: groups.map(({ members }) => optimal.bidders[members[0]].rent()),
    curves,
    ...(asymmetric !== undefined && { asymmetric }),
    equivalence:
      pair !== undefined && typeof asymmetric === "object"
        ? asymmetricEquivalence(pair, asymmetric)
        : curves.flatMap((curve) => symmetricEquivalence(curve, bidders[0], bidders.length) ?? []),
  };
}

/** Without a reserve, and with one where it keeps values out. */
function symmetricBids({ values, count }: BidderGroup, common: number): BidCurve[] {
  const { distribution, range } = values;
  const reserves = common > Math.max(0, range.low) ? [0, common] : [0];
  return reserves.flatMap((reserve) =>
    (["first-price", "all-pay"] as const).map((format) => bidCurve(format, reserve, distribution, count)),
  );
}

function bidCurve(
  format: BidCurve["format"],
  reserve: number,
  distribution: Distribution,
  bidders: number,
): BidCurve {
  const setting = { distribution, bidders, reserve };
  const none = withoutBids(setting);
  if (none !== undefined) return { format, reserve, missing: none };
  const bids = attempted(() => equilibriumBids(format, setting));
  if (typeof bids === "string") return { format, reserve, missing: bids };
  const gap = attempted(() => bestResponseGap(format, (v) => bids.bid(v).value, setting));
  return { format, reserve, bids, ...(typeof gap === "string" ? { missing: gap } : { gap }) };
}

/** Why no increasing function of the value can be the bids. */
function withoutBids({
  distribution,
  reserve,
}: {
  readonly distribution: Distribution;
  readonly reserve: number;
}) {
  if (distribution.support[1] <= reserve) return `No value lies above ${reserve}: nobody bids.`;
  const atom = distribution.atoms.find(({ at }) => at >= reserve);
  return (
    atom &&
    `The value ${atom.at} has probability ${atom.mass}: bids of that value are mixed in equilibrium, not a function of it.`
  );
}

/** What the input rules out, as the reason; anything but a refusal of the input is passed on. */
function attempted<T>(compute: () => T): T | string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof CandorError) return error.problems.map(({ message }) => message).join(" ");
    throw error;
  }
}
