import type { NamedSection, NamedTable } from "../named-table.js";
import {
  type PageSource,
  type ReportFigure,
  type ReportSection,
  type ReportTable,
  reportPage,
} from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import { auctionFigures } from "./auction-figures.js";
import { auctionFormulas } from "./auction-formulas.js";
import { auctionSections, summarySentences } from "./auction-lines.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";

/** The report of `candor auction --values` as one HTML page: the answer of the terminal with densities, virtual values, revenue curves, allocation, payments and bids drawn, and its formulas. */
export async function intervalAuctionPage(
  found: IntervalAuctionFindings,
  source: PageSource = {},
): Promise<string> {
  const { densities, virtual, interim, bids } = await auctionFigures(found);
  const sections = auctionSections(found).map((section): ReportSection => {
    if (section.heading === "The bidders") return sectionOf(section, densities);
    if (section.heading === "The optimal auction") return sectionOf(section, interim);
    return sectionOf(section, /bids/.test(section.heading) && !/responses/.test(section.heading) ? bids : []);
  });
  const optimum = sections.findIndex(({ heading }) => heading === "The optimal auction");
  return reportPage({
    ...source,
    title: "Optimal auction",
    subtitle: summarySentences(found).join(" "),
    sections: [
      ...sections.slice(0, optimum),
      { heading: "Virtual values", figure: virtual },
      ...sections.slice(optimum),
      { heading: "Formulas", formulas: auctionFormulas(found) },
    ],
    madeBy: MADE_BY,
  });
}

function sectionOf(
  { heading, paragraphs, table }: NamedSection,
  figure: readonly ReportFigure[],
): ReportSection {
  return { heading, paragraphs, figure, ...(table.rows.length === 0 ? {} : { table: tableOf(table) }) };
}

function tableOf({ head, rows }: NamedTable): ReportTable {
  const number = (cell: string) => /^(-|< )?\d[\d.e+-]*( ± \S+)?$|^–$|^never served$|^$/.test(cell);
  const numeric = head.flatMap((_, column) =>
    column > 0 && rows.every((row) => number(row[column])) ? [column] : [],
  );
  return { head, rows, numeric };
}
