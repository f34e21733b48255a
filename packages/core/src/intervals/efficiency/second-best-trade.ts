import { balancePayments } from "./balance-payments.js";
import { type SecondBest, secondBest } from "./second-best.js";
import { type TradeMarket, type VirtualTrade, virtualTrade } from "./trade-market.js";

/**
 * The incentive-compatible, individually rational, budget-balanced mechanism with the largest expected gains from trade: trade by
 * {@link virtualTrade} at the weight where the surplus is 0. Uniform on [0, 1], one buyer and one seller: trade iff b ≥ s + 1/4, gains 9/64.
 * @throws CandorError as {@link virtualTrade}.
 * Source: Myerson and Satterthwaite (1983), Theorem 2; Gresik and Satterthwaite (1989) for many traders.
 */
export function secondBestTrade(market: TradeMarket): SecondBest<VirtualTrade> {
  return secondBest((weight) => virtualTrade(market, weight));
}

/** What a broker earns who must be let in on by both sides, and the mechanism: virtual trade at weight 1. */
export function brokerTrade(market: TradeMarket): VirtualTrade {
  return virtualTrade(market, 1);
}

/**
 * Payments of buyers, then sellers, that add up to 0 at every profile and have the mechanism's interim payments less an equal part of its
 * expected surplus. The lottery of a `mixture` is not covered: balance its two mechanisms together.
 */
export function tradePayments(
  { buyers = 1, sellers = 1 }: TradeMarket,
  mechanism: VirtualTrade,
): (types: readonly number[]) => number[] {
  const side = (i: number) => (i < buyers ? mechanism.buyer : mechanism.seller);
  const means = Array.from({ length: buyers + sellers }, (_, i) => side(i).expectedPayment.value);
  const refund = mechanism.surplus.value / means.length;
  return balancePayments(
    (i, type) => side(i).payment(type),
    means,
    means.map((mean) => mean - refund),
  );
}
