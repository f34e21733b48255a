import type { BestResponseGap, EquilibriumBids } from "@candor/core/intervals";

/** Bids of alike bidders, or why there are none. */
export interface BidCurve {
  readonly format: "first-price" | "all-pay";
  readonly reserve: number;
  readonly bids?: EquilibriumBids;
  readonly gap?: BestResponseGap;
  /** Why bids or gap are missing. */
  readonly missing?: string;
}
