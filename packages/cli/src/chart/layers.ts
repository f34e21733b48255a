import type { TopLevelSpec } from "vega-lite";
import type { Tick } from "./axis.js";
import { type Chart, type Series, zerosOf } from "./chart.js";
import { type Layout, SAMPLE } from "./layout.js";
import type { Look } from "./look.js";
import { type Placed, type PlacedRule, SIZE } from "./place-rules.js";

/** A layer of a Vega-Lite plot. */
export type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>["layer"][number];

interface Point {
  readonly x: number;
  readonly y: number;
}

const INK = "#222222";
const GREY = "#6b6b6b";
const GRID = "#e4e4e4";
const LINE_WIDTH = 1.5;
const MARKER_AREA = 42;
/** Markers along a line: few, so that they do not hide it. */
const MARKERS = 8;
/** Height of the stroke on the x axis that stands for the value 0. */
const ZERO_STROKE = 7;

/** Layers in px from the plot's top left corner: only the axes have scales. */
function inPixels(mark: object, values: readonly object[], further: object = {}): Layer {
  const channel = (field: string) => ({ field, type: "quantitative", scale: null, axis: null, sort: null });
  const encoding = { x: channel("x"), y: channel("y"), ...further };
  return { data: { values }, mark, encoding } as Layer;
}

/** Axes and grid. */
export function frame({ x, y }: Layout): Layer {
  const channel = (field: string, { low, high, ticks }: Layout["x"]) => ({
    field,
    type: "quantitative",
    scale: { domain: [low, high], nice: false, zero: false },
    axis: {
      values: ticks.map(({ at }) => at),
      labelExpr: `${JSON.stringify(Object.fromEntries(ticks.map(({ at, label }: Tick) => [at, label])))}[datum.value]`,
      labelFontSize: SIZE.tick,
      labelColor: INK,
      labelFlush: false,
      labelOverlap: false,
      labelLimit: 0,
      labelPadding: 4,
      title: null,
      tickSize: 4,
      tickColor: INK,
      tickWidth: 0.8,
      domainColor: INK,
      domainWidth: 0.8,
      gridColor: GRID,
      gridWidth: 0.8,
    },
  });
  const encoding = { x: channel("x", x), y: channel("y", y) };
  return { data: { values: [] }, mark: "point", encoding } as Layer;
}

export function textLayer(lines: readonly Placed[], style: object): Layer {
  const mark = { type: "text", align: "left", baseline: "middle", color: INK, ...style };
  return inPixels(mark, lines, { text: { field: "text" } });
}

function strokes(
  segments: readonly { readonly x: number; readonly y: number; readonly x2: number; readonly y2: number }[],
  style: object,
): Layer {
  return inPixels({ type: "rule", ...style }, segments, { x2: { field: "x2" }, y2: { field: "y2" } });
}

/** A reference line with its label, joined where the label had to move. */
export function ruleLayers({ rule, lines, end, align }: PlacedRule, layout: Layout): Layer[] {
  const style = { color: GREY, strokeWidth: 0.9 };
  const { width, height } = layout;
  const text = textLayer(lines, { fontSize: SIZE.tick, align });
  if (rule.axis === "x") {
    const x = layout.pixelX(rule.at);
    return [strokes([{ x, y: height, x2: x, y2: -end }], style), text];
  }
  const y = layout.pixelY(rule.at);
  const joint = { x: width, y, x2: width + 9, y2: end };
  return [strokes([{ x: 0, y, x2: width, y2: y }, joint], style), text];
}

/** A series in the plot; `row` keeps the marks of zeros of several series apart. */
export function seriesLayers(series: Series, look: Look, layout: Layout, row: number): Layer[] {
  const interpolate = series.step ? "step-after" : "linear";
  const { pixelX, pixelY, height } = layout;
  if (series.style === "band") {
    const area = series.points.map(([x, low, high]) => ({ x: pixelX(x), y: pixelY(low), y2: pixelY(high) }));
    const mark = { type: "area", color: look.color, opacity: BAND_OPACITY, interpolate, orient: "vertical" };
    return [inPixels(mark, area, { y2: { field: "y2" } })];
  }
  const runs = connected(series.points).map((run) => run.map(([x, y]) => ({ x: pixelX(x), y: pixelY(y) })));
  const points = runs.flat();
  const lines = series.style === "points" ? [] : runs.filter((run) => run.length > 1);
  const alone = series.style === "points" ? [] : runs.filter((run) => run.length === 1).flat();
  const bottom = height - (ZERO_STROKE + 2) * row;
  const zeros = zerosOf(series).map((x) => ({
    x: pixelX(x),
    y: bottom,
    x2: pixelX(x),
    y2: bottom - ZERO_STROKE,
  }));
  return [
    ...lines.map((line) => inPixels(lineMark(look, interpolate), line)),
    ...(alone.length === 0 ? [] : [inPixels(dot(look), alone)]),
    ...markers(look, series.style === "points" ? points : sparse(points, row, layout.width)),
    ...(zeros.length === 0 ? [] : [strokes(zeros, { color: look.color, strokeWidth: 1.2 })]),
  ];
}

const BAND_OPACITY = 0.18;

function lineMark({ color, dash }: Look, interpolate: string): object {
  const cap = dash.length > 0 ? "butt" : "round";
  return {
    type: "line",
    color,
    strokeWidth: LINE_WIDTH,
    strokeDash: dash,
    strokeCap: cap,
    strokeJoin: "round",
    interpolate,
  };
}

/** A point of a line with no neighbour to be joined to. */
function dot({ color }: Look): object {
  return { type: "point", shape: "circle", filled: true, color, opacity: 1, size: 7 };
}

function markers({ color, shape }: Look, points: readonly Point[]): Layer[] {
  if (shape === undefined || points.length === 0) return [];
  const mark = {
    type: "point",
    shape,
    fill: "white",
    stroke: color,
    strokeWidth: 1.4,
    opacity: 1,
    size: MARKER_AREA,
  };
  return [inPixels(mark, points)];
}

/** Maximal runs of points without a value of 0 between them. */
function connected(points: readonly (readonly [number, number])[]): (readonly [number, number])[][] {
  const runs: (readonly [number, number])[][] = [];
  let open = false;
  for (const point of points) {
    const drawn = point[1] !== Number.NEGATIVE_INFINITY;
    if (drawn && !open) runs.push([]);
    if (drawn) runs.at(-1)!.push(point);
    open = drawn;
  }
  return runs;
}

/** The points nearest to a few places evenly spaced over the plot, shifted by the series so that markers do not coincide. */
function sparse(points: readonly Point[], series: number, width: number): Point[] {
  if (points.length <= MARKERS) return [...points];
  const chosen = new Set<Point>();
  for (let k = 0; k < MARKERS; k++) {
    const place = ((k + ((series * 0.37) % 1)) / MARKERS) * width;
    chosen.add(
      points.reduce((best, each) => (Math.abs(each.x - place) < Math.abs(best.x - place) ? each : best)),
    );
  }
  return [...chosen];
}

/** Samples and names below the x axis; last, if there are any, the mark of values that are exactly 0. */
export function legendLayers({ series }: Chart, { legend }: Layout, looks: readonly Look[]): Layer[] {
  const samples = legend.flatMap(({ x, y }, k) => {
    const end = x + SAMPLE - 7;
    if (k >= series.length)
      return [
        strokes(
          [0.3, 0.5, 0.7]
            .map((part) => x + part * (SAMPLE - 7))
            .map((at) => ({ x: at, y: y + 4, x2: at, y2: y - 4 })),
          { color: GREY, strokeWidth: 1.2 },
        ),
      ];
    const look = looks[k];
    if (series[k].style === "band") {
      const mark = { type: "rect", color: look.color, opacity: BAND_OPACITY };
      return [
        inPixels(mark, [{ x, y: y - 6, x2: end, y2: y + 6 }], { x2: { field: "x2" }, y2: { field: "y2" } }),
      ];
    }
    const line =
      series[k].style === "points"
        ? []
        : [
            inPixels(lineMark(look, "linear"), [
              { x, y },
              { x: end, y },
            ]),
          ];
    return [...line, ...markers(look, [{ x: (x + end) / 2, y }])];
  });
  const names = legend.map(({ text, x, y }) => ({ text, x: x + SAMPLE, y }));
  return [...samples, textLayer(names, { fontSize: SIZE.label })];
}
