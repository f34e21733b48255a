import { fail } from "@candor/core/numeric";

/** About how much of a file is handed out at once. */
const BLOCK = 2 ** 16;
const LONGEST_RECORD = 4 * 2 ** 20;
const NEWLINE = 10;
const QUOTE = 34;

export type RecordEnd = (bytes: Buffer) => number;

/** Where the last line that is complete ends. */
export const endOfLines: RecordEnd = (bytes) => bytes.lastIndexOf(NEWLINE) + 1;

/** Where the last row of CSV that is complete ends: after a line end with an even number of quotes before it. */
export const endOfRows: RecordEnd = (bytes) => {
  let quotes = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) quotes++;
  if (quotes === 0) return endOfLines(bytes);
  for (let at = bytes.length - 1; at >= 0; at--)
    if (bytes[at] === QUOTE) quotes--;
    else if (bytes[at] === NEWLINE && quotes % 2 === 0) return at + 1;
  return 0;
};

/**
 * A stream of bytes in blocks of whole records, each in memory of its own; only the last one may lack a line end.
 * Errors: `too-large` for a record beyond 4 MiB, under `path`.
 */
export async function* recordBlocks(
  source: AsyncIterable<Buffer>,
  endOfRecords: RecordEnd,
  path: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    waiting.push(piece);
    size += piece.length;
    if (size < BLOCK) continue;
    const all = Buffer.concat(waiting);
    const end = endOfRecords(all);
    if (all.length - end > LONGEST_RECORD)
      fail(
        "too-large",
        path,
        "A report is longer than 4 MiB. Is every report on a line of its own, every quote closed?",
      );
    if (end > 0) yield new Uint8Array(all.subarray(0, end));
    waiting = [all.subarray(end)];
    size = all.length - end;
  }
  if (size > 0) yield new Uint8Array(Buffer.concat(waiting));
}
