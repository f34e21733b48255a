import { printRational, toDouble, type WideNumber, wideLog10 } from "@candor/core/numeric";
import {
  incentiveGain,
  proofBound,
  proofConstants,
  roughCells,
  tailBound,
  worstComposition,
} from "@candor/core/population";
import type { Chart, Curve, ReferenceLine } from "../chart/chart.js";
import { csvOf } from "../chart/csv-of.js";
import { noteOnZeros } from "../chart/describe-chart.js";
import { lineChart } from "../chart/line-chart.js";
import type { NamedTable } from "../named-table.js";
import { type ReportSection, reportPage } from "../page/report-page.js";
import type { Progress } from "../progress.js";
import { MADE_BY } from "../version.js";
import type { ExaminePopulation, PopulationFindings } from "./examine-population.js";
import {
  BLANK,
  conditionLines,
  hasBlanks,
  optimalityLines,
  signalLines,
  summaryLines,
} from "./population-lines.js";
import { moneyTable, sizeTable, targetTable } from "./population-tables.js";

/** Counts that the points of a curve may look at together. */
const CURVE_CELLS = 3e7;
const USUAL_END = 120;
/** Counts up to which the bound of the proof is drawn: it takes a dozen sums each. */
const PROOF_CELLS = 3000;

/**
 * The report of `candor population` as one HTML page: the curve of ε* with all bounds on a logarithmic scale, thresholds, tables.
 * `further` are sections of their own kind, put before the model.
 */
export async function populationPage(
  found: PopulationFindings,
  question: ExaminePopulation,
  modelText: string,
  further: readonly ReportSection[],
  progress: Progress,
): Promise<string> {
  const { population, targets } = found;
  const near = curveChart(found, question, progress);
  const far = sizesChart(found);
  const sections: ReportSection[] = [
    {
      heading: "How much a lie gains",
      paragraphs: [...signalLines(found), ...conditionLines(found)],
      figure: {
        svg: await lineChart(near),
        csv: csvOf(near),
        caption:
          `ε*, the largest gain from a lie, exactly, beside what bounds it: Σ C·ρⁿ holds for every composition and size. The curve 1/√n shows the order that the source remarks on, without its constant. Vertical lines: from where on ε* stays at or below a target, and the n0 of the source's proof for it. ${noteOnZeros(near)}`.trim(),
      },
    },
    { heading: "By number of players", table: tableOf(sizeTable(found)) },
    {
      heading: "Payments and welfare",
      paragraphs: optimalityLines(found),
      table: tableOf(moneyTable(found)),
    },
    ...(far === undefined
      ? []
      : [
          {
            heading: "Far out",
            figure: {
              svg: await lineChart(far),
              csv: csvOf(far),
              caption:
                "−log₁₀ of ε*, of the loss of welfare and of the bound over the sizes of the table: lines of slope 1, far enough out, mean that all fall exponentially. Values above 1/10 are left out.",
            },
          },
        ]),
    ...targets.map((target) => ({
      heading: `From how many players on is ε* ≤ ${printRational(target.epsilon)}?`,
      table: tableOf(targetTable(found, target)),
    })),
    ...further,
  ];
  return reportPage({
    title: population.title,
    subtitle: [...summaryLines(population), ...(hasBlanks(found) ? [BLANK] : [])].join(" "),
    sections,
    model: modelText,
    madeBy: MADE_BY,
  });
}

function tableOf({ head, rows }: NamedTable) {
  const numeric = head.flatMap((_, column) =>
    rows.every((row) => /^[<\d–-]/.test(row[column]) || row[column] === "") ? [column] : [],
  );
  return { head, rows, numeric: numeric.filter((column) => column > 0) };
}

/** ε* for every size up to a little beyond the thresholds. */
function curveChart(found: PopulationFindings, { rule }: ExaminePopulation, progress: Progress): Chart {
  const { study, targets, tail } = found;
  const end = curveEnd(found);
  const sizes = Array.from({ length: end }, (_, k) => k + 1);
  const several = study.population.groups.length === 2;
  const stated: [number, number][] = [];
  const worst: [number, number][] = [];
  const proof: [number, number][] = [];
  const constants = proofConstants(study.population, { n: 1n, d: 1n });
  for (const n of sizes) {
    const proved = roughCells(study, n) <= PROOF_CELLS ? proofBound(study, constants, n) : undefined;
    if (proved !== undefined) proof.push([n, Math.log10(proved)]);
    progress.at(n, `curve: ${n} of ${end} players`);
    stated.push([n, logOf(incentiveGain(study, n, rule(n)).epsilon)]);
    if (several) worst.push([n, logOf(worstComposition(study, n).upper)]);
  }
  progress.done();
  const series: Curve[] = [
    { name: "ε*, stated composition", style: "solid", points: stated },
    ...(several ? [{ name: "ε*, worst composition", style: "dashed", points: worst } as const] : []),
    ...(proof.length > 0
      ? [{ name: "bound of the paper's proof", style: "dotted", points: proof } as const]
      : []),
    {
      name: "Σ C·ρⁿ, any composition",
      style: "dashed",
      points: sizes.map((n) => [n, logOf(tailBound(tail, n))]),
    },
    { name: "1/√n", style: "dotted", points: sizes.map((n) => [n, -Math.log10(n) / 2]) },
  ];
  return {
    title: "The most a lie can gain",
    x: { label: "players" },
    y: { label: "ε*", log10: true },
    series,
    rules: targets.flatMap(({ epsilon, stated: { players }, proof }): ReferenceLine[] => [
      { axis: "y", at: Math.log10(toDouble(epsilon)), label: `ε = ${printRational(epsilon)}` },
      { axis: "x", at: players, label: `ε* ≤ ${printRational(epsilon)} from ${players}` },
      ...(proof === undefined
        ? []
        : [
            {
              axis: "x",
              at: proof.signals + 1,
              label: `proof of ${printRational(epsilon)}: ${proof.signals + 1}`,
            } as const,
          ]),
    ]),
  };
}

function curveEnd({ study, targets }: PopulationFindings): number {
  const wanted = Math.max(
    targets.length === 0 ? USUAL_END : 10,
    ...targets.map(({ stated, proof }) => Math.ceil(1.1 * Math.max(stated.tailFrom, proof?.signals ?? 0))),
  );
  let cells = 0;
  for (let n = 1; n < wanted; n++) {
    cells += roughCells(study, n);
    if (cells > CURVE_CELLS) return n;
  }
  return wanted;
}

/** How many zeros ε* begins with over the sizes of the table, where they span enough to be worth a picture. */
function sizesChart({ sizes, tail }: PopulationFindings): Chart | undefined {
  const small = sizes.filter(({ answer }) => answer.epsilon.mantissa > 0 && logOf(answer.epsilon) < -1);
  if (small.length < 3 || small.at(-1)!.players < 10 * small[0].players) return undefined;
  const curve = (
    name: string,
    style: Curve["style"],
    value: (at: (typeof sizes)[number]) => WideNumber,
  ): Curve => ({
    name,
    style,
    points: small
      .map((size): [number, number] => [size.players, -logOf(value(size))])
      .filter(([, zeros]) => zeros > 0 && Number.isFinite(zeros))
      .map(([players, zeros]) => [players, Math.log10(zeros)]),
  });
  return {
    title: "Decimals before ε* begins",
    x: { label: "players", log: true },
    y: { label: "−log₁₀ of the gain, loss or bound", log10: true },
    series: [
      curve("ε*, stated composition", "solid", ({ answer }) => answer.epsilon),
      curve("welfare below first best", "points", ({ facts }) => facts.gap),
      curve("Σ C·ρⁿ, any composition", "dashed", ({ players }) => tailBound(tail, players)),
    ],
  };
}

function logOf(value: WideNumber): number {
  return value.mantissa === 0 ? Number.NEGATIVE_INFINITY : wideLog10(value);
}
