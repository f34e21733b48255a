import { describe, expect, it } from "vitest";
import { independentBeliefs, signalBeliefs } from "../../src/model/beliefs.js";
import type { Environment } from "../../src/model/environment.js";
import { directMechanism, type Mechanism } from "../../src/model/mechanism.js";
import { usesCounts } from "../../src/model/perspective.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { type Rational, rational } from "../../src/numeric/rational.js";
import { PROPERTIES } from "../../src/properties/registry.js";
import { failedLaws, violation } from "../../src/testing/laws.js";

const q = (n: number, d = 1): Rational => rational(n, d);

/** Four alike voters on a public project, two types; `grouped` states them as one group, or one by one. */
function voters(
  grouped: boolean,
  options: { states?: boolean; interdependent?: boolean; money?: boolean } = {},
): Environment<Rational> {
  const worth = [q(-1), q(3)];
  const states = options.states ? 2 : 1;
  const agents = Array.from({ length: 4 }, (_, i) => ({
    name: `Voter ${i + 1}`,
    types: ["against", "for"].map((label, t) => ({ label, number: worth[t], fields: new Map() })),
  }));
  return {
    arithmetic: exact,
    title: "voters",
    agents,
    groups: grouped
      ? [{ name: "Voters", first: 0, count: 4 }]
      : agents.map(({ name }, first) => ({ name, first, count: 1 })),
    states: Array.from({ length: states }, (_, s) => ({ name: `s${s}`, fields: new Map() })),
    alternatives: ["no", "yes"].map((name, a) => ({
      name,
      number: q(a),
      fields: new Map(),
      personal: new Map(),
    })),
    money: options.money ?? true,
    values: agents.map((_, i) => ({
      dependsOnOthers: options.interdependent ?? false,
      dependsOnState: states > 1,
      at: (a, types, state) => {
        if (a === 0) return q(0);
        let value = exact.add(worth[types[i]], q(state, 2));
        if (options.interdependent)
          for (let j = 0; j < 4; j++) if (j !== i) value = exact.add(value, q(types[j], 3));
        return value;
      },
    })),
    outsideOptions: agents.map(() => [q(0), q(1, 5)]),
    beliefs: options.states
      ? signalBeliefs(
          exact,
          [q(1, 3), q(2, 3)],
          agents.map(() => [q(2, 3), q(1, 3), q(1, 4), q(3, 4)]),
        )
      : independentBeliefs(
          exact,
          agents.map(() => [q(2, 5), q(3, 5)]),
          [q(1)],
        ),
  };
}

const count = (types: ArrayLike<number>) => Array.from(types).reduce((a, b) => a + b, 0);

/** Yes when at least half are for it; those for it pay for a winning vote. */
const majority = (environment: Environment<Rational>): Mechanism<Rational> =>
  directMechanism(environment, {
    name: "majority",
    anonymous: true,
    outcome: (types) => ({
      lottery: count(types) >= 2 ? 1 : 0,
      payments: Array.from(types, (t) =>
        environment.money && t === 1 && count(types) === 2 ? q(1, 2) : q(0),
      ),
    }),
  });

/** The pivot mechanism for private values. */
const pivot = (environment: Environment<Rational>): Mechanism<Rational> =>
  directMechanism(environment, {
    name: "pivot",
    anonymous: true,
    outcome: (types) => {
      const yes = (without: number) =>
        Array.from(types, (t, j): number => (j === without ? 0 : t === 0 ? -1 : 3)).reduce(
          (a, b) => a + b,
          0,
        );
      const chosen = yes(-1) > 0 ? 1 : 0;
      return {
        lottery: chosen,
        payments: Array.from(types, (_, i) =>
          q(environment.money ? Math.max(0, yes(i)) - chosen * yes(i) : 0),
        ),
      };
    },
  });

/** A lottery on the share in favour, with a reward for being in the minority. */
const share = (environment: Environment<Rational>): Mechanism<Rational> =>
  directMechanism(environment, {
    name: "share",
    anonymous: true,
    outcome: (types) => ({
      lottery: [q(4 - count(types), 4), q(count(types), 4)],
      payments: Array.from(types, (t) =>
        environment.money ? (t === 1 ? q(count(types), 3) : q(-1, 7)) : q(0),
      ),
    }),
  });

/** Three messages; those against mix, those for shout; the count of shouts decides. */
function shouting(environment: Environment<Rational>): Mechanism<Rational> {
  return {
    name: "shouting",
    environment,
    direct: false,
    anonymous: true,
    messages: environment.agents.map(() => ["quiet", "speak", "shout"]),
    strategies: environment.agents.map(() => [
      [
        { message: 0, probability: q(1, 2) },
        { message: 1, probability: q(1, 2) },
      ],
      [{ message: 2, probability: q(1) }],
    ]),
    outcome: (sent) => ({
      lottery: count(sent) >= 5 ? 1 : 0,
      payments: Array.from(sent, (m) => (environment.money ? q(m, 3) : q(0))),
    }),
  };
}

const RULES = { majority, pivot, share, shouting };
const MODELS = {
  "private values": {},
  "values that depend on others": { interdependent: true },
  "a payoff state": { states: true },
  "no money": { money: false },
};

describe.each(Object.entries(MODELS))("four alike voters, %s", (_, options) => {
  it.each(Object.entries(RULES))(
    "under %s: every property is the same for a group as for its members",
    (_rule, rule) => {
      const [asGroup, oneByOne] = [rule(voters(true, options)), rule(voters(false, options))];
      expect([usesCounts(asGroup), usesCounts(oneByOne)]).toEqual([true, false]);
      for (const property of PROPERTIES) {
        const [a, b] = [property.check(asGroup, {}), property.check(oneByOne, {})];
        expect([a.property, a.status, violation(a)]).toEqual([b.property, b.status, violation(b)]);
        expect(a.witness?.numbers.payments).toEqual(b.witness?.numbers.payments);
      }
    },
  );

  it.each(Object.entries(RULES))("under %s: the laws hold and witnesses are confirmed", (_rule, rule) => {
    expect(failedLaws(rule(voters(true, options)))).toEqual([]);
    expect(failedLaws(rule(voters(false, options)))).toEqual([]);
  });
});

describe("a group whose members play different strategies", () => {
  it("is looked at agent by agent although the rule is anonymous", () => {
    const uneven = (environment: Environment<Rational>): Mechanism<Rational> => {
      const base = shouting(environment);
      const timid = [[{ message: 0, probability: q(1) }], [{ message: 1, probability: q(1) }]];
      return { ...base, strategies: base.strategies.map((own, i) => (i === 2 ? timid : own)) };
    };
    const [asGroup, oneByOne] = [uneven(voters(true)), uneven(voters(false))];
    expect(usesCounts(asGroup)).toBe(false);
    for (const property of PROPERTIES)
      expect(violation(property.check(asGroup, {}))).toEqual(violation(property.check(oneByOne, {})));
  });
});
