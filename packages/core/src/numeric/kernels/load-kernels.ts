import { fail } from "../candor-error.js";
import { PRIVATE_MODULE, SHARED_MODULE } from "./generated.js";
import type { KernelSet } from "./kernel-set.js";
import { plainKernels } from "./plain.js";

interface Memory {
  readonly buffer: ArrayBufferLike;
}
interface WasmApi {
  Memory: new (descriptor: { initial: number; maximum: number; shared?: boolean }) => Memory;
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: unknown } }>;
  validate(bytes: Uint8Array): boolean;
}

const PAGE = 65536;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The kernels on a heap of at least `length` doubles: WebAssembly with 128-bit vectors where the host has them,
 * the plain twin elsewhere or on request; both give the same bits. Pass `memory` (a shared WebAssembly.Memory with
 * maximum 65,536 pages) to work on tables in place. Throws `heap-too-large` above 4 GiB.
 */
export async function loadKernels(
  length: number,
  options: { readonly plain?: boolean; readonly memory?: unknown } = {},
): Promise<KernelSet> {
  const pages = Math.ceil((length * 8) / PAGE);
  if (pages > 65536) fail("heap-too-large", "", "A kernel heap holds at most 4 GiB; work in smaller pieces.");
  const api = (globalThis as { WebAssembly?: WasmApi }).WebAssembly;
  const bytes = decode(options.memory ? SHARED_MODULE : PRIVATE_MODULE);
  if (options.plain || !api?.validate(bytes)) return plainKernels(length);
  const memory = (options.memory as Memory) ?? new api.Memory({ initial: pages, maximum: 65536 });
  const { instance } = await api.instantiate(bytes, { env: { memory } });
  const kernels = instance.exports as Omit<KernelSet, "kind" | "heap">;
  return { ...kernels, kind: "wasm", heap: new Float64Array(memory.buffer) };
}

function decode(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let word = 0;
    for (let k = 0; k < 4; k++) word = (word << 6) | Math.max(0, ALPHABET.indexOf(text[i + k]));
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = word >> shift;
  }
  return bytes;
}
