import type { Chart } from "../chart/chart.js";
import { csvOf } from "../chart/csv-of.js";
import { lineChart } from "../chart/line-chart.js";
import type { ReportFigure } from "../page/report-page.js";

/** A chart as a figure of a page, with its data. */
export async function drawFigure(chart: Chart, caption: string): Promise<ReportFigure> {
  return { svg: await lineChart(chart), csv: csvOf(chart), caption };
}
