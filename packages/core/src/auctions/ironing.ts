import { fail } from "../numeric/candor-error.js";
import { type IroningMode, ironingRoom, ironLines } from "./iron-lines.js";
import { PRIVATE_MODULE, SHARED_MODULE } from "./ironing-modules.js";
import { axisOf } from "./lines.js";

interface Memory {
  readonly buffer: ArrayBufferLike;
}
interface WasmApi {
  Memory: new (descriptor: { initial: number; maximum: number }) => Memory;
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: unknown } }>;
  validate(bytes: Uint8Array): boolean;
}
interface Exports {
  ironLines(...numbers: readonly number[]): number;
}

const PAGE = 65536;
const MOST_PAGES = 65536;
const MODES: readonly IroningMode[] = ["write", "raise", "sum"];

/** A table of f and one of y, laid out for ironing. */
export interface Ironing {
  readonly kind: "plain" | "wasm";
  /** f, row-major over the sizes; fill it. */
  readonly prior: Float64Array;
  /** y: after the last bidder but one, max over those before of ψ̄⁺. */
  readonly cover: Float64Array;
  /**
   * Irons a range of a bidder's lines, folds ψ̄_i⁺ into y and returns Σ max(y, ψ̄_i⁺) over them. Bidders in order, all lines of one
   * before the next; the sum of the last bidder's answers is the bound. Lines of one bidder may be shared out among threads.
   */
  iron(bidder: number, fromLine: number, toLine: number): number;
}

export interface IroningOptions {
  /** A shared WebAssembly.Memory (maximum 65,536 pages) of `ironingPages(sizes, workers)` that all threads open. */
  readonly memory?: unknown;
  /** The number of this thread, from 0. Default 0. */
  readonly worker?: number;
  /** Plain TypeScript instead of WebAssembly; the numbers are the same to the last bit. */
  readonly plain?: boolean;
}

/** Pages of 64 KiB that tables of these sizes and the room of `workers` threads take. */
export function ironingPages(sizes: readonly number[], workers = 1): number {
  const { end, room } = layout(sizes);
  return Math.ceil((end + workers * room) / PAGE);
}

/** f at 0, y at `cover`, values of bidder i at values[i], then the rooms of the threads; bytes. */
function layout(sizes: readonly number[]) {
  const cover = 8 * sizes.reduce((product, size) => product * size, 1);
  let end = 2 * cover;
  const values = sizes.map((size) => {
    end += 8 * size;
    return end - 8 * size;
  });
  const longest = Math.max(...sizes);
  return { cover, values, end, room: 8 * (19 * longest + 10) };
}

/**
 * Opens tables for ironing in WebAssembly memory where the host has it and 4 GiB suffice, in plain arrays otherwise.
 * Errors: `heap-too-large` when a shared memory is smaller than `ironingPages`.
 */
export async function openIroning(
  sizes: readonly number[],
  values: readonly Float64Array[],
  options: IroningOptions = {},
): Promise<Ironing> {
  const { cover, values: own, end, room } = layout(sizes);
  const api = (globalThis as { WebAssembly?: WasmApi }).WebAssembly;
  const at = end + (options.worker ?? 0) * room;
  const bytes = decode(options.memory === undefined ? PRIVATE_MODULE : SHARED_MODULE);
  if (options.plain || at + room > PAGE * MOST_PAGES || !api?.validate(bytes))
    return plain(sizes, values, options);
  const pages = ironingPages(sizes);
  const memory = (options.memory as Memory) ?? new api.Memory({ initial: pages, maximum: MOST_PAGES });
  requireRoom(memory, at + room);
  const { instance } = await api.instantiate(bytes, { env: { memory } });
  const { ironLines: run } = instance.exports as Exports;
  values.forEach((list, i) => {
    new Float64Array(memory.buffer, own[i], list.length).set(list);
  });
  return {
    kind: "wasm",
    prior: new Float64Array(memory.buffer, 0, cover / 8),
    cover: new Float64Array(memory.buffer, cover, cover / 8),
    iron(bidder, fromLine, toLine) {
      const { size, stride } = axisOf(sizes, bidder);
      return run(
        0,
        cover,
        own[bidder],
        size,
        stride,
        fromLine,
        toLine,
        MODES.indexOf(modeOf(sizes, bidder)),
        at,
      );
    },
  };
}

function plain(
  sizes: readonly number[],
  values: readonly Float64Array[],
  { memory }: IroningOptions,
): Ironing {
  const { cover: bytes } = layout(sizes);
  const buffer = (memory as Memory | undefined)?.buffer;
  if (buffer !== undefined) requireRoom({ buffer }, 2 * bytes);
  const prior = buffer ? new Float64Array(buffer, 0, bytes / 8) : new Float64Array(bytes / 8);
  const cover = buffer ? new Float64Array(buffer, bytes, bytes / 8) : new Float64Array(bytes / 8);
  const room = ironingRoom(Math.max(...sizes));
  return {
    kind: "plain",
    prior,
    cover,
    iron: (bidder, fromLine, toLine) =>
      ironLines(
        {
          prior,
          cover,
          values: values[bidder],
          axis: axisOf(sizes, bidder),
          fromLine,
          toLine,
          mode: modeOf(sizes, bidder),
        },
        room,
      ),
  };
}

function requireRoom({ buffer }: Memory, bytes: number): void {
  if (buffer.byteLength < bytes)
    fail(
      "heap-too-large",
      "memory",
      `The memory has ${buffer.byteLength} bytes and ${bytes} are needed; see ironingPages.`,
    );
}

function modeOf(sizes: readonly number[], bidder: number): IroningMode {
  if (bidder === 0) return "write";
  return bidder === sizes.length - 1 ? "sum" : "raise";
}

function decode(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
