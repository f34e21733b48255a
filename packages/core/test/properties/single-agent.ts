import { independentBeliefs } from "../../src/model/beliefs.js";
import type { Environment } from "../../src/model/environment.js";
import { directMechanism, type Mechanism } from "../../src/model/mechanism.js";
import type { Arithmetic, Table } from "../../src/numeric/arithmetic.js";

/** One agent with equally likely types; values[alternative][type]. */
export function oneAgent<N>(
  F: Arithmetic<N>,
  types: readonly string[],
  alternatives: readonly string[],
  values: (alternative: number, type: number) => N,
): Environment<N> {
  const uniform = F.table(types.length);
  for (let t = 0; t < types.length; t++) uniform[t] = F.from({ n: 1n, d: BigInt(types.length) });
  return {
    arithmetic: F,
    title: "one agent",
    agents: [{ name: "Agent", types: types.map((label) => ({ label, fields: new Map() })) }],
    groups: [{ name: "Agent", first: 0, count: 1 }],
    states: [{ name: "s", fields: new Map() }],
    alternatives: alternatives.map((name) => ({ name, fields: new Map(), personal: new Map() })),
    money: true,
    values: [{ dependsOnOthers: false, dependsOnState: false, at: (a, profile) => values(a, profile[0]) }],
    outsideOptions: [F.table(types.length)],
    beliefs: independentBeliefs(F, [uniform], [F.one] as Table<N>),
  };
}

/** The rule that gives type t the outcome `choice(t)` for nothing. */
export function free<N>(
  environment: Environment<N>,
  choice: (type: number) => number | Table<N>,
): Mechanism<N> {
  return directMechanism(environment, {
    name: "free",
    anonymous: false,
    outcome: (types) => ({ lottery: choice(types[0]), payments: environment.arithmetic.table(1) }),
  });
}
