import { CandorError, fail } from "@candor/core/numeric";
import { type Counts, checkCounts } from "@candor/core/population";
import { readText } from "../files.js";

/** Counts from a file; problems name it. Errors: `unreadable`, `not-counts`, `invalid-counts`. */
export function readCountsFile(path: string): Counts {
  const text = readText(path);
  try {
    return checkCounts(parse(text));
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({
        ...problem,
        path: problem.path ? `${path}: ${problem.path}` : path,
      })),
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail("not-counts", "", "This is not a file of counts; candor tally writes one from reports.");
  }
}

/** Counts as they are written: the same counts give the same bytes. */
export function printCounts({ groups, table, parts, ...rest }: Counts): string {
  const { format, version, population, signals, reports } = rest;
  const rows = (list: readonly unknown[]) =>
    list.length === 0 ? "[]" : `[\n${list.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
  const entries = Object.entries({ format, version, population, groups, signals, reports }).map(
    ([key, value]) => `  "${key}": ${JSON.stringify(value)}`,
  );
  return `{\n${[...entries, `  "table": ${rows(table)}`, `  "parts": ${rows(parts)}`].join(",\n")}\n}\n`;
}
