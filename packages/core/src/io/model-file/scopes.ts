import type { Agent, Alternative, Group, State } from "../../model/environment.js";
import type { Arithmetic } from "../../numeric/arithmetic.js";
import type { Binding, Dependence, Kind, Scope } from "../expression/scope.js";

/** The situation an expression is evaluated in: whose value or payment, at which types (or messages), alternative and state. */
export interface Situation {
  agent: number;
  profile: ArrayLike<number>;
  alternative: number;
  state: number;
}

/** Something an agent has or says: a type or a message. */
interface Entry<N> {
  readonly label: string;
  readonly number?: N;
  readonly fields: ReadonlyMap<string, N | string>;
}

/** What every agent may send: its types in a direct mechanism, else its messages; indexed [agent][message]. */
export type MessageEntries<N> = readonly (readonly Entry<N>[])[];

export interface Vocabulary<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly agents: readonly Agent<N>[];
  readonly groups: readonly Group[];
  readonly alternatives: readonly Alternative<N>[];
  readonly states: readonly State<N>[];
}

type B = Binding<Situation>;

/** Number when every entry has one, else the label. */
function entryBinding<N>(
  entries: readonly Entry<N>[],
  uses: readonly Dependence[],
  at: (situation: Situation) => number,
  /** Whether other texts than these must be mistakes; not for `own` in an expression that agents with other types share. */
  closed = true,
): B {
  const texts = (all: readonly string[]) => (closed ? { texts: new Set(all) } : {});
  const labels = entries.map(({ label }) => label);
  const numeric = entries.length > 0 && entries.every((entry) => entry.number !== undefined);
  const members = new Map<string, B>();
  for (const name of new Set(entries.flatMap((entry) => [...entry.fields.keys()]))) {
    const values = entries.map((entry) => entry.fields.get(name));
    if (values.some((value) => value === undefined)) continue;
    const kind: Kind = values.every((value) => typeof value !== "string") ? "number" : "text";
    const shown = kind === "number" ? values : values.map(String);
    const known = kind === "number" ? {} : texts(shown as string[]);
    members.set(name, { kind, uses, ...known, get: (situation) => shown[at(situation)] });
  }
  members.set("label", { kind: "text", uses, ...texts(labels), get: (situation) => labels[at(situation)] });
  return {
    kind: numeric ? "number" : "text",
    uses,
    ...(numeric ? {} : texts(labels)),
    get: (situation) => (numeric ? entries[at(situation)].number : entries[at(situation)].label),
    members,
  };
}

/**
 * Names about the entries of a profile: `own`, `others`, and under `everyone` ("types" or "reports") the whole list with one
 * member per agent. `agent` fixes whose view it is.
 */
function profileNames<N>(
  vocabulary: Vocabulary<N>,
  entries: readonly (readonly Entry<N>[])[],
  agent: number,
  everyone: string,
): [string, B][] {
  const numeric = entries.every((list) => list.every((entry) => entry.number !== undefined));
  const kind: Kind = numeric ? "numbers" : "texts";
  const read = (i: number, situation: Situation) => {
    const entry = entries[i][situation.profile[i]];
    return numeric ? entry.number : entry.label;
  };
  const all = once(() => vocabulary.agents.map((_, i) => i));
  // Made when asked for: with n agents, n scopes of n members each are too many.
  const members = once(
    () =>
      new Map(
        vocabulary.agents.map((each, i): [string, B] => [
          each.name,
          entryBinding(
            entries[i],
            [i === agent ? "own" : "others", ...singledOut(vocabulary.groups, i)],
            (situation) => situation.profile[i],
          ),
        ]),
      ),
  );
  const list = (indices: () => readonly number[], uses: readonly Dependence[]): B => ({
    kind,
    uses,
    get: (situation) => indices().map((i) => read(i, situation)),
  });
  const whole = Object.defineProperty(list(all, ["own", "others"]), "members", { get: members });
  const names: [string, B][] = [[everyone, whole]];
  if (agent < 0) return names;
  return [
    ...names,
    ["own", entryBinding(entries[agent], ["own"], (situation) => situation.profile[agent], false)],
    [
      "others",
      list(
        once(() => all().filter((i) => i !== agent)),
        ["others"],
      ),
    ],
    [
      "agent",
      { kind: "text", uses: singledOut(vocabulary.groups, agent), get: () => vocabulary.agents[agent].name },
    ],
  ];
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Naming one agent of a group of several treats alike agents differently. */
function singledOut(groups: readonly Group[], agent: number): Dependence[] {
  const group = groups.find(({ first, count }) => agent >= first && agent < first + count)!;
  return group.count > 1 ? ["member"] : [];
}

function stateNames<N>({ states }: Vocabulary<N>): [string, B][] {
  return [
    [
      "state",
      entryBinding(
        states.map((state) => ({ ...state, label: state.name })),
        ["state"],
        (s) => s.state,
      ),
    ],
  ];
}

/** `alternative` with its fields, and the personal fields of the agent in question under their own names. */
function alternativeNames<N>({ alternatives }: Vocabulary<N>, agent: number): [string, B][] {
  const entries = alternatives.map((each) => ({ ...each, label: each.name }));
  const at = (situation: Situation) => situation.alternative;
  const names: [string, B][] = [["alternative", entryBinding(entries, ["alternative"], at)]];
  if (agent < 0) return names;
  for (const name of new Set(alternatives.flatMap((each) => [...each.personal.keys()]))) {
    const values = alternatives.map((each) => each.personal.get(name)![agent]);
    const kind: Kind = typeof values[0] === "string" ? "text" : "number";
    names.push([name, { kind, uses: ["alternative"], get: (situation) => values[situation.alternative] }]);
  }
  return nested(names);
}

/** A field `gets.A` is read as the member A of the field `gets`. */
function nested(names: readonly [string, B][]): [string, B][] {
  return names.flatMap(([name, binding]): [string, B][] => {
    if (name.includes(".")) return [];
    const prefix = `${name}.`;
    const parts = names.filter(([other]) => other.startsWith(prefix));
    if (parts.length === 0) return [[name, binding]];
    const members = parts.map(([other, part]): [string, B] => [other.slice(prefix.length), part]);
    return [[name, { ...binding, members: new Map([...(binding.members ?? []), ...members]) }]];
  });
}

function sizeNames<N>({ arithmetic, agents }: Vocabulary<N>): [string, B][] {
  const n = arithmetic.from({ n: BigInt(agents.length), d: 1n });
  return [["n", { kind: "number", uses: [], get: () => n }]];
}

/** Names for a value v_i(a, t, θ); agent −1 is the designer. */
export function valueScope<N>(vocabulary: Vocabulary<N>, agent: number): Scope<Situation> {
  const types = vocabulary.agents.map((each) => each.types);
  return new Map([
    ...sizeNames(vocabulary),
    ...profileNames(vocabulary, types, agent, "types"),
    ...stateNames(vocabulary),
    ...alternativeNames(vocabulary, agent),
  ]);
}

/** Names for an outside option: own type only. */
export function outsideScope<N>(vocabulary: Vocabulary<N>, agent: number): Scope<Situation> {
  const full = valueScope(vocabulary, agent);
  return new Map([...full].filter(([name]) => ["own", "n", "agent"].includes(name)));
}

/** Names for whether a state is possible at a profile of types. */
export function possibleScope<N>(vocabulary: Vocabulary<N>): Scope<Situation> {
  const types = vocabulary.agents.map((each) => each.types);
  return new Map([
    ...sizeNames(vocabulary),
    ...profileNames(vocabulary, types, -1, "types"),
    ...stateNames(vocabulary),
  ]);
}

/** Names for what a mechanism does with messages; agent −1 for the outcome, else for that agent's payment. */
export function messageScope<N>(
  vocabulary: Vocabulary<N>,
  messages: readonly (readonly Entry<N>[])[],
  agent: number,
): Scope<Situation> {
  return new Map([
    ...sizeNames(vocabulary),
    ...profileNames(vocabulary, messages, agent, "reports"),
    ...(agent < 0 ? [] : alternativeNames(vocabulary, agent)),
  ]);
}
