import { dissolutionSurplus } from "@candor/core/intervals";
import { printRational } from "@candor/core/numeric";
import type { Chart } from "../chart/chart.js";
import { csvLine } from "../chart/csv-of.js";
import type { ReportFigure } from "../page/report-page.js";
import type { Claims } from "./claim-figures.js";
import { drawFigure } from "./draw-figure.js";
import { curvesOf, cutNote } from "./drawn-values.js";
import type { DissolvableSet, PartnershipFindings } from "./examine-partnership.js";
import { printNumber } from "./print-estimate.js";
import { shareTriangle } from "./share-triangle.js";

/** Points of a curve. */
const POINTS = 80;

/** The set of dissolvable shares: the surplus over partner 1's share, or a triangle for three partners; none where there is no set. */
export async function shareFigure(found: PartnershipFindings): Promise<ReportFigure | undefined> {
  const { dissolvable } = found;
  if (!("answer" in dissolvable)) return undefined;
  return found.shares.length === 2
    ? drawFigure(
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
    x: { label: `share of ${stated.names[0]}` },
    y: { label: "surplus" },
    series: [
      { name: "surplus", style: "solid", hue: 0, points: curve },
      {
        name: `as stated, ${stated.shares.map(printRational).join(" and ")}`,
        style: "points",
        hue: 2,
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
  { stated: { names }, shares, easiest }: PartnershipFindings,
  { boundary }: DissolvableSet,
): Promise<ReportFigure> {
  const points = [
    ...("answer" in easiest ? [{ name: "easiest shares", shares: easiest.answer.shares }] : []),
    { name: "as stated", shares },
  ];
  const line = (name: string, at: readonly number[], onEdge: boolean | "") =>
    csvLine([name, ...at, onEdge].map(String));
  return {
    svg: await shareTriangle({
      names,
      title: "Dissolvable shares",
      boundary: boundary.map((point) => point.shares),
      points,
    }),
    csv: [
      csvLine(["series", ...names.map((name) => `share of ${name}`), "reaches a share of 0"]),
      ...boundary.map((point) => line("boundary", point.shares, point.onEdge)),
      ...points.map((point) => line(point.name, point.shares, "")),
    ].join(""),
    caption: `Shares at which three partners can dissolve efficiently; a partner's share is its distance from the opposite side: that of ${names[0]} is written along the left, of ${names[1]} along the bottom, of ${names[2]} along the right. Each of the ${boundary.length} boundary points is found to rounding on a ray from one point inside; straight lines between them lie inside the convex region.`,
  };
}

/** Partners as claimants: their shares tell their outside options apart. */
export function claimsOf({ stated, problem, agv, decision }: PartnershipFindings): Claims {
  const { names, distributions, shares } = stated;
  return { problem, agv, decision, names, distributions, outside: shares.map(printRational) };
}

/** The equilibrium bid of each value. */
export async function bidFigure({ bidding, stated }: PartnershipFindings): Promise<ReportFigure | undefined> {
  if (!("answer" in bidding)) return undefined;
  const { bid } = bidding.answer;
  return drawFigure(
    {
      title: "Equilibrium bids",
      x: { label: "value" },
      y: { label: "bid" },
      series: curvesOf({ name: "bid", style: "solid", hue: 0 }, stated.distributions[0], bid),
    },
    `What a partner bids; it pays its bid less the mean of the others' bids, which leaves it less to pay than the bid itself. ${cutNote(stated.distributions[0])}`.trim(),
  );
}

function evenly(from: number, to: number): number[] {
  return Array.from({ length: POINTS + 1 }, (_, k) => from + ((to - from) * k) / POINTS);
}
