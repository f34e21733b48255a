import { type Distribution, dissolutionSurplus } from "@candor/core/intervals";
import type { Chart, Curve } from "../chart/chart.js";
import { csvOf } from "../chart/csv-of.js";
import { lineChart } from "../chart/line-chart.js";
import type { ReportFigure } from "../page/report-page.js";
import type { DissolvableSet, PartnershipFindings } from "./examine-partnership.js";
import { printNumber } from "./print-estimate.js";
import { shareTriangle } from "./share-triangle.js";

/** Points of a curve. */
const POINTS = 80;
/** Part of the values that is shown of a distribution without an end. */
const SHOWN = 0.999;

/** The set of dissolvable shares: the surplus over partner 1's share, or a triangle for three partners; none where there is no set. */
export async function shareFigure(found: PartnershipFindings): Promise<ReportFigure | undefined> {
  const { dissolvable } = found;
  if (!("answer" in dissolvable)) return undefined;
  return found.shares.length === 2
    ? drawn(
        surplusChart(found, dissolvable.answer),
        "The surplus left by dissolving, concave in the shares. Dissolving is possible where it is not negative.",
      )
    : triangleFigure(found, dissolvable.answer);
}

function surplusChart(
  { problem, stated, shares }: PartnershipFindings,
  { ends = [] }: DissolvableSet,
): Chart {
  const names = ["from", "to"];
  const curve = evenly(0, 1).map((r): [number, number] => [r, dissolutionSurplus(problem, [r, 1 - r]).value]);
  const here = dissolutionSurplus(problem, shares).value;
  return {
    title: "Surplus by shares",
    x: { label: "share of partner 1" },
    y: { label: "surplus" },
    series: [
      { name: "surplus", style: "solid", points: curve },
      {
        name: `as stated, ${stated.shares.map(({ n, d }) => `${n}/${d}`).join(" and ")}`,
        style: "points",
        points: [[shares[0], here]],
      },
    ],
    rules: [
      { axis: "y", at: 0, label: "0" },
      ...ends.map(
        ({ value }, k) => ({ axis: "x", at: value, label: `${names[k]} ${printNumber(value)}` }) as const,
      ),
    ],
  };
}

async function triangleFigure(
  { shares, easiest }: PartnershipFindings,
  { boundary }: DissolvableSet,
): Promise<ReportFigure> {
  const points = [
    ...("answer" in easiest ? [{ name: "easiest shares", shares: easiest.answer.shares }] : []),
    { name: "as stated", shares },
  ];
  const line = (name: string, at: readonly number[], onEdge: boolean | "") =>
    `${[name, ...at, onEdge].join(",")}\n`;
  return {
    svg: await shareTriangle({
      title: "Dissolvable shares",
      boundary: boundary.map((point) => point.shares),
      points,
    }),
    csv: [
      "series,share of partner 1,share of partner 2,share of partner 3,reaches a share of 0\n",
      ...boundary.map((point) => line("boundary", point.shares, point.onEdge)),
      ...points.map((point) => line(point.name, point.shares, "")),
    ].join(""),
    caption: `Shares at which three partners can dissolve efficiently; a partner's share is its distance from the opposite side, in steps of 1/5 along the grid. Each of the ${boundary.length} boundary points is found to rounding on a ray from one point inside; straight lines between them lie inside the convex region.`,
  };
}

/** What joining brings to each type, with AGV and with the balanced payments. */
export function joiningFigure(found: PartnershipFindings): Promise<ReportFigure> {
  const { agv, decision } = found;
  const series = [
    ...joiningCurves(found, "AGV", "dashed", agv.interimUtility),
    ...(decision.mechanism ? joiningCurves(found, "t", "solid", decision.mechanism.interimUtility) : []),
  ];
  return drawn(
    {
      title: "What joining brings",
      x: { label: "value" },
      y: { label: "utility above the share" },
      series,
      rules: [{ axis: "y", at: 0, label: "0" }],
    },
    `Expected utility less the worth of the share. Below 0 a partner would rather stay. AGV: expected externality payments${decision.mechanism ? "; t: the balanced payments that keep everyone in" : ""}. Partners with equal curves share one.`,
  );
}

/** One curve for all partners with the same distribution and share. */
function joiningCurves(
  { stated, shares, problem }: PartnershipFindings,
  rule: string,
  style: Curve["style"],
  utility: (agent: number, type: number) => number,
): Curve[] {
  const { distributions } = stated;
  const same = (i: number) =>
    shares.flatMap((share, j) => (share === shares[i] && distributions[j] === distributions[i] ? [j] : []));
  return shares.flatMap((_, i): Curve[] => {
    const all = same(i);
    if (all[0] !== i) return [];
    const { outside } = problem.agents[i];
    return [
      {
        name: `${rule}, partner ${all.map((j) => j + 1).join(", ")}`,
        style,
        points: shownTypes(distributions[i]).map((x) => [x, utility(i, x) - outside.value(x)]),
      },
    ];
  });
}

/** The equilibrium bid of each value. */
export async function bidFigure({ bidding, stated }: PartnershipFindings): Promise<ReportFigure | undefined> {
  if (!("answer" in bidding)) return undefined;
  const { bid } = bidding.answer;
  const points = shownTypes(stated.distributions[0]).map((x): [number, number] => [x, bid(x)]);
  return drawn(
    {
      title: "Equilibrium bids",
      x: { label: "value" },
      y: { label: "bid" },
      series: [{ name: "bid", style: "solid", points }],
    },
    "What a partner bids; it pays its bid less the mean of the others' bids, which leaves it less to pay than the bid itself.",
  );
}

function shownTypes({ support: [low, high], quantile }: Distribution): number[] {
  return evenly(
    Number.isFinite(low) ? low : quantile(1 - SHOWN),
    Number.isFinite(high) ? high : quantile(SHOWN),
  );
}

function evenly(from: number, to: number): number[] {
  return Array.from({ length: POINTS + 1 }, (_, k) => from + ((to - from) * k) / POINTS);
}

async function drawn(chart: Chart, caption: string): Promise<ReportFigure> {
  return { svg: await lineChart(chart), csv: csvOf(chart), caption };
}
