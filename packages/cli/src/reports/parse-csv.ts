import { CsvError, type Info, parse } from "csv-parse/sync";
import type { ReportSink } from "./parse-ndjson.js";

/** Where the columns of a CSV file are. */
export interface CsvLayout {
  readonly delimiter: string;
  readonly width: number;
  readonly participant: number;
  readonly group: number;
  readonly signal: number;
}

const DELIMITERS = [",", ";", "\t"];

/** The layout that the header row states, in any order and with further columns; or what is wrong with it. */
export function readHeader(text: string): CsvLayout | string {
  for (const delimiter of DELIMITERS) {
    const header = namesIn(text, delimiter);
    if (!header.includes("signal") || header.length < 3) continue;
    const groups = header.filter((name) => name === "group" || name === "utility");
    if (groups.length !== 1 || new Set(header).size < header.length) break;
    const layout = {
      delimiter,
      width: header.length,
      participant: header.indexOf("participant"),
      group: header.indexOf(groups[0]),
      signal: header.indexOf("signal"),
    };
    if (layout.participant >= 0) return layout;
  }
  const [first] = text.split(/\r?\n/, 1);
  const found = first.length > 80 ? `${first.slice(0, 80)}…` : first;
  return `The first row must name the columns participant, group (or utility) and signal, each once; here it is "${found}".`;
}

function namesIn(header: string, delimiter: string): string[] {
  try {
    return (rowsOf(header, delimiter)[0] ?? []).map((name) => name.trim().toLowerCase());
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/** Hands every row to the sink by the number of its first line, from 0; empty lines are passed over. */
export function parseCsv(text: string, layout: CsvLayout, sink: ReportSink): void {
  try {
    for (const { line, row } of numberedRows(text, layout.delimiter)) {
      if (row.length === 1 && row[0].trim() === "") continue;
      if (row.length !== layout.width)
        sink.bad(line, `This row has ${row.length} columns; the header has ${layout.width}.`);
      else
        sink.report(line, {
          participant: row[layout.participant],
          group: row[layout.group],
          signal: row[layout.signal],
        });
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    sink.bad(Number(error.lines ?? 1) - 1, `This is not CSV: ${error.message.replace(/ at line \d+/, "")}.`);
  }
}

function* numberedRows(text: string, delimiter: string): Generator<{ line: number; row: string[] }> {
  const rows = rowsOf(text, delimiter);
  // Without line ends inside quotes each row is a line; asking the parser for lines takes five times as long.
  if (!text.includes('"')) {
    for (let line = 0; line < rows.length; line++) yield { line, row: rows[line] };
    return;
  }
  let line = 0;
  const informed = parse(text, { ...OPTIONS, delimiter, info: true }) as unknown as {
    info: Info;
    record: string[];
  }[];
  for (const { info, record } of informed) {
    yield { line, row: record };
    line = info.lines;
  }
}

const OPTIONS = { relax_column_count: true, record_delimiter: ["\r\n", "\n"] };

function rowsOf(text: string, delimiter: string): string[][] {
  return parse(text, { ...OPTIONS, delimiter });
}
