import { readSync, writeSync } from "node:fs";
import { fail } from "@candor/core/numeric";

/** Where pieces of one partition of a log are in a file: offset and length in bytes, by turns. */
export interface LogPieces {
  readonly descriptor: number;
  readonly spans: readonly number[];
}

/** More than the lines of any block. */
export const LINES = 2 ** 23;

/**
 * Takes a report of a log: the UTF-8 bytes of the participant, one character each; its cell; its place, which orders
 * reports: {@link LINES} · block + line.
 */
export type TakeReport = (key: string, cell: number, place: number) => void;

export interface IdLogSetup {
  /** Of a temporary file that this log alone appends to. */
  readonly descriptor: number;
  readonly partitions: number;
  /** Makes the partition of a participant hard to foresee. */
  readonly seed: number;
}

/** Length of the id, cell, block, line: 2 + 4 + 4 + 4 bytes before the id. */
const HEAD = 14;
const PIECE = 2 ** 13;

/**
 * Participants on disk by partition: equal ids are always in the same one. Written in pieces, one buffer of 8 KiB in memory for each
 * partition.
 */
export class IdLog {
  private readonly buffer: Buffer;
  private readonly view: DataView;
  private readonly used: Int32Array;
  private readonly spans: number[][];
  private end = 0;

  constructor(private readonly setup: IdLogSetup) {
    this.buffer = Buffer.alloc(setup.partitions * PIECE);
    this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset);
    this.used = new Int32Array(setup.partitions);
    this.spans = Array.from({ length: setup.partitions }, () => []);
  }

  add(id: string, cell: number, block: number, line: number): void {
    const partition = partitionOf(id, this.setup);
    if (this.used[partition] + HEAD + 3 * id.length > PIECE) this.flush(partition);
    const start = partition * PIECE + this.used[partition];
    const length = writeText(this.buffer, start + HEAD, id);
    this.view.setUint16(start, length);
    this.view.setUint32(start + 2, cell);
    this.view.setUint32(start + 6, block);
    this.view.setUint32(start + 10, line);
    this.used[partition] += HEAD + length;
  }

  /** What was added by partition; everything is on disk then. */
  finish(): LogPieces[] {
    for (let partition = 0; partition < this.setup.partitions; partition++) this.flush(partition);
    return this.spans.map((spans) => ({ descriptor: this.setup.descriptor, spans }));
  }

  private flush(partition: number): void {
    const length = this.used[partition];
    if (length === 0) return;
    writeFully(
      this.setup.descriptor,
      this.buffer.subarray(partition * PIECE, partition * PIECE + length),
      this.end,
    );
    this.spans[partition].push(this.end, length);
    this.end += length;
    this.used[partition] = 0;
  }
}

/** Hands over every report of a partition, in no order. */
export function forEachReport(logs: readonly LogPieces[], take: TakeReport): void {
  const buffer = Buffer.alloc(PIECE);
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  for (const { descriptor, spans } of logs)
    for (let k = 0; k < spans.length; k += 2) {
      const length = spans[k + 1];
      readSync(descriptor, buffer, 0, length, spans[k]);
      for (let at = 0; at < length; ) {
        const end = at + HEAD + view.getUint16(at);
        const place = view.getUint32(at + 6) * LINES + view.getUint32(at + 10);
        take(buffer.toString("latin1", at + HEAD, end), view.getUint32(at + 2), place);
        at = end;
      }
    }
}

function partitionOf(id: string, { seed, partitions }: IdLogSetup): number {
  let hash = seed;
  for (let k = 0; k < id.length; k++) {
    hash = Math.imul(hash ^ id.charCodeAt(k), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) % partitions;
}

/** Writes a text as UTF-8 and returns how many bytes that took. */
function writeText(buffer: Buffer, start: number, text: string): number {
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code > 127) return buffer.write(text, start, "utf8");
    buffer[start + k] = code;
  }
  return text.length;
}

function writeFully(descriptor: number, bytes: Buffer, position: number): void {
  try {
    for (let done = 0; done < bytes.length; )
      done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  } catch (error) {
    fail("unwritable", "--temporary", `The temporary file cannot be written: ${(error as Error).message}.`);
  }
}
