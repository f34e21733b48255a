import type { Agent, Alternative } from "../../model/environment.js";
import type { Arithmetic } from "../../numeric/arithmetic.js";
import type { Path } from "./path.js";
import type { Reader } from "./reader.js";
import type { Raw } from "./source.js";

/** Values of every type are computed for each. */
const MOST_WAYS = 10_000;

/** Every way to give each item to one agent or to nobody. Personal fields: `gets.A` is 1 or 0, `gets` how many one gets. */
export function items<N>(
  reader: Reader,
  F: Arithmetic<N>,
  spec: Record<string, Raw>,
  agents: readonly Agent<N>[],
): readonly Alternative<N>[] {
  const { goods, receivers } = readSpec(reader, spec, agents, "items");
  const count = (receivers.length + 1) ** goods.length;
  if (count > MOST_WAYS)
    reader.refuse(
      "too-large",
      ["alternatives", "items"],
      `There are ${count} ways to give out ${goods.length} items; at most ${MOST_WAYS} alternatives are listed.`,
    );
  const options = [...receivers, -1];
  return Array.from({ length: count }, (_, way) => {
    const owners = goods.map(
      (_, g) => options[Math.floor(way / options.length ** (goods.length - 1 - g)) % options.length],
    );
    const name = goods.map((good, g) => `${good}: ${agents[owners[g]]?.name ?? "nobody"}`).join(", ");
    return givenOut(F, name, goods, owners, agents.length);
  });
}

/** One object in several grades: nobody gets it, or one agent at one grade. Personal fields as for items. */
export function grades<N>(
  reader: Reader,
  F: Arithmetic<N>,
  spec: Record<string, Raw>,
  agents: readonly Agent<N>[],
): readonly Alternative<N>[] {
  const { goods, receivers } = readSpec(reader, spec, agents, "grades");
  const ways = receivers.flatMap((i) =>
    goods.map((good, g) =>
      givenOut(
        F,
        `${good}: ${agents[i].name}`,
        goods,
        goods.map((_, h) => (h === g ? i : -1)),
        agents.length,
      ),
    ),
  );
  return [
    ...ways,
    givenOut(
      F,
      "nobody",
      goods,
      goods.map(() => -1),
      agents.length,
    ),
  ];
}

function readSpec<N>(
  reader: Reader,
  spec: Record<string, Raw>,
  agents: readonly Agent<N>[],
  key: string,
): { goods: readonly string[]; receivers: readonly number[] } {
  const path: Path = ["alternatives", key];
  const goods = spec.of as readonly string[];
  if (goods.length === 0) reader.refuse("empty", [...path, "of"], `Name at least one of the ${key}.`);
  goods.forEach((good, k) => {
    if (goods.indexOf(good) < k)
      reader.refuse("duplicate-name", [...path, "of", k], `"${good}" stands here twice.`);
  });
  const names = agents.map((agent) => agent.name);
  const stated = spec.to === "all" ? names : (spec.to as readonly string[]);
  const receivers = stated.map((name, k) => {
    const i = names.indexOf(name);
    return i >= 0 ? i : reader.refuse("unknown-name", [...path, "to", k], `There is no agent "${name}".`);
  });
  return { goods, receivers: [...new Set(receivers)] };
}

/** The alternative in which good g goes to agent owners[g], −1 for nobody. */
function givenOut<N>(
  F: Arithmetic<N>,
  name: string,
  goods: readonly string[],
  owners: readonly number[],
  agents: number,
): Alternative<N> {
  const everyone = Array.from({ length: agents }, (_, i) => i);
  const counts = everyone.map((i) =>
    F.from({ n: BigInt(owners.filter((owner) => owner === i).length), d: 1n }),
  );
  return {
    name,
    fields: new Map(),
    personal: new Map([
      ["gets", counts],
      ...goods.map((good, g): [string, N[]] => [
        `gets.${good}`,
        everyone.map((i) => (owners[g] === i ? F.one : F.zero)),
      ]),
    ]),
  };
}
