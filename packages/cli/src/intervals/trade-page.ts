import type { NamedTable } from "../named-table.js";
import { type PageSource, type ReportSection, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import type { TradeFindings } from "./examine-trade.js";
import { densitiesFigure, grownFigure, regionFigure, traderFigures } from "./trade-figures.js";
import { tradeFormulas } from "./trade-formulas.js";
import {
  amountTable,
  boundaryIntroduction,
  boundaryTable,
  conditionTable,
  grownTable,
  mechanismNotes,
  mechanismTable,
  secondBestLines,
  titleOf,
  verdictLines,
} from "./trade-lines.js";

/** The report of `candor trade` as one HTML page. */
export async function tradePage(found: TradeFindings, source: PageSource = {}): Promise<string> {
  const region = await regionFigure(found);
  const grown = await grownFigure(found);
  const sections: ReportSection[] = [
    {
      heading: "Can trade be efficient?",
      paragraphs: verdictLines(found),
      table: tableOf(conditionTable(found), ["condition of Myerson and Satterthwaite", "holds"]),
      figure: await densitiesFigure(found),
    },
    { heading: "What efficiency costs", table: tableOf(amountTable(found), ["amount", "expected"]) },
    { heading: "Mechanisms", paragraphs: mechanismNotes(found), table: tableOf(mechanismTable(found)) },
    {
      heading: "The second best",
      paragraphs: [...secondBestLines(found), ...boundaryIntroduction(found)],
      table: tableOf(boundaryTable(found)),
      figure: [...(region === undefined ? [] : [region]), ...(await traderFigures(found))],
    },
    ...(found.grown.length === 0
      ? []
      : [
          {
            heading: "As many sellers as buyers",
            table: tableOf(grownTable(found)),
            ...(grown && { figure: grown }),
          },
        ]),
    { heading: "Formulas", formulas: tradeFormulas(found) },
  ];
  return reportPage({
    ...source,
    title: "Trade",
    subtitle: titleOf(found),
    sections,
    madeBy: MADE_BY,
  });
}

function tableOf({ head, rows }: NamedTable, instead: readonly string[] = head): ReportTable {
  const numeric = instead.flatMap((_, k) =>
    k > 0 && rows.every((row) => /^[-\d–]|^none$/.test(row[k])) ? [k] : [],
  );
  return { head: instead, rows, numeric };
}
