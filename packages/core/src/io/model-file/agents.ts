import type { Agent, AgentType, Group } from "../../model/environment.js";
import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import { parseRational, printRational } from "../../numeric/rational.js";
import { distributedTypes } from "./distributed-types.js";
import { evenlySpaced } from "./evenly-spaced.js";
import { checkNames } from "./names.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import type { ModelFile } from "./schema.js";
import { entriesOf, type Raw } from "./source.js";
import { intervalTypes, isDistributed } from "./whole-intervals.js";

export interface ReadAgents<N> {
  readonly agents: readonly Agent<N>[];
  readonly groups: readonly Group[];
  /** Probabilities that come with a distribution put on a grid, by group. */
  readonly gridProbabilities: readonly (Table<N> | undefined)[];
}

/** More agents than this cannot be listed one by one. */
const MOST_AGENTS = 10_000;
const ONLY_POPULATIONS = " Larger groups are read by candor population, tally and settle.";
/** Incentives compare every pair of types of an agent. */
const MOST_TYPES = 10_000;

/** The agents of the file, alike ones spelled out ("Voter 1", "Voter 2", …). */
export function readAgents<N>(reader: Reader, F: Arithmetic<N>, file: ModelFile): ReadAgents<N> {
  const agents: Agent<N>[] = [];
  const groups: Group[] = [];
  const gridProbabilities: (Table<N> | undefined)[] = [];
  for (const [name, spec] of entriesOf(file.agents)) {
    const path: Path = ["agents", name];
    const count =
      spec.count === undefined
        ? 1
        : reader.part([...path, "count"], () =>
            reader.integer(spec.count, [...path, "count"], 1, MOST_AGENTS, ONLY_POPULATIONS),
          );
    const read = reader.part([...path, "types"], () =>
      readTypes(reader, F, spec.types as Raw, [...path, "types"]),
    );
    if (read === undefined || count === undefined) continue;
    groups.push({ name, first: agents.length, count });
    gridProbabilities.push(read.probabilities);
    for (let k = 1; k <= count; k++)
      agents.push({ name: count === 1 ? name : `${name} ${k}`, types: read.types });
  }
  const groupOf = groups.flatMap(({ name, count }) => Array<string>(count).fill(name));
  const names = agents.map((agent) => agent.name);
  checkNames(reader, "agents", names, (k) => ["agents", groupOf[k]]);
  if (agents.length === 0 && reader.problems.length === 0)
    reader.report("missing-key", ["agents"], "There is no agent.");
  return { agents, groups, gridProbabilities };
}

interface ReadTypes<N> {
  readonly types: readonly AgentType<N>[];
  readonly probabilities?: Table<N>;
}

function readTypes<N>(reader: Reader, F: Arithmetic<N>, raw: Raw, path: Path): ReadTypes<N> {
  const types = typesOf(reader, F, raw, path);
  if (types.types.length === 0) reader.refuse("empty", path, "An agent needs at least one type.");
  if (types.types.length > MOST_TYPES)
    reader.refuse(
      "too-large",
      path,
      `${types.types.length} types are listed here; at most ${MOST_TYPES} an agent are compared with each other.`,
    );
  const labels = types.types.map((type) => type.label);
  checkNames(reader, "types", labels, (k) => [...path, Array.isArray(raw) ? k : labels[k]]);
  return types;
}

function typesOf<N>(reader: Reader, F: Arithmetic<N>, raw: Raw, path: Path): ReadTypes<N> {
  if (typeof raw === "string" && intervalTypes(raw) === undefined)
    return reader.refuse(
      "invalid-type",
      path,
      "Types are a list, a map, a grid, or a distribution such as uniform(0, 1).",
    );
  if (typeof raw === "string") return distributedTypes(reader, F, raw, path, MOST_TYPES);
  if (Array.isArray(raw))
    return { types: raw.map((entry: Raw, k: number) => listedType(reader, F, entry, [...path, k])) };
  const map = raw as { readonly [key: string]: Raw };
  if (typeof map.grid === "object")
    return { types: gridTypes(reader, F, map.grid as never, [...path, "grid"]) };
  if (isDistributed(map)) return distributedTypes(reader, F, map, path, MOST_TYPES);
  if (typeof map.product === "object")
    return productTypes(reader, F, map.product as never, [...path, "product"]);
  const types = entriesOf(map).map(([label, value]) => typeFrom(reader, F, label, value, [...path, label]));
  return { types };
}

function listedType<N>(reader: Reader, F: Arithmetic<N>, entry: Raw, path: Path): AgentType<N> {
  if (typeof entry === "string") return labelled(F, entry);
  if (Array.isArray(entry))
    return reader.refuse("invalid-type", path, "A type is a label, a number, or a map with a name.");
  const { name, ...rest } = entry as { readonly [key: string]: Raw };
  if (typeof name !== "string")
    return reader.refuse("missing-key", path, "A type given by fields needs a name.");
  return typeFrom(reader, F, name, rest, path);
}

function typeFrom<N>(reader: Reader, F: Arithmetic<N>, label: string, value: Raw, path: Path): AgentType<N> {
  if (typeof value === "string") {
    return value === ""
      ? labelled(F, label)
      : { label, number: F.from(reader.number(value, path)), fields: new Map() };
  }
  const fields = readFields(reader, F, value, path);
  const number = fields.get("number");
  return { label, fields, ...(number === undefined || typeof number === "string" ? {} : { number }) };
}

/** A label; if it reads as a number it is that number too. */
export function labelled<N>(F: Arithmetic<N>, label: string): AgentType<N> {
  const number = parseRational(label);
  return { label, fields: new Map(), ...(number === undefined ? {} : { number: F.from(number) }) };
}

/** Named numbers or texts of a type, a state or an alternative. */
export function readFields<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  path: Path,
): Map<string, N | string> {
  const fields = new Map<string, N | string>();
  if (raw === "") return fields;
  if (typeof raw === "string" || Array.isArray(raw))
    return reader.refuse("invalid-type", path, "Fields are a map name → number or text.");
  for (const [key, value] of entriesOf(raw as { readonly [key: string]: Raw })) {
    if (typeof value !== "string")
      reader.refuse("invalid-type", [...path, key], "A field is a number or a text.");
    const number = parseRational(value as string);
    fields.set(key, number === undefined ? (value as string) : F.from(reader.number(value, [...path, key])));
  }
  return fields;
}

function gridTypes<N>(
  reader: Reader,
  F: Arithmetic<N>,
  grid: { from: string; to: string; points: string },
  path: Path,
): AgentType<N>[] {
  const from = reader.number(grid.from, [...path, "from"]);
  const to = reader.number(grid.to, [...path, "to"]);
  const points = reader.integer(grid.points, [...path, "points"], 2, MOST_TYPES);
  return evenlySpaced(from, to, points).map((value) => ({
    label: printRational(value),
    number: F.from(value),
    fields: new Map(),
  }));
}

/** One type for every combination of the entries of several axes, the last axis fastest; each axis is a field. */
function productTypes<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: { readonly [field: string]: Raw },
  path: Path,
): ReadTypes<N> {
  const axes = entriesOf(raw).map(([name, axis]) => ({ name, ...typesOf(reader, F, axis, [...path, name]) }));
  const empty = axes.length === 0 || axes.some((axis) => axis.types.length === 0);
  if (empty) reader.refuse("empty", path, "A product needs at least one axis, and each at least one entry.");
  const count = axes.reduce((product, { types }) => product * types.length, 1);
  if (count > MOST_TYPES)
    reader.refuse("too-large", path, `The product has ${count} types; at most ${MOST_TYPES} are compared.`);
  const distributed = axes.every(({ probabilities }) => probabilities !== undefined);
  const probabilities = F.table(count);
  const types = Array.from({ length: count }, (_, k): AgentType<N> => {
    const labels: string[] = [];
    const fields = new Map<string, N>();
    let [below, probability] = [count, F.one];
    for (const { name, types, probabilities: own } of axes) {
      below /= types.length;
      const entry = Math.floor(k / below) % types.length;
      const { label, number } = types[entry];
      if (number === undefined)
        return reader.refuse(
          "not-a-number",
          [...path, name],
          `The entries of an axis are numbers, not ${label}.`,
        );
      labels.push(label);
      fields.set(name, number);
      if (own !== undefined) probability = F.multiply(probability, own[entry]);
    }
    probabilities[k] = probability;
    return { label: labels.join(" & "), fields };
  });
  return distributed ? { types, probabilities } : { types };
}
