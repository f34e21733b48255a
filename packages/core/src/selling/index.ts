export { type BorderViolation, checkReducedForm } from "./check-reduced-form.js";
export { type ProvedBound, provedBound } from "./dominant-bound.js";
export { type DominantMechanism, dominantPayments, type IncentivePrices } from "./dominant-mechanism.js";
export { type DominantViolation, type ProvedRevenue, provedRevenue } from "./dominant-revenue.js";
export type { DominantRound } from "./dominant-rounds.js";
export { checkGoodsSale, type GoodsBidder, type GoodsSale, saleInDoubles } from "./goods-sale.js";
export { implementReducedForm, type PriorityLottery } from "./implement-reduced-form.js";
export type { InterimMechanism, InterimMenu } from "./interim-mechanism.js";
export type { SaleProgress, SaleWork } from "./optimise-bayesian.js";
export { readGoodsSale } from "./read-goods-sale.js";
export {
  type BayesianSale,
  type BayesianSaleOptions,
  type BayesianSaleSize,
  sellBayesian,
} from "./sell-bayesian.js";
export {
  type DominantSale,
  type DominantSaleOptions,
  type DominantSaleSize,
  sellDominantly,
} from "./sell-dominantly.js";
export { type OptimalSale, SALE_INCENTIVES, type SellOptions, sellOptimally } from "./sell-optimally.js";
export { saleOfGood, sellSeparately } from "./sell-separately.js";
