import { minimise } from "../../numeric/minimise.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { cdfBelow, type Distribution, survival } from "../distribution.js";
import { featureMarks } from "./feature-marks.js";
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
  // Where one side is longer the best price may lie beyond the other's types: it picks whom to ration.
  const low = finiteEnd(seller, 0);
  const high = Math.max(low, finiteEnd(buyer, 1));
  const marks = [buyer, seller].flatMap((side) => [...featureMarks(side), ...SHARES.map(side.quantile)]);
  const breakpoints = [...new Set(marks)];
  const best = minimise((p) => -gainsAt(market, p).value, low, high, { breakpoints, samples: 9 });
  return { price: best.at, gains: gainsAt(market, best.at) };
}

/** Quantiles between which a price is looked for. */
const SHARES = [0.1, 0.3, 0.5, 0.7, 0.9];

function finiteEnd({ support, quantile }: Distribution, end: 0 | 1): number {
  if (Number.isFinite(support[end])) return support[end];
  return quantile(end === 0 ? 1e-9 : 1 - 1e-9);
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
  // E[b − p | b ≥ p] and E[p − s | s ≤ p], by parts.
  const value = integrate((y) => survival(buyer, y), price, Math.max(price, buyer.support[1]), {
    breakpoints: featureMarks(buyer),
  });
  const cost = integrate((y) => seller.cdf(y), Math.min(price, seller.support[0]), price, {
    breakpoints: featureMarks(seller),
  });
  return {
    value: trades * (value.value / willing + cost.value / ready),
    error: trades * (value.error / willing + cost.error / ready) + 2 ** -48 * trades,
    evaluations: value.evaluations + cost.evaluations,
  };
}
