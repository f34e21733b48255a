import { type LoggedReport, type LogPieces, loggedReports } from "./id-log.js";

/** Which report of a participant counts. */
export type Keep = "first" | "last";

/** A report that does not count because its participant has another one. */
export interface Duplicate {
  readonly participant: string;
  /** Places of reports: 2^32 · block + line. */
  readonly kept: number;
  readonly dropped: number;
}

export interface Duplicates {
  readonly count: number;
  /** How many reports of each cell do not count: [cell, number]. */
  readonly cells: readonly (readonly [number, number])[];
  /** Those dropped at the earliest places, in this order. */
  readonly examples: readonly Duplicate[];
}

/** So many duplicates are shown at most. */
export const SHOWN = 20;

/**
 * Of every participant with several reports in one partition, all but the first or the last one. Participants are compared as such, not
 * by a hash. Time: linear; memory: the participants of the partition.
 */
export function findDuplicates(logs: readonly LogPieces[], keep: Keep): Duplicates {
  const kept = new Map<string, number>();
  const reports: number[] = [];
  const cells = new Map<number, number>();
  let examples: { key: string; dropped: number }[] = [];
  let count = 0;
  const shorten = () => {
    examples = examples.sort((a, b) => a.dropped - b.dropped).slice(0, SHOWN);
  };
  for (const report of loggedReports(logs)) {
    const at = kept.get(report.key);
    if (at === undefined) {
      kept.set(report.key, reports.push(report.place, report.cell) - 2);
      continue;
    }
    const dropped = exchange(reports, at, report, keep);
    cells.set(dropped.cell, (cells.get(dropped.cell) ?? 0) + 1);
    examples.push({ key: report.key, dropped: dropped.place });
    if (examples.length > 1000) shorten();
    count++;
  }
  shorten();
  return {
    count,
    cells: [...cells],
    examples: examples.map(({ key, dropped }) => ({
      participant: Buffer.from(key, "latin1").toString("utf8"),
      kept: reports[kept.get(key)!],
      dropped,
    })),
  };
}

/** Keeps the earlier or the later of two reports at `at` and returns the other one. */
function exchange(
  reports: number[],
  at: number,
  report: LoggedReport,
  keep: Keep,
): Pick<LoggedReport, "place" | "cell"> {
  const [place, cell] = [reports[at], reports[at + 1]];
  if (report.place > place === (keep === "first")) return report;
  reports[at] = report.place;
  reports[at + 1] = report.cell;
  return { place, cell };
}
