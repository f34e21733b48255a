import fc from "fast-check";
import { expect, it } from "vitest";
import { independentBeliefs, signalBeliefs } from "../../src/model/beliefs.js";
import type { Environment } from "../../src/model/environment.js";
import type { Mechanism, Outcome } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { type Rational, rational } from "../../src/numeric/rational.js";
import { facts } from "../../src/properties/facts.js";
import { PROPERTIES } from "../../src/properties/registry.js";
import { failedLaws, violation } from "../../src/testing/laws.js";
import { implement } from "../../src/theory/index.js";
import { Dice, distribution } from "./random-models.js";

/** Three alike agents, then one unlike them; everything depends on the alike ones through counts. Same draw for both forms. */
function population(seed: number, grouped: boolean): Mechanism<Rational> {
  const dice = new Dice(seed);
  const draw = memory(() => rational(dice.below(13) - 4, 2));
  const [kinds, states] = [2 + dice.below(2), 1 + dice.below(2)];
  const dependsOnOthers = dice.chance(40);
  const own = distribution(exact, dice, kinds);
  const likelihood = Array.from({ length: states }, () => [...Array(kinds).keys()].map((t) => own[t]));
  const single = distribution(exact, dice, 2);
  const mixing = Array.from({ length: kinds }, () => distribution(exact, dice, 3));
  const direct = dice.chance(60);
  const counts = (list: ArrayLike<number>, without = -1) =>
    [0, 1, 2]
      .filter((i) => i !== without)
      .map((i) => list[i])
      .sort()
      .join("");
  const types = (agent: number) =>
    Array.from({ length: agent < 3 ? kinds : 2 }, (_, t) => ({
      label: agent < 3 ? `t${t}` : `solo ${t}`,
      number: rational(t),
      fields: new Map(),
    }));
  const agents = ["P", "Q", "R", "Solo"].map((name, i) => ({ name, types: types(i) }));
  const marginals = agents.map((_, i) => (i < 3 ? own : single));
  const prior = distribution(exact, dice, states);
  const environment: Environment<Rational> = {
    arithmetic: exact,
    title: "population",
    agents,
    groups: grouped
      ? [
          { name: "Alike", first: 0, count: 3 },
          { name: "Solo", first: 3, count: 1 },
        ]
      : agents.map(({ name }, first) => ({ name, first, count: 1 })),
    states: Array.from({ length: states }, (_, s) => ({ name: `s${s}`, fields: new Map() })),
    alternatives: ["x", "y"].map((name, a) => ({
      name,
      number: rational(a),
      fields: new Map(),
      personal: new Map(),
    })),
    money: dice.chance(80),
    values: agents.map((_, i) => ({
      dependsOnOthers,
      dependsOnState: states > 1,
      at: (a, t, s) =>
        draw(`v${i < 3}${a}${t[i]}${states > 1 ? s : 0}${dependsOnOthers ? counts(t, i) + t[3] : ""}`),
    })),
    outsideOptions: agents.map(({ types: list }, i) => list.map((_, t) => draw(`o${i < 3}${t}`))),
    beliefs:
      states > 1 && dice.chance(60)
        ? signalBeliefs(
            exact,
            prior,
            agents.map((_, i) => (i < 3 ? likelihood.flat() : [0, 1, 0, 1].map((t) => single[t]))),
          )
        : independentBeliefs(exact, marginals, prior),
  };
  const messages = agents.map(({ types: list }, i) =>
    direct || i === 3 ? list.map(({ label }) => label) : ["a", "b", "c"],
  );
  const outcome = (sent: ArrayLike<number>): Outcome<Rational> => ({
    lottery: draw(`g${counts(sent)}${sent[3]}`).n > 1n ? 1 : [rational(1, 3), rational(2, 3)],
    payments: agents.map((_, i) =>
      environment.money ? draw(`p${i < 3}${sent[i]}${counts(sent, i)}${sent[3]}`) : rational(0),
    ),
  });
  return {
    name: "population",
    environment,
    direct,
    anonymous: true,
    messages,
    strategies: agents.map(({ types: list }, i) =>
      list.map((_, t) =>
        direct || i === 3
          ? [{ message: t, probability: rational(1) }]
          : messages[i].map((__, message) => ({ message, probability: mixing[t][message] })),
      ),
    ),
    outcome,
  };
}

/** Draws by name, so that the order of questions does not matter: the seed is the name. */
function memory(fallback: () => Rational): (name: string) => Rational {
  const salt = fallback();
  return (name) => {
    const hash = [...name].reduce(
      (h, c) => Math.imul(h ^ c.charCodeAt(0), 0x01000193),
      Number(salt.n) ^ 0x811c9dc5,
    );
    return rational(new Dice(hash).below(13) - 4, 2);
  };
}

it("random populations get the same answers from counts as one by one", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const [asGroup, oneByOne] = [population(seed, true), population(seed, false)];
      for (const property of PROPERTIES) {
        const [a, b] = [property.check(asGroup, {}), property.check(oneByOne, {})];
        expect([a.property, a.status, violation(a)]).toEqual([b.property, b.status, violation(b)]);
      }
      for (const fact of facts(asGroup).facts)
        expect(
          facts(oneByOne).facts.find(
            ({ id, agent, type }) => id === fact.id && agent === fact.agent && type === fact.type,
          )?.value,
        ).toEqual(fact.value);
      if (asGroup.environment.money)
        expect(implement(asGroup).verdict.epsilon).toEqual(implement(oneByOne).verdict.epsilon);
      expect(failedLaws(asGroup)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
