import type { NamedTable } from "../named-table.js";
import { type PageSource, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import { auditLine } from "./balance-lines.js";
import { joiningFigure, valueFigure } from "./claim-figures.js";
import type { PartnershipFindings } from "./examine-partnership.js";
import { bidFigure, claimsOf, shareFigure } from "./partnership-figures.js";
import { partnershipFormulas } from "./partnership-formulas.js";
import {
  biddingLines,
  bidTable,
  participationLines,
  partnerTable,
  shareLines,
  sidePaymentTable,
  titleOf,
  verdictLines,
} from "./partnership-lines.js";

/** The report of `candor partnership` as one HTML page. */
export async function partnershipPage(found: PartnershipFindings, source: PageSource = {}): Promise<string> {
  const shares = await shareFigure(found);
  const joining = await joiningFigure(claimsOf(found));
  const bids = await bidFigure(found);
  const bidding = "answer" in found.bidding;
  return reportPage({
    ...source,
    title: "Dissolving a partnership",
    subtitle: titleOf(found),
    sections: [
      { heading: "Can it be dissolved efficiently?", paragraphs: verdictLines(found) },
      {
        heading: "The partners",
        paragraphs: participationLines(found),
        table: tableOf(partnerTable(found), [3, 4, 5, 7]),
        figure: [await valueFigure(claimsOf(found)), joining],
      },
      { heading: "Which shares", paragraphs: shareLines(found), ...(shares && { figure: shares }) },
      {
        heading: "Bidding",
        paragraphs: biddingLines(found),
        ...(bidding && { table: tableOf(bidTable(found), [0, 1, 2]) }),
        ...(bids && { figure: bids }),
      },
      ...(bidding ? [{ heading: "Side payments", table: tableOf(sidePaymentTable(found), [1, 2]) }] : []),
      { heading: "Formulas", formulas: partnershipFormulas(found) },
      { heading: "Audit", paragraphs: [auditLine(found)] },
    ],
    madeBy: MADE_BY,
  });
}

function tableOf({ head, rows }: NamedTable, numeric: readonly number[]): ReportTable {
  return { head, rows, numeric };
}
