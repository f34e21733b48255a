import { nearest } from "@candor/core/io";
import type { Mechanism } from "@candor/core/model";
import { fail, parseRational, printRational } from "@candor/core/numeric";

/**
 * Reads "Seller=1/4, Buyer=3/4" into message indices. A group's name stands for all its members, or for as many as are counted:
 * "Voter = 9 × no, 16 × yes" (x for × will do), as witnesses print it.
 */
export function readProfile<N>(mechanism: Mechanism<N>, text: string): Int32Array {
  const { environment, messages } = mechanism;
  const profile = new Int32Array(environment.agents.length).fill(-1);
  const names = [
    ...environment.agents.map((agent) => agent.name),
    ...environment.groups.map((group) => group.name),
  ];
  let last = "";
  for (const part of text.split(",")) {
    const [left, right] = part.split("=").map((side) => side.trim());
    const label = right ?? (COUNTED.test(left) ? left : undefined);
    const name = right === undefined ? last : left;
    last = name;
    if (label === undefined || name === "")
      return fail("invalid-value", "--profile", `"${part.trim()}" is not of the form Agent=report.`);
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
    const counted = agents.length > 1 || right === undefined ? COUNTED.exec(label) : null;
    const open =
      counted === null ? agents : agents.filter((i) => profile[i] < 0).slice(0, Number(counted[1]));
    for (const i of open)
      profile[i] = messageIndex(messages[i], counted?.[2] ?? label, environment.agents[i].name);
  }
  const missing = profile.indexOf(-1);
  if (missing >= 0)
    fail("missing-key", "--profile", `There is no report of ${environment.agents[missing].name}.`);
  return profile;
}

/** "9 × no" */
const COUNTED = /^(\d+)\s*[×x]\s+(.+)$/;

function messageIndex(messages: readonly string[], label: string, name: string): number {
  const exact = messages.indexOf(label);
  const value = parseRational(label);
  const same = (message: string) => {
    const other = parseRational(message);
    return value !== undefined && other !== undefined && printRational(value) === printRational(other);
  };
  const k = exact >= 0 ? exact : messages.findIndex(same);
  return k >= 0
    ? k
    : fail(
        "unknown-name",
        "--profile",
        `"${label}" is not a report of ${name} (${messages.slice(0, 8).join(", ")}).`,
      );
}
