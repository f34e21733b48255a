import type { AuctionExamination, ExPostDesign } from "@candor/core/auctions";
import { type Environment, writeProfile } from "@candor/core/model";
import type { Rational } from "@candor/core/numeric";
import type { Verification } from "@candor/verifier";

/** What `candor auction` reports on. */
export interface ExaminedAuction {
  readonly environment: Environment<Rational>;
  readonly found: AuctionExamination;
  /** The optimum in the model's own types, where a certificate was made. */
  readonly design: ExPostDesign | undefined;
  readonly verification: Verification | undefined;
}

/** The label of a bidder's type by its position in the order of values. */
export function labelOf({ environment, found }: ExaminedAuction, bidder: number, position: number): string {
  return environment.agents[bidder].types[found.auction.types[bidder][position]].label;
}

/** The types at a profile of positions, by bidder. */
export function labelsAt(seen: ExaminedAuction, profile: number): string[] {
  const { sizes } = seen.found.auction;
  const positions = new Int32Array(sizes.length);
  writeProfile(sizes, profile, positions);
  return sizes.map((_, i) => labelOf(seen, i, positions[i]));
}

/** The types at a profile by the bidders' names, one of them left out where asked. */
export function namedTypes(seen: ExaminedAuction, profile: number, without = -1): Record<string, string> {
  const labels = labelsAt(seen, profile);
  return Object.fromEntries(
    seen.found.auction.bidders.flatMap((name, i) => (i === without ? [] : [[name, labels[i]]])),
  );
}
