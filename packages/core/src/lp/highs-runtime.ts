import type { Highs } from "highs";
import { CandorError, fail } from "../numeric/candor-error.js";

/** Where the WebAssembly of HiGHS comes from. In Node nothing is needed; see `highsSolver`. */
export interface HighsLocation {
  /** The address of an asset by its file name (`highs.wasm`); for bundlers and for serving it from elsewhere. */
  readonly locateFile?: (file: string) => string;
  /** The bytes of `highs.wasm`. */
  readonly wasmBinary?: ArrayBuffer | Uint8Array;
  /** The compiled module, to be shared between workers. */
  readonly wasmModule?: WebAssembly.Module;
}

/** From here on a failure is put down to the memory, of which HiGHS gets 2 GiB at most. */
const NEARLY_FULL = 1.5 * 2 ** 30;

/** Loads HiGHS when first needed and again after an instance broke down. */
export class HighsRuntime {
  readonly #location: HighsLocation;
  #instance: Promise<Highs> | undefined;
  readonly #broken = new WeakSet<Highs>();

  constructor(location: HighsLocation) {
    this.#location = location;
  }

  /** A working instance. Errors: `solver-unavailable` when it cannot be loaded; the next call tries again. */
  async load(): Promise<Highs> {
    this.#instance ??= instantiate(this.#location);
    try {
      return await this.#instance;
    } catch (error) {
      this.#instance = undefined;
      fail(
        "solver-unavailable",
        "",
        `HiGHS could not be loaded: ${messageOf(error)}. Install the package highs or pass locateFile, wasmBinary or wasmModule.`,
      );
    }
  }

  /**
   * Runs an operation on an instance. When WebAssembly aborts, the instance is never used again and the error says whether memory
   * was the reason. Errors: `out-of-memory`, `solver-aborted`, `solver-refused`.
   */
  guard<T>(highs: Highs, operation: () => T): T {
    if (this.#broken.has(highs))
      fail("solver-aborted", "", "The solver broke down in an earlier call: open the problem again.");
    try {
      return operation();
    } catch (error) {
      if (error instanceof CandorError) throw error;
      if (error instanceof highs.errors.HighsError)
        fail("solver-refused", "", `HiGHS refused the call: ${messageOf(error)}.`);
      if (!isBreakdown(error)) throw error;
      this.#broken.add(highs);
      this.#instance = undefined;
      breakdown(highs.memoryBytes, error);
    }
  }

  isBroken(highs: Highs): boolean {
    return this.#broken.has(highs);
  }
}

type Load = (options: {
  locateFile?: (file: string) => string;
  instantiateWasm?: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => object;
}) => Promise<Highs>;

async function instantiate({ locateFile, wasmBinary, wasmModule }: HighsLocation): Promise<Highs> {
  // The package declares its types for CommonJS and ships an ES module whose default export is the loader.
  const imported: unknown = await import("highs");
  const { default: load } = imported as { default: Load };
  const module = wasmModule ?? (wasmBinary && (await WebAssembly.compile(wasmBinary as BufferSource)));
  if (module === undefined) return load(locateFile === undefined ? {} : { locateFile });
  // Version 1.15.3 documents wasmBinary and wasmModule but looks at neither; this hook of Emscripten it does follow.
  return new Promise((resolve, reject) => {
    load({
      instantiateWasm: (imports, done) => {
        WebAssembly.instantiate(module, imports).then(done, reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

function isBreakdown(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    /malloc failed|Highs_create failed|out of memory/i.test(messageOf(error))
  );
}

function breakdown(memoryBytes: number, error: unknown): never {
  const used = `${(memoryBytes / 2 ** 20).toFixed(0)} MiB`;
  if (memoryBytes >= NEARLY_FULL || error instanceof RangeError || /malloc/.test(messageOf(error)))
    fail(
      "out-of-memory",
      "",
      `HiGHS ran out of memory at ${used}; it gets 2 GiB at most, about 5 million coefficients. Reduce the problem (symmetry, lazy rows, the dual) or write it with writeMps for a native solver.`,
      { received: used },
    );
  fail("solver-aborted", "", `HiGHS aborted (${messageOf(error)}). The next call starts afresh.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
