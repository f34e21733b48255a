import type { Distribution, VirtualTrade } from "@candor/core/intervals";
import type { Band, Chart, Curve } from "../chart/chart.js";
import type { ReportFigure } from "../page/report-page.js";
import { densityFigure } from "./density-figure.js";
import { drawFigure } from "./draw-figure.js";
import { curvesAlong, curvesOf, cutNote, drawnRange, drawnValues } from "./drawn-values.js";
import type { TradeFindings } from "./examine-trade.js";
import { paymentsAlong } from "./payments-along.js";
import { sameDistribution } from "./same-distribution.js";

/** Each mechanism has one colour throughout. */
const HUES = { secondBest: 0, broker: 1, firstBest: 2, mcAfee: 3, posted: 4 } as const;
/** Of values and costs. */
const SIDES = { buyer: 3, seller: 4 } as const;
/** Traders on a side up to which chances and payments are drawn: beyond, each takes long. */
const MOST_TRADERS_DRAWN = 40;

type Point = [x: number, y: number];

export function densitiesFigure({ market: { seller, buyer } }: TradeFindings): Promise<ReportFigure> {
  const both = sameDistribution(seller, buyer)
    ? [{ name: "costs and values", distribution: buyer, hue: SIDES.buyer }]
    : [
        { name: "values", distribution: buyer, hue: SIDES.buyer },
        { name: "costs", distribution: seller, hue: SIDES.seller },
      ];
  return densityFigure(both, "cost, value");
}

const REGION =
  "The lowest value at which a unit is traded, for every cost: at first best, in the second best, and by the broker. Between the first two lies the trade that private information costs. Curves end where no value suffices.";

export async function regionFigure(found: TradeFindings): Promise<ReportFigure | undefined> {
  const chart = regionChart(found);
  return chart && drawFigure(chart, withCuts(REGION, found));
}

/** What a caption says with what the picture leaves out. */
function withCuts(caption: string, { market: { seller, buyer } }: TradeFindings): string {
  const cut = (what: string, distribution: Distribution) =>
    cutNote(distribution).replace("Drawn", `${what} drawn`);
  return [caption, cut("Costs are", seller), cut("Values are", buyer)].filter(Boolean).join(" ");
}

function regionChart({ market, firstBest, secondBest, broker }: TradeFindings): Chart | undefined {
  const { seller, buyer } = market;
  const [bottom, top] = drawnRange(buyer);
  const alone = seller.pieces.length === 0;
  const stretches = alone
    ? [seller.atoms.map(({ at }) => at)]
    : drawnValues(seller, [bottom, top]).filter((costs) => costs.length > 1);
  const boundary = (name: string, style: Curve["style"], hue: number, { leastValue }: VirtualTrade) =>
    stretches
      .map((costs) => (alone ? suffices(costs, leastValue, top) : visible(costs, leastValue, bottom, top)))
      .filter((points) => points.length > (alone ? 0 : 1))
      .map((points): Curve => ({ name, style: alone ? "points" : style, hue, points }));
  const second = boundary("second best", "solid", HUES.secondBest, secondBest.mechanism);
  const series = [
    ...boundary("first best", "dotted", HUES.firstBest, firstBest),
    ...boundary("broker", "dashed", HUES.broker, broker),
    ...second,
  ];
  if (series.length === 0) return undefined;
  const region = (alone ? [] : second).map(
    ({ points }): Band => ({
      name: "trade in the second best",
      style: "band",
      hue: HUES.secondBest,
      points: points.map(([cost, value]) => [cost, value, top] as const),
    }),
  );
  return {
    title: alone ? "Values that suffice for trade" : "Trade takes place above the curve",
    x: { label: "cost" },
    y: { label: "value" },
    series: [...region, ...series],
  };
}

/** The lowest value at each of a few costs. */
function suffices(costs: readonly number[], leastValue: (cost: number) => number, top: number): Point[] {
  return costs.map((cost): Point => [cost, leastValue(cost)]).filter(([, value]) => value <= top);
}

/** The points of a boundary between `bottom` and `top`, the last one as near to where it leaves the picture as doubles tell. */
function visible(
  costs: readonly number[],
  leastValue: (cost: number) => number,
  bottom: number,
  top: number,
): Point[] {
  const inside = (cost: number) => leastValue(cost) <= top;
  const point = (cost: number): Point => [cost, Math.max(bottom, leastValue(cost))];
  const count = costs.findIndex((cost) => !inside(cost));
  const points = (count < 0 ? costs : costs.slice(0, count)).map(point);
  if (count <= 0) return points;
  let [low, high] = [costs[count - 1], costs[count]];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (inside(middle)) low = middle;
    else high = middle;
  }
  return [...points, point(low)];
}

/** What a buyer with each value and a seller with each cost can expect, in the second best and at first best. */
export async function traderFigures(found: TradeFindings): Promise<ReportFigure[]> {
  if (Math.max(found.market.buyers, found.market.sellers) > MOST_TRADERS_DRAWN) return [];
  return [
    await drawFigure(
      traderChart(found, "tradeProbability", "Chance to trade", "probability"),
      withCuts(
        "The probability that a buyer with this value, or a seller with this cost, trades; the others truthful.",
        found,
      ),
    ),
    await drawFigure(
      traderChart(found, "payment", "Expected payments", "money paid or received"),
      withCuts(
        "What a buyer with this value expects to pay, and what a seller with this cost expects to receive, when the lowest value and the highest cost are left with nothing.",
        found,
      ),
    ),
  ];
}

function traderChart(
  { market, firstBest, secondBest }: TradeFindings,
  what: "tradeProbability" | "payment",
  title: string,
  label: string,
): Chart {
  const mechanisms = [
    { mechanism: firstBest, name: "first best", style: "dotted" },
    { mechanism: secondBest.mechanism, name: "second best", style: "solid" },
  ] as const;
  const series = mechanisms.flatMap(({ mechanism, name, style }) =>
    (["buyer", "seller"] as const).flatMap((side) => {
      const look = { name: `${side}, ${name}`, style, hue: SIDES[side] };
      const { tradeProbability, payment } = mechanism[side];
      if (what === "tradeProbability") return curvesOf(look, market[side], tradeProbability);
      const sign = side === "seller" ? -1 : 1;
      return curvesAlong(
        look,
        market[side],
        paymentsAlong(tradeProbability, (type) => sign * payment(type)),
      );
    }),
  );
  const reach = what === "tradeProbability" ? [0, 1] : [0];
  return { title, x: { label: "cost, value" }, y: { label, reach }, series };
}

const MECHANISMS = [
  { name: "second best", hue: HUES.secondBest },
  { name: "McAfee", hue: HUES.mcAfee },
  { name: "posted price", hue: HUES.posted },
  { name: "broker", hue: HUES.broker },
] as const;

/** Shares of the first best by size of the market; nothing to draw for one size. */
export async function grownFigure({ grown }: TradeFindings): Promise<ReportFigure | undefined> {
  const sizes = [...grown].sort((a, b) => a.traders - b.traders);
  if (new Set(sizes.map(({ traders }) => traders)).size < 2) return undefined;
  const series = MECHANISMS.map(({ name, hue }): Curve => {
    const points = sizes.flatMap(({ traders, rows }): Point[] => {
      const row = rows.find((each) => each.name === name);
      return row === undefined ? [] : [[traders, row.share.value]];
    });
    return { name, hue, style: name === "second best" ? "solid" : "dashed", points };
  });
  return drawFigure(
    {
      title: "Gains from trade as a share of the first best",
      x: { label: "traders a side", log: sizes[sizes.length - 1].traders >= 10 * sizes[0].traders },
      y: { label: "share of first best", reach: [1] },
      series: series.filter(({ points }) => points.length > 0),
    },
    "How much of what could be gained each mechanism gains, by number of sellers and as many buyers.",
  );
}
