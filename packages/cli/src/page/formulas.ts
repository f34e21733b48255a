import temml from "temml";
import { escapeMarkup } from "../chart/escape-markup.js";

/** A formula with what it says in words. */
export interface ReportFormula {
  readonly label: string;
  /** LaTeX (amsmath) for display, without delimiters. */
  readonly tex: string;
}

/**
 * Formulas as MathML, which browsers typeset without fonts or scripts of ours, each with its LaTeX to be selected by one click.
 * Errors: a ParseError of temml for what is no LaTeX.
 */
export function formulasOf(formulas: readonly ReportFormula[], typeset: (text: string) => string): string {
  const items = formulas.map(({ label, tex }) => {
    // Classes of the page say the same; without styles the markup passes strict policies.
    const math = temml
      .renderToString(tex, { displayMode: true, throwOnError: true })
      .replace(/ style="[^"]*"/g, "")
      // Fonts draw the overline as a hairline off the letter, the macron as a bar.
      .replaceAll(">‾<", ">¯<");
    return `<div class="formula">
<details><summary><span>${typeset(label)}</span> <span class="source">LaTeX</span></summary><pre tabindex="0">${escapeMarkup(tex)}</pre></details>
<div class="math" role="group" tabindex="0" aria-label="${escapeMarkup(label)}">${math}</div>
</div>`;
  });
  return `<div class="formulas">\n${items.join("\n")}\n</div>`;
}

/** All of them as a LaTeX document that compiles as it is. */
export function texOf(formulas: readonly ReportFormula[]): string {
  const body = formulas.map(({ label, tex }) => `${commented(label)}\\[\n${tex}\n\\]\n`);
  return `\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n${body.join("\n")}\\end{document}\n`;
}

/** Words beside a formula may hold any character: a comment holds them all. */
function commented(label: string): string {
  return `% ${label.replaceAll(/\s+/g, " ")}\n`;
}
