import { profileCount } from "../../model/environment.js";
import { requireTableFits } from "../../model/tabulation.js";
import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import type { Path } from "../model-file/path.js";
import type { Reader } from "../model-file/reader.js";
import type { Raw } from "../model-file/source.js";
import { type Axis, fileReference, readDistribution, readTable } from "./nested.js";

/** A distribution over `axes` for each label of `given`; flat, `given` slowest. */
export function readConditional<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  given: Axis,
  axes: readonly Axis[],
  path: Path,
): Table<N> {
  const size = profileCount(axes.map((axis) => axis.labels.length));
  requireTableFits(size * given.labels.length, `The table at ${path.join(".")}`);
  if (fileReference(raw) !== undefined) {
    const table = readTable(reader, F, raw, [given, ...axes], path);
    for (let g = 0; g < given.labels.length; g++)
      reader.requireProbabilities(
        F,
        Array.from({ length: size }, (_, k) => table[g * size + k]),
        path,
      );
    return table;
  }
  const isList = Array.isArray(raw);
  if (typeof raw !== "object" || (isList && raw.length !== given.labels.length))
    reader.refuse(
      "table-shape",
      path,
      `This needs ${given.labels.length} entries, one for each of the ${given.name} (${given.labels.join(", ")}).`,
    );
  if (!isList)
    for (const key of Object.keys(raw))
      if (!given.labels.includes(key))
        reader.report(
          "unknown-name",
          [...path, key],
          `"${key}" is not among the ${given.name} (${given.labels.join(", ")}).${path.at(-1) === "likelihood" ? " One likelihood per agent goes under likelihoods." : ""}`,
        );
  const table = F.table(size * given.labels.length);
  given.labels.forEach((label, g) => {
    const step = isList ? g : label;
    const entry = (raw as { [key: string]: Raw })[step as string];
    if (entry === undefined) reader.refuse("missing-key", path, `No entry for ${label} (${given.name}).`);
    const row = readDistribution(reader, F, entry, axes, [...path, step]);
    for (let k = 0; k < size; k++) table[g * size + k] = row[k];
  });
  return table;
}
