import { type PropertyGroup, printQuantity, type Status, type Verdict } from "@candor/core/properties";
import Table from "cli-table3";

export interface Result {
  readonly group: PropertyGroup;
  readonly title: string;
  readonly required: boolean;
  readonly verdict: Verdict & { readonly relativeEpsilon?: number };
}

/** The stable form of `candor check --json`. */
export interface Report {
  readonly file: string;
  readonly title: string;
  readonly mechanism: string;
  readonly arithmetic: "exact" | "float";
  readonly notes: readonly string[];
  readonly results: readonly Result[];
}

const MARKS: Readonly<Record<Status, string>> = {
  proved: "holds",
  violated: "FAILS",
  "not-falsified": "not falsified",
  unknown: "not decided",
};

const PLAIN = {
  chars: {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  },
  style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
};

/** The report as a table with one line a property and the witnesses in words below it. */
export function printReport(report: Report): string {
  const proof =
    report.arithmetic === "exact"
      ? "computed in exact fractions: every answer is a proof"
      : "computed in doubles with an error bound";
  const lines = [`${report.title}: ${report.mechanism}`, `(${proof})`, ""];
  const table = new Table({ ...PLAIN, head: ["", "property", "smallest ε", "slack"] });
  let group: PropertyGroup | undefined;
  for (const { group: own, title, required, verdict } of report.results) {
    if (own !== group) table.push([{ colSpan: 4, content: `${group === undefined ? "" : "\n"}${own}` }]);
    group = own;
    table.push([
      MARKS[verdict.status],
      `${title}${required ? " (required)" : ""}`,
      epsilonOf(verdict),
      slackOf(verdict),
    ]);
  }
  lines.push(trimmed(table.toString()), "");
  for (const { title, verdict } of report.results)
    if (verdict.status === "violated" && verdict.witness) lines.push(`${title}: ${verdict.witness.words}`);
  const notes = report.results.flatMap(({ title, verdict }) =>
    verdict.notes.map((note) => `${title}: ${note}`),
  );
  for (const note of new Set([...report.notes, ...notes])) lines.push(`Note. ${note}`);
  return `${lines.join("\n").trimEnd()}\n`;
}

function epsilonOf(verdict: Result["verdict"]): string {
  if (verdict.epsilon === undefined) return "";
  const share =
    verdict.relativeEpsilon === undefined
      ? ""
      : ` (${(100 * verdict.relativeEpsilon).toPrecision(3)} % of the range)`;
  const bound =
    verdict.method.errorBound > 0 && verdict.status !== "violated"
      ? ` ± ${verdict.method.errorBound.toExponential(1)}`
      : "";
  return printQuantity(verdict.epsilon) + bound + share;
}

function slackOf(verdict: Verdict): string {
  return verdict.slack === undefined || verdict.slack.value === 0 ? "" : printQuantity(verdict.slack);
}

function trimmed(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
