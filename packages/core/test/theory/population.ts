import { independentBeliefs } from "../../src/model/beliefs.js";
import type { Environment } from "../../src/model/environment.js";
import { directMechanism, type Mechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { type Rational, rational } from "../../src/numeric/rational.js";

/** Three alike voters worth −1 or 2 each, stated as one group or one by one. */
export function threeVoters(grouped: boolean): Environment<Rational> {
  const agents = ["Ann", "Bob", "Cat"].map((name) => ({
    name,
    types: ["against", "for"].map((label) => ({ label, fields: new Map() })),
  }));
  return {
    arithmetic: exact,
    title: "three voters",
    agents,
    groups: grouped
      ? [{ name: "Voters", first: 0, count: 3 }]
      : agents.map(({ name }, first) => ({ name, first, count: 1 })),
    states: [{ name: "s", fields: new Map() }],
    alternatives: ["no", "yes"].map((name) => ({ name, fields: new Map(), personal: new Map() })),
    money: true,
    values: agents.map((_, i) => ({
      dependsOnOthers: false,
      dependsOnState: false,
      at: (a, types) => rational(a === 0 ? 0 : types[i] === 0 ? -1 : 2),
    })),
    outsideOptions: agents.map(() => [rational(0), rational(0)]),
    beliefs: independentBeliefs(
      exact,
      agents.map(() => [rational(1, 3), rational(2, 3)]),
      [rational(1)],
    ),
  };
}

export function majorityOf(grouped: boolean): Mechanism<Rational> {
  return directMechanism(threeVoters(grouped), {
    name: "majority",
    anonymous: true,
    outcome: (types) => ({
      lottery: types[0] + types[1] + types[2] >= 2 ? 1 : 0,
      payments: [rational(0), rational(0), rational(0)],
    }),
  });
}

/** Clarke's pivot mechanism, plus an amount of each agent's own choosing that may depend on the others. */
export function groves(
  grouped: boolean,
  extra: (agent: number, types: ArrayLike<number>) => Rational = () => rational(0),
): Mechanism<Rational> {
  const value = (type: number) => (type === 0 ? -1 : 2);
  return directMechanism(threeVoters(grouped), {
    name: "Groves",
    anonymous: true,
    outcome: (types) => {
      const others = (i: number) => [0, 1, 2].reduce((sum, j) => (j === i ? sum : sum + value(types[j])), 0);
      const yes = others(-1) > 0 ? 1 : 0;
      return {
        lottery: yes,
        payments: [0, 1, 2].map((i) =>
          exact.add(rational(Math.max(0, others(i)) - yes * others(i)), extra(i, types)),
        ),
      };
    },
  });
}
