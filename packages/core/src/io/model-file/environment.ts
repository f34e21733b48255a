import type { Environment, Values } from "../../model/environment.js";
import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import { compileExpression } from "../expression/compile.js";
import { FUNCTIONS } from "../expression/functions.js";
import type { Scope } from "../expression/scope.js";
import { readAgents } from "./agents.js";
import { readAlternatives, readStates } from "./alternatives.js";
import { readBeliefs } from "./beliefs.js";
import type { ParsedModel } from "./parse.js";
import { Reader, type SideFiles } from "./reader.js";
import type { ModelFile } from "./schema.js";
import { possibleScope, type Situation, type Vocabulary, valueScope } from "./scopes.js";
import type { Raw } from "./source.js";
import {
  type Definitions,
  entryFor,
  isTable,
  namesOf,
  readOutside,
  readValues,
  reportUnknownAgents,
} from "./values.js";
import { firstInterval, ON_INTERVALS } from "./whole-intervals.js";

/** What the file said, built in one arithmetic. */
export interface BuiltModel<N> {
  readonly environment: Environment<N>;
  readonly vocabulary: Vocabulary<N>;
  readonly definitions: Definitions;
}

/**
 * Builds the environment a model file states, in the arithmetic given. Throws a CandorError listing every problem of the file
 * with path, line and column; in exact arithmetic also when something has no exact value (`not-rational`).
 */
export function buildEnvironment<N>(model: ParsedModel, F: Arithmetic<N>, files?: SideFiles): BuiltModel<N> {
  const reader = new Reader(model, files);
  const built = readEnvironment(reader, model.file, F);
  reader.finish();
  return built;
}

/**
 * The same, noting problems with the reader: what could not be read has placeholders, so that the rest of the file can still
 * be examined. Throws when not even the agents, states and alternatives are known.
 */
export function readEnvironment<N>(reader: Reader, file: ModelFile, F: Arithmetic<N>): BuiltModel<N> {
  const interval = firstInterval(file);
  if (interval !== undefined) reader.refuse("interval-types", interval, ON_INTERVALS);
  const read = readAgents(reader, F, file);
  const states = reader.part(["states"], () => readStates(reader, F, file.states));
  const alternatives = reader.part(["alternatives"], () =>
    readAlternatives(reader, F, file.alternatives as Raw, read.agents),
  );
  if (
    states === undefined ||
    alternatives === undefined ||
    read.agents.length < Object.keys(file.agents).length
  ) {
    reader.finish();
    throw new Error("unreachable: a part failed without a problem");
  }
  const vocabulary: Vocabulary<N> = {
    arithmetic: F,
    agents: read.agents,
    groups: read.groups,
    alternatives,
    states,
  };
  const definitions = new Map(Object.entries(file.define ?? {}).map(([name, text]) => [name, String(text)]));
  refuseReserved(reader, definitions, vocabulary);
  const beliefs = reader.part(["beliefs"], () => readBeliefs(reader, file, vocabulary, read));
  const values = readAllValues(reader, file, vocabulary, definitions, read.groups);
  const outsideOptions = readAllOutside(reader, file, vocabulary, definitions);
  const designer = reader.part(["designer"], () => readDesigner(reader, file, vocabulary, definitions));
  const condition = (key: "possible" | "correspondence", scope: () => Scope<Situation>) =>
    reader.part([key], () => readCondition(reader, file[key], { key, vocabulary, definitions, scope }));
  const possible = condition("possible", () => possibleScope(vocabulary));
  const correspondence = condition("correspondence", () => valueScope(vocabulary, -1));
  return {
    vocabulary,
    definitions,
    environment: {
      arithmetic: F,
      title: file.title ?? "untitled model",
      agents: read.agents,
      groups: singlesOut(file, vocabulary, values, outsideOptions, designer?.value, possible, correspondence)
        ? read.agents.map(({ name }, first) => ({ name, first, count: 1 }))
        : read.groups,
      states,
      alternatives,
      money: String(file.money ?? true) === "true",
      values,
      outsideOptions,
      ...(designer === undefined ? {} : { designer }),
      ...(beliefs === undefined ? {} : { beliefs }),
      ...(possible === undefined ? {} : { possible: (types, state) => possible.at(0, types, state) }),
      ...(correspondence === undefined ? {} : { correspondence: correspondence.at }),
    },
  };
}

/** Whether anything but the mechanism treats alike agents differently: a value that names one, or an entry for one of them. */
function singlesOut<N>(
  file: ModelFile,
  { agents, groups, arithmetic: F }: Vocabulary<N>,
  values: readonly Values<N>[],
  outside: readonly Table<N>[],
  ...others: readonly ({ readonly singlesOut?: boolean } | undefined)[]
): boolean {
  const groupNames = groups.map((group) => group.name);
  const keys = [file.values, file.outside].flatMap((raw) =>
    typeof raw === "object" && !Array.isArray(raw) && !isTable(raw) ? Object.keys(raw) : [],
  );
  return (
    agents.length > groups.length &&
    (keys.some((key) => !groupNames.includes(key)) ||
      others.some((part) => part?.singlesOut) ||
      values.some((value) => value?.singlesOut) ||
      !groups.every(({ first, count }) =>
        Array.from({ length: count }, (_, k) => first + k).every((i) =>
          sameTable(F, outside[i], outside[first]),
        ),
      ))
  );
}

/** A definition may not take a name that expressions know already: it would be ignored. */
function refuseReserved<N>(reader: Reader, definitions: Definitions, vocabulary: Vocabulary<N>): void {
  if (vocabulary.agents.length === 0) return;
  const taken = new Set([...valueScope(vocabulary, 0).keys(), "reports", ...Object.keys(FUNCTIONS)]);
  for (const name of definitions.keys())
    if (taken.has(name))
      reader.report(
        "reserved-name",
        ["define", name],
        `Expressions know "${name}" already; choose another name.`,
      );
}

function sameTable<N>(F: Arithmetic<N>, one: Table<N>, other: Table<N>): boolean {
  for (let k = 0; k < one.length; k++) if (F.compare(one[k], other[k]) !== 0) return false;
  return one.length === other.length;
}

/** Every agent's values; an expression given once is read once per group of alike agents. */
function readAllValues<N>(
  reader: Reader,
  file: ModelFile,
  vocabulary: Vocabulary<N>,
  definitions: Definitions,
  groups: readonly { first: number; count: number }[],
): Values<N>[] {
  reportUnknownAgents(reader, file.values as Raw, vocabulary, ["values"]);
  return groups.flatMap(({ first, count }) =>
    Array.from({ length: count }, (_, k) => {
      const agent = first + k;
      const entry = entryFor(file.values as Raw, namesOf(vocabulary, agent));
      const path = entry?.key === undefined ? ["values"] : ["values", entry.key];
      const values = reader.part(path, () => {
        if (entry === undefined)
          return reader.refuse(
            "missing-key",
            path,
            `There are no values for ${vocabulary.agents[agent].name}.`,
          );
        return readValues(reader, entry.raw, vocabulary, definitions, agent, path);
      });
      return (
        values ?? { dependsOnOthers: false, dependsOnState: false, at: () => vocabulary.arithmetic.zero }
      );
    }),
  );
}

function readAllOutside<N>(
  reader: Reader,
  file: ModelFile,
  vocabulary: Vocabulary<N>,
  definitions: Definitions,
): Table<N>[] {
  const F = vocabulary.arithmetic;
  const raw = file.outside as Raw | undefined;
  if (raw !== undefined) reportUnknownAgents(reader, raw, vocabulary, ["outside"]);
  return vocabulary.agents.map(({ types }, agent) => {
    const entry = raw === undefined ? undefined : entryFor(raw, namesOf(vocabulary, agent));
    if (entry === undefined) return F.table(types.length);
    const path = entry.key === undefined ? ["outside"] : ["outside", entry.key];
    return (
      reader.part(path, () => readOutside(reader, entry.raw, vocabulary, definitions, agent, path)) ??
      F.table(types.length)
    );
  });
}

function readDesigner<N>(
  reader: Reader,
  file: ModelFile,
  vocabulary: Vocabulary<N>,
  definitions: Definitions,
) {
  if (file.designer === undefined) return undefined;
  const value = readValues(reader, file.designer.value as Raw, vocabulary, definitions, -1, [
    "designer",
    "value",
  ]);
  return { value, counts: String(file.designer.counts ?? false) === "true" };
}

/** A condition on alternative, types and state; `undefined` where the file states none. */
function readCondition<N>(
  reader: Reader,
  text: ModelFile["possible"],
  { key, vocabulary, definitions, scope }: ConditionPlace<N>,
) {
  if (text === undefined) return undefined;
  const refuse = reader.refusal([key]);
  const context = { arithmetic: vocabulary.arithmetic, scope: scope(), definitions, refuse };
  const compiled = compileExpression(String(text), context, "boolean");
  return {
    singlesOut: compiled.uses.has("member"),
    at: (alternative: number, profile: ArrayLike<number>, state: number) =>
      compiled.evaluate({ agent: -1, profile, alternative, state } satisfies Situation) as boolean,
  };
}

interface ConditionPlace<N> {
  readonly key: "possible" | "correspondence";
  readonly vocabulary: Vocabulary<N>;
  readonly definitions: Definitions;
  readonly scope: () => Scope<Situation>;
}
