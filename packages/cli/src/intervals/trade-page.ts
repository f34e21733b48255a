import type { Distribution } from "@candor/core/intervals";
import type { Chart, Curve } from "../chart/chart.js";
import { csvOf } from "../chart/csv-of.js";
import { lineChart } from "../chart/line-chart.js";
import { type ReportSection, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import type { TradeFindings } from "./examine-trade.js";
import {
  amountTable,
  boundaryIntroduction,
  boundaryTable,
  conditionTable,
  grownTable,
  mechanismNotes,
  mechanismTable,
  type NamedTable,
  secondBestLines,
  titleOf,
  verdictLines,
} from "./trade-lines.js";

/** Points a curve. */
const POINTS = 400;
/** Probability cut off from an unbounded end of a picture. */
const TAIL = 0.005;

/** The report of `candor trade` as one HTML page. */
export async function tradePage(found: TradeFindings): Promise<string> {
  const region = regionChart(found);
  const densities = densityChart(found);
  const sections: ReportSection[] = [
    {
      heading: "Can trade be efficient?",
      paragraphs: verdictLines(found),
      table: tableOf(conditionTable(found), ["condition of Myerson and Satterthwaite", "holds"]),
    },
    { heading: "What efficiency costs", table: tableOf(amountTable(found), ["amount", "expected"]) },
    { heading: "Mechanisms", paragraphs: mechanismNotes(found), table: tableOf(mechanismTable(found)) },
    {
      heading: "The second best",
      paragraphs: [...secondBestLines(found), ...boundaryIntroduction(found)],
      table: tableOf(boundaryTable(found)),
    },
    ...(region === undefined ? [] : [await figure("Where trade takes place", region, REGION)]),
    ...(densities === undefined ? [] : [await figure("Costs and values", densities, DENSITIES)]),
    ...(found.grown.length === 0
      ? []
      : [{ heading: "As many sellers as buyers", table: tableOf(grownTable(found)) }]),
  ];
  return reportPage({ title: "Trade", subtitle: titleOf(found), sections, madeBy: MADE_BY });
}

const REGION =
  "The lowest value at which a unit is traded, for every cost: at first best, in the second best, and by the broker. Between the first two lies the trade that private information costs. Curves end where no value suffices, and run straight across gaps between costs.";
const DENSITIES = "Densities of the costs and of the values; vertical lines are atoms.";

async function figure(heading: string, chart: Chart, caption: string): Promise<ReportSection> {
  return { heading, figure: { svg: await lineChart(chart), csv: csvOf(chart), caption } };
}

function tableOf({ head, rows }: NamedTable, instead: readonly string[] = head): ReportTable {
  const numeric = instead.flatMap((_, k) =>
    k > 0 && rows.every((row) => /^[-\d–]|^none$/.test(row[k])) ? [k] : [],
  );
  return { head: instead, rows, numeric };
}

function regionChart({ market, firstBest, secondBest, broker }: TradeFindings): Chart | undefined {
  const { seller, buyer } = market;
  const top = shown(buyer)[1];
  const costs = seller.pieces.flatMap((piece) => pointsIn(seller, piece));
  const boundary = (name: string, style: Curve["style"], leastValue: (cost: number) => number): Curve => ({
    ...{ name, style },
    points: visible(costs, leastValue, top),
  });
  const series = [
    boundary("first best", "dotted", firstBest.leastValue),
    boundary("second best", "solid", secondBest.mechanism.leastValue),
    boundary("broker", "dashed", broker.leastValue),
  ].filter(({ points }) => points.length > 0);
  const [first] = series;
  if (first === undefined) return undefined;
  return {
    title: "Trade takes place above the curve",
    x: { label: "cost" },
    y: { label: "value" },
    series: [
      {
        name: "trade in the second best",
        style: "band",
        points: (series[1] ?? first).points.map(([cost, value]) => [cost, value, top] as const),
      },
      ...series,
    ],
  };
}

/** The points of a boundary up to `top`, the last one as near to where it leaves the picture as doubles tell. */
function visible(
  costs: readonly number[],
  leastValue: (cost: number) => number,
  top: number,
): [number, number][] {
  const inside = (cost: number) => leastValue(cost) <= top;
  const count = costs.findIndex((cost) => !inside(cost));
  const shownCosts = count < 0 ? costs : costs.slice(0, count);
  const points = shownCosts.map((cost): [number, number] => [cost, leastValue(cost)]);
  if (count <= 0) return points;
  let [low, high] = [costs[count - 1], costs[count]];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (inside(middle)) low = middle;
    else high = middle;
  }
  return [...points, [low, leastValue(low)]];
}

function densityChart({ market: { seller, buyer } }: TradeFindings): Chart | undefined {
  const curve = (name: string, style: Curve["style"], distribution: Distribution): Curve => ({
    ...{ name, style },
    points: distribution.pieces.flatMap((piece) => outline(distribution, piece)),
  });
  const series = [curve("values", "solid", buyer), curve("costs", "dashed", seller)].filter(
    ({ points }) => points.length > 0,
  );
  if (series.length === 0) return undefined;
  const atoms = Object.entries({ cost: seller, value: buyer }).flatMap(([name, { atoms: all }]) =>
    all.length > 4 ? [] : all.map(({ at, mass }) => ({ at, label: `${name} ${at}: ${mass.toPrecision(3)}` })),
  );
  return {
    title: "Densities",
    x: { label: "cost, value" },
    y: { label: "density" },
    series,
    rules: atoms.map((rule) => ({ axis: "x", ...rule })),
  };
}

/** The density over a piece, down to 0 at its ends. */
function outline(distribution: Distribution, piece: readonly [number, number]): [number, number][] {
  const inside = pointsIn(distribution, piece);
  const heights = inside
    .map((x): [number, number] => [x, distribution.density(x)])
    .filter(([, height]) => Number.isFinite(height));
  return inside.length === 0 ? [] : [[inside[0], 0], ...heights, [inside[inside.length - 1], 0]];
}

function pointsIn(distribution: Distribution, [from, to]: readonly [number, number]): number[] {
  const [low, high] = shown(distribution);
  const [start, end] = [Math.max(from, low), Math.min(to, high)];
  if (start >= end) return [];
  return Array.from({ length: POINTS + 1 }, (_, k) =>
    k === POINTS ? end : start + (k / POINTS) * (end - start),
  );
}

/** The part of the line that a picture shows. */
function shown({ support: [low, high], quantile }: Distribution): [number, number] {
  return [Number.isFinite(low) ? low : quantile(TAIL), Number.isFinite(high) ? high : quantile(1 - TAIL)];
}
