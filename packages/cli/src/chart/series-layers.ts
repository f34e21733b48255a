import { type Chart, namedSeries, type Series, zerosOf } from "./chart.js";
import { GREY, inPixels, type Layer, strokes, textLayer } from "./layers.js";
import { type Layout, SAMPLE } from "./layout.js";
import type { Look } from "./look.js";
import { SIZE } from "./place-rules.js";

interface Point {
  readonly x: number;
  readonly y: number;
}

const LINE_WIDTH = 1.5;
const MARKER_AREA = 42;
/** Markers along a line: few, so that they do not hide it. */
const MARKERS = 8;
/** Height of the stroke on the x axis that stands for the value 0. */
const ZERO_STROKE = 7;
const BAND_OPACITY = 0.18;

/** A series in the plot, the `index`-th of its chart. */
export function seriesLayers(series: Series, look: Look, layout: Layout, index: number): Layer[] {
  const interpolate = series.step ? "step-after" : "linear";
  const { pixelX, pixelY, width } = layout;
  if (series.style === "band") {
    const area = series.points.map(([x, low, high]) => ({ x: pixelX(x), y: pixelY(low), y2: pixelY(high) }));
    const mark = { type: "area", color: look.color, opacity: BAND_OPACITY, interpolate, orient: "vertical" };
    return [inPixels(mark, area, { y2: { field: "y2" } })];
  }
  const runs = connected(series.points).map((points, run) =>
    points.map(([x, y]) => ({ x: pixelX(x), y: pixelY(y), run })),
  );
  if (series.style === "points") return markers(look, runs.flat());
  if (series.style === "stems") return stems(look, runs.flat(), pixelY(0));
  const joined = runs.filter((run) => run.length > 1).flat();
  const alone = runs.filter((run) => run.length === 1).flat();
  return [
    ...(joined.length === 0
      ? []
      : [inPixels(lineMark(look, interpolate), joined, { detail: { field: "run" } })]),
    ...(alone.length === 0 ? [] : [inPixels(dot(look), alone)]),
    ...markers(look, sparse(runs.flat(), index, width)),
  ];
}

function stems(look: Look, points: readonly Point[], foot: number): Layer[] {
  if (points.length === 0) return [];
  const segments = points.map(({ x, y }) => ({ x, y: foot, x2: x, y2: y }));
  // Many stand close: smaller heads.
  const size = points.length > 20 ? 14 : MARKER_AREA;
  return [strokes(segments, { color: look.color, strokeWidth: 1.2 }), ...markers(look, points, size)];
}

/** Strokes on the x axis where values are exactly 0, a row for each series that has any. */
export function zeroLayers({ series }: Chart, looks: readonly Look[], { pixelX, height }: Layout): Layer[] {
  return series
    .map((each, k) => ({ zeros: zerosOf(each), color: looks[k].color }))
    .filter(({ zeros }) => zeros.length > 0)
    .map(({ zeros, color }, row) => {
      const y = height - (ZERO_STROKE + 2) * row;
      const segments = zeros.map((x) => ({ x: pixelX(x), y, x2: pixelX(x), y2: y - ZERO_STROKE }));
      return strokes(segments, { color, strokeWidth: 1.2 });
    });
}

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
  return { type: "point", shape: "circle", filled: true, color, opacity: 1, size: 14 };
}

function markers({ color, shape }: Look, points: readonly Point[], size = MARKER_AREA): Layer[] {
  if (shape === undefined || points.length === 0) return [];
  const mark = {
    type: "point",
    shape,
    fill: "white",
    stroke: color,
    strokeWidth: 1.4,
    opacity: 1,
    size,
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
export function legendLayers(chart: Chart, { legend }: Layout, looks: readonly Look[]): Layer[] {
  const named = namedSeries(chart);
  const samples = legend.flatMap(({ x, y }, k) =>
    k < named.length ? sample(chart.series[named[k]].style, looks[named[k]], x, y) : [zeroSample(x, y)],
  );
  const names = legend.map(({ text, x, y }) => ({ text, x: x + SAMPLE, y }));
  return [...samples, textLayer(names, { fontSize: SIZE.label })];
}

const SAMPLE_WIDTH = SAMPLE - 7;

function sample(style: Series["style"], look: Look, x: number, y: number): Layer[] {
  const end = x + SAMPLE_WIDTH;
  const middle = { x: x + SAMPLE_WIDTH / 2, y };
  if (style === "points") return markers(look, [middle]);
  if (style === "stems") return stems(look, [{ ...middle, y: y - 4 }], y + 7);
  if (style !== "band") {
    const line = [
      { x, y },
      { x: end, y },
    ];
    return [inPixels(lineMark(look, "linear"), line), ...markers(look, [middle])];
  }
  const box = { x, y: y - 6, x2: end, y2: y + 6 };
  const corners = { x2: { field: "x2" }, y2: { field: "y2" } };
  return [inPixels({ type: "rect", color: look.color, opacity: BAND_OPACITY }, [box], corners)];
}

function zeroSample(x: number, y: number): Layer {
  const places = [-6, 0, 6].map((shift) => x + SAMPLE_WIDTH / 2 + shift);
  const segments = places.map((at) => ({ x: at, y: y + 4, x2: at, y2: y - 4 }));
  return strokes(segments, { color: GREY, strokeWidth: 1.2 });
}
