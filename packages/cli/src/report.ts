import {
  type Fact,
  type PropertyGroup,
  printQuantity,
  type Status,
  type Verdict,
} from "@candor/core/properties";
import type { ValueShape } from "@candor/core/theory";
import { plainTable } from "./plain-table.js";

export interface Result {
  readonly id: string;
  readonly group: PropertyGroup;
  readonly title: string;
  readonly required: boolean;
  readonly verdict: Verdict & { readonly relativeEpsilon?: number };
}

/** The stable form of `candor check --json`; documented in docs/json.md. */
export interface Report {
  readonly file: string;
  readonly title: string;
  readonly mechanism: string;
  /** False when messages are not types: the incentive rows then ask whether the strategies are an equilibrium. */
  readonly direct: boolean;
  readonly arithmetic: "exact" | "float";
  readonly notes: readonly string[];
  readonly results: readonly Result[];
  readonly facts: readonly Fact[];
  readonly values: readonly ValueShape[];
  /** Where the results differ from what the file expects, in words. */
  readonly unexpected: readonly string[];
}

const MARKS: Readonly<Record<Status, string>> = {
  proved: "holds",
  violated: "FAILS",
  "not-falsified": "not falsified",
  unknown: "not decided",
};

/** The report for people: one line a property, what fails in words, the numbers, what could not be decided and why. */
export function printReport(report: Report, flags: { readonly interim?: boolean }): string {
  const decided = report.results.filter(
    ({ verdict }) => verdict.epsilon !== undefined || verdict.status === "violated",
  );
  const blocks = [
    [
      `${report.title}: ${report.mechanism}`,
      howComputed(report),
      ...(report.direct
        ? []
        : [
            "The incentive rows ask whether the stated strategies are an equilibrium; every message counts as a deviation.",
          ]),
    ],
    [verdictTable(decided)],
    decided.flatMap(({ title, verdict }) =>
      verdict.status === "violated" && verdict.witness ? [`${title} fails. ${verdict.witness.words}`] : [],
    ),
    numberLines(report.facts, flags.interim ?? false),
    valueLines(report.values),
    noteLines(report),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.flatMap(wrapped).join("\n"))
    .join("\n\n")}\n`;
}

/** Lines broken at blanks to fit a terminal; as they are when nobody watches. Tables are narrower than any terminal. */
function wrapped(line: string): string[] {
  const width = process.stdout.isTTY ? Math.max(60, process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
  if (line.length <= width || line.includes("\n")) return [line];
  const cut = line.lastIndexOf(" ", width);
  return cut <= 0 ? [line] : [line.slice(0, cut), ...wrapped(`  ${line.slice(cut + 1)}`)];
}

function howComputed({ arithmetic }: Report): string {
  const meaning =
    "ε is the largest violation anywhere, in the unit of the values; slack is how far a property is from failing.";
  return arithmetic === "exact"
    ? `Computed in exact fractions: every answer is a proof.\n${meaning}`
    : `Computed in doubles: ± bounds the rounding error of ε.\n${meaning}`;
}

function verdictTable(results: readonly Result[]): string {
  let group: PropertyGroup | undefined;
  const rows = results.flatMap(({ group: own, title, required, verdict }) => {
    const heading = { colSpan: 4, content: `${group === undefined ? "" : "\n"}${own}` };
    const begins = own !== group;
    group = own;
    const name = `${title}${required ? " (required)" : ""}`;
    const row = [`  ${markOf(verdict)}`, name, epsilonOf(verdict), slackOf(verdict)];
    return begins ? [[heading], row] : [row];
  });
  return plainTable(["", "", "smallest ε", "slack"], rows).join("\n");
}

/** Holding with a violation within a tolerance that was asked for is not the same as holding. */
function markOf({ status, epsilon, tolerance, method }: Verdict): string {
  const granted = status === "proved" && tolerance > 0 && (epsilon?.value ?? 0) > method.errorBound;
  return granted ? "within tolerance" : MARKS[status];
}

function epsilonOf(verdict: Result["verdict"]): string {
  if (verdict.epsilon === undefined) return "infeasible";
  const share =
    verdict.relativeEpsilon === undefined
      ? ""
      : ` (${(100 * verdict.relativeEpsilon).toPrecision(3)} % of the range)`;
  const bound = verdict.method.errorBound > 0 ? ` ± ${verdict.method.errorBound.toExponential(0)}` : "";
  return printQuantity(verdict.epsilon) + bound + share;
}

function slackOf(verdict: Verdict): string {
  return verdict.slack === undefined || verdict.slack.value === 0 ? "" : printQuantity(verdict.slack);
}

function numberLines(facts: readonly Fact[], interim: boolean): string[] {
  return facts
    .filter(({ id }) => interim || !id.startsWith("interim"))
    .map(({ title, value }) => {
      const number = printQuantity(value);
      return `${title} ${number.startsWith("≈") ? `≈ ${number.slice(1)}` : `= ${number}`}`;
    });
}

/** For each agent the strongest ordering property its values have, or the first that fails, with why. */
function valueLines(shapes: readonly ValueShape[]): string[] {
  return [...new Set(shapes.map(({ agent }) => agent))].map((agent) => {
    const own = (id: ValueShape["id"]) => shapes.find((shape) => shape.agent === agent && shape.id === id);
    const strongest = (
      ["strictly-increasing-differences", "increasing-differences", "single-crossing"] as const
    ).find((id) => own(id)?.status === "holds");
    if (strongest !== undefined) return `values of ${agent}: ${strongest.replaceAll("-", " ")}`;
    const crossing = own("single-crossing");
    return crossing?.status === "violated"
      ? `values of ${agent}: no single crossing. ${crossing.words ?? ""}`
      : `values of ${agent}: single crossing not decided in doubles`;
  });
}

function noteLines({ notes, results, unexpected }: Report): string[] {
  const open = results.filter(({ verdict }) => verdict.epsilon === undefined && verdict.status === "unknown");
  const remarks = results
    .filter((result) => !open.includes(result))
    .flatMap(({ title, verdict }) => verdict.notes.map((note) => `${title}: ${note}`));
  return [
    ...notes,
    ...new Set(remarks),
    ...open.map(({ title, verdict }) => `Not decided: ${title}. ${verdict.notes.join(" ")}`),
    ...unexpected.map((words) => `UNEXPECTED: ${words}`),
  ];
}
