import { parseRational } from "../../numeric/rational.js";
import type { Path } from "../model-file/path.js";
import type { ModelFile } from "../model-file/schema.js";
import type { Raw } from "../model-file/source.js";
import { entryFor } from "../model-file/values.js";
import { wholeRange } from "../model-file/whole-intervals.js";
import type { QuantitiesWorld } from "./interval-world.js";
import { expandedText, type OwnContext } from "./own-formula.js";

/** What one agent is offered, where alternatives are an interval or a list of numbers. Errors: `interval-form`. */
export function readQuantities(
  context: OwnContext,
  file: ModelFile,
  agent: readonly string[],
): QuantitiesWorld {
  const { reader } = context;
  const raw = file.alternatives as Raw;
  const range = wholeRange(raw);
  const listed = Array.isArray(raw) ? (raw as readonly string[]) : undefined;
  const isNumber = (text: string) => parseRational(text) !== undefined;
  if (range === undefined && !listed?.every(isNumber))
    reader.refuse(
      "interval-form",
      ["alternatives"],
      "One agent with types on an interval chooses among quantities: {quantities: {from: 0, to: 1}} or a list of numbers.",
    );
  const expression = (given: Raw | undefined, path: Path) => {
    const entry = given === undefined ? undefined : entryFor(given, agent);
    if (typeof entry?.raw !== "string")
      return reader.refuse("interval-form", path, "With types on intervals an expression is needed here.");
    return expandedText(context, entry.raw, { what: "value", agent: 0, path });
  };
  const designer = file.designer && expression(file.designer.value as Raw, ["designer", "value"]);
  return {
    range: range === undefined ? listed!.join(",") : `${range.from}..${range.to ?? ""}`,
    kinks: range?.kinks?.join(",") ?? "",
    value: expression(file.values as Raw, ["values"]),
    cost: designer === undefined ? "0" : negated(designer),
  };
}

/** −(text); a cost is mostly written as 0 - cost. */
function negated(text: string): string {
  const [, cost] = /^\s*(?:0\s*)?-([^-+]*)$/.exec(text) ?? [];
  return cost?.trim() ?? `-(${text})`;
}
