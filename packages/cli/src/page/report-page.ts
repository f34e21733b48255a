import { escapeMarkup } from "../chart/escape-markup.js";
import { scriptRuns, superscript } from "../chart/superscript.js";
import { formulasOf, type ReportFormula, texOf } from "./formulas.js";
import { STYLE } from "./style.js";

/** Rows of plain text; the first column heads its row. */
export interface ReportTable {
  readonly caption?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns (from 0) of numbers: set flush right, 1.2e-90 as 1.2·10⁻⁹⁰. */
  readonly numeric?: readonly number[];
}

export interface ReportFigure {
  /** Stand-alone SVG as the functions of `chart` draw it; put into the page as it is. */
  readonly svg: string;
  readonly caption: string;
  /** The data of the figure. */
  readonly csv: string;
}

export interface ReportSection {
  readonly heading: string;
  readonly paragraphs?: readonly string[];
  readonly table?: ReportTable;
  readonly figure?: ReportFigure | readonly ReportFigure[];
  readonly formulas?: readonly ReportFormula[];
}

/** Where a report comes from. */
export interface PageSource {
  /** The title of the model file, above that of the page. */
  readonly about?: string;
  /** The model file, shown as it is. */
  readonly model?: string;
}

/** A report; every text is plain Unicode, whose superscript and subscript characters (10⁻⁹⁰, n₀) are typeset. */
export interface Report extends PageSource {
  readonly title: string;
  readonly subtitle?: string;
  readonly sections: readonly ReportSection[];
  /** Which program made the report, e.g. "candor 0.1.0". */
  readonly madeBy: string;
}

/**
 * The report as one HTML file that needs neither network nor script, for screens light and dark, wide and narrow, and for paper.
 * Sections in the order given, each with its paragraphs, table, figures and formulas; figures and tables with a caption are numbered,
 * each figure offers its SVG and its data for download, formulas their LaTeX. No text becomes markup, and a policy in the page forbids scripts and requests besides.
 */
export function reportPage(report: Report): string {
  const { about, title, subtitle, sections, model, madeBy } = report;
  const figures = before(sections.map((section) => figuresOf(section).length));
  const tables = before(sections.map(({ table }) => (table?.caption === undefined ? 0 : 1)));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(about === undefined ? title : `${about}: ${title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
${about === undefined ? "" : `<p class="subtitle">${typeset(about)}</p>\n`}<h1>${typeset(title)}</h1>
${subtitle === undefined ? "" : `<p class="subtitle">${typeset(subtitle)}</p>\n`}</header>
${sections.map((section, k) => sectionOf(section, figures[k], tables[k])).join("\n")}
${model === undefined ? "" : `<section>\n<h2>Model file</h2>\n<pre tabindex="0">${escapeMarkup(model)}</pre>\n</section>\n`}</main>
<footer><p>Made by ${typeset(madeBy)}.</p></footer>
</body>
</html>
`;
}

/** How many there are before each. */
function before(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => (sum += count) - count);
}

function figuresOf({ figure = [] }: ReportSection): readonly ReportFigure[] {
  return "svg" in figure ? [figure] : figure;
}

/** A section after so many figures and tables. */
function sectionOf(section: ReportSection, figures: number, tables: number): string {
  const { heading, paragraphs = [], table, formulas = [] } = section;
  return [
    "<section>",
    `<h2>${typeset(heading)}</h2>`,
    ...paragraphs.map((text) => `<p>${typeset(text)}</p>`),
    ...(table === undefined ? [] : [tableOf(table, tables + 1)]),
    ...figuresOf(section).map((figure, k) => figureOf(figure, figures + k + 1)),
    ...(formulas.length === 0 ? [] : [formulasOf(formulas, typeset), formulaLink(formulas)]),
    "</section>",
  ].join("\n");
}

function tableOf({ caption, head, rows, numeric = [] }: ReportTable, number: number): string {
  const kind = (column: number) => (numeric.includes(column) ? ' class="number"' : "");
  const cell = (text: string, column: number) => {
    const content = typeset(numeric.includes(column) ? writeOut(text) : text);
    return column === 0
      ? `<th scope="row"${kind(column)}>${content}</th>`
      : `<td${kind(column)}>${content}</td>`;
  };
  const title =
    caption === undefined ? "" : `<caption><b>Table ${number}.</b> ${typeset(caption)}</caption>\n`;
  const columns = head.map((text, column) => `<th scope="col"${kind(column)}>${typeset(text)}</th>`);
  const lines = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
  const name = escapeMarkup(caption ?? head.join(", "));
  // Reachable by keyboard, because it scrolls where the page is narrow.
  return `<div class="scroller" role="region" tabindex="0" aria-label="Table: ${name}">
<table>
${title}<thead><tr>${columns.join("")}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table>
</div>`;
}

function figureOf({ svg, caption, csv }: ReportFigure, number: number): string {
  const link = (type: string, ending: string, content: string) =>
    download(`figure-${number}.${ending}`, type, content, `of figure ${number}`);
  return `<figure>
<div class="card">${svg}</div>
<figcaption><b>Figure ${number}.</b> ${typeset(caption)}</figcaption>
<p class="downloads">${link("image/svg+xml", "svg", svg)} ${link("text/csv", "csv", csv)}</p>
</figure>`;
}

function formulaLink(formulas: readonly ReportFormula[]): string {
  return `<p class="downloads">${download("formulas.tex", "application/x-tex", texOf(formulas), "of the formulas")}</p>`;
}

function download(name: string, type: string, content: string, what: string): string {
  const ending = name.slice(name.lastIndexOf(".") + 1).toUpperCase();
  return `<a download="${name}" href="data:${type};charset=utf-8;base64,${base64(content)}">Download ${ending}<span class="hidden"> ${what}</span></a>`;
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

/** ε*(n) and 1/√n, which browsers would break before the parenthesis and after the stroke. No part of a character reference. */
const WORDS = /[^\s(){};,]{1,8}\([^\s();]{1,8}\)|\d\/√?[\p{L}\d]{1,6}/gu;

/** 1.2e-90 as 1.2·10⁻⁹⁰. */
function writeOut(numbers: string): string {
  return numbers.replace(/(?<=\d)e([+-]?\d+)\b/g, (_, exponent) => `·10${superscript(Number(exponent))}`);
}

/** The same within a text, for small numbers alone: 1e5 may be a name. */
function writeOutSmall(text: string): string {
  return text.replace(
    /(?<![\w.])(\d+(?:\.\d+)?)e(-\d+)\b/g,
    (_, digits, exponent) => `${digits}·10${superscript(Number(exponent))}`,
  );
}

function typeset(text: string): string {
  return scriptRuns(writeOutSmall(text))
    .map(({ text: run, script }) => {
      const escaped = escapeMarkup(run);
      if (script !== undefined) return `<${script}>${escaped}</${script}>`;
      return escaped.replace(WORDS, '<span class="word">$&</span>');
    })
    .join("");
}
