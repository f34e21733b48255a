import type { Axis } from "../tables/nested.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import type { Vocabulary } from "./scopes.js";

export function sizes<N>({ agents }: Vocabulary<N>): number[] {
  return agents.map((agent) => agent.types.length);
}

export function typeAxis<N>(vocabulary: Vocabulary<N>, agent: number): Axis {
  const { name, types } = vocabulary.agents[agent];
  return { name: `types of ${name}`, labels: types.map((type) => type.label) };
}

export function stateAxis<N>({ states }: Vocabulary<N>): Axis[] {
  return states.length === 1 ? [] : [{ name: "states", labels: states.map((state) => state.name) }];
}

/** One axis per agent in order, then the states where there are several. */
export function profileAxes<N>(vocabulary: Vocabulary<N>): Axis[] {
  return [...vocabulary.agents.map((_, i) => typeAxis(vocabulary, i)), ...stateAxis(vocabulary)];
}

/** Reports names that are no agent's. */
export function refuseUnknownAgents(
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
