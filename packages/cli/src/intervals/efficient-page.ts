import { type PageSource, type ReportSection, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import { type Claims, joiningFigure, valueFigure } from "./claim-figures.js";
import { claimFormulas } from "./claim-formulas.js";
import { efficientSections, titleOf } from "./efficient-lines.js";
import type { EfficientFindings } from "./examine-efficient.js";
import { texText } from "./tex.js";

/** The report of `candor efficient` as one HTML page. */
export async function efficientPage(found: EfficientFindings, source: PageSource = {}): Promise<string> {
  const claims = claimsOf(found);
  const figures = [await valueFigure(claims), await joiningFigure(claims)];
  const sections = efficientSections(found).map(
    ({ heading, paragraphs, table }): ReportSection => ({
      heading,
      paragraphs,
      ...(table.rows.length > 0 && { table: { ...table, numeric: [4, 5, 7] }, figure: figures }),
    }),
  );
  const formulas = claimFormulas({
    ...found,
    outside: (value) => `\\mathrm{IR}_i(${value})`,
    beside: found.claimants.map(
      ({ name, written }, i) => `${texText(name)}:\\ \\mathrm{IR}_${i + 1} = ${texText(written)}`,
    ),
  });
  return reportPage({
    ...source,
    title: "An efficient mechanism with a balanced budget",
    subtitle: titleOf(found),
    sections: [...sections.slice(0, -1), { heading: "Formulas", formulas }, ...sections.slice(-1)],
    madeBy: MADE_BY,
  });
}

function claimsOf({ claimants, problem, agv, decision }: EfficientFindings): Claims {
  return {
    ...{ problem, agv, decision },
    names: claimants.map(({ name }) => name),
    outside: claimants.map(({ written }) => written),
    distributions: claimants.map(({ distribution }) => distribution),
  };
}
