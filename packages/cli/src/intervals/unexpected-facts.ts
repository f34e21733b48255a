import type { Estimate } from "@candor/core/intervals";
import type { ModelFile } from "@candor/core/io";
import { parseRational, toDouble } from "@candor/core/numeric";

export type Expectation = NonNullable<ModelFile["expect"]>;

/** How far a number may lie from the one expected, where the file states no tolerance. */
const TOLERANCE = "1e-10";

/**
 * What a file expects set against an answer as data: one sentence per mismatch. A fact is named by its place in the data, such as
 * `mechanisms.second best.gains`: an entry of a list by its `name` or `kind`, or by its number from 0. An estimate must be as close and known
 * as closely as the tolerance asks, 1e-10 where none is stated.
 */
export function unexpectedFacts(
  data: object,
  { facts = {}, tolerance, ...others }: Expectation = {},
): string[] {
  const stated = parseRational(String(tolerance ?? TOLERANCE));
  if (stated === undefined) return [`tolerance: "${tolerance}" is not a number.`];
  return [
    ...Object.keys(others).map((key) => `${key}: of types on intervals only facts can be expected.`),
    ...Object.entries(facts).flatMap(
      ([name, wanted]) => mismatch(name, entryAt(data, name), String(wanted), toDouble(stated)) ?? [],
    ),
  ];
}

function mismatch(name: string, found: unknown, wanted: string, tolerance: number): string | undefined {
  const number = parseRational(wanted);
  if (isEstimate(found)) {
    const { value, error } = found;
    const off = number === undefined || !(Math.abs(value - toDouble(number)) <= tolerance);
    if (off) return `${name}: expected ${wanted}, found ${value}.`;
    return error <= tolerance ? undefined : `${name}: ${value} is known within ${error} only.`;
  }
  if (typeof found === "object" || found === undefined)
    return `fact ${name}: there is none of this name; --json shows all there are.`;
  const agrees =
    number === undefined || typeof found !== "number"
      ? String(found) === wanted
      : Math.abs(found - toDouble(number)) <= tolerance;
  return agrees ? undefined : `${name}: expected ${wanted}, found ${found}.`;
}

function isEstimate(found: unknown): found is Estimate {
  return typeof found === "object" && found !== null && "value" in found && "error" in found;
}

/** What stands in the data at a place; names may hold dots, and the longest that fits is meant. */
function entryAt(data: unknown, name: string): unknown {
  if (typeof data !== "object" || data === null) return undefined;
  const named = Array.isArray(data)
    ? data.flatMap((entry): [string, unknown][] => [
        [entry?.name, entry],
        [entry?.kind, entry],
      ])
    : [];
  const fitting = [...named, ...Object.entries(data)]
    .filter(([key]) => name === key || name.startsWith(`${key}.`))
    .sort(([a], [b]) => b.length - a.length);
  for (const [key, entry] of fitting) {
    const found = name === key ? entry : entryAt(entry, name.slice(key.length + 1));
    if (found !== undefined) return found ?? undefined;
  }
  return undefined;
}
