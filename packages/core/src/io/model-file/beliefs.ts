import { type Beliefs, independentBeliefs, jointBeliefs, signalBeliefs } from "../../model/beliefs.js";
import type { Table } from "../../numeric/arithmetic.js";
import { readConditional } from "../tables/conditional.js";
import { readDistribution, uniform } from "../tables/nested.js";
import type { ReadAgents } from "./agents.js";
import { profileAxes, refuseUnknownAgents, sizes, stateAxis, typeAxis } from "./belief-axes.js";
import type { Path } from "./path.js";
import { readPersonalBeliefs } from "./personal-beliefs.js";
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
      return readPersonalBeliefs(reader, beliefs.personal!, vocabulary);
  }
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
    return readConditional(reader, F, raw, stateAxis(vocabulary)[0], [typeAxis(vocabulary, group.first)], at);
  });
  return signalBeliefs(F, prior, spread(read, byGroup));
}

/** p(θ) μ(t | θ) with any joint likelihood. */
function jointSignals<N>(reader: Reader, raw: Raw, prior: Table<N>, vocabulary: Vocabulary<N>): Beliefs<N> {
  const F = vocabulary.arithmetic;
  const states = vocabulary.states.length;
  const axes = vocabulary.agents.map((_, i) => typeAxis(vocabulary, i));
  const likelihood = readConditional(reader, F, raw, stateAxis(vocabulary)[0], axes, [
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
