import { CandorError, fail, type Problem } from "../numeric/candor-error.js";
import { printRational } from "../numeric/rational.js";
import { sha256 } from "../numeric/sha256.js";
import type { Population } from "./population.js";

/** How many reports there are by group and signal: all that (σ*, q*) needs to know of a population. Plain data, written as JSON. */
export interface Counts {
  readonly format: "candor-counts";
  readonly version: 1;
  /** {@link populationDigest} of the population that was asked. */
  readonly population: string;
  readonly groups: readonly string[];
  readonly signals: readonly string[];
  /** Reports at [group][signal]; whole numbers from 0 to 2^53 − 1, their sum too. */
  readonly table: readonly (readonly number[])[];
  /** The sum of the table. */
  readonly reports: number;
  /** Where the reports came from, ordered by id. */
  readonly parts: readonly CountsPart[];
}

/** One tallied source of reports. */
export interface CountsPart {
  /** Tells sources apart, such as a digest of the file. */
  readonly id: string;
  /** For people. */
  readonly source: string;
  readonly reports: number;
}

/**
 * The SHA-256 digest of what counts depend on: names of groups, labels of signals, prior, likelihood and utilities (in lowest terms).
 * Titles, names of states and alternatives, and the sizes of groups stated in the file do not matter.
 */
export function populationDigest({ signals, prior, likelihood, groups }: Population): string {
  const rows = (table: Population["likelihood"]) => table.map((row) => row.map(printRational));
  const content = {
    groups: groups.map(({ name, utility }) => ({ name, utility: rows(utility) })),
    signals,
    prior: prior.map(printRational),
    likelihood: rows(likelihood),
  };
  return sha256(JSON.stringify(content));
}

/**
 * Counts from a table of reports at [group][signal]. Sources without reports are left out of `parts`.
 * Errors: `invalid-counts`, and those of {@link mergeCounts} for parts.
 */
export function newCounts(
  population: Population,
  table: readonly (readonly number[])[],
  parts: readonly CountsPart[],
): Counts {
  return checkCounts({
    format: "candor-counts",
    version: 1,
    population: populationDigest(population),
    groups: population.groups.map(({ name }) => name),
    signals: population.signals,
    table,
    reports: sum(table.flat()),
    parts: [...parts].sort((a, b) => compareText(a.id, b.id)),
  });
}

/**
 * The value as counts, if that is what it is. Errors: `not-counts`; `invalid-counts` with the path to each number that is negative,
 * fractional or at least 2^53, to rows of another length, to totals that differ from the stated ones; `same-part-twice`.
 */
export function checkCounts(value: unknown): Counts {
  if (!isRecord(value) || value.format !== "candor-counts")
    fail("not-counts", "format", 'Counts have format: "candor-counts"; candor tally writes them.');
  const counts = value as unknown as Counts;
  if (counts.version !== 1)
    fail(
      "not-counts",
      "version",
      `These counts have version ${counts.version}; this program reads version 1.`,
    );
  const problems = [...shapeProblems(counts)];
  if (problems.length === 0) problems.push(...sumProblems(counts));
  if (problems.length > 0) throw new CandorError(problems);
  return plain(counts);
}

/** The same, key by key, without what else a file may hold: equal counts are equal texts. */
function plain({
  population,
  groups,
  signals,
  table,
  reports,
  parts,
}: Omit<Counts, "format" | "version">): Counts {
  return {
    format: "candor-counts",
    version: 1,
    population,
    groups: [...groups],
    signals: [...signals],
    table: table.map((row) => [...row]),
    reports,
    parts: parts.map(({ id, source, reports }) => ({ id, source, reports })),
  };
}

/** Counts of this very population. Errors: `other-population`. */
export function requireCountsOf(population: Population, counts: Counts): void {
  const names = population.groups.map(({ name }) => name);
  const same = (one: readonly string[], other: readonly string[]) =>
    JSON.stringify(one) === JSON.stringify(other);
  if (
    counts.population !== populationDigest(population) ||
    !same(counts.groups, names) ||
    !same(counts.signals, population.signals)
  )
    fail(
      "other-population",
      "population",
      "These counts are of another population: its groups, signals, prior, likelihood or utilities differ. Tally the reports with this model.",
    );
}

/**
 * The sum of counts of one population: the same whatever the order and the grouping, number by number. Errors: those of
 * {@link checkCounts}; `nothing-to-merge`; `other-population`; `same-part-twice`; `invalid-counts` where a sum reaches 2^53.
 */
export function mergeCounts(list: readonly Counts[]): Counts {
  const [first, ...others] = list.map(checkCounts);
  if (first === undefined) fail("nothing-to-merge", "", "Give at least one file of counts.");
  const names = (counts: Counts) => JSON.stringify([counts.population, counts.groups, counts.signals]);
  const stranger = others.findIndex((counts) => names(counts) !== names(first));
  if (stranger >= 0)
    fail(
      "other-population",
      `[${stranger + 1}]`,
      "These counts are of another population than the first ones.",
    );
  return checkCounts({
    ...first,
    table: first.table.map((row, u) => row.map((_, x) => sum(list.map(({ table }) => table[u][x])))),
    reports: sum(list.map(({ reports }) => reports)),
    parts: list.flatMap(({ parts }) => parts).sort((a, b) => compareText(a.id, b.id)),
  });
}

function* shapeProblems({ population, groups, signals, table, reports, parts }: Counts): Generator<Problem> {
  if (typeof population !== "string")
    yield invalid("population", "Here the digest of the population must stand.");
  for (const [path, names] of Object.entries({ groups, signals }))
    if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== "string"))
      yield invalid(path, "Here a list of names must stand.");
    else if (new Set(names).size < names.length) yield invalid(path, "A name stands here twice.");
  if (!Array.isArray(parts)) yield invalid("parts", "Here the list of sources must stand.");
  else
    for (const [k, part] of parts.entries())
      if (!isRecord(part) || typeof part.id !== "string" || typeof part.source !== "string")
        yield invalid(`parts[${k}]`, "A part has an id, a source and its number of reports.");
      else yield* countProblems(`parts[${k}].reports`, part.reports);
  yield* countProblems("reports", reports);
  yield* tableProblems(groups, signals, table);
}

function* tableProblems(
  groups: readonly string[],
  signals: readonly string[],
  table: unknown,
): Generator<Problem> {
  if (!Array.isArray(table) || table.length !== groups?.length) {
    yield invalid("table", "The table has one row for each group.");
    return;
  }
  for (const [u, row] of table.entries())
    if (!Array.isArray(row) || row.length !== signals?.length)
      yield invalid(`table[${u}]`, `The row of ${groups[u]} has one number for each signal.`);
    else for (const [x, count] of row.entries()) yield* countProblems(`table[${u}][${x}]`, count);
}

function* countProblems(path: string, count: unknown): Generator<Problem> {
  if (!Number.isSafeInteger(count) || (count as number) < 0)
    yield invalid(
      path,
      `${count} is not a number of reports: a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`,
    );
}

function* sumProblems({ table, reports, parts }: Counts): Generator<Problem> {
  const total = sum(table.flat());
  if (total !== reports)
    yield invalid("reports", `The table adds up to ${total} reports, not to ${reports}.`);
  const fromParts = sum(parts.map((part) => part.reports));
  if (fromParts !== reports)
    yield invalid("parts", `The parts add up to ${fromParts} reports, not to ${reports}.`);
  for (const [k, { id, source }] of parts.entries())
    if (k > 0 && id === parts[k - 1].id)
      yield {
        code: "same-part-twice",
        path: `parts[${k}]`,
        message: `The same reports would be counted twice: those of ${source}${source === parts[k - 1].source ? "" : `, also given as ${parts[k - 1].source}`}. Leave one of them out.`,
      };
    else if (k > 0 && compareText(parts[k - 1].id, id) > 0)
      yield invalid("parts", "The parts are not in order of their ids.");
}

function invalid(path: string, message: string): Problem {
  return { code: "invalid-counts", path, message };
}

/** Beyond 2^53 the sum is not exact, but stays beyond it, which is refused. */
function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** By code units: the same everywhere. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
