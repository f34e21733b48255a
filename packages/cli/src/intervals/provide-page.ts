import { type PageSource, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import type { ProvisionFindings } from "./examine-provision.js";
import { contributorFigures, regionFigure, sizesFigure, valueFigure } from "./provide-figures.js";
import { provideFormulas } from "./provide-formulas.js";
import { amountRows, SIZE_HEAD, sizeRows, titleOf, unsettledLines, verdictLine } from "./provide-lines.js";

/** The report of `candor provide` as one HTML page. */
export async function providePage(found: ProvisionFindings, source: PageSource = {}): Promise<string> {
  const region = await regionFigure(found);
  const sizes = await sizesFigure(found);
  const unsettled = unsettledLines(found);
  return reportPage({
    ...source,
    title: "Providing a public good",
    subtitle: titleOf(found),
    sections: [
      {
        heading: "Can it be provided efficiently?",
        paragraphs: [verdictLine(found), ...unsettled],
        table: { head: ["", "amount"], rows: amountRows(found), numeric: [1] },
      },
      { heading: "What it is worth", figure: await valueFigure(found) },
      {
        heading: "When it is provided, and who pays what",
        figure: [...(region === undefined ? [] : [region]), ...(await contributorFigures(found))],
      },
      ...(found.sizes.length === 0
        ? []
        : [
            {
              heading: "Other numbers of contributors",
              table: sizeTable(found),
              ...(sizes && { figure: sizes }),
            },
          ]),
      { heading: "Formulas", formulas: provideFormulas(found) },
    ],
    madeBy: MADE_BY,
  });
}

function sizeTable(found: ProvisionFindings): ReportTable {
  return { head: SIZE_HEAD, rows: sizeRows(found), numeric: SIZE_HEAD.map((_, column) => column) };
}
