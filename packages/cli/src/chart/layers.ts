import type { TopLevelSpec } from "vega-lite";
import type { Tick } from "./axis.js";
import type { Layout } from "./layout.js";
import { type Placed, type PlacedRule, SIZE } from "./place-rules.js";

/** A layer of a Vega-Lite plot. */
export type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>["layer"][number];

const INK = "#222222";
/** Of what is not data. */
export const GREY = "#6b6b6b";
const GRID = "#e4e4e4";

/** Layers in px from the plot's top left corner: only the axes have scales. */
export function inPixels(mark: object, values: readonly object[], further: object = {}): Layer {
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

/** Lines of text. */
export function textLayer(lines: readonly Placed[], style: object): Layer {
  const mark = { type: "text", align: "left", baseline: "middle", color: INK, ...style };
  return inPixels(mark, lines, { text: { field: "text" } });
}

/** Straight lines. */
export function strokes(
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
