import type { GrownMarket, TradeFindings } from "./examine-trade.js";
import { plainEstimate } from "./plain-estimate.js";

/** The answer of `candor trade` as plain data: full doubles with their errors; `null` for a boundary that no value reaches. */
export function tradeData(found: TradeFindings) {
  const { market, conditions, verdict, byTheorem, surplus, vcgSurplus, rows, secondBest, broker } = found;
  const { weight, multiplier, mechanism, mixture } = secondBest;
  return {
    market: { ...market, seller: market.seller.name, buyer: market.buyer.name },
    conditions,
    ...{ verdict, byTheorem },
    firstBest: rows[0].gains,
    ...(vcgSurplus === undefined ? {} : { vcgSurplus: plainEstimate(vcgSurplus) }),
    minimumSubsidy: { value: Math.max(0, -surplus.value), error: surplus.error },
    mechanisms: rows,
    secondBest: {
      ...{ weight, multiplier },
      ...(mixture === undefined ? {} : { lottery: mixture.probability }),
      ironed: { buyer: mechanism.buyer.ironed, seller: mechanism.seller.ironed },
    },
    broker: { ironed: { buyer: broker.buyer.ironed, seller: broker.seller.ironed } },
    boundary: found.boundary,
    grown: found.grown.map(({ traders, weight: at, rows: each }: GrownMarket) => ({
      ...{ traders, weight: at, mechanisms: each },
    })),
  };
}
