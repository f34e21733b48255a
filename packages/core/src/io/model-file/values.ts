import type { Values } from "../../model/environment.js";
import { profileCount } from "../../model/environment.js";
import type { Table } from "../../numeric/arithmetic.js";
import { compileExpression } from "../expression/compile.js";
import type { Compiled, Scope } from "../expression/scope.js";
import { nearest } from "../nearest.js";
import { type Axis, readTable } from "../tables/nested.js";
import { withProfile } from "./names.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import { outsideScope, type Situation, type Vocabulary, valueScope } from "./scopes.js";
import type { Raw } from "./source.js";

export type Definitions = ReadonlyMap<string, string>;

/** Whether {index, entries} stands here and not a map keyed by agents. */
export function isTable(raw: object): boolean {
  const { index, entries } = raw as { index?: unknown; entries?: unknown };
  return Array.isArray(index) && entries !== undefined;
}

/** The entry of a map keyed by agents (a group's name serves all its members), or the one for everybody. */
export function entryFor(raw: Raw, names: readonly string[]): { raw: Raw; key?: string } | undefined {
  if (typeof raw !== "object" || Array.isArray(raw) || isTable(raw)) return { raw };
  const key = names.find((name) => Object.hasOwn(raw, name));
  return key === undefined ? undefined : { raw: (raw as { [key: string]: Raw })[key], key };
}

/** Names under which an agent's entries may stand: its own and its group's. */
export function namesOf<N>(vocabulary: Vocabulary<N>, agent: number): string[] {
  const { name } = vocabulary.agents[agent];
  const group = vocabulary.groups.find(({ first, count }) => agent >= first && agent < first + count)!;
  return group.name === name ? [name] : [name, group.name];
}

/** Reports keys of a map keyed by agents that are nobody's name. */
export function reportUnknownAgents<N>(
  reader: Reader,
  raw: Raw,
  vocabulary: Vocabulary<N>,
  path: Path,
): void {
  if (typeof raw !== "object" || Array.isArray(raw) || isTable(raw)) return;
  const known = [...new Set(vocabulary.agents.flatMap((_, i) => namesOf(vocabulary, i)))];
  for (const key of Object.keys(raw)) {
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    reader.report(
      "unknown-name",
      [...path, key],
      `There is no agent "${key}"${close ? `; did you mean ${close}?` : "."}`,
    );
  }
}

/** v_i(a, t, θ) of one agent (−1: the designer) from an expression or a table {index, entries}. */
export function readValues<N>(
  reader: Reader,
  raw: Raw,
  vocabulary: Vocabulary<N>,
  definitions: Definitions,
  agent: number,
  path: Path,
): Values<N> {
  if (typeof raw === "string") return fromExpression(reader, vocabulary, raw, definitions, agent, path);
  return fromTable(reader, raw, vocabulary, agent, path);
}

function fromExpression<N>(
  reader: Reader,
  vocabulary: Vocabulary<N>,
  text: string,
  definitions: Definitions,
  agent: number,
  path: Path,
): Values<N> {
  const scope: Scope<Situation> = valueScope(vocabulary, agent);
  const context = { arithmetic: vocabulary.arithmetic, scope, definitions, refuse: reader.refusal(path) };
  const compiled = compileExpression(text, context, "number");
  const situation: Situation = { agent, profile: [], alternative: 0, state: 0 };
  const evaluate = (alternative: number, profile: ArrayLike<number>, state: number) => {
    situation.alternative = alternative;
    situation.profile = profile;
    situation.state = state;
    try {
      return compiled.evaluate(situation) as N;
    } catch (error) {
      throw located(error, vocabulary, agent, dependsOnOthers, profile);
    }
  };
  const dependsOnOthers = compiled.uses.has("others");
  const dependsOnState = compiled.uses.has("state");
  const singlesOut = compiled.uses.has("member");
  if (dependsOnOthers || agent < 0 || singlesOut)
    return { dependsOnOthers, dependsOnState, singlesOut, at: evaluate };
  return tabulated(vocabulary, agent, dependsOnState, evaluate);
}

/** The same error with the types on which the value depends. */
function located<N>(
  error: unknown,
  { agents }: Vocabulary<N>,
  agent: number,
  everyone: boolean,
  profile: ArrayLike<number>,
): unknown {
  const who = everyone || agent < 0 ? agents.map((_, i) => i) : [agent];
  return withProfile(
    error,
    who.map((i) => agents[i]),
    who.map((i) => agents[i].types),
    who.map((i) => profile[i]),
  );
}

/** Values that depend on own type and state only, computed once. */
function tabulated<N>(
  vocabulary: Vocabulary<N>,
  agent: number,
  dependsOnState: boolean,
  evaluate: (alternative: number, profile: ArrayLike<number>, state: number) => N,
): Values<N> {
  const types = vocabulary.agents[agent].types.length;
  const states = dependsOnState ? vocabulary.states.length : 1;
  const table = vocabulary.arithmetic.table(vocabulary.alternatives.length * types * states);
  const profile = new Int32Array(vocabulary.agents.length);
  for (let a = 0, k = 0; a < vocabulary.alternatives.length; a++)
    for (let t = 0; t < types; t++)
      for (let s = 0; s < states; s++) {
        profile[agent] = t;
        table[k++] = evaluate(a, profile, s);
      }
  return {
    dependsOnOthers: false,
    dependsOnState,
    at: (a, t, s) => table[(a * types + t[agent]) * states + (dependsOnState ? s : 0)],
  };
}

/** {index: [alternative, own, state, Ann, …], entries: nested}: any of these names in any order, slowest first. */
function fromTable<N>(
  reader: Reader,
  raw: Raw,
  vocabulary: Vocabulary<N>,
  agent: number,
  path: Path,
): Values<N> {
  const { index, entries } = raw as { index?: Raw; entries?: Raw };
  if (!Array.isArray(index) || entries === undefined || Object.keys(raw).length !== 2)
    reader.refuse(
      "invalid",
      path,
      "Values are an expression or a table {index: [alternative, own, …], entries: …}.",
    );
  const axes = (index as readonly Raw[]).map((name, k) => {
    const at = [...path, "index", k];
    return valueAxis(reader, vocabulary, agent, reader.text(name, at), at);
  });
  const table: Table<N> = readTable(
    reader,
    vocabulary.arithmetic,
    entries!,
    axes.map(({ axis }) => axis),
    [...path, "entries"],
  );
  const sizes = axes.map(({ axis }) => axis.labels.length);
  const strides = sizes.map((_, k) => profileCount(sizes.slice(k + 1)));
  const readers = axes.map(({ read }) => read);
  return {
    dependsOnOthers: axes.some(({ uses }) => uses === "others"),
    dependsOnState: axes.some(({ uses }) => uses === "state"),
    singlesOut: axes.some(({ uses }) => uses === "others"),
    at: (a, t, s) => {
      let k = 0;
      for (let j = 0; j < readers.length; j++) k += strides[j] * readers[j](a, t, s);
      return table[k];
    },
  };
}

interface ValueAxis {
  readonly axis: Axis;
  readonly uses: "alternative" | "own" | "others" | "state";
  read(alternative: number, types: ArrayLike<number>, state: number): number;
}

function valueAxis<N>(
  reader: Reader,
  vocabulary: Vocabulary<N>,
  agent: number,
  name: string,
  path: Path,
): ValueAxis {
  if (name === "alternative")
    return {
      axis: { name: "alternatives", labels: vocabulary.alternatives.map((each) => each.name) },
      uses: "alternative",
      read: (a) => a,
    };
  if (name === "state")
    return {
      axis: { name: "states", labels: vocabulary.states.map((each) => each.name) },
      uses: "state",
      read: (_, __, s) => s,
    };
  const who = name === "own" ? agent : vocabulary.agents.findIndex((each) => each.name === name);
  if (who < 0)
    reader.refuse("unknown-name", path, `"${name}" is neither alternative, own, state nor an agent.`);
  const { name: whose, types } = vocabulary.agents[who];
  return {
    axis: { name: `types of ${whose}`, labels: types.map((type) => type.label) },
    uses: who === agent ? "own" : "others",
    read: (_, t) => t[who],
  };
}

/** o_i(t_i) for every type of one agent: an expression in own type, or a list or map by type. */
export function readOutside<N>(
  reader: Reader,
  raw: Raw,
  vocabulary: Vocabulary<N>,
  definitions: Definitions,
  agent: number,
  path: Path,
): Table<N> {
  const F = vocabulary.arithmetic;
  const { name, types } = vocabulary.agents[agent];
  if (typeof raw !== "string")
    return readTable(
      reader,
      F,
      raw,
      [{ name: `types of ${name}`, labels: types.map((type) => type.label) }],
      path,
    );
  const scope = outsideScope(vocabulary, agent);
  const compiled: Compiled<Situation> = compileExpression(
    raw,
    { arithmetic: F, scope, definitions, refuse: reader.refusal(path) },
    "number",
  );
  const table = F.table(types.length);
  const profile = new Int32Array(vocabulary.agents.length);
  for (let t = 0; t < types.length; t++) {
    profile[agent] = t;
    table[t] = compiled.evaluate({ agent, profile, alternative: 0, state: 0 }) as N;
  }
  return table;
}
