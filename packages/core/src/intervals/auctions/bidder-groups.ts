import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { type VirtualValues, virtualValues } from "./virtual-value.js";

/** Bidders with one and the same distribution. */
export interface BidderGroup {
  readonly values: VirtualValues;
  readonly count: number;
  /** Their positions in the list of bidders. */
  readonly members: readonly number[];
}

/**
 * Bidders by distribution: the same object, or equal names, supports, means and cdfs at three quantiles.
 * Errors: `no-bidders`, and those of {@link virtualValues}.
 */
export function groupBidders(bidders: readonly Distribution[]): BidderGroup[] {
  if (bidders.length === 0) fail("no-bidders", "bidders", "An auction needs at least one bidder.");
  const byName = new Map<string, { distribution: Distribution; members: number[] }[]>();
  bidders.forEach((distribution, i) => {
    const alike = byName.get(distribution.name) ?? [];
    byName.set(distribution.name, alike);
    const group = alike.find((each) => sameDistribution(each.distribution, distribution));
    if (group === undefined) alike.push({ distribution, members: [i] });
    else group.members.push(i);
  });
  return [...byName.values()]
    .flat()
    .sort((a, b) => a.members[0] - b.members[0])
    .map(({ distribution, members }) => ({
      values: virtualValues(distribution, `bidders[${members[0]}]`),
      count: members.length,
      members,
    }));
}

const PROBES = [0.03, 0.5, 0.97];

function sameDistribution(a: Distribution, b: Distribution): boolean {
  if (a === b) return true;
  if (a.mean !== b.mean || a.support[0] !== b.support[0] || a.support[1] !== b.support[1]) return false;
  return PROBES.every((p) => {
    const x = a.quantile(p);
    return b.quantile(p) === x && a.cdf(x) === b.cdf(x);
  });
}

/** Refuses a seller's value that is not a finite number. */
export function requireSellerValue(value: number): void {
  if (!Number.isFinite(value))
    fail("bad-seller-value", "sellerValue", "The seller's own value must be a finite number.", {
      received: String(value),
    });
}
