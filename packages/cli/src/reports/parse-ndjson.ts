import type { RawReport } from "./report-fields.js";

export interface ReportSink {
  report(line: number, report: RawReport): void;
  bad(line: number, message: string): void;
}

/** Hands every line of NDJSON to the sink, numbered from 0; empty lines are passed over. */
export function parseNdjson(text: string, sink: ReportSink): void {
  let line = 0;
  for (let from = 0; from < text.length; line++) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    parseLine(text.slice(from, to), line, sink);
    from = to + 1;
  }
}

function parseLine(text: string, line: number, sink: ReportSink): void {
  let value: Readonly<Record<string, unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.trim() !== "") sink.bad(line, `This is not JSON (${(error as Error).message}). ${EXAMPLE}`);
    return;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) sink.bad(line, EXAMPLE);
  else if (value.group !== undefined && value.utility !== undefined)
    sink.bad(line, "The report has both a group and a utility, which mean the same; leave one out.");
  else
    sink.report(line, {
      participant: value.participant,
      group: value.group ?? value.utility,
      signal: value.signal,
    });
}

const EXAMPLE = 'Write one report on each line: {"participant": "p1", "group": "East", "signal": "dry"}.';
