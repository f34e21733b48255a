import { profileCount } from "../../model/environment.js";
import type { DirectRule } from "../../model/mechanism.js";
import { expectation } from "../../model/mechanism.js";
import { rowMajorIndex } from "../../model/profiles.js";
import { requireTableFits } from "../../model/tabulation.js";
import type { Table } from "../../numeric/arithmetic.js";
import { compileExpression } from "../expression/compile.js";
import type { Compiled, Dependence } from "../expression/scope.js";
import { nearest } from "../nearest.js";
import { type Axis, fileReference, readTable, walkNested } from "../tables/nested.js";
import type { BuiltModel } from "./environment.js";
import { withProfile } from "./names.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import { type MessageEntries, messageScope, type Situation } from "./scopes.js";
import type { Raw } from "./source.js";
import { entryFor, namesOf, reportUnknownAgents } from "./values.js";

const PATH: Path = ["mechanism"];

type Lottery<N> = number | Table<N>;

/** What reading a formula or a table of a mechanism needs to know. */
interface Context<N> {
  readonly reader: Reader;
  readonly built: BuiltModel<N>;
  readonly entries: MessageEntries<N>;
  readonly direct: boolean;
  /** Collects what the formulas depend on; tables depend on every single agent. */
  readonly uses: Set<Dependence>;
}

/** A rule by formulas or tables: the outcome as an expression, a lottery of expressions, or a table; payments likewise. */
export function formulaOutcome<N>(
  reader: Reader,
  section: { readonly [key: string]: Raw },
  built: BuiltModel<N>,
  entries: MessageEntries<N>,
  direct: boolean,
): DirectRule<N> {
  const uses = new Set<Dependence>();
  const context: Context<N> = { reader, built, entries, direct, uses };
  const outcome = reader.part([...PATH, "outcome"], () => readOutcome(context, section.outcome));
  const payments = readPayments(context, section.payments);
  if (!built.environment.money && section.payments !== undefined)
    reader.report(
      "no-money",
      [...PATH, "payments"],
      "The model has no money (money: false); leave the payments out.",
    );
  reader.finish();
  return {
    name:
      typeof section.outcome === "string" || isLottery(section.outcome) ? "rule by formula" : "rule by table",
    anonymous:
      !uses.has("member") && built.environment.alternatives.every(({ personal }) => personal.size === 0),
    outcome: (messages) => {
      try {
        const lottery = outcome!(messages);
        return { lottery, payments: payments.map((pay) => pay!(messages, lottery)) };
      } catch (error) {
        throw withProfile(error, built.environment.agents, entries, messages);
      }
    },
  };
}

/** {lottery: …}: a probability by expression for each alternative named. */
function isLottery(raw: Raw): boolean {
  return typeof raw === "object" && !Array.isArray(raw) && "lottery" in raw && Object.keys(raw).length === 1;
}

function messageAxes<N>({ built, entries, direct }: Context<N>): Axis[] {
  return built.environment.agents.map(({ name }, i) => ({
    name: `${direct ? "types" : "messages"} of ${name}`,
    labels: entries[i].map((entry) => entry.label),
  }));
}

function readOutcome<N>(context: Context<N>, raw: Raw): (messages: ArrayLike<number>) => Lottery<N> {
  const { reader, built, entries, uses } = context;
  const { environment, vocabulary, definitions } = built;
  const F = environment.arithmetic;
  const path: Path = [...PATH, "outcome"];
  const scope = messageScope(vocabulary, entries, -1);
  const compile = (text: string, at: Path) => {
    const compiled = compileExpression(text, {
      arithmetic: F,
      scope,
      definitions,
      refuse: reader.refusal(at),
    });
    for (const use of compiled.uses) uses.add(use);
    return compiled;
  };
  const situation = (profile: ArrayLike<number>): Situation => ({
    agent: -1,
    profile,
    alternative: 0,
    state: 0,
  });
  if (typeof raw === "string") {
    const named = environment.alternatives.findIndex(({ name }) => name === raw);
    if (named >= 0) return () => named;
    const chosen = compile(raw, path);
    return (messages) => alternativeNamed(reader, built, chosen, situation(messages), path);
  }
  const lottery =
    typeof raw === "object" && !Array.isArray(raw) ? (raw as { lottery?: Raw }).lottery : undefined;
  if (lottery !== undefined && typeof lottery === "object" && Object.keys(raw).length === 1) {
    const parts = Object.entries(lottery).map(([name, text]) => {
      const at: Path = [...path, "lottery", name];
      const compiled = compile(reader.text(text, at), at);
      if (compiled.kind !== "number") reader.refuse("expression", at, "A probability must be a number.");
      return { alternative: alternativeIndex(reader, built, name, at), compiled };
    });
    return (messages) => {
      const table = F.table(environment.alternatives.length);
      for (const { alternative, compiled } of parts)
        table[alternative] = compiled.evaluate(situation(messages)) as N;
      reader.requireProbabilities(
        F,
        Array.from({ length: table.length }, (_, a) => table[a]),
        [...path, "lottery"],
        { names: environment.alternatives.map((each) => each.name) },
      );
      return table;
    };
  }
  uses.add("member");
  return readOutcomeTable(context, raw, path);
}

function readOutcomeTable<N>(
  context: Context<N>,
  raw: Raw,
  path: Path,
): (messages: ArrayLike<number>) => Lottery<N> {
  const { reader, built } = context;
  const { environment } = built;
  const F = environment.arithmetic;
  const axes = messageAxes(context);
  const sizes = axes.map((axis) => axis.labels.length);
  const width = environment.alternatives.length;
  requireTableFits(profileCount(sizes), "The table of outcomes");
  const rows: Lottery<N>[] = [];
  if (fileReference(raw) !== undefined) {
    const names = environment.alternatives.map((alternative) => alternative.name);
    const table = readTable(reader, F, raw, [...axes, { name: "alternatives", labels: names }], path);
    for (let k = 0; k < table.length; k += width) {
      const row = Array.from({ length: width }, (_, a) => table[k + a]);
      reader.requireProbabilities(F, row, path);
      rows.push(row);
    }
  } else walkNested(reader, raw, axes, path, (value, at) => rows.push(readLottery(reader, built, value, at)));
  return (messages) => rows[rowMajorIndex(sizes, messages)];
}

/** An alternative's name, or {name: probability}. */
function readLottery<N>(reader: Reader, built: BuiltModel<N>, value: Raw, path: Path): Lottery<N> {
  if (typeof value === "string") return alternativeIndex(reader, built, value, path);
  const F = built.environment.arithmetic;
  const table = F.table(built.environment.alternatives.length);
  for (const [name, probability] of Object.entries(value))
    table[alternativeIndex(reader, built, name, [...path, name])] = F.from(
      reader.number(probability, [...path, name]),
    );
  reader.requireProbabilities(
    F,
    Array.from({ length: table.length }, (_, a) => table[a]),
    path,
    { names: built.environment.alternatives.map((each) => each.name) },
  );
  return table;
}

/** The index of an alternative by name; refuses others with the nearest. */
export function alternativeIndex<N>(
  reader: Reader,
  { environment }: BuiltModel<N>,
  name: string,
  path: Path,
): number {
  const names = environment.alternatives.map((alternative) => alternative.name);
  const k = names.indexOf(name);
  if (k >= 0) return k;
  const close = nearest(name, names);
  return reader.refuse(
    "unknown-alternative",
    path,
    `"${name}" is not an alternative${close ? `; did you mean ${close}?` : ` (${names.slice(0, 8).join(", ")}).`}`,
  );
}

function alternativeNamed<N>(
  reader: Reader,
  built: BuiltModel<N>,
  compiled: Compiled<Situation>,
  situation: Situation,
  path: Path,
): number {
  const value = compiled.evaluate(situation);
  if (compiled.kind === "text") return alternativeIndex(reader, built, value as string, path);
  const F = built.environment.arithmetic;
  const k = built.environment.alternatives.findIndex(
    ({ number }) => compiled.kind === "number" && number !== undefined && F.compare(number, value as N) === 0,
  );
  if (k >= 0) return k;
  return reader.refuse(
    "unknown-alternative",
    path,
    `The outcome ${compiled.kind === "number" ? F.toNumber(value as N) : String(value)} is not an alternative.`,
  );
}

type Payment<N> = (messages: ArrayLike<number>, lottery: Lottery<N>) => N;

function readPayments<N>(context: Context<N>, raw: Raw | undefined): (Payment<N> | undefined)[] {
  const { reader, built, uses } = context;
  const { environment, vocabulary } = built;
  const zero = environment.arithmetic.zero;
  if (raw === undefined) return environment.agents.map(() => () => zero);
  const path: Path = [...PATH, "payments"];
  reportUnknownAgents(reader, raw, vocabulary, path);
  return environment.agents.map((_, agent) => {
    const entry = entryFor(raw, namesOf(vocabulary, agent));
    if (entry === undefined) return () => zero;
    const at = entry.key === undefined ? path : [...path, entry.key];
    if (entry.key !== undefined && !vocabulary.groups.some((group) => group.name === entry.key))
      uses.add("member");
    return reader.part(at, () => readPayment(context, entry.raw, agent, at));
  });
}

function readPayment<N>(context: Context<N>, raw: Raw, agent: number, path: Path): Payment<N> {
  const { reader, built, entries, uses } = context;
  const { environment, vocabulary, definitions } = built;
  const F = environment.arithmetic;
  if (typeof raw !== "string") {
    uses.add("member");
    const axes = messageAxes(context);
    const table = readTable(reader, F, raw, axes, path);
    const sizes = axes.map((axis) => axis.labels.length);
    return (messages) => table[rowMajorIndex(sizes, messages)];
  }
  const scope = messageScope(vocabulary, entries, agent);
  const compiled = compileExpression(
    raw,
    { arithmetic: F, scope, definitions, refuse: reader.refusal(path) },
    "number",
  );
  for (const use of compiled.uses) uses.add(use);
  return (profile, lottery) =>
    expectation(
      environment,
      lottery,
      (alternative) => compiled.evaluate({ agent, profile, alternative, state: 0 }) as N,
    );
}
