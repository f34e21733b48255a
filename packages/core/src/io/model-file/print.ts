import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import type { ParsedModel } from "./parse.js";
import { entriesOf, type Raw } from "./source.js";

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
  "correspondence",
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
  const sorted = new Map(
    [
      ...ORDER.filter((key) => Object.hasOwn(map, key)),
      ...Object.keys(map).filter((key) => !ORDER.includes(key)),
    ].map((key) => [key, inOrder(map[key])]),
  );
  const document = new Document(sorted, { schema: "failsafe" });
  visit(document, {
    Scalar(_, node) {
      // A plain empty entry would vanish from a list on one line.
      if (node.value === "") node.type = "QUOTE_DOUBLE";
    },
    Collection(_, node) {
      const leaves = node.items.every((item) => isScalar(item) || (isPairOfScalars(item) && isMap(node)));
      if (leaves && (isSeq(node) || node.items.length <= 4)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}

/** Maps as Map: an object would move keys that read as whole numbers to the front. */
function inOrder(raw: Raw): unknown {
  if (typeof raw === "string") return raw;
  if (Array.isArray(raw)) return raw.map(inOrder);
  return new Map(
    entriesOf(raw as { readonly [key: string]: Raw }).map(([key, value]) => [key, inOrder(value)]),
  );
}

function isPairOfScalars(item: unknown): boolean {
  const pair = item as { key?: unknown; value?: unknown };
  return isScalar(pair.key) && isScalar(pair.value);
}
