import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import type { ParsedModel } from "./parse.js";
import type { Raw } from "./source.js";

/** Keys in the order in which people state a model. */
const ORDER = [
  "candor",
  "title",
  "source",
  "notes",
  "agents",
  "states",
  "money",
  "alternatives",
  "define",
  "values",
  "outside",
  "designer",
  "possible",
  "beliefs",
  "mechanism",
  "require",
  "expect",
];

/** The model as YAML in a canonical layout; parsing it again gives the same data. */
export function printModel(model: ParsedModel): string {
  return printRaw(model.source.data);
}

/** Any model data as YAML: keys in reading order, short leaves on one line. */
export function printRaw(data: Raw): string {
  const map = data as { readonly [key: string]: Raw };
  const sorted = Object.fromEntries(
    [...ORDER.filter((key) => key in map), ...Object.keys(map).filter((key) => !ORDER.includes(key))].map(
      (key) => [key, map[key]],
    ),
  );
  const document = new Document(sorted, { schema: "failsafe" });
  visit(document, {
    Collection(_, node) {
      const leaves = node.items.every((item) => isScalar(item) || (isPairOfScalars(item) && isMap(node)));
      if (leaves && (isSeq(node) || node.items.length <= 4)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}

function isPairOfScalars(item: unknown): boolean {
  const pair = item as { key?: unknown; value?: unknown };
  return isScalar(pair.key) && isScalar(pair.value);
}
