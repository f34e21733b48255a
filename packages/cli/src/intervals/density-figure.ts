import type { Distribution } from "@candor/core/intervals";
import type { Chart, Curve } from "../chart/chart.js";
import type { ReportFigure } from "../page/report-page.js";
import { drawFigure } from "./draw-figure.js";
import { cutNote, drawnRange, valuesBetween } from "./drawn-values.js";

export interface NamedDistribution {
  readonly name: string;
  readonly distribution: Distribution;
  /** Its colour throughout the page. */
  readonly hue: number;
}

type Point = readonly [x: number, y: number];

/** Heights above this many times that which nine tenths of the points stay below are cut off. */
const TOWERING = 4;
const STYLES = ["solid", "dashed", "dotted"] as const;

/** Densities over their pieces, and the probabilities of points. */
export function densityFigure(all: readonly NamedDistribution[], variable: string): Promise<ReportFigure> {
  const { chart, cut } = densityChart(all, variable);
  const atoms = all.some(({ distribution }) => distribution.atoms.length > 0);
  const notes = [
    all.every(({ distribution }) => distribution.pieces.length === 0)
      ? "Probabilities of the possible values."
      : atoms
        ? "Densities; of single points, with heads, the probability."
        : "Densities.",
    cut ? "Densities run beyond the top of the picture." : "",
    ...new Set(
      all.map(({ distribution }) =>
        cutNote(distribution, all.length > 1 ? `${distribution.name}: drawn` : "Drawn"),
      ),
    ),
  ];
  return drawFigure(chart, notes.filter(Boolean).join(" "));
}

function densityChart(all: readonly NamedDistribution[], variable: string): { chart: Chart; cut: boolean } {
  const outlines = all.map(({ distribution }) => outline(distribution));
  const heights = outlines.flatMap((points) => points.map(([, y]) => y).filter((y) => y > 0));
  const sorted = heights.sort((a, b) => a - b);
  const most = TOWERING * (sorted[Math.floor(0.9 * sorted.length)] ?? 1);
  const top = (sorted.at(-1) ?? 0) > most ? most : Infinity;
  const curves = all.flatMap(({ name, hue, distribution }, k) =>
    below(outlines[k], top, distribution.density).map(
      (points): Curve => ({ name, hue, style: STYLES[k % STYLES.length], points }),
    ),
  );
  const stems = all.map(({ name, hue, distribution: { atoms } }): Curve => {
    const points = atoms.map(({ at, mass }) => [at, mass] as const);
    return {
      name: all.length > 1 ? `point of ${name}` : "probability of a point",
      hue,
      style: "stems",
      points,
    };
  });
  const series = [...curves, ...stems].filter(({ points }) => points.length > 0);
  const what = series.every(({ style }) => style === "stems") ? "probability" : "density";
  return {
    cut: top < Infinity,
    chart: { title: "Distribution of types", x: { label: variable }, y: { label: what }, series },
  };
}

/** The parts of a density below a height, with where it crosses. */
function below(points: readonly Point[], top: number, density: (x: number) => number): Point[][] {
  const runs: Point[][] = [[]];
  points.forEach(([x, y], k) => {
    const [before, height] = points[k - 1] ?? [x, y];
    if (y <= top && height <= top) runs.at(-1)!.push([x, y]);
    else if (y <= top)
      runs.push([
        [y === 0 ? x : crossing(density, top, before, x), top],
        [x, y],
      ]);
    else if (height <= top)
      runs.at(-1)!.push([height === 0 ? before : crossing(density, top, x, before), top]);
  });
  return runs.filter((run) => run.length > 0);
}

/** Where the density falls to a height on the way from above it to below it. */
function crossing(density: (x: number) => number, height: number, above: number, under: number): number {
  let [high, low] = [above, under];
  for (let step = 0; step < 40; step++) {
    const middle = (high + low) / 2;
    if (density(middle) > height) high = middle;
    else low = middle;
  }
  return low;
}

/** The density over its pieces, down to 0 at their ends. */
function outline(distribution: Distribution): Point[] {
  const [low, high] = drawnRange(distribution);
  const { pieces, breakpoints, density } = distribution;
  return pieces.flatMap((piece, k): Point[] => {
    const [from, to] = [Math.max(piece[0], low), Math.min(piece[1], high)];
    if (!(from < to)) return [];
    const nudge = 1e-9 * (to - from);
    // On both sides of a breakpoint: there the density may jump.
    const sides = breakpoints.flatMap((at) => [at - nudge, at + nudge]);
    const inside = valuesBetween([from + nudge, to - nudge], sides)
      .filter((x) => !breakpoints.includes(x))
      .map((x): Point => [x, density(x)])
      .filter(([, y]) => Number.isFinite(y));
    // Pieces that touch are one curve; a cut-off tail does not end in 0.
    const opens = from === piece[0] && pieces[k - 1]?.[1] !== from;
    const closes = to === piece[1] && pieces[k + 1]?.[0] !== to;
    return [...(opens ? [[from, 0] as Point] : []), ...inside, ...(closes ? [[to, 0] as Point] : [])];
  });
}
