import {
  type BilateralTrade,
  bilateralTrade,
  brokerTrade,
  type Estimate,
  mcAfee,
  postedTrade,
  type SecondBest,
  secondBestTrade,
  type TradeMarket,
  type VirtualTrade,
  virtualTrade,
} from "@candor/core/intervals";
import type { Progress } from "../progress.js";
import { plainEstimate } from "./plain-estimate.js";

/** What one mechanism gains and what it leaves over. */
export interface TradeRow {
  readonly name: "first best" | "second best" | "McAfee" | "posted price" | "broker";
  readonly gains: Estimate;
  readonly share: Estimate;
  /** Expected payments of buyers less those to sellers. */
  readonly surplus: Estimate;
  /** Of a posted price, found by a search. */
  readonly price?: number;
}

/** The lowest value with which a buyer may buy from a seller of this cost; ∞ where there is none. */
export interface BoundaryRow {
  /** Which decile of the costs. */
  readonly decile: number;
  readonly cost: number;
  readonly firstBest: number;
  readonly secondBest: number;
  readonly broker: number;
}

/** The same market with n traders a side. */
export interface GrownMarket {
  readonly traders: number;
  readonly rows: readonly TradeRow[];
  readonly weight: number;
}

export interface TradeFindings {
  readonly market: Required<TradeMarket>;
  /** Between one seller and one buyer. */
  readonly conditions: BilateralTrade["conditions"];
  readonly verdict: "exists" | "impossible" | "unknown";
  /** Whether the verdict follows from the conditions alone. */
  readonly byTheorem: boolean;
  /** The largest expected surplus of an efficient, incentive-compatible, individually rational mechanism. */
  readonly surplus: Estimate;
  /** Expected payments of VCG at the worst-off types; absent for many traders whose types have gaps. */
  readonly vcgSurplus?: Estimate;
  readonly rows: readonly TradeRow[];
  readonly firstBest: VirtualTrade;
  readonly secondBest: SecondBest<VirtualTrade>;
  readonly broker: VirtualTrade;
  readonly boundary: readonly BoundaryRow[];
  readonly grown: readonly GrownMarket[];
}

/** Traders a side up to which McAfee's rule is worked out; its integrals take seconds from there on. */
export const MOST_IN_MCAFEE = 32;

/** Everything `candor trade` tells. Errors: those of the functions it calls. */
export function examineTrade(
  market: Required<TradeMarket>,
  grow: readonly number[],
  progress: Progress,
): TradeFindings {
  progress.step("bilateral trade");
  const { conditions, decision, vcg } = bilateralTrade(market);
  progress.step("mechanisms");
  const studied = study(market);
  const single = market.buyers === 1 && market.sellers === 1;
  const surplus = single ? decision.surplus : studied.firstBest.surplus;
  const vcgSurplus = single ? vcg.surplus : conditions.intervals ? surplus : undefined;
  // Everybody trades with everybody at a price in between.
  const apart = market.seller.support[1] <= market.buyer.support[0];
  const byTheorem = single && conditions.intervals && conditions.positiveDensities && !!conditions.overlap;
  return {
    ...{ market, conditions, byTheorem, surplus, ...studied },
    verdict: byTheorem ? "impossible" : apart ? "exists" : single ? decision.status : statusOf(surplus),
    ...(vcgSurplus === undefined ? {} : { vcgSurplus }),
    boundary: boundaryOf(market, studied),
    grown: grow.map((traders) => {
      progress.step(`${traders} traders a side`);
      const { rows, secondBest } = study({ ...market, buyers: traders, sellers: traders });
      return { traders, rows, weight: secondBest.weight };
    }),
  };
}

function statusOf({ value, error }: Estimate): TradeFindings["verdict"] {
  return value > error ? "exists" : value < -error ? "impossible" : "unknown";
}

type Studied = Pick<TradeFindings, "rows" | "firstBest" | "secondBest" | "broker">;

function study(market: Required<TradeMarket>): Studied {
  const firstBest = virtualTrade(market, 0);
  const secondBest = secondBestTrade(market);
  const broker = brokerTrade(market);
  const { price, gains } = postedTrade(market);
  const balanced = { value: 0, error: 0 };
  const found: Omit<TradeRow, "share">[] = [
    { name: "first best", gains: firstBest.gains, surplus: firstBest.surplus },
    { name: "second best", gains: secondBest.gains, surplus: secondBest.surplus },
    ...(mcAfeeApplies(market) ? [{ name: "McAfee", ...mcAfee(market) } as const] : []),
    { name: "posted price", gains, surplus: balanced, price },
    { name: "broker", gains: broker.gains, surplus: broker.surplus },
  ];
  const rows = found.map(
    (row): TradeRow => ({
      name: row.name,
      gains: plainEstimate(row.gains),
      share: row.name === "first best" ? { value: 1, error: 0 } : ratio(row.gains, firstBest.gains),
      surplus: plainEstimate(row.surplus),
      ...(row.price === undefined ? {} : { price: row.price }),
    }),
  );
  return { rows, firstBest, secondBest, broker };
}

/** Whether McAfee's rule is among the rows. */
export function mcAfeeApplies({ buyer, seller, buyers, sellers }: Required<TradeMarket>): boolean {
  const open = buyers === sellers && buyer.support[0] === -Infinity && seller.support[1] === Infinity;
  return (
    !open && buyer.atoms.length + seller.atoms.length === 0 && Math.max(buyers, sellers) <= MOST_IN_MCAFEE
  );
}

function ratio(part: Estimate, whole: Estimate): Estimate {
  const value = part.value / whole.value;
  return { value, error: (part.error + Math.abs(value) * whole.error) / whole.value + 2 ** -52 };
}

function boundaryOf(
  { seller }: TradeMarket,
  { firstBest, secondBest, broker }: Omit<Studied, "rows">,
): BoundaryRow[] {
  return Array.from({ length: 9 }, (_, k): BoundaryRow => {
    const cost = seller.quantile((k + 1) / 10);
    return {
      ...{ decile: k + 1, cost, firstBest: firstBest.leastValue(cost) },
      secondBest: secondBest.mechanism.leastValue(cost),
      broker: broker.leastValue(cost),
    };
  });
}
