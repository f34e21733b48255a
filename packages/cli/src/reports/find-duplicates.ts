import { forEachReport, type LogPieces } from "./id-log.js";

/** Which report of a participant counts. */
export type Keep = "first" | "last";

/** A report that does not count because its participant has another one. */
export interface Duplicate {
  readonly participant: string;
  /** Places of reports. */
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
  /** Where the place and the cell of the report that counts stand in `reports`. */
  const kept = new Map<string, number>();
  const reports: number[] = [];
  const cells = new Map<number, number>();
  const examples: { key: string; dropped: number }[] = [];
  let count = 0;
  const drop = (key: string, cell: number, dropped: number) => {
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    examples.push({ key, dropped });
    if (examples.length > 1000) shorten(examples);
    count++;
  };
  forEachReport(logs, (key, cell, place) => {
    const at = kept.get(key);
    if (at === undefined) kept.set(key, reports.push(place, cell) - 2);
    else if (place > reports[at] === (keep === "first")) drop(key, cell, place);
    else {
      drop(key, reports[at + 1], reports[at]);
      reports[at] = place;
      reports[at + 1] = cell;
    }
  });
  shorten(examples);
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

/** Leaves the earliest ones, in order. */
function shorten(examples: { readonly dropped: number }[]): void {
  examples.sort((a, b) => a.dropped - b.dropped).splice(SHOWN);
}
