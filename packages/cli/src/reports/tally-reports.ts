import { randomInt } from "node:crypto";
import { nearest } from "@candor/core/io";
import { CandorError, type Problem } from "@candor/core/numeric";
import { type Duplicates, type Keep, SHOWN } from "./find-duplicates.js";
import { LINES, type LogPieces } from "./id-log.js";
import type { BadLine } from "./report-fields.js";
import { openSource, type ReportFormat } from "./report-source.js";
import { BAD_LINES_SHOWN, type FinishResult } from "./tally-tasks.js";
import { localServer, type TallyServer, threadServer } from "./tally-threads.js";

export interface TallyQuestion {
  readonly groups: readonly string[];
  readonly signals: readonly string[];
  /** "-" is the standard input. */
  readonly paths: readonly string[];
  readonly format: ReportFormat | undefined;
  readonly keep: Keep;
  /** Of open temporary files, one for each thread. */
  readonly descriptors: readonly number[];
  /** Count on worker threads rather than on this one. */
  readonly threaded: boolean;
  /** So many more bytes were read. */
  readonly onBytes?: (count: number) => void;
}

export interface Tally {
  /** Reports at [group][signal] of each file, those that count. */
  readonly files: readonly { readonly path: string; readonly digest: string; readonly table: number[][] }[];
  /** How many reports do not count because their participant has another one. */
  readonly dropped: number;
  /** The first of them. */
  readonly examples: readonly {
    readonly participant: string;
    readonly kept: string;
    readonly dropped: string;
  }[];
}

/** Of 10^9 participants a million are in memory at once for each thread. */
const PARTITIONS = 1024;
/** Blocks under way or waiting for each thread. */
const DEPTH = 2;

/**
 * Counts reports in files of any size by group and signal, and finds every participant who reported more than once.
 * Errors: those of {@link openSource}; `bad-report`, at most 20 of them.
 */
export async function tallyReports(question: TallyQuestion): Promise<Tally> {
  const { groups, signals, paths, descriptors, threaded } = question;
  const setup = { groups, signals, files: paths.length, partitions: PARTITIONS, seed: randomInt(2 ** 31) };
  const start = threaded ? threadServer : localServer;
  const servers = descriptors.map((descriptor) => start({ ...setup, descriptor }));
  try {
    const read = await readAll(question, servers);
    const finished = await Promise.all(servers.map((server) => server.run({ kind: "finish" })));
    const duplicates = await findAll(finished, question.keep, servers);
    return conclude(question, read, finished, duplicates);
  } finally {
    for (const server of servers) server.close();
  }
}

interface ReadBlock {
  readonly file: number;
  /** Lines of the file before the block. */
  readonly before: number;
}

interface ReadFiles {
  readonly digests: readonly string[];
  readonly blocks: readonly ReadBlock[];
}

/** Hands all blocks to the servers. */
async function readAll(question: TallyQuestion, servers: readonly TallyServer[]): Promise<ReadFiles> {
  const blocks: { file: number; lines: number; skipped: number; bad: readonly BadLine[] }[] = [];
  const lanes: Promise<void>[] = Array.from({ length: DEPTH * servers.length }, () => Promise.resolve());
  const digests: string[] = [];
  let bad = 0;
  for (const [file, path] of question.paths.entries()) {
    const source = openSource(path, question.format, question.onBytes ?? (() => {}));
    for await (const { bytes, layout, skipped } of source.blocks) {
      const block = blocks.push({ file, lines: 0, skipped, bad: [] }) - 1;
      const lane = block % lanes.length;
      await lanes[lane];
      if (bad >= BAD_LINES_SHOWN) break;
      const task = { kind: "block" as const, block, file, bytes, ...(layout ? { layout } : {}) };
      lanes[lane] = servers[block % servers.length].run(task).then((result) => {
        blocks[block] = { ...blocks[block], ...result };
        bad += result.bad.length;
      });
      // A failure is met when the lane is awaited.
      lanes[lane].catch(() => {});
    }
    digests.push(source.digest());
    if (bad >= BAD_LINES_SHOWN) break;
  }
  await Promise.all(lanes);
  const placed = linesBefore(blocks);
  refuseBadLines(question, blocks, placed);
  return { digests, blocks: placed };
}

function linesBefore(blocks: readonly { file: number; lines: number; skipped: number }[]): ReadBlock[] {
  let before = 0;
  return blocks.map(({ file, lines, skipped }, k) => {
    if (k === 0 || blocks[k - 1].file !== file) before = skipped;
    before += lines;
    return { file, before: before - lines };
  });
}

function refuseBadLines(
  question: TallyQuestion,
  blocks: readonly { bad: readonly BadLine[] }[],
  placed: readonly ReadBlock[],
): void {
  const problems = blocks.flatMap(({ bad }, block) =>
    bad.map(
      ({ line, message, unknown }): Problem => ({
        code: "bad-report",
        path: placeOf(question, placed[block], line),
        message: unknown ? `${message}${suggestion(question, unknown)}` : message,
      }),
    ),
  );
  if (problems.length > 0) throw new CandorError(problems.slice(0, BAD_LINES_SHOWN));
}

function suggestion(question: TallyQuestion, { kind, name }: NonNullable<BadLine["unknown"]>): string {
  const known = kind === "group" ? question.groups : question.signals;
  const near = nearest(name, known);
  if (near !== undefined) return `; did you mean ${near}?`;
  return known.length <= 12 ? `; there are ${known.join(", ")}.` : ".";
}

function placeOf({ paths }: TallyQuestion, { file, before }: ReadBlock, line: number): string {
  return `${paths[file]}:${before + line + 1}`;
}

/** Each server looks through one partition after the other. */
async function findAll(
  finished: readonly FinishResult[],
  keep: Keep,
  servers: readonly TallyServer[],
): Promise<Duplicates[]> {
  const partitions: LogPieces[][] = finished[0].pieces.map((_, p) => finished.map(({ pieces }) => pieces[p]));
  const found: Duplicates[] = [];
  let next = 0;
  const drain = async (server: TallyServer) => {
    while (next < partitions.length)
      found.push(await server.run({ kind: "duplicates", logs: partitions[next++], keep }));
  };
  await Promise.all(servers.map(drain));
  return found;
}

function conclude(
  question: TallyQuestion,
  { digests, blocks }: ReadFiles,
  finished: readonly FinishResult[],
  duplicates: readonly Duplicates[],
): Tally {
  const { groups, signals, paths } = question;
  const cells = new Float64Array(finished[0].cells.length);
  for (const part of finished) for (const [cell, count] of part.cells.entries()) cells[cell] += count;
  for (const [cell, count] of duplicates.flatMap((part) => part.cells)) cells[cell] -= count;
  const place = (packed: number) => placeOf(question, blocks[Math.floor(packed / LINES)], packed % LINES);
  const examples = duplicates
    .flatMap((part) => part.examples)
    .sort((a, b) => a.dropped - b.dropped)
    .slice(0, SHOWN);
  return {
    files: paths.map((path, file) => ({
      path,
      digest: digests[file],
      table: groups.map((_, u) =>
        signals.map((_, x) => cells[(file * groups.length + u) * signals.length + x]),
      ),
    })),
    dropped: duplicates.reduce((sum, part) => sum + part.count, 0),
    examples: examples.map(({ participant, kept, dropped }) => ({
      participant,
      kept: place(kept),
      dropped: place(dropped),
    })),
  };
}
