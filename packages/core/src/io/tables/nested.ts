import { profileCount } from "../../model/environment.js";
import { requireTableFits } from "../../model/tabulation.js";
import { type Arithmetic, sum, type Table } from "../../numeric/arithmetic.js";
import { CandorError } from "../../numeric/candor-error.js";
import { rationalFromDouble } from "../../numeric/rational.js";
import type { Path } from "../model-file/path.js";
import type { Reader } from "../model-file/reader.js";
import type { Raw } from "../model-file/source.js";
import { nearest } from "../nearest.js";
import { readNumpy } from "./numpy.js";

/** One level of a table: what its entries are called. */
export interface Axis {
  /** For messages: "types of Buyer". */
  readonly name: string;
  readonly labels: readonly string[];
}

/** Walks nested lists (in the order of the labels) or maps (keyed by them) and hands each leaf over in row-major order. */
export function walkNested(
  reader: Reader,
  raw: Raw,
  axes: readonly Axis[],
  path: Path,
  leaf: (value: Raw, path: Path) => void,
): void {
  if (axes.length === 0) {
    leaf(raw, path);
    return;
  }
  const [axis, ...rest] = axes;
  const want = `${axis.labels.length} entries, one for each of the ${axis.name}`;
  if (Array.isArray(raw)) {
    if (raw.length !== axis.labels.length)
      reader.refuse(
        "table-shape",
        path,
        `This row has ${raw.length} entries; it needs ${want} (${list(axis.labels)}).`,
      );
    for (let k = 0; k < raw.length; k++) walkNested(reader, raw[k], rest, [...path, k], leaf);
    return;
  }
  if (typeof raw === "string" || raw === undefined)
    reader.refuse(
      "table-shape",
      path,
      `Here stands "${raw ?? "nothing"}"; it needs ${want} (${list(axis.labels)}).`,
    );
  const map = raw as { readonly [key: string]: Raw };
  const unknown = Object.keys(map).filter((key) => !axis.labels.includes(key));
  for (const key of unknown) {
    const close = nearest(key, axis.labels);
    reader.report(
      "unknown-name",
      [...path, key],
      `"${key}" is not among the ${axis.name} (${list(axis.labels)})${close ? `; did you mean ${close}?` : "."}`,
    );
  }
  const missing = axis.labels.filter((label) => !Object.hasOwn(map, label));
  if (missing.length > 0 || unknown.length > 0)
    reader.refuse(
      "table-shape",
      path,
      missing.length > 0 ? `No entry for ${list(missing)} (${axis.name}).` : `Needs ${want}.`,
    );
  for (const label of axis.labels) walkNested(reader, map[label], rest, [...path, label], leaf);
}

/** A table of numbers over axes: nested, or {file: name.npy} of exactly that shape. */
export function readTable<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  axes: readonly Axis[],
  path: Path,
): Table<N> {
  const shape = axes.map((axis) => axis.labels.length);
  const size = profileCount(shape);
  requireTableFits(size, `The table at ${path.join(".")}`);
  const file = fileReference(raw);
  if (file !== undefined) return fromNumpy(reader, F, file, shape, path);
  const table = F.table(size);
  let k = 0;
  walkNested(reader, raw, axes, path, (value, at) => {
    table[k++] = F.from(reader.number(value, at));
  });
  return table;
}

/** The name in {file: name}, if that is what stands there. */
export function fileReference(raw: Raw): string | undefined {
  if (typeof raw !== "object" || Array.isArray(raw)) return undefined;
  const keys = Object.keys(raw);
  const file = (raw as { file?: Raw }).file;
  return keys.length === 1 && typeof file === "string" ? file : undefined;
}

function fromNumpy<N>(
  reader: Reader,
  F: Arithmetic<N>,
  file: string,
  shape: readonly number[],
  path: Path,
): Table<N> {
  const bytes = reader.sideFile(file, path);
  const array = located(reader, path, () => readNumpy(bytes, file));
  if (array.shape.join() !== shape.join())
    reader.refuse(
      "table-shape",
      path,
      `${file} has shape (${array.shape.join(", ")}); (${shape.join(", ")}) is needed here.`,
    );
  const table = F.table(array.data.length);
  for (let k = 0; k < array.data.length; k++) {
    if (!Number.isFinite(array.data[k]))
      reader.refuse(
        "not-finite",
        path,
        `${file} holds ${array.data[k]} at position ${k}; every entry must be finite.`,
      );
    table[k] = F.kind === "float" ? (array.data[k] as N) : F.from(rationalFromDouble(array.data[k]));
  }
  return table;
}

/** What is wrong with a side file is reported where the model names it. */
function located<T>(reader: Reader, path: Path, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    return reader.refuse(error.code, path, error.problems[0].message);
  }
}

/**
 * Probabilities over axes: a table, or {weights: table} meaning "proportional to". Refuses negative entries and sums other
 * than 1 (exactly in exact arithmetic, within 1e-9 otherwise) with the sum.
 */
export function readDistribution<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  axes: readonly Axis[],
  path: Path,
): Table<N> {
  if (raw === "uniform") return uniform(F, profileCount(axes.map((axis) => axis.labels.length)));
  const weights =
    typeof raw === "object" && !Array.isArray(raw) ? (raw as { weights?: Raw }).weights : undefined;
  const proportional = weights !== undefined && Object.keys(raw).length === 1;
  const at = proportional ? [...path, "weights"] : path;
  const table = readTable(reader, F, proportional ? weights : raw, axes, at);
  const entries = Array.from({ length: table.length }, (_, k) => table[k]);
  const negative = entries.findIndex((entry) => F.compare(entry, F.zero) < 0);
  if (negative >= 0)
    reader.refuse(
      "negative-probability",
      at,
      `The probability of ${entryName(axes, negative)} is negative (${F.toNumber(entries[negative])}).`,
    );
  if (!proportional) {
    reader.requireProbabilities(F, entries, at, {
      repair: 'Correct them, or write {weights: …} for "proportional to".',
    });
    return table;
  }
  const total = sum(F, entries);
  if (F.compare(total, F.zero) <= 0) reader.refuse("probability-sum", at, "All weights are 0.");
  for (let k = 0; k < table.length; k++) table[k] = F.divide(table[k], total);
  return table;
}

export function uniform<N>(F: Arithmetic<N>, size: number): Table<N> {
  const table = F.table(size);
  const share = F.divide(F.one, F.from({ n: BigInt(size), d: 1n }));
  for (let k = 0; k < size; k++) table[k] = share;
  return table;
}

function entryName(axes: readonly Axis[], k: number): string {
  const names: string[] = [];
  for (let i = axes.length - 1; i >= 0; i--) {
    const { labels } = axes[i];
    names.unshift(labels[k % labels.length]);
    k = Math.floor(k / labels.length);
  }
  return names.join(", ");
}

function list(labels: readonly string[]): string {
  return labels.length <= 6
    ? labels.join(", ")
    : `${labels.slice(0, 5).join(", ")}, … ${labels[labels.length - 1]}`;
}
