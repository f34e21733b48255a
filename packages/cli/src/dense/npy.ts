import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { fail } from "@candor/core/numeric";

/** An open .npy file of little-endian doubles in C order. */
export interface NpyFile {
  readonly fd: number;
  readonly path: string;
  /** Byte at which the entries begin. */
  readonly offset: number;
  readonly shape: readonly number[];
}

const MAGIC = "\x93NUMPY";

/**
 * Opens a .npy file and checks magic, dtype '<f8', C order, shape and size, without reading the entries.
 * Throws CandorError `unreadable-file`, `invalid-npy`, `unsupported-dtype`, `unsupported-order`, `wrong-shape`,
 * `truncated-file`, the path of the file in `path`. O(1).
 */
export function openNpy(path: string, expected: readonly number[]): NpyFile {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (cause) {
    return fail("unreadable-file", path, `The file cannot be opened (${(cause as Error).message}).`);
  }
  try {
    return { fd, path, ...readHeader(fd, path, expected) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function readHeader(fd: number, path: string, expected: readonly number[]) {
  const start = new Uint8Array(12);
  const view = new DataView(start.buffer);
  const got = readSync(fd, start, 0, 12, 0);
  if (got < 10 || String.fromCharCode(...start.subarray(0, 6)) !== MAGIC) {
    fail("invalid-npy", path, "This is no .npy file; write it with numpy.save.");
  }
  const long = start[6] >= 2;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const begin = long ? 12 : 10;
  if (length > 65536) fail("invalid-npy", path, "The header of this .npy file is implausibly long.");
  const header = new Uint8Array(length);
  if (readSync(fd, header, 0, length, begin) < length) {
    fail("truncated-file", path, "The file ends inside its header.");
  }
  const shape = parseHeader(new TextDecoder("latin1").decode(header), path);
  if (shape.join() !== expected.join()) {
    const wanted = `(${expected.join(", ")})`;
    const received = `(${shape.join(", ")})`;
    fail("wrong-shape", path, `The array has shape ${received}; it has to be ${wanted}.`, {
      expected: wanted,
      received,
    });
  }
  const bytes = 8 * shape.reduce((a, b) => a * b, 1);
  const size = fstatSync(fd).size;
  if (size < begin + length + bytes) {
    fail("truncated-file", path, `The file has ${size} bytes; its shape needs ${begin + length + bytes}.`);
  }
  return { offset: begin + length, shape };
}

function parseHeader(text: string, path: string): number[] {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (shape === undefined || order === undefined)
    fail("invalid-npy", path, "The header of this .npy file is damaged.");
  if (descr !== "<f8") {
    const received = descr ?? "a record";
    fail("unsupported-dtype", path, `The entries are ${received}; convert them with .astype('<f8').`, {
      expected: "<f8",
      received,
    });
  }
  if (order === "True")
    fail("unsupported-order", path, "The array is in Fortran order; use numpy.ascontiguousarray.");
  return shape.split(",").map((s) => s.trim()).filter((s) => s !== "").map(Number); // biome-ignore format: one line
}

/** Reads `length` entries from entry `start` on into `target`, at byte `at`. Throws `truncated-file`. */
export function readEntries(
  file: NpyFile,
  start: number,
  length: number,
  target: Uint8Array,
  at: number,
): void {
  let position = file.offset + 8 * start;
  for (let left = 8 * length; left > 0; ) {
    const got = readSync(file.fd, target, at, left, position);
    if (got === 0) fail("truncated-file", file.path, "The file got shorter while it was being read.");
    left -= got;
    at += got;
    position += got;
  }
}
