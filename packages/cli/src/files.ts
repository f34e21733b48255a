import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import {
  decodeSource,
  LARGEST_SOURCE,
  type ParsedModel,
  parseModel,
  parseSource,
  type SideFiles,
  withFurtherProblems,
} from "@candor/core/io";
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
    const text = decodeSource(readLimited(path), path);
    const folder = dirname(path);
    const files = (name: string) => readSideFile(folder, name);
    return { model: parse(text, files), folder, files };
  } catch (error) {
    if (error instanceof CandorError) throw error;
    return fail("unreadable", "", `${path} cannot be read: ${reasonOf(error)}.`);
  }
}

function parse(text: string, files: SideFiles): ParsedModel {
  if (/^\s*\{\s*"format"\s*:\s*"candor-certificate"/.test(text))
    fail("not-a-model", "", "This is a certificate, not a model file; candor verify reads it.");
  const source = parseSource(text);
  try {
    return parseModel(text, source);
  } catch (error) {
    throw error instanceof CandorError ? withFurtherProblems(source, error, files) : error;
  }
}

/**
 * Where a side file lies. Only files in the folder of the model or below are read, links followed, so that a model from
 * somebody else reads nothing but what came with it.
 */
export function sidePath(folder: string, name: string): string {
  try {
    const path = realpathSync(resolve(folder, name));
    const inside = relative(realpathSync(folder), path);
    if (!isAbsolute(name) && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside))
      return path;
  } catch (error) {
    throw new Error(reasonOf(error));
  }
  throw new Error("side files must lie in the folder of the model file or below it");
}

function readSideFile(folder: string, name: string): Uint8Array {
  const path = sidePath(folder, name);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

/** Why a file cannot be read or written, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && REASONS[code]) ?? message.replace(/\.$/, "");
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "reading it is not permitted",
};

/** The file's bytes, without reading far past the limit. */
function readLimited(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    if (fstatSync(descriptor).isFile() && fstatSync(descriptor).size <= LARGEST_SOURCE)
      return readFileSync(descriptor);
    // A pipe has no size, a file may be far too large: read at most one byte more than is allowed.
    const bytes = new Uint8Array(LARGEST_SOURCE + 1);
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length > LARGEST_SOURCE) fail("too-large", "", tooLarge(path, fstatSync(descriptor).size));
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function tooLarge(path: string, size: number): string {
  const most = LARGEST_SOURCE / 2 ** 20;
  const has = size > 0 ? `${(size / 2 ** 20).toPrecision(3)} MiB` : `more than ${most} MiB`;
  return `${path} has ${has}; a model file may have ${most} MiB. Put large tables beside it as .npy and refer to them with {file: name.npy}.`;
}

/** A whole text file. Errors: `unreadable`. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return fail("unreadable", "", `${path} cannot be read: ${reasonOf(error)}.`);
  }
}

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Links are followed; devices and pipes are written to as they
 * are. Errors: `unwritable`.
 */
export function writeWhole(path: string, text: string): void {
  try {
    const place = existsSync(path) ? realpathSync(path) : path;
    if (existsSync(place) && !statSync(place).isFile()) writeFileSync(place, text);
    else replaceFile(place, text);
  } catch (error) {
    fail("unwritable", "", `${path} cannot be written: ${reasonOf(error)}.`);
  }
}

function replaceFile(place: string, text: string): void {
  const draft = `${place}.${process.pid}.part`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Refuses an output before anything is computed for it: where its folder is missing or it is a folder, and where it is one of the files read.
 * Errors: `unwritable`.
 */
export function requireOutput(path: string | undefined, inputs: readonly string[] = []): void {
  if (path === undefined) return;
  if (!existsSync(dirname(path)))
    fail("unwritable", "--output", `${path} cannot be written: there is no folder ${dirname(path)}.`);
  if (!existsSync(path)) return;
  const { dev, ino } = statSync(path);
  if (statSync(path).isDirectory()) fail("unwritable", "--output", `${path} is a folder; name a file.`);
  const same = (input: string) =>
    existsSync(input) && statSync(input).ino === ino && statSync(input).dev === dev;
  if (inputs.some(same)) fail("unwritable", "--output", `${path} is read here as well; name another file.`);
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
