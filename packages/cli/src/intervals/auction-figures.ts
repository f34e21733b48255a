import type { BidderGroup } from "@candor/core/intervals";
import type { Chart, Curve } from "../chart/chart.js";
import type { ReportFigure } from "../page/report-page.js";
import { curveName } from "./auction-tables.js";
import { densityFigure } from "./density-figure.js";
import { drawFigure } from "./draw-figure.js";
import type { DrawnGroup } from "./drawn-group.js";
import { curvesOf, cutNote } from "./drawn-values.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";
import { revenueCurve } from "./revenue-curve.js";
import { marksOf, virtualFigure } from "./virtual-figure.js";

export interface AuctionFigures {
  readonly densities: readonly ReportFigure[];
  readonly virtual: readonly ReportFigure[];
  readonly interim: readonly ReportFigure[];
  readonly bids: readonly ReportFigure[];
}

type Point = readonly [x: number, y: number];

/** Distributions that are drawn: as many as there are colours. */
const MOST_DRAWN = 6;

/** Densities, virtual values and revenue curves of each kind of bidder, what they win and pay, and their bids. */
export async function auctionFigures(found: IntervalAuctionFindings): Promise<AuctionFigures> {
  const { groups } = found.comparisons.optimal;
  const drawn = groups.slice(0, MOST_DRAWN).map((group, hue): DrawnGroup => {
    const { name } = group.values.distribution;
    const named = groups.length > 1;
    return { group, hue, named, name: named ? `${hue + 1}: ${name}` : name };
  });
  const more =
    groups.length > MOST_DRAWN ? ` The first ${MOST_DRAWN} of ${groups.length} kinds are drawn.` : "";
  const notes = drawn
    .map(({ group, named }) =>
      cutNote(group.values.distribution, named ? `${group.values.distribution.name}: drawn` : "Drawn"),
    )
    .filter(Boolean);
  const note = [more, ...notes.map((text) => ` ${text}`)].join("");
  const figure = ({ chart, caption }: { chart: Chart; caption: string }) => drawFigure(chart, caption + note);
  const bids = bidChart(found);
  return {
    densities: [
      await densityFigure(
        drawn.map(({ group, ...rest }) => ({ ...rest, distribution: group.values.distribution })),
        "value v",
      ),
    ],
    virtual: [await figure(virtualFigure(found, drawn)), await figure(revenueCurve(drawn))],
    interim: [
      await figure(interimChart(found, drawn, "allocation")),
      await figure(interimChart(found, drawn, "payment")),
    ],
    bids: bids === undefined ? [] : [await figure(bids)],
  };
}

const INTERIM = {
  allocation: {
    title: "Chance of winning",
    label: "Q(v)",
    reach: [0, 1],
    caption: "Q(v), the probability that value v wins the optimal auction, the others truthful.",
  },
  payment: {
    title: "Expected payment",
    label: "T(v)",
    reach: [0],
    caption: "T(v) = v·Q(v) − ∫ Q, what value v expects to pay in the optimal auction.",
  },
} as const;

function interimChart(
  { comparisons }: IntervalAuctionFindings,
  drawn: readonly DrawnGroup[],
  what: keyof typeof INTERIM,
): { chart: Chart; caption: string } {
  const { title, label, reach, caption } = INTERIM[what];
  const series = drawn.flatMap(({ group, name, hue }) => {
    const bidder = comparisons.optimal.bidders[group.members[0]];
    const marks = [
      ...marksOf(group.values),
      bidder.reserve,
      ...contested(group, comparisons.optimal.bidders.length),
    ];
    return curvesOf({ name, hue, style: "solid" }, group.values.distribution, bidder[what], marks);
  });
  return {
    caption,
    chart: { title: `${title} in the optimal auction`, x: { label: "value v" }, y: { label, reach }, series },
  };
}

/** Expected numbers of rivals with a higher value around which the chance of winning turns. */
const AHEAD = [0.02, 0.1, 0.3, 0.6, 1, 1.5, 2.5, 4, 7];

/** Where many bidders compete: high values alone, far closer together than pictures have points. */
function contested({ values }: BidderGroup, bidders: number): number[] {
  const shares = AHEAD.map((ahead) => ahead / bidders).filter((share) => share < 0.1);
  return shares.map((share) => values.distribution.quantile(1 - share));
}

const BIDS = {
  alike:
    "Symmetric equilibrium bids, without a reserve and for values from the best common reserve on. In all-pay auctions everybody pays. In second-price auctions the value itself is bid.",
  different:
    "Equilibrium bids of the first-price auction without a reserve, below the value itself by what a bidder hopes to keep.",
};

function bidChart({
  comparisons,
  curves,
  asymmetric,
}: IntervalAuctionFindings): { chart: Chart; caption: string } | undefined {
  const distributions = comparisons.optimal.groups.map(({ values }) => values.distribution);
  const series =
    asymmetric === undefined
      ? curves.flatMap(({ bids, ...curve }): Curve[] => {
          if (bids === undefined) return [];
          const bid = (v: number) => (v < bids.lowest ? Number.NaN : bids.bid(v).value);
          const style = curve.reserve > 0 ? "dashed" : "solid";
          const hue = curve.format === "first-price" ? 0 : 1;
          return curvesOf({ name: curveName(curve), style, hue }, distributions[0], bid, [bids.lowest]);
        })
      : typeof asymmetric === "string"
        ? []
        : distributions.flatMap((distribution, i) => {
            const bid = (v: number) =>
              v < asymmetric.lowestBid ? Number.NaN : asymmetric.bid(i as 0 | 1, v);
            const name = `${i + 1}: ${distribution.name}`;
            return curvesOf({ name, hue: i, style: "solid" }, distribution, bid, [asymmetric.lowestBid]);
          });
  const shown = series.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return undefined;
  const ends = shown.flatMap(({ points }) => points.map(([v]) => v));
  const diagonal = [Math.min(...ends), Math.max(...ends)].map((v): Point => [v, v]);
  return {
    caption: asymmetric === undefined ? BIDS.alike : BIDS.different,
    chart: {
      title: "Equilibrium bids",
      x: { label: "value v" },
      y: { label: "bid" },
      series: [...shown, { name: "the value itself", style: "dotted", hue: 2, points: diagonal }],
    },
  };
}
