import type { Chart } from "../chart/chart.js";
import { csvOf } from "../chart/csv-of.js";
import { lineChart } from "../chart/line-chart.js";
import { type ReportFigure, type ReportTable, reportPage } from "../page/report-page.js";
import { MADE_BY } from "../version.js";
import type { ScreeningFindings } from "./examine-screening.js";
import { printNumber } from "./print-estimate.js";
import { densityChart, quantityChart, rentChart, tariffChart } from "./screen-charts.js";
import { checkLines, menuNotes, menuTable, moneyTable, pieceTable, titleOf } from "./screen-lines.js";

/** The report of `candor screen` as one HTML page: money, pieces, the menu, its curves, formulas and checks. */
export async function screenPage(found: ScreeningFindings): Promise<string> {
  const { warnings } = found.screening;
  const quantities = await figure(
    quantityChart(found),
    "What each type gets, beside what would be first best and what maximises the virtual surplus of the type by itself. Where the latter falls, types around are pooled (shaded).",
  );
  const tariff = await figure(
    tariffChart(found),
    "The price of each quantity when the agent chooses. A quantity nobody takes has the lowest price that changes nothing.",
  );
  const rents = await figure(
    rentChart(found),
    "What each type keeps, V(θ) = v(x(θ), θ) − t(θ), and pays, t(θ).",
  );
  const density = await figure(densityChart(found), `The types: ${found.stated.problem.distribution.name}.`);
  return reportPage({
    title: "The best menu for a privately known type",
    subtitle: titleOf(found),
    sections: [
      {
        heading: "What it earns",
        table: moneyTable(found),
        ...(warnings.length > 0 && { paragraphs: warnings.map((warning) => `Warning: ${warning}`) }),
      },
      { heading: "Who gets what", table: pieceTable(found), figure: quantities },
      {
        heading: "The menu",
        paragraphs: menuNotes(found),
        table: menuTable(found),
      },
      { heading: "As a tariff", figure: tariff },
      { heading: "Rents", figure: rents },
      { heading: "The types", figure: density },
      { heading: "Checks", paragraphs: checkLines(found) },
      { heading: "Formulas", paragraphs: methodLines(found), table: formulaTable(found) },
    ],
    madeBy: MADE_BY,
  });
}

/** How the numbers come about. */
function methodLines({ screening: { reflected, participation } }: ScreeningFindings): string[] {
  const { topWeight } = participation;
  const weight = topWeight === 0 ? "" : " − σ";
  const rent = reflected ? `+ v_θ(x, θ)·(F(θ)${weight})/f(θ)` : `− v_θ(x, θ)·(1 − F(θ)${weight})/f(θ)`;
  const [way, least, other] = reflected ? ["fall", "highest", "lowest"] : ["rise", "lowest", "highest"];
  return [
    `Lying does not pay where quantities ${way} with the type and rents follow v_θ. The profit of such a menu is then E φ(x(θ), θ) less what the ${least} type keeps, with the virtual surplus φ(x, θ) = v(x, θ) − c(x) ${rent}. The menu maximises it over all such quantities; where the type's own best quantity would go the other way, a stretch of types shares the quantity at which E φ_x over the stretch is 0.`,
    ...(topWeight === 0
      ? []
      : [`σ = ${printNumber(topWeight)} is the weight of the participation of the ${other} type.`]),
    "Rents and payments follow from the quantities: V(θ) = V(θ₀) + ∫ v_θ(x(s), s) ds from any type θ₀ to θ, and t(θ) = v(x(θ), θ) − V(θ).",
  ];
}

/** The formulas and derivatives that were used. */
function formulaTable({ stated }: ScreeningFindings): ReportTable {
  const { value, byType, byQuantity, cross, cost, marginalCost, flags } = stated;
  const rows = [
    ["v(x, θ)", value.text],
    ["v_θ", byType.text],
    ["v_x", byQuantity.text],
    ["v_xθ", cross.text],
    ["c(x)", cost.text],
    ["c′(x)", marginalCost.text],
    ["x in", flags.quantities],
    ["θ ~", flags.types],
    ["outside option", flags.outside],
    ...(flags.kinks === "" ? [] : [["kinks at x", flags.kinks]]),
  ];
  return { head: ["name", "formula"], rows };
}

async function figure(chart: Chart, caption: string): Promise<ReportFigure> {
  return { svg: await lineChart(chart), csv: csvOf(chart), caption };
}
