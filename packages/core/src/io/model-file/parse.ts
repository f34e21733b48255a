import type * as z from "zod";
import { CandorError, type Problem } from "../../numeric/candor-error.js";
import { nearest } from "../nearest.js";
import { type Path, printPath } from "./path.js";
import { type ModelFile, modelSchema } from "./schema.js";
import { parseSource, type Source } from "./source.js";

/** A model file that is well-formed; what it says is checked when it is built. */
export interface ParsedModel {
  readonly file: ModelFile;
  readonly source: Source;
}

/** Parses YAML or JSON text. Throws a CandorError listing every structural problem with path, line and column. */
export function parseModel(text: string, source: Source = parseSource(text)): ParsedModel {
  const result = modelSchema.safeParse(source.data);
  // Not the schema's copy of the data: it would forget the order of the maps.
  if (result.success && source.problems.length === 0) return { file: source.data as ModelFile, source };
  const issues = result.error?.issues.slice(0, MOST_PROBLEMS) ?? [];
  throw new CandorError(
    withRemainder([...source.problems, ...issues.flatMap((issue) => explain(issue, source, []))]),
  );
}

/** How many problems of a file are listed. */
export const MOST_PROBLEMS = 50;

/** The problems to list, with a last line for the others. */
export function withRemainder(problems: readonly Problem[], unlisted = 0): readonly Problem[] {
  const more = Math.max(0, problems.length - MOST_PROBLEMS) + unlisted;
  const listed = problems.slice(0, MOST_PROBLEMS);
  return more === 0
    ? listed
    : [...listed, { code: "more", path: "", message: `… and at least ${more} more problems.` }];
}

/** Adds line and column to problems whose path is known as steps. */
export function locatedProblem(source: Source, path: Path, code: string, message: string): Problem {
  return { code, path: printPath(path), message, ...source.locate(path) };
}

type Issue = z.core.$ZodIssue;

function explain(issue: Issue, source: Source, prefix: Path): Problem[] {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  const at = (code: string, message: string) => locatedProblem(source, path, code, message);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const known = knownKeys(path);
        const close = nearest(key, known);
        const repair = key.endsWith(")")
          ? `between { and } a comma ends a text: put quotes around it, as in "uniform(0, 1)".`
          : close
            ? `did you mean ${close}?`
            : `known keys here: ${known.join(", ")}.`;
        return locatedProblem(source, [...path, key], "unknown-key", `"${key}" is not a key here; ${repair}`);
      });
    case "invalid_union": {
      const best = closestBranch(issue.errors);
      const value = valueAt(source, path);
      const description = best.some((inner) => inner.path.length > 0) ? undefined : descriptionAt(path);
      if (description !== undefined)
        return [
          value === undefined
            ? at("missing-key", `This key is missing; it must be ${description}.`)
            : at("invalid-type", `This must be ${description}, not ${describe(value)}.`),
        ];
      if (best.length > 0) return best.flatMap((inner) => explain(inner, source, path));
      return [at("invalid", `${describe(valueAt(source, path))} does not fit here.`)];
    }
    case "invalid_type": {
      const value = valueAt(source, path);
      if (value === undefined)
        return [at("missing-key", `This key is missing; it must be ${article(issue.expected)}.`)];
      return [at("invalid-type", `This must be ${article(issue.expected)}, not ${describe(value)}.`)];
    }
    case "invalid_value":
      return [invalidValue(issue.values.map(String).join(" or "), valueAt(source, path), at)];
    default:
      return [at("invalid", `${issue.message}.`)];
  }
}

function invalidValue(
  words: string,
  value: unknown,
  at: (code: string, message: string) => Problem,
): Problem {
  return value === undefined
    ? at("missing-key", `This key is missing; it must be ${words}.`)
    : at("invalid-value", `This must be ${words}, not ${describe(value)}.`);
}

/** Of several shapes that were tried, the one the author most likely meant: its complaints lie deepest. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (branch: readonly Issue[]) => Math.max(0, ...branch.map((issue) => issue.path.length));
  const keyed = (branch: readonly Issue[]) =>
    branch.some((issue) => issue.code === "unrecognized_keys") ? 1 : 0;
  const shapes = branches.filter((branch) => branch.length > 0);
  return (
    [...shapes].sort((a, b) => depth(b) - depth(a) || keyed(a) - keyed(b) || a.length - b.length)[0] ?? []
  );
}

/** Keys that the schema knows at a path, found by walking it. */
function knownKeys(path: Path): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: zod's schema tree has no common type for walking
  let schemas: any[] = [modelSchema];
  for (const step of path) schemas = schemas.flatMap((schema) => children(schema, String(step)));
  return [...new Set(schemas.flatMap(unwrap).flatMap((schema) => Object.keys(schema.def?.shape ?? {})))];
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function unwrap(schema: any): any[] {
  const { def } = schema;
  if (def.type === "optional") return unwrap(def.innerType);
  if (def.type === "union") return def.options.flatMap(unwrap);
  return [schema];
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function children(schema: any, step: string): any[] {
  return unwrap(schema).flatMap(({ def }) => {
    if (def.type === "object") return Object.hasOwn(def.shape, step) ? [def.shape[step]] : [];
    if (def.type === "record") return [def.valueType];
    return def.type === "array" ? [def.element] : [];
  });
}

/** What the schema says in words about the value at a path. */
function descriptionAt(path: Path): string | undefined {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  let schemas: any[] = [modelSchema];
  for (const step of path) schemas = schemas.flatMap((schema) => children(schema, String(step)));
  return schemas.flatMap((schema) => [schema, ...unwrap(schema)]).find((schema) => schema.description)
    ?.description;
}

function valueAt(source: Source, path: Path): unknown {
  let value: unknown = source.data;
  for (const step of path) value = (value as Record<string, unknown> | undefined)?.[step as string];
  return value;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === "object")
    return `a map with ${Object.keys(value).slice(0, 4).join(", ") || "no keys"}`;
  return value === "" ? "empty" : `"${String(value)}"`;
}

function article(expected: string): string {
  const words: Record<string, string> = {
    record: "a map",
    object: "a map",
    array: "a list",
    string: "a text",
    number: "a number",
  };
  return words[expected] ?? `a ${expected}`;
}
