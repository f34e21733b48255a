import type { Chart, Curve } from "../chart/chart.js";
import { csvOf } from "../chart/csv-of.js";
import { lineChart } from "../chart/line-chart.js";
import type { NamedTable } from "../named-table.js";
import { type ReportSection, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import type { GrowthTable, QuantityId, RuleGrowth } from "./growth.js";
import {
  compositionTable,
  ESTIMATE,
  isComputed,
  methodLines,
  reasonLines,
  ruleTable,
  summaryTable,
} from "./growth-report.js";

/** What is drawn, with the words of the title; the size of a surplus or deficit, whatever its sign. */
const DRAWN: readonly { readonly id: QuantityId; readonly title: string; readonly label: string }[] = [
  { id: "dominant-strategy-ic", title: "What a lie can gain, whatever others report", label: "gain" },
  { id: "bayesian-ic", title: "What a lie gains in expectation", label: "expected gain" },
  { id: "payments-per-head", title: "Surplus or deficit per head", label: "|payments| per head" },
  { id: "loss-per-head", title: "Welfare lost per head", label: "loss per head" },
];

/** The report of `candor grow` as one HTML page: a curve a rule for what may vanish, a table a rule. */
export async function growthPage(table: GrowthTable, modelText: string): Promise<string> {
  const computed = table.rules.filter(isComputed);
  return reportPage({
    title: table.title,
    subtitle: "Rules as the population grows, in the proportions of the model file.",
    sections: [
      ...(computed.length > 1
        ? [{ heading: "Side by side", table: { ...summaryTable(table) }, paragraphs: [ESTIMATE] }]
        : []),
      ...(await figures(computed)),
      { heading: "Sizes", table: numbersOf(compositionTable(table)) },
      ...computed.map((rule) => ({
        heading: rule.rule,
        table: numbersOf(ruleTable(rule)),
        paragraphs: [...methodLines(rule), ESTIMATE],
      })),
      { heading: "What could not be computed", paragraphs: reasonLines(table) },
    ].filter(({ paragraphs = [], ...rest }) => "table" in rest || "figure" in rest || paragraphs.length > 0),
    model: modelText,
    madeBy: MADE_BY,
  });
}

function numbersOf({ head, rows }: NamedTable): NonNullable<ReportSection["table"]> {
  return { head, rows, numeric: head.slice(1).map((_, k) => k + 1) };
}

async function figures(rules: readonly RuleGrowth[]): Promise<ReportSection[]> {
  const sections: ReportSection[] = [];
  for (const { id, title, label } of DRAWN) {
    const chart = growthChart(rules, id, title, label);
    if (chart === undefined) continue;
    const caption =
      "Both axes are logarithmic: a power of n is a straight line, an exponential bends down. Values in doubles that are not told from 0 are left out.";
    sections.push({ heading: title, figure: { svg: await lineChart(chart), csv: csvOf(chart), caption } });
  }
  return sections;
}

/** One curve a rule over the sizes; `undefined` where nothing but zeros is known. */
export function growthChart(
  rules: readonly RuleGrowth[],
  id: QuantityId,
  title: string,
  label: string,
): Chart | undefined {
  const series = rules.map(
    (rule): Curve => ({ name: rule.rule, style: "solid", points: pointsOf(rule, id) }),
  );
  const drawn = series.filter(({ points }) => points.length > 0);
  if (!drawn.some(({ points }) => points.some(([, y]) => Number.isFinite(y)))) return undefined;
  return { title, x: { label: "n", log: true }, y: { label, log10: true }, series: drawn };
}

/** log10 of the absolute value; −∞ where it is exactly 0. */
function pointsOf({ measurements }: RuleGrowth, id: QuantityId): (readonly [number, number])[] {
  return measurements.flatMap(({ n, cells }) => {
    const cell = cells[id];
    if (cell.state !== "value" || (cell.errorBound > 0 && Math.abs(cell.value) <= cell.errorBound)) return [];
    return [[n, Math.log10(Math.abs(cell.value))] as const];
  });
}
