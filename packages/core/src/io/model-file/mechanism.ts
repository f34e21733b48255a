import { hasPureStrategies } from "../../model/composition.js";
import type { Environment } from "../../model/environment.js";
import { profileCount } from "../../model/environment.js";
import { type DirectRule, directMechanism, type Mechanism, type Strategy } from "../../model/mechanism.js";
import { fail } from "../../numeric/candor-error.js";
import { walkNested } from "../tables/nested.js";
import { labelled } from "./agents.js";
import type { BuiltModel } from "./environment.js";
import { formulaOutcome } from "./formulas.js";
import { checkNames } from "./names.js";
import type { ParsedModel } from "./parse.js";
import type { Path } from "./path.js";
import { Reader, type SideFiles } from "./reader.js";
import { buildRule } from "./rules.js";
import type { MessageEntries } from "./scopes.js";
import type { Raw } from "./source.js";
import { entryFor, namesOf, reportUnknownAgents } from "./values.js";

const PATH: Path = ["mechanism"];

export type Section = { readonly [key: string]: Raw };

/** The mechanism a model file states, on an environment built from this file or another one of the same situation. */
export function buildMechanism<N>(model: ParsedModel, built: BuiltModel<N>, files?: SideFiles): Mechanism<N> {
  const reader = new Reader(model, files);
  const mechanism = readMechanism(reader, model.file.mechanism as Section | undefined, built);
  reader.finish();
  return mechanism ?? noMechanism();
}

/** Throws the error for a file without a mechanism. */
export function noMechanism(): never {
  return fail(
    "no-mechanism",
    "mechanism",
    "The model states no mechanism. Add one, e.g. mechanism: {rule: pivot}.",
  );
}

/** The mechanism, with problems noted; absent when there is none or it cannot be read. */
export function readMechanism<N>(
  reader: Reader,
  section: Section | undefined,
  built: BuiltModel<N>,
): Mechanism<N> | undefined {
  return section === undefined ? undefined : reader.part(PATH, () => fromSection(reader, section, built));
}

function fromSection<N>(reader: Reader, section: Section, built: BuiltModel<N>): Mechanism<N> {
  if (section.rule !== undefined) return buildRule(reader, section, built);
  if (section.allocation !== undefined)
    return reader.refuse(
      "dense",
      [...PATH, "allocation"],
      "Tables of allocation and payments in side files are checked by streaming; this command needs them laid out.",
    );
  if (section.outcome === undefined)
    return reader.refuse(
      "missing-key",
      PATH,
      "A mechanism needs a rule (rule: pivot), or an outcome and payments.",
    );
  const known = ["outcome", "payments", "messages", "strategies"];
  for (const key of Object.keys(section))
    if (!known.includes(key))
      reader.report(
        "unknown-key",
        [...PATH, key],
        `"${key}" does not go with outcome; known keys: ${known.join(", ")}.`,
      );
  if (section.messages === undefined && section.strategies !== undefined)
    reader.report("missing-key", PATH, "Strategies go with messages; this mechanism states none.");
  const { environment } = built;
  const entries: MessageEntries<N> =
    section.messages === undefined
      ? environment.agents.map((agent) => agent.types)
      : readMessages(reader, section.messages, built);
  const rule = formulaOutcome(reader, section, built, entries, section.messages === undefined);
  if (section.messages === undefined) return directMechanism(environment, rule);
  return indirect(reader, section, built, entries, rule);
}

function readMessages<N>(
  reader: Reader,
  raw: Raw,
  { environment, vocabulary }: BuiltModel<N>,
): MessageEntries<N> {
  const map = raw as { readonly [key: string]: Raw };
  const path: Path = [...PATH, "messages"];
  reportUnknownAgents(reader, map, vocabulary, path);
  return environment.agents.map(({ types }, agent) => {
    const { raw: own, key } = entryFor(map, namesOf(vocabulary, agent)) ?? {};
    if (own === undefined) return types;
    const list = own as readonly string[];
    const at: Path = [...path, key!];
    if (list.length === 0) reader.refuse("empty", at, "An agent needs at least one message.");
    checkNames(reader, "messages", list, (k) => [...at, k]);
    return list.map((label) => labelled(environment.arithmetic, label));
  });
}

function indirect<N>(
  reader: Reader,
  section: Section,
  { environment, vocabulary }: BuiltModel<N>,
  entries: MessageEntries<N>,
  rule: DirectRule<N>,
): Mechanism<N> {
  const raw = (section.strategies ?? {}) as { readonly [key: string]: Raw };
  const path: Path = [...PATH, "strategies"];
  reportUnknownAgents(reader, raw, vocabulary, path);
  const strategies = environment.agents.map((_, i) =>
    readStrategy(reader, entryFor(raw, namesOf(vocabulary, i)), environment, entries[i], i, path),
  );
  const mechanism: Mechanism<N> = {
    ...rule,
    environment,
    direct: false,
    messages: entries.map((list) => list.map((entry) => entry.label)),
    strategies,
  };
  const mixed = profileCount(strategies.map((strategy) => Math.max(...strategy.map((mix) => mix.length))));
  if (!hasPureStrategies(mechanism) && mixed > 1e6)
    reader.refuse(
      "too-large",
      path,
      `At one profile of types ${mixed} profiles of messages can be sent; use fewer mixed strategies.`,
    );
  return mechanism;
}

function readStrategy<N>(
  reader: Reader,
  entry: { raw: Raw; key?: string } | undefined,
  { arithmetic: F, agents }: Environment<N>,
  entries: readonly { label: string }[],
  agent: number,
  base: Path,
): Strategy<N> {
  const { name, types } = agents[agent];
  const labels = entries.map((entry) => entry.label);
  const raw = entry?.raw;
  const path: Path = [...base, entry?.key ?? name];
  const message = (label: string, at: Path) => {
    const k = labels.indexOf(label);
    if (k < 0)
      reader.refuse(
        "unknown-name",
        at,
        `"${label}" is not a message of ${name} (${labels.slice(0, 8).join(", ")}).`,
      );
    return k;
  };
  if (raw === undefined) {
    if (types.every((type, t) => type.label === labels[t]))
      return types.map((_, t) => [{ message: t, probability: F.one }]);
    return reader.refuse("missing-key", path, `There is no strategy of ${name}.`);
  }
  const strategy: { message: number; probability: N }[][] = [];
  walkNested(
    reader,
    raw,
    [{ name: `types of ${name}`, labels: types.map((type) => type.label) }],
    path,
    (value, at) => {
      if (typeof value === "string") {
        strategy.push([{ message: message(value, at), probability: F.one }]);
        return;
      }
      const mix = Object.entries(value).map(([label, p]) => ({
        message: message(label, [...at, label]),
        probability: F.from(reader.number(p, [...at, label])),
      }));
      reader.requireProbabilities(
        F,
        mix.map(({ probability }) => probability),
        at,
      );
      strategy.push(mix.filter(({ probability }) => F.compare(probability, F.zero) > 0));
    },
  );
  return strategy;
}
