import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { fail } from "@candor/core/numeric";
import { reasonOf } from "../files.js";
import { type CsvLayout, readHeader } from "./parse-csv.js";
import { endOfLines, endOfRows, recordBlocks } from "./record-blocks.js";

export type ReportFormat = "ndjson" | "csv";

/** A block of whole reports of one file. */
export interface ReportBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of CSV. */
  readonly layout?: CsvLayout;
  /** Lines of the file before its first block. */
  readonly skipped: number;
}

export interface OpenSource {
  readonly blocks: AsyncIterable<ReportBlock>;
  /** SHA-256 of all bytes, once they are read. */
  readonly digest: () => string;
}

/**
 * The reports of a file, or of the standard input where the path is "-". The format follows the ending of the name where it is not stated,
 * and what stands first where that does not tell. Errors: `unreadable`, `too-large`, `counts-file`, `bad-header`, `not-utf8`.
 */
export function openSource(
  path: string,
  stated: ReportFormat | undefined,
  onBytes: (count: number) => void,
): OpenSource {
  const hash = createHash("sha256");
  const onPiece = (piece: Buffer) => {
    hash.update(piece);
    onBytes(piece.length);
  };
  return { blocks: blocksOf(path, stated, onPiece), digest: () => `sha256:${hash.digest("hex")}` };
}

async function* blocksOf(
  path: string,
  stated: ReportFormat | undefined,
  onPiece: (piece: Buffer) => void,
): AsyncGenerator<ReportBlock> {
  let format = stated ?? formatByName(path);
  const formatOf = (bytes: Uint8Array) => (format ??= formatByContent(bytes));
  const endOfRecords = (bytes: Buffer) => (formatOf(bytes) === "csv" ? endOfRows : endOfLines)(bytes);
  let layout: CsvLayout | undefined;
  let first = true;
  for await (const block of recordBlocks(piecesOf(path, onPiece), endOfRecords, path)) {
    const start = first ? startOf(block, path) : 0;
    let bytes = start > 0 ? block.slice(start) : block;
    if (first && formatOf(bytes) === "csv") {
      const end = bytes.indexOf(10) + 1 || bytes.length;
      layout = layoutOf(path, bytes.subarray(0, end));
      bytes = bytes.slice(end);
    }
    first = false;
    yield { bytes, ...(layout ? { layout } : {}), skipped: layout ? 1 : 0 };
  }
}

async function* piecesOf(path: string, onPiece: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 2 ** 16 });
  try {
    for await (const piece of stream) {
      onPiece(piece);
      yield piece;
    }
  } catch (error) {
    if (error instanceof Error && "syscall" in error)
      fail("unreadable", "", `${path} cannot be read: ${reasonOf(error)}.`);
    throw error;
  }
}

function formatByName(path: string): ReportFormat | undefined {
  if (/\.(csv|tsv)$/i.test(path)) return "csv";
  return /\.(ndjson|jsonl)$/i.test(path) ? "ndjson" : undefined;
}

function formatByContent(bytes: Uint8Array): ReportFormat {
  return /^\uFEFF?\s*[{[]/.test(beginning(bytes)) ? "ndjson" : "csv";
}

/** Where the reports start, after a byte order mark. */
function startOf(bytes: Uint8Array, path: string): number {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    fail("not-utf8", path, "This is UTF-16 text. Save the file as UTF-8.");
  if (/^\s*\{\s*"format"\s*:\s*"candor-counts"/.test(beginning(bytes)))
    fail(
      "counts-file",
      path,
      "These are counts already; candor merge adds counts, candor settle takes them.",
    );
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function beginning(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 200)).toString("utf8");
}

function layoutOf(path: string, header: Uint8Array): CsvLayout {
  const layout = readHeader(Buffer.from(header).toString("utf8"));
  return typeof layout === "string" ? fail("bad-header", `${path}:1`, layout) : layout;
}
