import { csvOf } from "../chart/csv-of.js";
import { lineChart } from "../chart/line-chart.js";
import type { NamedSection, NamedTable } from "../named-table.js";
import { type ReportSection, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import { auctionFigures } from "./auction-figures.js";
import { auctionSections, summarySentences } from "./auction-lines.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";

/** The report of `candor auction --values` as one HTML page: the answer of the terminal with virtual values, revenue curves and bids drawn. */
export async function intervalAuctionPage(found: IntervalAuctionFindings): Promise<string> {
  const figures: ReportSection[] = [];
  for (const { heading, chart, caption } of auctionFigures(found))
    figures.push({ heading, figure: { svg: await lineChart(chart), csv: csvOf(chart), caption } });
  return reportPage({
    title: "Optimal auction",
    subtitle: summarySentences(found).join(" "),
    sections: [...auctionSections(found).map(sectionOf), ...figures],
    madeBy: MADE_BY,
  });
}

function sectionOf({ heading, paragraphs, table }: NamedSection): ReportSection {
  return { heading, paragraphs, ...(table.rows.length === 0 ? {} : { table: tableOf(table) }) };
}

function tableOf({ head, rows }: NamedTable): ReportTable {
  const number = (cell: string) => /^[-<]?\d|^–$|^$/.test(cell);
  const numeric = head.flatMap((_, column) =>
    column > 0 && rows.every((row) => number(row[column])) ? [column] : [],
  );
  return { head, rows, numeric };
}
