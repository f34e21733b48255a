import type { ParsedModel } from "./parse.js";
import type { ModelFile } from "./schema.js";
import { keysOf, type Raw } from "./source.js";

/** A distribution by its fields, as written. */
export type StatedDistribution = { readonly [key: string]: string };

/** Quantities by their ends, as written. */
export interface StatedRange {
  readonly from: string;
  readonly to?: string;
  readonly kinks?: readonly string[];
}

/** What to do with a file whose types fill intervals where types are compared one by one. */
export const ON_INTERVALS =
  "This fills a whole interval. candor auction, screen, trade, partnership, provide, efficient and report work on it; for everything else put the model on a grid: candor discretize.";

/** Whether a map states a distribution; one with a type called "distribution" has a number or nothing there. */
export function isDistributed(raw: Raw): boolean {
  const { distribution, points } = raw as { readonly [key: string]: Raw };
  return typeof distribution === "string"
    ? points !== undefined || distribution.includes("(")
    : typeof distribution === "object";
}

/** The distribution, as text, of types that fill an interval; `undefined` for types on points. */
export function intervalTypes(raw: Raw): string | undefined {
  if (typeof raw === "string") return raw.includes("(") ? raw : undefined;
  const { distribution, points } = raw as {
    readonly distribution: string | StatedDistribution;
    readonly points?: string;
  };
  if (!isDistributed(raw) || points !== undefined) return undefined;
  return typeof distribution === "string" ? distribution : asText(distribution);
}

function asText({ name, from, to, exponent, peak, rate }: StatedDistribution): string {
  if (name === "power") return `power(${exponent}, ${from}, ${to})`;
  if (name === "triangular") return `triangular(${from}, ${peak}, ${to})`;
  if (name === "exponential")
    return `truncated(affine(exponential(1/(${rate})), 1, ${from}), ${from}, ${to})`;
  return `uniform(${from}, ${to})`;
}

/** The statement of quantities that fill an interval. */
export function wholeRange(raw: Raw): StatedRange | undefined {
  const { quantities } = raw as { readonly quantities?: StatedRange & { readonly points?: string } };
  return typeof quantities === "object" && quantities.points === undefined ? quantities : undefined;
}

/** Where the file first states an interval of types or quantities. */
export function firstInterval(file: ModelFile): readonly string[] | undefined {
  const agent = keysOf(file.agents).find(
    (name) => intervalTypes(file.agents[name].types as Raw) !== undefined,
  );
  if (agent !== undefined) return ["agents", agent, "types"];
  return wholeRange(file.alternatives as Raw) === undefined ? undefined : ["alternatives", "quantities"];
}

/** Whether a file states types, or quantities, on whole intervals. */
export function isIntervalWorld({ file }: Pick<ParsedModel, "file">): boolean {
  return firstInterval(file) !== undefined;
}
