import { countLines, decodeBlock } from "./decode-block.js";
import { type Duplicates, findDuplicates, type Keep } from "./find-duplicates.js";
import { IdLog, type IdLogSetup, type LogPieces } from "./id-log.js";
import { type CsvLayout, parseCsv } from "./parse-csv.js";
import { parseNdjson, type ReportSink } from "./parse-ndjson.js";
import { type BadLine, complaint, numbering, participantId } from "./report-fields.js";

/** What a thread needs to know before its first task. */
export interface TallySetup extends IdLogSetup {
  readonly groups: readonly string[];
  readonly signals: readonly string[];
  readonly files: number;
}

/** Count the reports of a block. */
export interface BlockTask {
  readonly kind: "block";
  readonly block: number;
  readonly file: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of CSV; NDJSON without. */
  readonly layout?: CsvLayout;
}

export interface BlockResult {
  readonly lines: number;
  /** The first ones. */
  readonly bad: readonly BadLine[];
}

/** Hand over what was counted. */
export interface FinishTask {
  readonly kind: "finish";
}

export interface FinishResult {
  /** Reports at (file · groups + group) · signals + signal. */
  readonly cells: Float64Array;
  /** By partition. */
  readonly pieces: readonly LogPieces[];
}

/** Find the duplicates of a partition. */
export interface DuplicatesTask {
  readonly kind: "duplicates";
  readonly logs: readonly LogPieces[];
  readonly keep: Keep;
}

export type TallyTask = BlockTask | FinishTask | DuplicatesTask;
export type TallyResult = BlockResult | FinishResult | Duplicates;

/** So many bad lines are shown at most. */
export const BAD_LINES_SHOWN = 20;

/** Answers tasks one after another, on whatever thread. */
export function serveTally(setup: TallySetup): (task: TallyTask) => TallyResult {
  const known = { groups: numbering(setup.groups, true), signals: numbering(setup.signals, false) };
  const cells = new Float64Array(setup.files * setup.groups.length * setup.signals.length);
  const log = new IdLog(setup);
  const countBlock = ({ block, file, bytes, layout }: BlockTask): BlockResult => {
    const bad: BadLine[] = [];
    const refuse = (line: BadLine) => {
      if (bad.length < BAD_LINES_SHOWN) bad.push(line);
    };
    const sink: ReportSink = {
      bad: (line, message) => refuse({ line, message }),
      report(line, report) {
        const id = participantId(report.participant);
        const group = known.groups.get(report.group);
        const signal = known.signals.get(report.signal);
        if (id === undefined || group === undefined || signal === undefined)
          return refuse(complaint(line, report, known));
        const cell = (file * setup.groups.length + group) * setup.signals.length + signal;
        cells[cell]++;
        log.add(id, cell, block, line);
      },
    };
    const decoded = decodeBlock(bytes);
    if ("wrongLines" in decoded)
      for (const line of decoded.wrongLines)
        sink.bad(line, "This line is not UTF-8 text. Save the file as UTF-8.");
    else if (layout) parseCsv(decoded.text, layout, sink);
    else parseNdjson(decoded.text, sink);
    return { lines: countLines(bytes), bad };
  };
  return (task) => {
    if (task.kind === "block") return countBlock(task);
    if (task.kind === "finish") return { cells, pieces: log.finish() };
    return findDuplicates(task.logs, task.keep);
  };
}
