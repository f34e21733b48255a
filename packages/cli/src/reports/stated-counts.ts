import { createHash } from "node:crypto";
import { nearest } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { type Counts, newCounts, type Population } from "@candor/core/population";

/**
 * Counts as written by hand: "East: dry=3, wet=1; West: dry=2"; with a single group its name may be left out. What is not named is 0.
 * Errors: `invalid-value`, `unknown-name`, and those of `newCounts`.
 */
export function statedCounts(population: Population, text: string): Counts {
  const { groups, signals } = population;
  const table = groups.map(() => signals.map(() => -1));
  for (const part of text.split(";")) {
    if (part.trim() === "") continue;
    const colon = part.lastIndexOf(":");
    const named =
      colon >= 0 ? part.slice(0, colon).trim() : groups.length === 1 ? groups[0].name : refuse(part);
    const group = position(
      "group",
      named,
      groups.map(({ name }) => name),
    );
    for (const entry of part.slice(colon + 1).split(",")) {
      const equals = entry.lastIndexOf("=");
      const signal = position("signal", entry.slice(0, Math.max(0, equals)).trim(), signals);
      if (table[group][signal] >= 0)
        fail("invalid-value", "--counts", `${named} has ${signals[signal]} twice.`);
      table[group][signal] = wholeNumber(entry.slice(equals + 1).trim());
    }
  }
  const filled = table.map((row) => row.map((count) => Math.max(0, count)));
  const reports = filled.flat().reduce((a, b) => a + b, 0);
  const id = `stated:${createHash("sha256").update(text).digest("hex")}`;
  return newCounts(population, filled, [{ id, source: "stated", reports }]);
}

function refuse(part: string): never {
  return fail(
    "invalid-value",
    "--counts",
    `"${part.trim()}" names no group; write "East: dry=3, wet=1; West: dry=2".`,
  );
}

function position(kind: string, name: string, known: readonly string[]): number {
  const found = known.indexOf(name);
  if (found >= 0) return found;
  const near = nearest(name, known);
  const hint = near === undefined ? `the ${kind}s are ${known.join(", ")}.` : `did you mean ${near}?`;
  return fail("unknown-name", "--counts", `There is no ${kind} "${name}"; ${hint}`);
}

function wholeNumber(text: string): number {
  const digits = text.replaceAll("_", "");
  if (/^\d+$/.test(digits) && Number.isSafeInteger(Number(digits))) return Number(digits);
  return fail("invalid-value", "--counts", `"${text}" is not a number of reports.`);
}
