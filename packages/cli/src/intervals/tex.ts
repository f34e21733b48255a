import type { Estimate } from "@candor/core/intervals";
import { printNumber } from "./print-estimate.js";
import { printed } from "./printed.js";

/** Ten significant digits: 1.2\cdot 10^{-16}, \infty. */
export function texNumber(value: number): string {
  return texOfDigits(printNumber(value));
}

/** With its error where there is one: 0.4166666667 \pm 8\cdot 10^{-16}. */
export function texEstimate(estimate: Estimate): string {
  const text = printed(estimate);
  return /\d/.test(text) ? texOfDigits(text) : `\\text{${text}}`;
}

function texOfDigits(text: string): string {
  return text
    .replace("−", "-")
    .replace("∞", "\\infty")
    .replace(" ± ", " \\pm ")
    .replace(/(?<=\d)e\+?(-?\d+)/g, "\\cdot 10^{$1}");
}

const SPECIAL: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "×": "$\\times$",
  "…": "\\ldots{}",
  "–": "--",
};

/** Plain text among formulas. */
export function texText(text: string): string {
  return `\\text{${text.replace(/[\\^~×…–{}$&#%_]/g, (c) => SPECIAL[c] ?? `\\${c}`)}}`;
}

/** One line for each case: what holds where. */
export function texCases(rows: readonly (readonly [what: string, where: string])[]): string {
  return `\\begin{cases} ${rows.map(([what, where]) => `${what} & ${where}`).join(" \\\\ ")} \\end{cases}`;
}

/** A polynomial by its coefficients, the constant first: 2\theta - 1. */
export function texPolynomial(coefficients: readonly number[], variable: string): string {
  const terms = coefficients
    .map((c, power) => ({ c, power }))
    .filter(({ c }) => c !== 0)
    .reverse();
  if (terms.length === 0) return "0";
  return terms
    .map(({ c, power }, k) => {
      const sign = c < 0 ? (k === 0 ? "-" : " - ") : k === 0 ? "" : " + ";
      const size = Math.abs(c) === 1 && power > 0 ? "" : texNumber(Math.abs(c));
      const letter = power === 0 ? "" : power === 1 ? variable : `${variable}^{${power}}`;
      return `${sign}${size}${letter === "" || size === "" ? "" : size.includes("cdot") ? "\\," : ""}${letter}`;
    })
    .join("");
}
