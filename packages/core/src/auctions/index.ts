export { auctionEnvironment } from "./auction-environment.js";
export {
  interimProgram,
  optimumOf,
  type ProgramOptions,
  type SaddlePoint,
  saddlePoint,
  type WorstCaseValue,
  worstCaseValue,
} from "./chung-ely.js";
export {
  type ConditionalVirtualValues,
  conditionalVirtualValues,
  ironedCover,
} from "./conditional-virtual-values.js";
export {
  type ConvexIndependence,
  convexIndependence,
  type TypeIndependence,
} from "./convex-independence.js";
export { type CorrelatedAuction, modelProfile, readCorrelatedAuction } from "./correlated-auction.js";
export { type CoverBound, coverBound } from "./cover-bound.js";
export {
  type ExtractingMechanism,
  type ExtractionObstacle,
  type FullExtraction,
  fullExtraction,
} from "./cremer-mclean.js";
export { EX_POST_REVENUE, type ExPostDesign, exPostDesign } from "./ex-post-design.js";
export { type AuctionExamination, examineAuction } from "./examine-auction.js";
export type { LostPrize } from "./forced-winners.js";
export { type IronedBound, ironedBound, ironingError } from "./ironed-bound.js";
export { type Ironing, type IroningOptions, ironingPages, openIroning } from "./ironing.js";
export {
  type IrregularPrior,
  type IrregularPriorSearch,
  irregularPriors,
  weightedAuction,
} from "./irregular-priors.js";
export { type Axis, axisOf, lineStart, positionOf } from "./lines.js";
export { type MonotoneProgramOptions, monotoneProgramOptimum } from "./monotone-program.js";
export { type MonotoneSelection, monotoneSelection } from "./monotone-selection.js";
export {
  type OptimalExPostAuction,
  optimalExPostAuction,
} from "./optimal-ex-post-auction.js";
export {
  expectedRevenue,
  isFeasible,
  type PriceOffer,
  postedPricePayments,
  postedPrices,
} from "./posted-prices.js";
export { type FallingVirtualValue, type Regularity, regularity } from "./regularity.js";
export {
  bestPersonalReserves,
  type PersonalReserves,
  type ReserveRevenue,
  secondPriceRevenues,
} from "./second-price-revenue.js";
export { type SeparatingBet, separatingBet } from "./separating-bet.js";
export { type SharedPrior, sharedPrior } from "./shared-prior.js";
export {
  excessOfCover,
  type LagrangianBound,
  lagrangianBound,
  multipliersOf,
  type TransferMultipliers,
} from "./transfer-multipliers.js";
export { type AllocationAndCover, twoBidderOptimum } from "./two-bidder-optimum.js";
export { type AuctionValue, describeCombination, type ValueTable, valueTable } from "./value-table.js";
export {
  type BeliefMultiplier,
  beliefDependence,
  beliefVectors,
  concordanceGap,
  localMultipliers,
  type WorstCaseBeliefs,
  worstCaseBeliefs,
} from "./worst-case-beliefs.js";
