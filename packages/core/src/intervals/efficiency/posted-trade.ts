import { minimise } from "../../numeric/minimise.js";
import type { Integral } from "../../numeric/quadrature/index.js";
import { cdfBelow, survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import { binomial, requireMarket, type TradeMarket } from "./trade-market.js";

/** One price for everyone; the longer side is rationed by lot. */
export interface PostedTrade {
  readonly price: number;
  readonly gains: Integral;
}

/**
 * E min(N_B, N_S) · (E[b | b ≥ p] − E[s | s ≤ p]): truth is dominant, the budget balances at every profile.
 * @param price by default the one with the largest gains, by a search over quantiles (not certain).
 */
export function postedTrade(market: TradeMarket, price?: number): PostedTrade {
  requireMarket(market);
  if (price !== undefined) return { price, gains: gainsAt(market, price) };
  const { buyer, seller } = market;
  const low = Math.max(buyer.quantile(1e-9), seller.quantile(1e-9));
  const high = Math.min(buyer.quantile(1 - 1e-9), seller.quantile(1 - 1e-9));
  const best = minimise((p) => -gainsAt(market, p).value, Math.min(low, high), Math.max(low, high), {
    breakpoints: [...buyer.breakpoints, ...seller.breakpoints],
  });
  return { price: best.at, gains: gainsAt(market, best.at) };
}

function gainsAt({ buyer, seller, buyers = 1, sellers = 1 }: TradeMarket, price: number): Integral {
  const willing = 1 - cdfBelow(buyer, price);
  const ready = 1 - survival(seller, price);
  if (willing <= 0 || ready <= 0) return { value: 0, error: 0, evaluations: 0 };
  const demand = binomial(buyers, willing);
  const supply = binomial(sellers, ready);
  let trades = 0;
  for (let b = 0; b <= buyers; b++)
    for (let s = 0; s <= sellers; s++) trades += demand[b] * supply[s] * Math.min(b, s);
  const value = expectation(buyer, (b) => b, { over: [price, Infinity] });
  const cost = expectation(seller, (s) => s, { over: [-Infinity, price] });
  return {
    value: trades * (value.value / willing - cost.value / ready),
    error: trades * (value.error / willing + cost.error / ready) + 2 ** -48 * trades,
    evaluations: value.evaluations + cost.evaluations,
  };
}
