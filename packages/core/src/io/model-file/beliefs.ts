import {
  type Beliefs,
  independentBeliefs,
  jointBeliefs,
  personalBeliefs,
  signalBeliefs,
} from "../../model/beliefs.js";
import { profileCount } from "../../model/environment.js";
import { rowMajorIndex, writeProfile } from "../../model/profiles.js";
import { requireTableFits } from "../../model/tabulation.js";
import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import { type Axis, fileReference, readDistribution, readTable, uniform } from "../tables/nested.js";
import type { ReadAgents } from "./agents.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import type { ModelFile } from "./schema.js";
import type { Vocabulary } from "./scopes.js";
import type { Raw } from "./source.js";

const PATH: Path = ["beliefs"];
const KINDS = ["independent", "joint", "signals", "personal"] as const;

/** The beliefs of the file, or those that come with distributions on a grid, or none. */
export function readBeliefs<N>(
  reader: Reader,
  file: ModelFile,
  vocabulary: Vocabulary<N>,
  read: ReadAgents<N>,
): Beliefs<N> | undefined {
  const { beliefs } = file;
  const F = vocabulary.arithmetic;
  const onGrid =
    read.gridProbabilities.length > 0 && read.gridProbabilities.every((table) => table !== undefined);
  if (beliefs === undefined)
    return onGrid
      ? independentBeliefs(
          F,
          spread(read, read.gridProbabilities as Table<N>[]),
          statePrior(reader, undefined, vocabulary),
        )
      : undefined;
  const stated = KINDS.filter((kind) => beliefs[kind] !== undefined);
  if (stated.length !== 1)
    reader.refuse(
      "beliefs",
      PATH,
      `State the beliefs in exactly one way (${KINDS.join(", ")}); ${stated.length === 0 ? "there is none" : `here are ${stated.join(" and ")}`}.`,
    );
  if (beliefs.states !== undefined && stated[0] !== "independent")
    reader.refuse(
      "beliefs",
      [...PATH, "states"],
      "A separate prior over states goes with independent beliefs only.",
    );
  switch (stated[0]) {
    case "independent":
      return independent(reader, file, vocabulary, read);
    case "joint": {
      const table = readDistribution(reader, F, beliefs.joint as Raw, profileAxes(vocabulary), [
        ...PATH,
        "joint",
      ]);
      return jointBeliefs(F, sizes(vocabulary), vocabulary.states.length, table);
    }
    case "signals":
      return signals(reader, beliefs.signals!, vocabulary, read);
    default:
      return personal(reader, beliefs.personal!, vocabulary);
  }
}

function sizes<N>({ agents }: Vocabulary<N>): number[] {
  return agents.map((agent) => agent.types.length);
}

function typeAxis<N>(vocabulary: Vocabulary<N>, agent: number): Axis {
  const { name, types } = vocabulary.agents[agent];
  return { name: `types of ${name}`, labels: types.map((type) => type.label) };
}

function stateAxis<N>({ states }: Vocabulary<N>): Axis[] {
  return states.length === 1 ? [] : [{ name: "states", labels: states.map((state) => state.name) }];
}

/** One axis per agent in order, then the states where there are several. */
export function profileAxes<N>(vocabulary: Vocabulary<N>): Axis[] {
  return [...vocabulary.agents.map((_, i) => typeAxis(vocabulary, i)), ...stateAxis(vocabulary)];
}

function statePrior<N>(reader: Reader, raw: Raw | undefined, vocabulary: Vocabulary<N>): Table<N> {
  const F = vocabulary.arithmetic;
  if (vocabulary.states.length === 1) return uniform(F, 1);
  if (raw === undefined)
    return reader.refuse(
      "missing-key",
      [...PATH, "states"],
      "Independent beliefs over several states need a prior over the states.",
    );
  return readDistribution(reader, F, raw, stateAxis(vocabulary), [...PATH, "states"]);
}

/** One table per group becomes one per agent. */
function spread<N>(read: ReadAgents<N>, byGroup: readonly Table<N>[]): Table<N>[] {
  return read.groups.flatMap((group, g) => Array.from({ length: group.count }, () => byGroup[g]));
}

function independent<N>(
  reader: Reader,
  file: ModelFile,
  vocabulary: Vocabulary<N>,
  read: ReadAgents<N>,
): Beliefs<N> | undefined {
  const F = vocabulary.arithmetic;
  const raw = file.beliefs!.independent as Raw;
  const path: Path = [...PATH, "independent"];
  const byName = typeof raw === "object" ? (raw as { readonly [key: string]: Raw }) : {};
  refuseUnknownAgents(
    reader,
    Object.keys(byName),
    read.groups.map((group) => group.name),
    path,
  );
  const marginals = read.groups.map((group, g) => {
    const own = raw === "uniform" ? "uniform" : byName[group.name];
    if (own === undefined)
      return (
        read.gridProbabilities[g] ??
        reader.part(path, () =>
          reader.refuse("missing-key", path, `There is no distribution of the types of ${group.name}.`),
        )
      );
    return reader.part([...path, group.name], () =>
      readDistribution(reader, F, own, [typeAxis(vocabulary, group.first)], [...path, group.name]),
    );
  });
  if (marginals.some((table) => table === undefined)) return undefined;
  return independentBeliefs(
    F,
    spread(read, marginals as Table<N>[]),
    statePrior(reader, file.beliefs!.states as Raw, vocabulary),
  );
}

function refuseUnknownAgents(
  reader: Reader,
  names: readonly string[],
  known: readonly string[],
  path: Path,
): void {
  for (const name of names)
    if (!known.includes(name))
      reader.report(
        "unknown-name",
        [...path, name],
        `There is no agent "${name}" (agents: ${known.slice(0, 8).join(", ")}).`,
      );
}

function signals<N>(
  reader: Reader,
  spec: NonNullable<NonNullable<ModelFile["beliefs"]>["signals"]>,
  vocabulary: Vocabulary<N>,
  read: ReadAgents<N>,
): Beliefs<N> {
  const F = vocabulary.arithmetic;
  const path: Path = [...PATH, "signals"];
  if (vocabulary.states.length < 2)
    reader.refuse("beliefs", path, "Signals need at least two states (states: …).");
  const ways = (["likelihood", "likelihoods", "joint"] as const).filter((key) => spec[key] !== undefined);
  if (ways.length !== 1)
    reader.refuse(
      "beliefs",
      path,
      "Give exactly one of likelihood (one for all agents), likelihoods (one per agent), joint (over all agents' types).",
    );
  const prior = readDistribution(reader, F, spec.prior as Raw, stateAxis(vocabulary), [...path, "prior"]);
  if (spec.joint !== undefined) return jointSignals(reader, spec.joint as Raw, prior, vocabulary);
  if (spec.likelihoods !== undefined)
    refuseUnknownAgents(
      reader,
      Object.keys(spec.likelihoods),
      read.groups.map((group) => group.name),
      [...path, "likelihoods"],
    );
  const byGroup = read.groups.map((group) => {
    const own = spec.likelihood !== undefined;
    const at: Path = own ? [...path, "likelihood"] : [...path, "likelihoods", group.name];
    const raw = (own ? spec.likelihood : spec.likelihoods![group.name]) as Raw | undefined;
    if (raw === undefined)
      return reader.refuse("missing-key", at, `There is no likelihood for ${group.name}.`);
    return conditional(reader, F, raw, stateAxis(vocabulary)[0], [typeAxis(vocabulary, group.first)], at);
  });
  return signalBeliefs(F, prior, spread(read, byGroup));
}

/** A distribution over `axes` for each label of `given`; flat, `given` slowest. */
function conditional<N>(
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
          `"${key}" is not among the ${given.name} (${given.labels.join(", ")}).`,
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

/** p(θ) μ(t | θ) with any joint likelihood. */
function jointSignals<N>(reader: Reader, raw: Raw, prior: Table<N>, vocabulary: Vocabulary<N>): Beliefs<N> {
  const F = vocabulary.arithmetic;
  const states = vocabulary.states.length;
  const axes = vocabulary.agents.map((_, i) => typeAxis(vocabulary, i));
  const likelihood = conditional(reader, F, raw, stateAxis(vocabulary)[0], axes, [
    ...PATH,
    "signals",
    "joint",
  ]);
  const profiles = likelihood.length / states;
  const table = F.table(likelihood.length);
  for (let p = 0; p < profiles; p++)
    for (let s = 0; s < states; s++)
      table[p * states + s] = F.multiply(prior[s], likelihood[s * profiles + p]);
  return jointBeliefs(F, sizes(vocabulary), states, table);
}

/** π_i(t_{−i}, θ | t_i): own type first, then the other agents in order, then the state. */
function personal<N>(
  reader: Reader,
  spec: NonNullable<NonNullable<ModelFile["beliefs"]>["personal"]>,
  vocabulary: Vocabulary<N>,
): Beliefs<N> {
  const F = vocabulary.arithmetic;
  const path: Path = [...PATH, "personal"];
  refuseUnknownAgents(
    reader,
    Object.keys(spec.agents),
    vocabulary.agents.map((agent) => agent.name),
    [...path, "agents"],
  );
  const tables = vocabulary.agents.map((agent, i) => {
    const at: Path = [...path, "agents", agent.name];
    const raw = spec.agents[agent.name] as Raw | undefined;
    if (raw === undefined) return reader.refuse("missing-key", at, `There are no beliefs of ${agent.name}.`);
    const others = vocabulary.agents.map((_, j) => j).filter((j) => j !== i);
    const axes = [...others.map((j) => typeAxis(vocabulary, j)), ...stateAxis(vocabulary)];
    return toProfileOrder(F, vocabulary, i, conditional(reader, F, raw, typeAxis(vocabulary, i), axes, at));
  });
  const designer =
    spec.designer === undefined
      ? undefined
      : readDistribution(reader, F, spec.designer as Raw, profileAxes(vocabulary), [...path, "designer"]);
  return personalBeliefs(F, sizes(vocabulary), vocabulary.states.length, tables, designer);
}

/** From [own type, others…, state] to [agents in order, state]. */
function toProfileOrder<N>(
  F: Arithmetic<N>,
  vocabulary: Vocabulary<N>,
  agent: number,
  table: Table<N>,
): Table<N> {
  const all = sizes(vocabulary);
  const states = vocabulary.states.length;
  const order = [agent, ...all.map((_, j) => j).filter((j) => j !== agent)];
  const result = F.table(table.length);
  const read = new Int32Array(all.length);
  const profile = new Int32Array(all.length);
  const readSizes = order.map((j) => all[j]);
  for (let k = 0; k < table.length / states; k++) {
    writeProfile(readSizes, k, read);
    order.forEach((j, place) => {
      profile[j] = read[place];
    });
    const at = rowMajorIndex(all, profile) * states;
    for (let s = 0; s < states; s++) result[at + s] = table[k * states + s];
  }
  return result;
}
