import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { decodeSource, LARGEST_SOURCE, type ParsedModel, parseModel, type SideFiles } from "@candor/core/io";
import { CandorError, fail } from "@candor/core/numeric";

export interface OpenedModel {
  readonly model: ParsedModel;
  readonly files: SideFiles;
  /** Where the file lies; side files are named relative to it. */
  readonly folder: string;
}

/** Reads and parses a model file; side files are looked up beside it. Problems name the file. */
export function openModel(path: string): OpenedModel {
  try {
    const model = parseModel(decodeSource(readLimited(path), path));
    const folder = dirname(path);
    return { model, folder, files: (name) => readFileSync(resolve(folder, name)) };
  } catch (error) {
    if (error instanceof CandorError) throw error;
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    return fail("unreadable", "", `${path} cannot be read: ${reason}.`);
  }
}

/** The file's bytes, without reading far past the limit. */
function readLimited(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const size = fstatSync(descriptor).size;
    if (size > LARGEST_SOURCE)
      fail(
        "too-large",
        "",
        `${path} has ${(size / 2 ** 20).toFixed(0)} MiB; a model file may have ${LARGEST_SOURCE / 2 ** 20} MiB. Put large tables beside it as .npy and refer to them with {file: name.npy}.`,
      );
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export interface ArithmeticFlags {
  readonly exact?: boolean;
  readonly float?: boolean;
}

/** The arithmetic that the flags ask for. */
export function arithmeticMode({ exact, float }: ArithmeticFlags): "auto" | "exact" | "float" {
  if (exact && float) fail("invalid-value", "--exact", "Choose one of --exact and --float.");
  return exact ? "exact" : float ? "float" : "auto";
}
