import { type PageSource, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import { densityFigure } from "./density-figure.js";
import { drawFigure } from "./draw-figure.js";
import { cutNote } from "./drawn-values.js";
import type { ScreeningFindings } from "./examine-screening.js";
import { pointwiseCurves, quantityChart, rentChart, tariffChart } from "./screen-charts.js";
import { screenFormulas } from "./screen-formulas.js";
import { checkLines, menuNotes, menuTable, moneyTable, pieceTable, titleOf } from "./screen-lines.js";

/** The report of `candor screen` as one HTML page: money, pieces, the menu, its curves, formulas and checks. */
export async function screenPage(found: ScreeningFindings, source: PageSource = {}): Promise<string> {
  const { warnings } = found.screening;
  const { distribution } = found.stated.problem;
  const cut = cutNote(distribution);
  const figure = (chart: Parameters<typeof drawFigure>[0], caption: string) =>
    drawFigure(chart, cut === "" ? caption : `${caption} ${cut}`);
  const quantities = await figure(
    quantityChart(found),
    pointwiseCurves(found).length > 0
      ? "What each type gets, beside what would be first best and what maximises the virtual surplus of the type by itself. Where the latter falls, types around are pooled (shaded)."
      : "What each type gets, beside what would be first best.",
  );
  const tariff = await drawFigure(
    tariffChart(found),
    "The price of each quantity when the agent chooses. A quantity nobody takes has the lowest price that changes nothing.",
  );
  const rents = await figure(
    rentChart(found),
    "What each type keeps, V(θ) = v(x(θ), θ) − t(θ), and pays, t(θ).",
  );
  const densities = await densityFigure([{ name: distribution.name, distribution, hue: 2 }], "type θ");
  return reportPage({
    ...source,
    title: "The best menu for a privately known type",
    subtitle: titleOf(found),
    sections: [
      {
        heading: "What it earns",
        table: moneyTable(found),
        ...(warnings.length > 0 && { paragraphs: warnings.map((warning) => `Warning: ${warning}`) }),
      },
      { heading: "The types", figure: densities },
      { heading: "Who gets what", table: pieceTable(found), figure: quantities },
      {
        heading: "The menu",
        paragraphs: menuNotes(found),
        table: menuTable(found),
        figure: [tariff, rents],
      },
      { heading: "Formulas", paragraphs: methodLines(found), formulas: screenFormulas(found) },
      { heading: "As it was stated", table: statedTable(found) },
      { heading: "Checks", paragraphs: checkLines(found) },
    ],
    madeBy: MADE_BY,
  });
}

/** How the numbers come about. */
function methodLines({ screening: { reflected } }: ScreeningFindings): string[] {
  const [way, least] = reflected ? ["fall", "highest"] : ["rise", "lowest"];
  return [
    `Lying does not pay where quantities ${way} with the type and rents follow the derivative of the value in the type. The profit of such a menu is then the expected virtual surplus φ less what the ${least} type keeps. The menu maximises it over all such quantities; where the type's own best quantity would go the other way, a stretch of types shares one.`,
  ];
}

/** The problem as it was written. */
function statedTable({ stated: { flags } }: ScreeningFindings): ReportTable {
  const rows = [
    ["value", flags.value],
    ["cost", flags.cost],
    ["quantities", flags.quantities],
    ["types", flags.types],
    ["outside option", flags.outside],
    ...(flags.kinks === "" ? [] : [["kinks at x", flags.kinks]]),
  ];
  return { head: ["", "as written"], rows };
}
