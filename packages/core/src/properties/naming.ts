import type { Environment } from "../model/environment.js";
import { typeCounts } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { blocksOf, usesCounts } from "../model/perspective.js";

/** Names the entries of a profile, leaving one agent out; members of a group treated alike appear as counts. */
export function nameEntries<N>(
  mechanism: Mechanism<N>,
  labels: readonly (readonly string[])[],
  profile: ArrayLike<number>,
  without = -1,
): Record<string, string> {
  const { environment } = mechanism;
  const names: Record<string, string> = {};
  for (const block of blocksOf(environment, typeCounts(environment), usesCounts(mechanism), without)) {
    if (block.agents.length === 0) continue;
    const [first] = block.agents;
    if (block.agents.length === 1) names[environment.agents[first].name] = labels[first][profile[first]];
    else names[groupName(environment, first)] = countLabels(block.agents.map((i) => labels[i][profile[i]]));
  }
  return names;
}

/** Labels of all types, indexed [agent][type]. */
export function typeLabels<N>(environment: Environment<N>): string[][] {
  return environment.agents.map((agent) => agent.types.map((type) => type.label));
}

/** "Ann, Bob and Cat", or the first three and how many more. */
export function printNames(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} others`;
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");
}

/** "Seller = 1/4, Buyer = 3/4" */
export function printEntries(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, label]) => `${name} = ${label}`)
    .join(", ");
}

/** The state's name, or nothing to say when the model has a single state. */
export function nameState<N>(environment: Environment<N>, state: number): string | undefined {
  return environment.states.length === 1 ? undefined : environment.states[state].name;
}

function groupName<N>(environment: Environment<N>, agent: number): string {
  return environment.groups.find(({ first, count }) => agent >= first && agent < first + count)!.name;
}

function countLabels(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => `${count} × ${label}`).join(", ");
}
