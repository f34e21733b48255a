import { survival, type VirtualValues } from "@candor/core/intervals";
import type { Chart } from "../chart/chart.js";

type Point = readonly [x: number, y: number];

const NODES = 200;

/** R(q) = q·F⁻¹(1 − q), what the price that sells with probability q earns, and its concave hull. */
export function revenueCurve(values: VirtualValues): { readonly chart: Chart; readonly caption: string } {
  const { name } = values.distribution;
  const points = revenuePoints(values);
  const hull = upperHull(points);
  const convex = values.ironedIntervals.length > 0 || values.distribution.atoms.length > 0;
  return {
    caption:
      "R(q) = q·F⁻¹(1 − q) is what the price that is accepted with probability q earns from one bidder; its slope is the virtual value, that of the hull the ironed one. Drawn at some 200 points.",
    chart: {
      title: `Revenue curve, ${name}`,
      x: { label: "probability of sale q" },
      y: { label: "R(q)" },
      series: [
        { name: "revenue R", style: "solid", points },
        ...(convex ? [{ name: "concave hull", style: "dashed", points: hull } as const] : []),
      ],
    },
  };
}

function revenuePoints({ distribution, ironedIntervals, kinks }: VirtualValues): Point[] {
  const marks = [...distribution.breakpoints, ...kinks.values, ...ironedIntervals.map(({ from }) => from)];
  const even = Array.from({ length: NODES + 1 }, (_, k) => k / NODES);
  // The price jumps in a gap of the support: both sides of its probability.
  const sides = marks.flatMap((v) => {
    const q = survival(distribution, v);
    return [q, q + 1e-9];
  });
  const shares = [...new Set([...even, ...sides])].filter((q) => q > 0 && q <= 1).sort((a, b) => a - b);
  return [[0, 0], ...shares.map((q): Point => [q, q * distribution.quantile(1 - q)])];
}

/** The least concave function above points by increasing x, by its corners. */
function upperHull(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const next of points) {
    while (hull.length >= 2 && !turnsDown(hull[hull.length - 2], hull[hull.length - 1], next)) hull.pop();
    hull.push(next);
  }
  return hull;
}

function turnsDown(a: Point, b: Point, c: Point): boolean {
  return (b[1] - a[1]) * (c[0] - b[0]) > (c[1] - b[1]) * (b[0] - a[0]);
}
