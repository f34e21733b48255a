import { nearest } from "@candor/core/io";
import type { Mechanism } from "@candor/core/model";
import { fail } from "@candor/core/numeric";

/** Reads "Seller=1/4, Buyer=3/4" into message indices. A group's name stands for all its members. */
export function readProfile<N>(mechanism: Mechanism<N>, text: string): Int32Array {
  const { environment, messages } = mechanism;
  const profile = new Int32Array(environment.agents.length).fill(-1);
  const names = [
    ...environment.agents.map((agent) => agent.name),
    ...environment.groups.map((group) => group.name),
  ];
  for (const part of text.split(",")) {
    const [name, label] = part.split("=").map((side) => side.trim());
    if (label === undefined)
      fail("invalid-value", "--profile", `"${part.trim()}" is not of the form Agent=report.`);
    const agents = environment.agents.flatMap((agent, i) => {
      const group = environment.groups.find(({ first, count }) => i >= first && i < first + count)!;
      return agent.name === name || group.name === name ? [i] : [];
    });
    if (agents.length === 0) {
      const close = nearest(name, names);
      fail(
        "unknown-name",
        "--profile",
        `There is no agent "${name}"${close ? `; did you mean ${close}?` : "."}`,
      );
    }
    for (const i of agents) profile[i] = messageIndex(messages[i], label, environment.agents[i].name);
  }
  const missing = profile.indexOf(-1);
  if (missing >= 0)
    fail("missing-key", "--profile", `There is no report of ${environment.agents[missing].name}.`);
  return profile;
}

function messageIndex(messages: readonly string[], label: string, name: string): number {
  const k = messages.indexOf(label);
  return k >= 0
    ? k
    : fail(
        "unknown-name",
        "--profile",
        `"${label}" is not a report of ${name} (${messages.slice(0, 8).join(", ")}).`,
      );
}
