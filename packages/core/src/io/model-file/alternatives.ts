import type { Agent, Alternative, State } from "../../model/environment.js";
import type { Arithmetic } from "../../numeric/arithmetic.js";
import { compare, printRational } from "../../numeric/rational.js";
import { labelled, readFields } from "./agents.js";
import { evenlySpaced } from "./evenly-spaced.js";
import { grades, items } from "./goods-alternatives.js";
import { checkNames } from "./names.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import type { ModelFile } from "./schema.js";
import { entriesOf, keysOf, type Raw } from "./source.js";
import { ON_INTERVALS } from "./whole-intervals.js";

const MOST_ALTERNATIVES = 100_000;
const PATH: Path = ["alternatives"];

/** The alternatives of the file: listed, with fields, or generated. */
export function readAlternatives<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  agents: readonly Agent<N>[],
): readonly Alternative<N>[] {
  const list = alternativesOf(reader, F, raw, agents);
  if (list.length === 0) reader.refuse("empty", PATH, "There is no alternative.");
  const stated = Array.isArray(raw) ? raw.map((_, k) => k) : keysOf(raw as object);
  const names = list.map(({ name }) => name);
  checkNames(reader, "alternatives", names, (k) =>
    stated.length === list.length ? [...PATH, stated[k]] : PATH,
  );
  return list;
}

function alternativesOf<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: Raw,
  agents: readonly Agent<N>[],
): readonly Alternative<N>[] {
  if (Array.isArray(raw)) return raw.map((entry: string) => plain(F, entry));
  const map = raw as { readonly [key: string]: Raw };
  const [only] = Object.keys(map);
  const generator =
    Object.keys(map).length === 1 && typeof map[only] === "object" && Object.hasOwn(GENERATORS, only)
      ? GENERATORS[only]
      : undefined;
  if (generator) return generator(reader, F, map[only] as never, agents);
  const list = entriesOf(map).map(([name, raw]) => withFields(reader, F, name, raw, agents));
  requireSameFields(reader, PATH, list);
  return list;
}

/**
 * An alternative with fields. A field given as a map by agent is personal: {gets: {Ann: 1, Bob: 0}}; `number` is the number of
 * the alternative itself.
 */
function withFields<N>(
  reader: Reader,
  F: Arithmetic<N>,
  name: string,
  raw: Raw,
  agents: readonly Agent<N>[],
): Alternative<N> {
  const path: Path = [...PATH, name];
  const entries =
    typeof raw === "object" && !Array.isArray(raw) ? entriesOf(raw as { [key: string]: Raw }) : [];
  const isPersonal = ([, value]: readonly [string, Raw]) =>
    typeof value === "object" && !Array.isArray(value);
  const shared = Object.fromEntries(entries.filter((entry) => !isPersonal(entry)));
  const fields = readFields(reader, F, entries.length === 0 ? raw : shared, path);
  const personal = new Map(
    entries.filter(isPersonal).map(([key, value]): [string, (N | string)[]] => {
      const byAgent = readFields(reader, F, value, [...path, key]);
      const unknown = [...byAgent.keys()].find((each) => !agents.some((agent) => agent.name === each));
      if (unknown !== undefined)
        reader.report("unknown-name", [...path, key, unknown], `There is no agent "${unknown}".`);
      return [
        key,
        agents.map((agent) => {
          const own = byAgent.get(agent.name);
          return own ?? reader.refuse("missing-key", [...path, key], `There is no entry for ${agent.name}.`);
        }),
      ];
    }),
  );
  const number = fields.get("number");
  return {
    ...plain(F, name),
    ...(number === undefined || typeof number === "string" ? {} : { number }),
    fields,
    personal,
  };
}

/** Expressions read a field of whatever alternative or state is at hand, so each must have it. */
function requireSameFields(
  reader: Reader,
  path: Path,
  list: readonly {
    name: string;
    fields: ReadonlyMap<string, unknown>;
    personal?: ReadonlyMap<string, unknown>;
  }[],
): void {
  const all = new Set(
    list.flatMap(({ fields, personal }) => [...fields.keys(), ...(personal?.keys() ?? [])]),
  );
  for (const { name, fields, personal } of list)
    for (const field of all)
      if (!fields.has(field) && !personal?.has(field))
        reader.report(
          "missing-key",
          [...path, name],
          `${name} has no field ${field}; every entry needs the same fields.`,
        );
}

function plain<N>(F: Arithmetic<N>, name: string): Alternative<N> {
  const { label, number } = labelled(F, name);
  return { name: label, ...(number === undefined ? {} : { number }), fields: new Map(), personal: new Map() };
}

type Generator = <N>(
  reader: Reader,
  F: Arithmetic<N>,
  spec: Record<string, Raw>,
  agents: readonly Agent<N>[],
) => readonly Alternative<N>[];

const GENERATORS: Readonly<Record<string, Generator>> = {
  object,
  items,
  grades,
  project,
  subsets,
  assignments,
  quantities,
};

/** Who gets the object: one alternative per agent who can, and "nobody" if allowed. Personal field `gets` is 1 or 0. */
function object<N>(
  reader: Reader,
  F: Arithmetic<N>,
  spec: Record<string, Raw>,
  agents: readonly Agent<N>[],
): readonly Alternative<N>[] {
  const names = agents.map((agent) => agent.name);
  const receivers = spec.to === "all" ? names : (spec.to as readonly string[]);
  receivers.forEach((name, k) => {
    if (!names.includes(name))
      reader.report("unknown-name", [...PATH, "object", "to", k], `There is no agent "${name}".`);
  });
  const gets = (receiver: string): Alternative<N> => ({
    name: receiver,
    fields: new Map(),
    personal: new Map([["gets", names.map((name) => (name === receiver ? F.one : F.zero))]]),
  });
  return [...receivers.map(gets), ...(spec.nobody === "true" ? [gets("nobody")] : [])];
}

/** Build or not. Fields: `built` (1 or 0) and `cost` (0 when not built). */
function project<N>(reader: Reader, F: Arithmetic<N>, spec: Record<string, Raw>): readonly Alternative<N>[] {
  const cost =
    spec.cost === undefined ? F.zero : F.from(reader.number(spec.cost, [...PATH, "project", "cost"]));
  const alternative = (name: string, built: N, price: N): Alternative<N> => ({
    name,
    fields: new Map([
      ["built", built],
      ["cost", price],
    ]),
    personal: new Map(),
  });
  return [alternative("build", F.one, cost), alternative("not", F.zero, F.zero)];
}

/** Evenly spaced quantities, both ends included; each is the number of its alternative. */
function quantities<N>(
  reader: Reader,
  F: Arithmetic<N>,
  spec: Record<string, Raw>,
): readonly Alternative<N>[] {
  const path = [...PATH, "quantities"];
  if (spec.points === undefined) reader.refuse("interval-types", path, ON_INTERVALS);
  if (spec.to === undefined) reader.refuse("missing-key", path, "Quantities on a grid need an end: to.");
  const points = reader.integer(spec.points, [...path, "points"], 2, MOST_ALTERNATIVES);
  const [from, to] = ["from", "to"].map((key) => reader.number(spec[key], [...path, key]));
  if (compare(from, to) >= 0)
    reader.refuse("empty", [...path, "to"], "The last quantity must be above the first.");
  return evenlySpaced(from, to, points).map((value) => plain(F, printRational(value)));
}

/** All subsets of a list within a range of sizes. Fields: 1 or 0 per element, and `size`. */
function subsets<N>(reader: Reader, F: Arithmetic<N>, spec: Record<string, Raw>): readonly Alternative<N>[] {
  const items = spec.of as readonly string[];
  const bound = (key: string, otherwise: number) =>
    spec[key] === undefined
      ? otherwise
      : reader.integer(spec[key], [...PATH, "subsets", key], 0, items.length);
  const [least, most] = [bound("atLeast", 0), bound("atMost", items.length)];
  if (2 ** items.length > MOST_ALTERNATIVES)
    reader.refuse(
      "too-large",
      [...PATH, "subsets", "of"],
      `${items.length} elements have ${2 ** items.length} subsets; at most ${MOST_ALTERNATIVES} alternatives are listed.`,
    );
  const all = Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_, k) => (mask >> k) & 1));
  return all
    .filter((subset) => subset.length >= least && subset.length <= most)
    .map((subset) => ({
      name: `{${subset.join(", ")}}`,
      fields: new Map([
        ...items.map((item): [string, N] => [item, subset.includes(item) ? F.one : F.zero]),
        ["size", F.from({ n: BigInt(subset.length), d: 1n })],
      ]),
      personal: new Map(),
    }));
}

/** Every agent gets a different item. Personal field `item`: the name of the one it gets. */
function assignments<N>(
  reader: Reader,
  _: Arithmetic<N>,
  spec: Record<string, Raw>,
  agents: readonly Agent<N>[],
): readonly Alternative<N>[] {
  const items = spec.items as readonly string[];
  const path: Path = [...PATH, "assignments", "items"];
  if (items.length < agents.length)
    reader.refuse(
      "invalid",
      path,
      `${agents.length} agents need at least as many items; there are ${items.length}.`,
    );
  let count = 1;
  for (let k = 0; k < agents.length; k++) count *= items.length - k;
  if (count > MOST_ALTERNATIVES)
    reader.refuse(
      "too-large",
      path,
      `There are ${count} assignments; at most ${MOST_ALTERNATIVES} alternatives are listed.`,
    );
  const list: Alternative<N>[] = [];
  const chosen: string[] = [];
  const extend = () => {
    if (chosen.length === agents.length) {
      list.push({
        name: chosen.map((item, i) => `${agents[i].name}: ${item}`).join(", "),
        fields: new Map(),
        personal: new Map([["item", [...chosen]]]),
      });
      return;
    }
    for (const item of items) {
      if (chosen.includes(item)) continue;
      chosen.push(item);
      extend();
      chosen.pop();
    }
  };
  extend();
  return list;
}

/** The payoff states; a model without any has a single unnamed one. */
export function readStates<N>(
  reader: Reader,
  F: Arithmetic<N>,
  raw: ModelFile["states"],
): readonly State<N>[] {
  if (raw === undefined) return [{ name: "the only state", fields: new Map() }];
  const state = (name: string, fields: Raw, path: Path): State<N> => {
    const { label, number } = labelled(F, name);
    return {
      name: label,
      ...(number === undefined ? {} : { number }),
      fields: readFields(reader, F, fields, path),
    };
  };
  const states = Array.isArray(raw)
    ? raw.map((name, k) => state(String(name), "", ["states", k]))
    : entriesOf(raw as { readonly [key: string]: Raw }).map(([name, fields]) =>
        state(name, fields, ["states", name]),
      );
  requireSameFields(reader, ["states"], states);
  if (states.length === 0)
    reader.refuse("empty", ["states"], "The list of states is empty; leave it out instead.");
  const names = states.map(({ name }) => name);
  checkNames(reader, "states", names, (k) => ["states", Array.isArray(raw) ? k : names[k]]);
  return states;
}
