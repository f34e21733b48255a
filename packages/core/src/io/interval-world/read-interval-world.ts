import type { Alternative, Group } from "../../model/environment.js";
import { type Arithmetic, exact, float } from "../../numeric/arithmetic.js";
import type { Rational } from "../../numeric/rational.js";
import { type Observations, readDistribution } from "../distribution-expression.js";
import { readAlternatives } from "../model-file/alternatives.js";
import { checkNames } from "../model-file/names.js";
import type { ParsedModel } from "../model-file/parse.js";
import { type Path, printPath } from "../model-file/path.js";
import { Reader } from "../model-file/reader.js";
import type { ModelFile } from "../model-file/schema.js";
import { entriesOf, type Raw } from "../model-file/source.js";
import { entryFor, namesOf, reportUnknownAgents } from "../model-file/values.js";
import { intervalTypes } from "../model-file/whole-intervals.js";
import type { IntervalAgent, IntervalWorld } from "./interval-world.js";
import { type OwnContext, type OwnVocabulary, ownFormula, ownFormulas } from "./own-formula.js";
import { readQuantities } from "./read-quantities.js";

/** As many agents as the closed forms are worked out for. */
const MOST_AGENTS = 1000;

/**
 * Reads a file whose types lie on intervals, values observed in files by `observations`; of a mechanism only a menu stated by formulas is read. Throws a CandorError listing every problem with its place:
 * those of a finite model, of `readDistribution`, `not-on-intervals` for an agent whose types are points, `dependent` for beliefs and
 * states, `interval-form` for alternatives of another kind and values that are no formula in the own type.
 */
export function readIntervalWorld(model: ParsedModel, observations?: Observations): IntervalWorld {
  const reader = new Reader(model);
  const { file } = model;
  refuseDependence(reader, file);
  const agents = readAgents(reader, file, observations);
  reader.finish();
  const kind = reader.part(["alternatives"], () => kindOf(reader, file.alternatives as Raw, agents.length));
  reader.finish();
  const rest = reader.part([], () =>
    kind === "quantities" ? offered(reader, file, agents) : chosen(reader, file, agents),
  );
  reader.finish();
  return {
    title: file.title ?? "untitled model",
    kind: kind!,
    ...rest!,
    refuse: (path, message) => reader.refuse("interval-form", path, message),
  };
}

type Drawn = Pick<IntervalAgent, "name" | "group" | "types" | "written">;

function refuseDependence(reader: Reader, file: ModelFile): void {
  for (const key of ["beliefs", "states", "possible", "correspondence"] as const)
    if (file[key] !== undefined)
      reader.report(
        "dependent",
        [key],
        `Types on intervals are independent, and there are no states: leave ${key} out, or state finite types.`,
      );
  if (String(file.money) === "false")
    reader.report("interval-form", ["money"], "With types on intervals there are payments: leave money out.");
}

function readAgents(reader: Reader, file: ModelFile, observations?: Observations): Drawn[] {
  const agents = entriesOf(file.agents).flatMap(([group, { types, count }]): Drawn[] => {
    const path: Path = ["agents", group, "types"];
    return (
      reader.part(path, () => {
        const many =
          count === undefined ? 1 : reader.integer(count, ["agents", group, "count"], 1, MOST_AGENTS);
        const written = intervalTypes(types as Raw);
        if (written === undefined)
          return reader.refuse(
            "not-on-intervals",
            path,
            "Other types of this file lie on intervals; state these by a distribution too, e.g. atoms([0, 1], [1/2, 1/2]).",
          );
        const distribution = readDistribution(written, printPath(path), observations);
        return Array.from({ length: many }, (_, k) => ({
          name: many === 1 ? group : `${group} ${k + 1}`,
          group,
          types: distribution,
          written,
        }));
      }) ?? []
    );
  });
  checkNames(
    reader,
    "agents",
    agents.map(({ name }) => name),
    (k) => ["agents", agents[k].group],
  );
  if (agents.length > MOST_AGENTS)
    reader.report(
      "too-large",
      ["agents"],
      `There are ${agents.length} agents; at most ${MOST_AGENTS} are served.`,
    );
  return agents;
}

function kindOf(reader: Reader, raw: Raw, agents: number): IntervalWorld["kind"] {
  const generator = Array.isArray(raw) ? undefined : Object.keys(raw)[0];
  if (generator === "object" || generator === "project") return generator;
  if (agents === 1) return "quantities";
  return reader.refuse(
    "interval-form",
    ["alternatives"],
    "Types on intervals are worked out for one object, a project, or quantities for one agent. For anything else put the types on a grid: candor discretize.",
  );
}

type Stated = Pick<IntervalWorld, "agents" | "alternatives" | "designer" | "quantities" | "menu">;

/** One agent and quantities. */
function offered(reader: Reader, file: ModelFile, agents: readonly Drawn[]): Stated {
  const context = contextOf(reader, file, agents, []);
  return {
    agents: withFormulas(context, file, agents, 0),
    alternatives: [],
    designer: [],
    quantities: readQuantities(context, file, [agents[0].name]),
    ...readMenu(context, file, agents[0].name),
  };
}

/** The mechanism of one agent, where it is stated by formulas. */
function readMenu(
  context: OwnContext,
  { mechanism, require }: ModelFile,
  name: string,
): Pick<IntervalWorld, "menu"> {
  if (typeof mechanism?.outcome !== "string") return {};
  const { reader, doubles } = context;
  const paths = { outcome: ["mechanism", "outcome"], payment: ["mechanism", "payments"] } as const;
  if (require !== undefined)
    reader.report(
      "interval-form",
      ["require"],
      "Nothing is proved of a menu on an interval: leave require out, or put the types on a grid: candor discretize.",
    );
  if (mechanism.payments !== undefined)
    reportUnknownAgents(reader, mechanism.payments as Raw, doubles.vocabulary, paths.payment);
  const paid = mechanism.payments === undefined ? undefined : entryFor(mechanism.payments as Raw, [name]);
  return {
    menu: {
      quantity: ownFormula(context, mechanism.outcome, { what: "outcome", agent: 0, path: paths.outcome }),
      ...(paid !== undefined && {
        payment: ownFormula(context, paid.raw, { what: "payment", agent: 0, path: paths.payment }),
      }),
    },
  };
}

/** One object or a project. */
function chosen(reader: Reader, file: ModelFile, agents: readonly Drawn[]): Stated {
  const context = contextOf(reader, file, agents);
  const { alternatives } = context.fractions.vocabulary;
  return {
    agents: withFormulas(context, file, agents, alternatives.length),
    alternatives,
    designer: designerValues(context, file, alternatives.length),
  };
}

/** What each alternative is worth to the designer. */
function designerValues(context: OwnContext, { designer }: ModelFile, alternatives: number): Rational[] {
  const path: Path = ["designer", "value"];
  const raw = (designer?.value as Raw | undefined) ?? "0";
  return ownFormulas(context, raw, { what: "value", agent: -1, path }, alternatives).map(
    ({ affine }) =>
      affine?.shift ?? context.reader.refuse("not-rational", path, "State this value in fractions."),
  );
}

function withFormulas(
  context: OwnContext,
  file: ModelFile,
  agents: readonly Drawn[],
  alternatives: number,
): IntervalAgent[] {
  const { reader, doubles } = context;
  for (const key of ["values", "outside"] as const)
    if (file[key] !== undefined) reportUnknownAgents(reader, file[key] as Raw, doubles.vocabulary, [key]);
  const formulas = (key: "values" | "outside", agent: number, many: number) => {
    const raw = file[key] as Raw | undefined;
    const entry = raw === undefined ? undefined : entryFor(raw, namesOf(doubles.vocabulary, agent));
    if (entry === undefined && key === "values")
      reader.refuse("missing-key", [key], `There are no values for ${agents[agent].name}.`);
    const path = entry?.key === undefined ? [key] : [key, entry.key];
    const what = key === "values" ? "value" : key;
    return many === 0 ? [] : ownFormulas(context, entry?.raw ?? "0", { what, agent, path }, many);
  };
  return agents.map((agent, i) => ({
    ...agent,
    worth: formulas("values", i, alternatives),
    outside: formulas("outside", i, 1)[0],
  }));
}

/** Names for formulas: each agent has one type, whose number is whatever `own` holds. */
function contextOf(
  reader: Reader,
  file: ModelFile,
  agents: readonly Drawn[],
  fixed?: readonly Alternative<never>[],
): OwnContext {
  const vocabularyOf = <N>(arithmetic: Arithmetic<N>): OwnVocabulary<N> => {
    const own = { value: arithmetic.zero };
    const type = {
      label: "own",
      fields: new Map(),
      get number() {
        return own.value;
      },
    };
    const typed = agents.map(({ name }) => ({ name, types: [type] }));
    return {
      own,
      vocabulary: {
        arithmetic,
        agents: typed,
        groups: groupsOf(agents),
        states: [{ name: "state", fields: new Map() }],
        alternatives: fixed ?? readAlternatives(reader, arithmetic, file.alternatives as Raw, typed),
      },
    };
  };
  return {
    reader,
    definitions: new Map(entriesOf(file.define ?? {}).map(([name, text]) => [name, String(text)])),
    fractions: vocabularyOf(exact),
    doubles: vocabularyOf(float),
  };
}

function groupsOf(agents: readonly Drawn[]): Group[] {
  const groups: Group[] = [];
  agents.forEach(({ group }, first) => {
    const last = groups.at(-1);
    if (last?.name === group) groups[groups.length - 1] = { ...last, count: last.count + 1 };
    else groups.push({ name: group, first, count: 1 });
  });
  return groups;
}
