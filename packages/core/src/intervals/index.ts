export * from "./auctions/index.js";
export { checkDistribution, type DistributionCheck } from "./check-distribution.js";
export { type DiscretizationRule, discretize, type FiniteTypes } from "./discretize.js";
export { cdfBelow, type Distribution, massAt, survival } from "./distribution.js";
export { allocationProblem } from "./efficiency/allocation-problem.js";
export {
  type BalancedDecision,
  type BalancedMechanism,
  balancedDecision,
} from "./efficiency/balanced-mechanism.js";
export { type BilateralTrade, bilateralTrade } from "./efficiency/bilateral-trade.js";
export { type DissolutionBidding, dissolutionBidding } from "./efficiency/dissolution-bidding.js";
export {
  type BoundaryPoint,
  type DissolvableShares,
  dissolvableShares,
} from "./efficiency/dissolvable-shares.js";
export {
  type EfficientProblem,
  type InterimAgent,
  type Participant,
  typeIntervals,
  welfareAt,
} from "./efficiency/efficient-problem.js";
export {
  type ExpectedExternality,
  expectedExternality,
  type ParticipationGap,
} from "./efficiency/expected-externality.js";
export { type GeneralisedVcg, generalisedVcg } from "./efficiency/generalised-vcg.js";
export { type GridConvergence, type GridStep, gridConvergence } from "./efficiency/grid-convergence.js";
export { type LeastUtility, leastUtility } from "./efficiency/least-utility.js";
export { type McAfeeOutcome, mcAfee } from "./efficiency/mcafee.js";
export { linearOption, type OutsideOption } from "./efficiency/outside-option.js";
export {
  dissolutionSurplus,
  easiestShares,
  type Partnership,
  partners,
  partnership,
} from "./efficiency/partnership.js";
export { type PostedTrade, postedTrade } from "./efficiency/posted-trade.js";
export {
  type ProvisionSize,
  type PublicGood,
  type PublicGoodWorld,
  provisionDecline,
  publicGood,
  secondBestProvision,
  type VirtualProvision,
  virtualProvision,
} from "./efficiency/public-good.js";
export type { SecondBest } from "./efficiency/second-best.js";
export { brokerTrade, secondBestTrade, tradePayments } from "./efficiency/second-best-trade.js";
export {
  type TradeMarket,
  type TraderOutcome,
  type VirtualTrade,
  virtualTrade,
} from "./efficiency/trade-market.js";
export { type MechanismAudit, verifyMechanism } from "./efficiency/verify-mechanism.js";
export { type Stretch, type VirtualScale, virtualScale } from "./efficiency/virtual-scale.js";
export { type WorstOff, worstOff } from "./efficiency/worst-off.js";
export { type ExpectationOptions, expectation } from "./expectation.js";
export { affine, negated } from "./families/affine.js";
export { beta } from "./families/beta.js";
export { discrete, pointMass } from "./families/discrete.js";
export { empirical } from "./families/empirical.js";
export { exponential } from "./families/exponential.js";
export { logNormal } from "./families/log-normal.js";
export { mixture } from "./families/mixture.js";
export { normal } from "./families/normal.js";
export { pareto } from "./families/pareto.js";
export { piecewiseLinear } from "./families/piecewise-linear.js";
export { power } from "./families/power.js";
export { restricted, truncated } from "./families/restricted.js";
export { smoothed } from "./families/smoothed.js";
export { triangular } from "./families/triangular.js";
export { uniform } from "./families/uniform.js";
export { weibull } from "./families/weibull.js";
export { maximumOf } from "./maximum-of.js";
export { orderStatistic } from "./order-statistic.js";
export { probabilityBetween } from "./probability-between.js";
export {
  checkScreening,
  type DirectMenu,
  type ScreeningCheck,
  type ScreeningCheckOptions,
} from "./screening/check-screening.js";
export {
  type DecisionOptions,
  type IntervalDecision,
  type IntervalQuadruple,
  increasingDifferencesOn,
  type Rectangle,
  singleCrossingOn,
  strictlyIncreasingDifferencesOn,
} from "./screening/comparative-statics.js";
export {
  type DerivativeDifference,
  derivativeCheck,
  type Envelope,
  envelope,
  type QuantityRule,
} from "./screening/envelope.js";
export {
  type HazardRateDecision,
  type HazardWitness,
  hazardRate,
  monotoneHazardRate,
} from "./screening/hazard-rate.js";
export { type MenuPiece, optimalScreening, type Screening } from "./screening/optimal-screening.js";
export {
  costs,
  type PrincipalValue,
  type QuantityInterval,
  type ScreeningProblem,
} from "./screening/problem.js";
export type { SmoothValue } from "./screening/smooth-value.js";
