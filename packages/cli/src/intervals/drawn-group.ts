import type { BidderGroup } from "@candor/core/intervals";

/** A kind of bidders as the figures show it, in one colour throughout. */
export interface DrawnGroup {
  readonly group: BidderGroup;
  readonly name: string;
  readonly hue: number;
  /** Whether there are others, so that curves carry its name. */
  readonly named: boolean;
}
