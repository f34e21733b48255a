import { survival, type VirtualValues } from "@candor/core/intervals";
import type { Chart, Series } from "../chart/chart.js";
import type { DrawnGroup } from "./drawn-group.js";
import { namesOf } from "./virtual-figure.js";

type Point = readonly [x: number, y: number];

const NODES = 200;

/** R(q) = q·F⁻¹(1 − q), what the price that sells with probability q earns, and its concave hull, with what lies between shaded. */
export function revenueCurve(drawn: readonly DrawnGroup[]): {
  readonly chart: Chart;
  readonly caption: string;
} {
  return {
    caption:
      "R(q) = q·F⁻¹(1 − q) is what the price that is accepted with probability q earns from one bidder; its slope is the virtual value ψ, that of its concave hull the ironed ψ̄. The hull is that of the points drawn.",
    chart: {
      title: "Revenue curve",
      x: { label: "probability of sale q" },
      y: { label: "R(q)" },
      series: drawn.flatMap(revenueSeries),
    },
  };
}

function revenueSeries(drawn: DrawnGroup): Series[] {
  const { values } = drawn.group;
  const { of, short, hue, rawHue } = namesOf(drawn);
  const points = revenuePoints(values);
  if (values.ironedIntervals.length === 0 && values.distribution.atoms.length === 0)
    return [{ name: `revenue R${of}`, hue, style: "solid", points }];
  const hull = upperHull(points);
  const between = points.map(([q, revenue]) => [q, revenue, heightAt(hull, q)] as const);
  return [
    { name: `below the hull${short}`, hue, style: "band", points: between },
    { name: `revenue R${short}`, hue: rawHue, style: "dashed", points },
    { name: `concave hull${of}`, hue, style: "solid", points: hull },
  ];
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
  const points = shares.map((q): Point => [q, q * distribution.quantile(1 - q)]);
  return [[0, 0] as Point, ...points].filter(([, revenue]) => Number.isFinite(revenue));
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

function heightAt(hull: readonly Point[], q: number): number {
  const k = Math.max(
    1,
    hull.findIndex(([x]) => x >= q),
  );
  const [[x0, y0], [x1, y1]] = [hull[k - 1], hull[k]];
  return y0 + ((y1 - y0) * (q - x0)) / (x1 - x0);
}
