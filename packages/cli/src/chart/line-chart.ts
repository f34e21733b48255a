import { fail } from "@candor/core/numeric";
import type { TopLevelSpec } from "vega-lite";
import type { Chart } from "./chart.js";
import { describeChart } from "./describe-chart.js";
import { drawSpecification } from "./draw-specification.js";
import { frame, ruleLayers, textLayer } from "./layers.js";
import { layOut } from "./layout.js";
import { looksOf } from "./look.js";
import { SIZE } from "./place-rules.js";
import { legendLayers, seriesLayers, zeroLayers } from "./series-layers.js";

// Names that browsers, drawing programs and typesetters know.
const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

/**
 * Draws curves, points, bands and reference lines as a stand-alone SVG, 480 px wide, with title, labels and legend. Values of
 * exactly 0 on a logarithmic y axis are marked by strokes on the x axis and interrupt their curve. The same chart gives the same
 * bytes. Errors: `not-drawable` for numbers that have no place on their axis.
 */
export async function lineChart(chart: Chart): Promise<string> {
  refuseUndrawable(chart);
  return drawSpecification(specificationOf(chart), describeChart(chart));
}

function refuseUndrawable({ x, y, series, rules = [] }: Chart): void {
  const badX = (at: number) => !Number.isFinite(at) || (x.log === true && at <= 0);
  const zero = (value: number) => y.log10 === true && value === Number.NEGATIVE_INFINITY;
  const complain = (path: string, at: unknown) =>
    fail("not-drawable", path, `${JSON.stringify(String(at))} has no place in the plot; leave it out.`);
  series.forEach(({ points, style }, k) => {
    points.forEach(([at, ...values], j) => {
      if (badX(at)) complain(`series[${k}].points[${j}][0]`, at);
      for (const value of values)
        if (!Number.isFinite(value) && !(style !== "band" && zero(value)))
          complain(`series[${k}].points[${j}][1]`, value);
    });
  });
  rules.forEach(({ axis, at }, k) => {
    if (axis === "x" ? badX(at) : !Number.isFinite(at)) complain(`rules[${k}].at`, at);
  });
}

function specificationOf(chart: Chart): TopLevelSpec {
  const layout = layOut(chart);
  const looks = looksOf(chart);
  const drawn = (bands: boolean) =>
    chart.series.flatMap((series, k) =>
      (series.style === "band") === bands ? seriesLayers(series, looks[k], layout, k) : [],
    );
  return {
    background: "white",
    autosize: { type: "none" },
    width: layout.width,
    height: layout.height,
    padding: layout.padding,
    config: { font: FONT, view: { stroke: null } },
    layer: [
      frame(layout),
      ...drawn(true),
      ...layout.rules.flatMap((rule) => ruleLayers(rule, layout)),
      ...drawn(false),
      ...zeroLayers(chart, looks, layout),
      textLayer(layout.title, { fontSize: SIZE.title, fontWeight: "bold" }),
      textLayer(layout.yLabel, { fontSize: SIZE.label }),
      textLayer(layout.xLabel, { fontSize: SIZE.label, align: "center" }),
      ...legendLayers(chart, layout, looks),
    ],
  };
}
