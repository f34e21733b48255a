import { type Axis, axisFor } from "./axis.js";
import { type Chart, namedSeries, zerosOf } from "./chart.js";
import { LINE, type Placed, type PlacedRule, placeAbove, placeBeside, SIZE } from "./place-rules.js";
import { textWidth, wrapText } from "./text-width.js";

const WIDTH = 480;
const PLOT_HEIGHT = 240;
const EDGE = 12;
/** Room at most for the labels of horizontal lines. */
const BESIDE = 110;
/** From the left edge of a legend's sample to its text. */
export const SAMPLE = 34;
const LEGEND_GAP = 20;

/** Where everything is; plot-relative px. */
export interface Layout {
  readonly x: Axis;
  readonly y: Axis;
  readonly pixelX: (x: number) => number;
  readonly pixelY: (y: number) => number;
  readonly width: number;
  readonly height: number;
  readonly padding: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly title: readonly Placed[];
  readonly yLabel: readonly Placed[];
  readonly xLabel: readonly Placed[];
  readonly legend: readonly Placed[];
  readonly rules: readonly PlacedRule[];
}

/** x as a position on its axis. */
function positionOfX(chart: Chart, x: number): number {
  return chart.x.log ? Math.log10(x) : x;
}

/**
 * Places title, labels and legend around the plot: title and y label above it, labels of vertical lines in rows between, labels of
 * horizontal lines to its right, the legend below the x axis. Deterministic: widths are estimated, not measured.
 */
export function layOut(chart: Chart): Layout {
  const x = axisFor(xsOf(chart), { logarithmic: chart.x.log === true });
  const y = axisFor(ysOf(chart), { logarithmic: chart.y.log10 === true, round: true });
  const rules = chart.rules ?? [];
  const left = EDGE + 8 + widest(y.ticks.map(({ label }) => label));
  const beside = rules
    .filter(({ axis }) => axis === "y")
    .map((rule) => ({ rule, text: wrapText(rule.label, BESIDE, SIZE.tick, 3) }));
  const room = Math.max(
    0,
    ...beside.flatMap(({ text }) => text.map((line) => textWidth(line, SIZE.tick) + 14)),
  );
  const right = Math.max(EDGE, room + 4, widest(x.ticks.slice(-1).map(({ label }) => label)) / 2 + 4);
  const width = WIDTH - left - right;
  const pixelX = (at: number) => pixel(x, positionOfX(chart, at), width);
  const pixelY = (at: number) => pixel({ low: y.high, high: y.low }, at, PLOT_HEIGHT);
  const above = placeAbove(
    rules.filter(({ axis }) => axis === "x"),
    pixelX,
    width,
  );
  const head = WIDTH - 2 * EDGE;
  const yLabel = wrapText(chart.y.label, head, SIZE.label, 2);
  const title = wrapText(chart.title, head, SIZE.title * 1.06, 3);
  const yTop = -Math.max(0, ...above.map(({ end }) => end)) - 8 - yLabel.length * LINE;
  const titleTop = yTop - 8 - title.length * 20;
  const xLabel = wrapText(chart.x.label, width, SIZE.label, 2);
  const legendTop = PLOT_HEIGHT + 26 + xLabel.length * LINE + 10;
  const { entries, bottom } = placeLegend(legendNames(chart), left, legendTop);
  return {
    x,
    y,
    pixelX,
    pixelY,
    width,
    height: PLOT_HEIGHT,
    padding: { left, right, top: EDGE - titleTop, bottom: bottom - PLOT_HEIGHT + 4 },
    title: title.map((text, k) => ({ text, x: EDGE - left, y: titleTop + 10 + 20 * k })),
    yLabel: yLabel.map((text, k) => ({ text, x: EDGE - left, y: yTop + LINE * (k + 0.5) })),
    xLabel: xLabel.map((text, k) => ({ text, x: width / 2, y: PLOT_HEIGHT + 26 + LINE * (k + 0.5) })),
    legend: entries,
    rules: [...above, ...placeBeside(beside, pixelY, { width, height: PLOT_HEIGHT })],
  };
}

/** What the legend names: series and, where there are any, values of exactly 0. */
function legendNames(chart: Chart): string[] {
  const zeros = chart.series.some((each) => zerosOf(each).length > 0);
  return [
    ...namedSeries(chart).map((k) => chart.series[k].name),
    ...(zeros ? ["exactly 0 (no logarithm)"] : []),
  ];
}

function* xsOf(chart: Chart): Iterable<number> {
  for (const { points } of chart.series) for (const [x] of points) yield positionOfX(chart, x);
  for (const { axis, at } of chart.rules ?? []) if (axis === "x") yield positionOfX(chart, at);
}

function* ysOf({ y: { reach = [] }, series, rules = [] }: Chart): Iterable<number> {
  yield* reach;
  for (const { points, style } of series) {
    if (style === "stems" && points.length > 0) yield 0;
    for (const [, ...ys] of points) for (const y of ys) if (y !== Number.NEGATIVE_INFINITY) yield y;
  }
  for (const { axis, at } of rules) if (axis === "y") yield at;
}

function pixel({ low, high }: Pick<Axis, "low" | "high">, position: number, length: number): number {
  // Hundredths of a pixel are enough and keep the file small.
  return Math.round(((position - low) / (high - low)) * length * 100) / 100;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => textWidth(text, SIZE.tick)));
}

/** The legend in rows that end before the right edge; a name too long for a row is cut. */
function placeLegend(
  names: readonly string[],
  left: number,
  top: number,
): { readonly entries: Placed[]; readonly bottom: number } {
  const entries: Placed[] = [];
  const start = EDGE - left;
  const end = WIDTH - EDGE - left;
  let [x, row] = [start, 0];
  for (const name of names) {
    const text = wrapText(name, end - start - SAMPLE, SIZE.label, 1)[0] ?? "";
    const length = SAMPLE + textWidth(text, SIZE.label);
    if (x > start && x + length > end) [x, row] = [start, row + 1];
    entries.push({ text, x, y: top + (LINE + 4) * (row + 0.5) });
    x += length + LEGEND_GAP;
  }
  return { entries, bottom: top + (names.length === 0 ? 0 : (LINE + 4) * (row + 1)) + 4 };
}
