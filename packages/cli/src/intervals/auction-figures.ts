import type { AsymmetricFirstPrice, BidderGroup, Distribution, VirtualValues } from "@candor/core/intervals";
import type { Chart, Curve, ReferenceLine } from "../chart/chart.js";
import { curveName } from "./auction-tables.js";
import type { BidCurve, IntervalAuctionFindings } from "./examine-interval-auction.js";
import { printNumber } from "./print-estimate.js";
import { revenueCurve } from "./revenue-curve.js";

export interface IntervalFigure {
  readonly heading: string;
  readonly chart: Chart;
  readonly caption: string;
}

type Point = readonly [x: number, y: number];

/** Distributions that are drawn: as many as there are colours. */
const MOST_DRAWN = 6;
const NODES = 160;

/** Virtual values and revenue curves of each kind of bidder, what they win and pay, and their bids. */
export function auctionFigures(found: IntervalAuctionFindings): IntervalFigure[] {
  const groups = found.comparisons.optimal.groups.slice(0, MOST_DRAWN);
  return [
    ...groups.flatMap((group) => [
      virtualFigure(found, group),
      { ...revenueCurve(group.values), heading: `Revenue curve, ${nameOf(group)}` },
    ]),
    interimFigure(found, groups, "allocation"),
    interimFigure(found, groups, "payment"),
    ...bidFigures(found),
  ];
}

const nameOf = ({ values }: BidderGroup) => values.distribution.name;

/** Where drawing ends: the largest value, or one that few exceed. */
function rightEnd({ support, quantile }: Distribution): number {
  return Number.isFinite(support[1]) ? support[1] : quantile(0.99);
}

/** Values to draw at, with both sides of the marked ones. */
function nodesOf(low: number, high: number, marks: readonly number[]): number[] {
  const nudge = 1e-9 * (high - low);
  const even = Array.from({ length: NODES + 1 }, (_, k) => low + ((high - low) * k) / NODES);
  const all = [...even, ...marks.flatMap((mark) => [mark - nudge, mark])];
  return [...new Set(all)].filter((v) => v >= low && v <= high).sort((a, b) => a - b);
}

function marksOf({ distribution, kinks, ironedIntervals }: VirtualValues): number[] {
  return [...distribution.breakpoints, ...kinks.values, ...ironedIntervals.flatMap((i) => [i.from, i.to])];
}

function virtualFigure({ comparisons }: IntervalAuctionFindings, group: BidderGroup): IntervalFigure {
  const { values, members } = group;
  const { distribution, range, ironedIntervals } = values;
  const { reserve } = comparisons.optimal.bidders[members[0]];
  const high = rightEnd(distribution);
  const least = range.low - 2 * (high - range.low);
  const nodes = nodesOf(range.low, high, marksOf(values));
  const drawn = (level: (v: number) => number): Point[] =>
    nodes.map((v): Point => [v, level(v)]).filter(([, y]) => Number.isFinite(y) && y >= least);
  const ironed = ironedIntervals.length > 0 || distribution.atoms.length > 0;
  return {
    heading: `Virtual value, ${nameOf(group)}`,
    caption:
      "ψ(v) = v − (1 − F(v))/f(v), at an atom the value itself, in a gap that of the next lower possible value. ψ̄ is the ironed one, which decides who wins. Far negative levels are left out.",
    chart: {
      title: `Virtual value, ${nameOf(group)}`,
      x: { label: "value v" },
      y: { label: ironed ? "ψ(v), ψ̄(v)" : "ψ(v)" },
      series: ironed
        ? [
            { name: "ironed ψ̄", style: "solid", points: drawn(values.ironed) },
            { name: "virtual value ψ", style: "dashed", points: drawn(values.virtualValue) },
          ]
        : [{ name: "virtual value ψ", style: "solid", points: drawn(values.virtualValue) }],
      rules: reserveRule(reserve, range.low, high),
    },
  };
}

function reserveRule(reserve: number, low: number, high: number): ReferenceLine[] {
  return reserve >= low && reserve <= high
    ? [{ axis: "x", at: reserve, label: `reserve ${printNumber(reserve)}` }]
    : [];
}

const INTERIM = {
  allocation: {
    title: "Chance of winning",
    label: "Q(v)",
    caption: "Q(v), the probability that value v wins the optimal auction, the others truthful.",
  },
  payment: {
    title: "Expected payment",
    label: "T(v)",
    caption: "T(v) = v·Q(v) − ∫ Q, what value v expects to pay in the optimal auction.",
  },
} as const;

function interimFigure(
  { comparisons }: IntervalAuctionFindings,
  groups: readonly BidderGroup[],
  what: keyof typeof INTERIM,
): IntervalFigure {
  const { title, label, caption } = INTERIM[what];
  const series = groups.map((group): Curve => {
    const { distribution, range } = group.values;
    const bidder = comparisons.optimal.bidders[group.members[0]];
    const nodes = nodesOf(range.low, rightEnd(distribution), [...marksOf(group.values), bidder.reserve]);
    return { name: nameOf(group), style: "solid", points: nodes.map((v): Point => [v, bidder[what](v)]) };
  });
  return {
    heading: title,
    caption,
    chart: { title: `${title} in the optimal auction`, x: { label: "value v" }, y: { label }, series },
  };
}

function bidFigures({ comparisons, curves, asymmetric }: IntervalAuctionFindings): IntervalFigure[] {
  const { groups } = comparisons.optimal;
  const series =
    asymmetric === undefined
      ? curves.flatMap((curve) => symmetricCurve(curve, groups[0].values.distribution))
      : typeof asymmetric === "string"
        ? []
        : asymmetricCurves(asymmetric, groups);
  if (series.length === 0) return [];
  return [
    {
      heading: "Bids",
      caption:
        asymmetric === undefined
          ? "Symmetric equilibrium bids, without a reserve and for values from the best common reserve on. In all-pay auctions everybody pays."
          : "Equilibrium bids of the first-price auction without a reserve.",
      chart: { title: "Equilibrium bids", x: { label: "value v" }, y: { label: "bid" }, series },
    },
  ];
}

function symmetricCurve({ bids, ...curve }: BidCurve, distribution: Distribution): Curve[] {
  if (bids === undefined) return [];
  const points = nodesOf(bids.lowest, rightEnd(distribution), distribution.breakpoints)
    .map((v): Point => [v, bids.bid(v).value])
    .filter(([, bid]) => Number.isFinite(bid));
  const style = curve.format === "first-price" ? "solid" : "dashed";
  return points.length === 0 ? [] : [{ name: curveName(curve), style, points }];
}

function asymmetricCurves({ bid, lowestBid }: AsymmetricFirstPrice, groups: readonly BidderGroup[]): Curve[] {
  return groups.map((group, i): Curve => {
    const { distribution, range } = group.values;
    const points = nodesOf(Math.max(lowestBid, range.low), rightEnd(distribution), distribution.breakpoints)
      .map((v): Point => [v, bid(i as 0 | 1, v)])
      .filter(([, y]) => Number.isFinite(y));
    return { name: nameOf(group), style: "solid", points };
  });
}
