export { type AsymmetricFirstPrice, asymmetricFirstPrice } from "./asymmetric-first-price.js";
export { type BestResponseGap, bestResponseGap } from "./best-response-gap.js";
export type { BidResidual } from "./bid-residual.js";
export type { BidNode } from "./bid-trajectory.js";
export { type BidderGroup, groupBidders } from "./bidder-groups.js";
export { type AuctionComparison, type AuctionComparisons, compareAuctions } from "./compare-auctions.js";
export {
  type AuctionFormat,
  type EquilibriumBids,
  equilibriumBids,
  paymentFromBids,
  type SymmetricSetting,
} from "./equilibrium-bids.js";
export type { Estimate } from "./estimate.js";
export {
  type EquivalenceOptions,
  type InterimAuction,
  type InterimComparison,
  type InterimEquivalence,
  interimEquivalence,
} from "./interim-equivalence.js";
export {
  type AuctionOptions,
  type InterimRule,
  type OptimalAuction,
  type OptimalBidder,
  optimalAuction,
} from "./optimal-auction.js";
export { personalReservesPayoff, type ReserveRule } from "./personal-reserves.js";
export { searchedReserves } from "./searched-reserves.js";
export {
  bestCommonReserve,
  type ReserveOptions,
  type ReservePrice,
  secondPricePayoff,
} from "./second-price.js";
export type { Fall, ShapeVerdict } from "./shape.js";
export {
  type IronedInterval,
  reservePrice,
  type Standing,
  type Threshold,
  type VirtualValues,
  virtualValues,
} from "./virtual-value.js";
