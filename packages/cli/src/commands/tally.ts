import { statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename } from "node:path";
import { readPopulation } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { newCounts, type Population } from "@candor/core/population";
import { EXIT } from "../exit.js";
import { openModel, requireOutput, writeWhole } from "../files.js";
import { statusLine } from "../progress.js";
import { printCounts } from "../reports/counts-file.js";
import type { ReportFormat } from "../reports/report-source.js";
import { type Tally, tallyReports } from "../reports/tally-reports.js";
import { withTemporaryFiles } from "../reports/temporary-files.js";

export interface TallyFlags {
  readonly output?: string;
  readonly duplicates: string;
  readonly format: string;
  readonly temporary?: string;
}

/** More threads than this wait for the one that reads. */
const MOST_THREADS = 4;
/** Starting threads takes longer than counting so many bytes. */
const SMALL = 2 ** 23;

/**
 * `candor tally MODEL REPORTS…`: counts the reports of participants by group and signal. Exit code 0 when counts are written, 1 when
 * participants reported more than once and that is not allowed, 2 for bad reports; nothing is written then.
 */
export async function tally(model: string, paths: readonly string[], flags: TallyFlags): Promise<number> {
  const policy = oneOf("--duplicates", flags.duplicates, ["reject", "first", "last"]);
  const format = oneOf("--format", flags.format, ["auto", "ndjson", "csv"]);
  requireOutput(flags.output, [model, ...paths]);
  if (new Set(paths).size < paths.length) fail("same-file-twice", "", "A file of reports is given twice.");
  const opened = openModel(model);
  const population = readPopulation(opened.model, opened.files);
  const size = paths.map(sizeOf).reduce((a, b) => a + b, 0);
  const threads = size <= SMALL ? 1 : Math.min(MOST_THREADS, availableParallelism());
  const status = statusLine();
  return withTemporaryFiles(flags.temporary ?? tmpdir(), threads, async (descriptors) => {
    let read = 0;
    const tallied = await tallyReports({
      groups: population.groups.map(({ name }) => name),
      signals: population.signals,
      paths,
      format: format === "auto" ? undefined : (format as ReportFormat),
      keep: policy === "last" ? "last" : "first",
      descriptors,
      threaded: size > SMALL,
      onBytes: (count) => status.show(`${progressOf((read += count), size)} read`),
    }).finally(status.done);
    if (policy === "reject" && tallied.dropped > 0) return refuse(tallied);
    return write(population, tallied, policy, flags.output);
  });
}

function oneOf(flag: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value;
  return fail("invalid-value", flag, `"${value}" is none of ${known.join(", ")}.`);
}

/** In bytes; infinite for what is no file. */
function sizeOf(path: string): number {
  if (path === "-") return Number.POSITIVE_INFINITY;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  return found.isFile() ? found.size : Number.POSITIVE_INFINITY;
}

function progressOf(read: number, size: number): string {
  const megabytes = `${Math.round(read / 1e6)} MB`;
  return Number.isFinite(size)
    ? `${Math.floor((100 * read) / Math.max(1, size))} %, ${megabytes}`
    : megabytes;
}

function refuse({ dropped, examples }: Tally): number {
  for (const { participant, kept, dropped: again } of examples)
    process.stderr.write(`${JSON.stringify(participant)} reports at ${kept} and again at ${again}\n`);
  if (dropped > examples.length) process.stderr.write(`and ${dropped - examples.length} more\n`);
  process.stderr.write(
    `${dropped} report${dropped === 1 ? " is" : "s are"} by participants who reported before; nothing was written. Remove them, or choose --duplicates first or last.\n`,
  );
  return EXIT.fails;
}

function write(population: Population, tallied: Tally, policy: string, output: string | undefined): number {
  const { files, dropped } = tallied;
  const table = population.groups.map((_, u) =>
    population.signals.map((_, x) => files.reduce((sum, file) => sum + file.table[u][x], 0)),
  );
  const parts = files.map(({ path, digest, table }) => ({
    id: digest,
    source: path === "-" ? "standard input" : basename(path),
    reports: table.flat().reduce((a, b) => a + b, 0),
  }));
  const counts = newCounts(population, table, parts);
  if (output === undefined) process.stdout.write(printCounts(counts));
  else writeWhole(output, printCounts(counts));
  const rest = dropped === 0 ? "" : `; ${dropped} dropped, the ${policy} of each participant kept`;
  process.stderr.write(`${counts.reports} reports${rest}\n`);
  return EXIT.holds;
}
