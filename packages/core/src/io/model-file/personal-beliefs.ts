import { type Beliefs, personalBeliefs } from "../../model/beliefs.js";
import { rowMajorIndex, writeProfile } from "../../model/profiles.js";
import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import { readConditional } from "../tables/conditional.js";
import { readDistribution } from "../tables/nested.js";
import { profileAxes, refuseUnknownAgents, sizes, stateAxis, typeAxis } from "./belief-axes.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import type { ModelFile } from "./schema.js";
import type { Vocabulary } from "./scopes.js";
import type { Raw } from "./source.js";

/** π_i(t_{−i}, θ | t_i): own type first, then the other agents in order, then the state. */
export function readPersonalBeliefs<N>(
  reader: Reader,
  spec: NonNullable<NonNullable<ModelFile["beliefs"]>["personal"]>,
  vocabulary: Vocabulary<N>,
): Beliefs<N> {
  const F = vocabulary.arithmetic;
  const path: Path = ["beliefs", "personal"];
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
    return toProfileOrder(
      F,
      vocabulary,
      i,
      readConditional(reader, F, raw, typeAxis(vocabulary, i), axes, at),
    );
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
