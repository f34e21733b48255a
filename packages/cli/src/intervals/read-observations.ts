import { readFileSync, statSync } from "node:fs";
import { nearest, type Observations, type SideFiles } from "@candor/core/io";
import { fail, parseRational, toDouble } from "@candor/core/numeric";
import { CsvError, type Info, parse } from "csv-parse/sync";
import { reasonOf } from "../files.js";

/** More would not fit into memory as rows. */
const LARGEST = 64 * 2 ** 20;

/** Observed values from files named on the command line. Errors: `side-file`, `observations`. */
export const observationsAnywhere: Observations = observationsIn((name) => {
  const { size } = statSync(name);
  if (size > LARGEST) throw new Error(`it has ${(size / 2 ** 20).toFixed(0)} MiB, more than 64`);
  return readFileSync(name);
});

/**
 * Observed values in CSV files that `read` supplies: the only column, or one by its name in the first row; columns without names are
 * called 1, 2, …. Commas, semicolons or tabs separate; empty lines are passed over.
 * Errors: `side-file` for what cannot be read, `observations` naming file, line and column for what is no number.
 */
export function observationsIn(read: SideFiles): Observations {
  return (file, column) => {
    const rows = rowsOf(decoded(file, read), file);
    const { names, first } = header(rows, file);
    const at = columnAt(names, file, column);
    const values = rows.slice(first).map(({ cells, line }) => {
      if (cells.length > names.length)
        refuse(
          `${file}, line ${line} has ${cells.length} fields where the first row has ${names.length}. Decimals are written with a point.`,
        );
      const value = numberIn(cells[at]);
      return Number.isFinite(value)
        ? value
        : refuse(`${place(file, line, names[at])} is ${said(cells[at])}, not a number such as 0.25.`);
    });
    return values.length > 0 ? values : refuse(`${file} has no values below its first row.`);
  };
}

/** Names of the files whose observations a text states, as in `observed("bids.csv")`. */
export function observedFiles(text: string): string[] {
  return [...text.matchAll(/(?:observed|smoothed)\s*\(\s*\\?["']([^"'\\]+)/g)].map(([, name]) => name);
}

interface Row {
  readonly cells: readonly string[];
  /** Its last line, from 1. */
  readonly line: number;
}

function refuse(message: string): never {
  return fail("observations", "", message);
}

function place(file: string, line: number, column: string): string {
  return `${file}, line ${line}, column ${column}`;
}

function said(cell: string | undefined): string {
  return cell === undefined || cell.trim() === "" ? "empty" : JSON.stringify(cell);
}

function decoded(file: string, read: SideFiles): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(read(file));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is not UTF-8 text" : reasonOf(error);
    return fail("side-file", "", `${file} cannot be read: ${reason}.`);
  }
}

/** The rows with something in them. Errors: `observations` for what is no CSV. */
function rowsOf(text: string, file: string): Row[] {
  const [first] = text.split(/\r?\n/, 1);
  const delimiter = [";", "\t"].find((each) => first.includes(each)) ?? ",";
  const options = { delimiter, relax_column_count: true, info: true, record_delimiter: ["\r\n", "\n"] };
  try {
    const records = parse(text, options) as unknown as { info: Info; record: string[] }[];
    return records
      .map(({ info, record }) => ({ cells: record, line: info.lines }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse(`${file} is not CSV: ${error.message}.`);
  }
}

/** The names of the columns, and where the values start: the first row names them unless it holds a number. */
function header(rows: readonly Row[], file: string): { names: readonly string[]; first: number } {
  if (rows.length === 0) return refuse(`${file} is empty.`);
  const { cells } = rows[0];
  if (cells.some((cell) => Number.isFinite(numberIn(cell))))
    return { names: cells.map((_, k) => String(k + 1)), first: 0 };
  return { names: cells.map((cell) => cell.trim()), first: 1 };
}

function columnAt(names: readonly string[], file: string, column: string | undefined): number {
  const say = (name: string) => `("${file}", "${name}")`;
  if (column === undefined)
    return names.length === 1
      ? 0
      : refuse(
          `${file} has ${names.length} columns, ${names.join(", ")}; name one of them: ${say(names[0])}.`,
        );
  const at = names.indexOf(column);
  if (at < 0) {
    const close = nearest(column, names);
    return refuse(
      `${file} has no column ${column}; ${close ? `did you mean ${close}?` : `there are ${names.join(", ")}.`}`,
    );
  }
  if (names.lastIndexOf(column) !== at)
    return refuse(`${file} has several columns ${column}; rename all but one.`);
  return at;
}

/** NaN for what is no number. */
function numberIn(cell: string | undefined): number {
  const text = cell?.trim() ?? "";
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const fraction = parseRational(text);
  return fraction === undefined ? Number.NaN : toDouble(fraction);
}
