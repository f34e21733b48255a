import type { Group } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";
import { compare, type Rational } from "../numeric/rational.js";
import { compileExpression } from "./expression/compile.js";
import type { Binding, Scope } from "./expression/scope.js";
import type { BuiltModel } from "./model-file/environment.js";
import type { ParsedModel } from "./model-file/parse.js";
import type { Path } from "./model-file/path.js";
import type { Reader } from "./model-file/reader.js";
import { outsideScope, type Situation, valueScope } from "./model-file/scopes.js";
import type { Raw } from "./model-file/source.js";
import { entryFor, isTable } from "./model-file/values.js";

export const NOT_APPLICABLE = "not-applicable";
export const OWN_GROUP =
  "The members of a group are alike in a population; make those who differ a group of their own.";
const SIZE = `Here n or a single member matters; utilities in a population are the same whatever its size. ${OWN_GROUP}`;

type Built = BuiltModel<Rational>;

/** What the file alone shows to be no population. */
export function reportOtherKinds(reader: Reader, { file }: ParsedModel): void {
  const report = (path: Path, message: string) => reader.report(NOT_APPLICABLE, path, message);
  const signals = file.beliefs?.signals;
  if (file.states === undefined)
    report(["states"], "A population learns about a state; list at least two (states: [dry, wet]).");
  if (signals === undefined)
    report(
      ["beliefs"],
      "A population needs signals that are independent given the state: beliefs: {signals: {prior: …, likelihood: …}}.",
    );
  else if (signals.joint !== undefined)
    report(
      ["beliefs", "signals", "joint"],
      "Signals in a population are independent given the state; replace joint by one likelihood for all (likelihood: …).",
    );
  if (String(file.money ?? true) !== "true")
    report(["money"], "Posterior payments need money; leave money: false out.");
  if (String(file.designer?.counts ?? false) === "true")
    report(
      ["designer", "counts"],
      "The choice for a population maximises the players' utilities alone; leave counts out.",
    );
  if (isPersonal(file.alternatives as Raw))
    report(
      ["alternatives"],
      "Here alternatives differ between agents. List them by name (alternatives: [East, West]) and let the values of each group say what they are worth.",
    );
  if (file.correspondence !== undefined)
    report(
      ["correspondence"],
      "The choice for a population is among all alternatives; leave the correspondence out.",
    );
}

/** Alternatives that are generated from the agents, or have fields by agent. */
function isPersonal(raw: Raw): boolean {
  if (typeof raw !== "object" || Array.isArray(raw)) return false;
  const isMap = (each: Raw) => typeof each === "object" && !Array.isArray(each);
  const entries = Object.entries(raw as { readonly [key: string]: Raw });
  if (entries.length === 1 && BY_AGENT.includes(entries[0][0]) && isMap(entries[0][1])) return true;
  return entries.some(([, fields]) => isMap(fields) && Object.values(fields as object).some(isMap));
}

const BY_AGENT = ["object", "items", "grades", "assignments"];

/** What values and outside options may not depend on. */
export function reportDependences(reader: Reader, model: ParsedModel, built: Built): void {
  for (const key of ["values", "outside"] as const) reportSingleMembers(reader, model, built, key);
  for (const group of built.vocabulary.groups) {
    reportValues(reader, model, built, group);
    reportOutside(reader, model, built, group);
  }
}

/** Entries for one of several members; other names are unknown to the environment. */
function reportSingleMembers(
  reader: Reader,
  { file }: ParsedModel,
  { vocabulary }: Built,
  key: "values" | "outside",
): void {
  const raw = file[key] as Raw | undefined;
  if (typeof raw !== "object" || Array.isArray(raw) || isTable(raw)) return;
  const { agents, groups } = vocabulary;
  for (const name of Object.keys(raw))
    if (agents.some((agent) => agent.name === name) && !groups.some((group) => group.name === name))
      reader.report(NOT_APPLICABLE, [key, name], `This entry is for one member. ${OWN_GROUP}`);
}

function reportValues(reader: Reader, { file }: ParsedModel, built: Built, group: Group): void {
  const { path, text } = placeOf("values", file.values as Raw, group);
  const { alternatives, states, values } = built.environment;
  const { dependsOnOthers, at } = values[group.first];
  const report = (message: string) => reader.report(NOT_APPLICABLE, path, message);
  const ownMatters = () =>
    alternatives.some((_, a) => states.some((_, s) => dependsOnOwn(built, group.first, (t) => at(a, t, s))));
  if (dependsOnOthers)
    report(
      "Others' types matter here; utilities in a population depend on the alternative and the state alone.",
    );
  else if (dependsOnSize(built, text, valueScope(built.vocabulary, group.first))) report(SIZE);
  else if (ownMatters())
    report(
      "The own type matters here; utilities in a population depend on the alternative and the state alone.",
    );
}

function reportOutside(reader: Reader, { file }: ParsedModel, built: Built, group: Group): void {
  if (file.outside === undefined) return;
  const { path, text } = placeOf("outside", file.outside as Raw, group);
  if (Array.from(built.environment.outsideOptions[group.first]).some(({ n }) => n !== 0n))
    reader.report(
      NOT_APPLICABLE,
      path,
      "Staying out is worth 0 in a population; subtract the outside option from the values instead.",
    );
  else if (dependsOnSize(built, text, outsideScope(built.vocabulary, group.first)))
    reader.report(NOT_APPLICABLE, path, SIZE);
}

/** Where the entry of a group stands, and its text where it is an expression. */
function placeOf(key: string, raw: Raw, { name }: Group): { path: Path; text: string | undefined } {
  const entry = entryFor(raw, [name]);
  return {
    path: entry?.key === undefined ? [key] : [key, entry.key],
    text: typeof entry?.raw === "string" ? entry.raw : undefined,
  };
}

/** Whether an expression uses n, directly or in a definition, or names one of several alike agents. */
function dependsOnSize(
  { vocabulary: { arithmetic }, definitions }: Built,
  text: string | undefined,
  scope: Scope<Situation>,
): boolean {
  if (text === undefined) return false;
  const size: Binding<Situation> = { ...scope.get("n")!, uses: ["member"] };
  const refuse = (code: string, message: string) => fail(code, "", message);
  const context = { arithmetic, scope: new Map([...scope, ["n", size]]), definitions, refuse };
  return compileExpression(text, context, "number").uses.has("member");
}

function dependsOnOwn(
  { environment: { agents } }: Built,
  agent: number,
  value: (types: ArrayLike<number>) => Rational,
): boolean {
  const profile = new Int32Array(agents.length);
  const first = value(profile);
  return agents[agent].types.some((_, t) => {
    profile[agent] = t;
    return compare(value(profile), first) !== 0;
  });
}

/** One list of at least two signals and one likelihood for all. */
export function reportSignals(reader: Reader, { vocabulary, environment }: Built): void {
  const [{ name, first }, ...others] = vocabulary.groups;
  const labels = (agent: number) => vocabulary.agents[agent].types.map(({ label }) => label).join(", ");
  const tables = environment.beliefs!.likelihoods!;
  if (vocabulary.agents[first].types.length < 2)
    reader.report(
      NOT_APPLICABLE,
      ["agents", name, "types"],
      "A population needs at least two signals; list them as types.",
    );
  for (const other of others)
    if (labels(other.first) !== labels(first))
      reader.report(
        NOT_APPLICABLE,
        ["agents", other.name, "types"],
        `${other.name} has the signals ${labels(other.first)}, ${name} has ${labels(first)}; give all groups the same types in the same order.`,
      );
    else if (Array.from(tables[other.first]).some((p, k) => compare(p, tables[first][k]) !== 0))
      reader.report(
        NOT_APPLICABLE,
        ["beliefs", "signals", "likelihoods", other.name],
        `${other.name} has another likelihood than ${name}; a population shares one (likelihood: …).`,
      );
}

/** Every state, and every signal in every state, must be possible. */
export function reportZeros(reader: Reader, { file }: ParsedModel, { environment, vocabulary }: Built): void {
  const { agents, beliefs, states } = environment;
  const { likelihood, likelihoods } = file.beliefs!.signals!;
  const path: Path = ["beliefs", "signals"];
  const [{ name: group }] = vocabulary.groups;
  const [table, at]: [Raw, Path] =
    likelihood === undefined
      ? [likelihoods![group] as Raw, [...path, "likelihoods", group]]
      : [likelihood as Raw, [...path, "likelihood"]];
  states.forEach(({ name }, s) => {
    if (beliefs!.states![s].n === 0n)
      reader.report(
        "zero-probability",
        [...path, "prior"],
        `State ${name} has probability 0; give it a positive one or leave it out.`,
      );
    agents[0].types.forEach(({ label }, x, { length }) => {
      if (beliefs!.likelihoods![0][s * length + x].n === 0n)
        reader.report(
          "zero-probability",
          [...at, Array.isArray(table) ? s : name],
          `Signal ${label} has probability 0 in state ${name}; every signal needs a positive probability in every state.`,
        );
    });
  });
}
