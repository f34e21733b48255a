import { describe, expect, it } from "vitest";
import { directMechanism, type Mechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { type Rational, rational } from "../../src/numeric/rational.js";
import { anonymity } from "../../src/properties/anonymity.js";
import { bayesianIC } from "../../src/properties/bayesian-ic.js";
import { confirmWitness } from "../../src/properties/confirm-witness.js";
import { groves, threeVoters } from "../theory/population.js";

const q = (n: number, d = 1) => rational(n, d);
const zeros = [q(0), q(0), q(0)];

/** An object for one of three; who reports "for" wins, the first of them or each with the same chance. */
function auction(fair: boolean): Mechanism<Rational> {
  const environment = {
    ...threeVoters(false),
    alternatives: ["Ann", "Bob", "Cat"].map((name, winner) => ({
      name: `${name} wins`,
      fields: new Map(),
      personal: new Map([["gets", [0, 1, 2].map((i) => q(i === winner ? 1 : 0))]]),
    })),
  };
  return directMechanism(environment, {
    name: "auction",
    anonymous: false,
    outcome: (types) => {
      const eager = [0, 1, 2].filter((i) => types[i] === 1);
      const pool = eager.length > 0 ? eager : [0, 1, 2];
      const share = [0, 1, 2].map((i) => (pool.includes(i) ? q(1, pool.length) : q(0)));
      return { lottery: fair ? share : pool[0], payments: zeros };
    },
  });
}

describe("anonymity", () => {
  it("carries the outcome along with the agents: an auction with fair ties is anonymous", () => {
    expect(anonymity.check(auction(true), {}).status).toBe("proved");
  });

  it("finds that ties broken by position are not", () => {
    const verdict = anonymity.check(auction(false), {});
    expect([verdict.status, verdict.epsilon?.exact]).toEqual(["violated", "1"]);
    expect(verdict.witness).toMatchObject({ kind: "swap", cycle: ["Ann", "Bob"] });
    expect(confirmWitness(auction(false), verdict)).toEqual(q(1));
  });

  it.each([true, false])(
    "finds one agent who pays more than the others would (as a group: %s)",
    (grouped) => {
      const unfair = groves(grouped, (i) => q(i === 2 ? 1 : 0, 8));
      const verdict = anonymity.check({ ...unfair, anonymous: false }, {});
      expect([verdict.status, verdict.epsilon?.exact]).toEqual(["violated", "1/8"]);
      expect(confirmWitness({ ...unfair, anonymous: false }, verdict)).toEqual(q(1, 8));
    },
  );

  it("has nothing to say when no two agents are alike", () => {
    const environment = threeVoters(false);
    const strangers = {
      ...environment,
      agents: environment.agents.map((agent) => ({
        ...agent,
        types: agent.types.map((type) => ({ ...type, label: `${agent.name} ${type.label}` })),
      })),
    };
    const dictator = directMechanism(strangers, {
      name: "dictator",
      anonymous: false,
      outcome: (types) => ({ lottery: types[0], payments: zeros }),
    });
    expect(anonymity.check(dictator, {})).toMatchObject({
      status: "proved",
      notes: ["No two agents are alike, so there is nobody to swap."],
    });
  });

  it("visits one profile per list of counts when there are too many: that refutes, or leaves it to the rule's word", () => {
    const base = threeVoters(false);
    const agents = Array.from({ length: 20 }, (_, i) => ({ ...base.agents[0], name: `V${i}` }));
    const environment = {
      ...base,
      agents,
      groups: [{ name: "V", first: 0, count: 20 }],
      values: agents.map((_, i) => ({
        dependsOnOthers: false,
        dependsOnState: false,
        at: (a: number, types: ArrayLike<number>) => q(a * types[i]),
      })),
      outsideOptions: agents.map(() => [q(0), q(0)]),
    };
    const rule = (weight: number) =>
      directMechanism(environment, {
        name: "vote",
        anonymous: true,
        outcome: (types) => {
          const votes = Array.from(types).reduce((sum, t, i) => sum + (i === 7 ? weight : 1) * t, 0);
          return { lottery: votes > 10 ? 1 : 0, payments: agents.map(() => q(0)) };
        },
      });
    expect(anonymity.check(rule(1), {})).toMatchObject({
      status: "proved",
      notes: ["Holds by construction of the rule, which looks at the type counts of alike agents only."],
    });
    expect(anonymity.check({ ...rule(1), anonymous: false }, {}).status).toBe("not-falsified");
    expect(anonymity.check(rule(3), {}).status).toBe("violated");
  });
});

describe("confirmWitness", () => {
  it("does not repeat what a verdict claims: a made-up witness gives another number", () => {
    const verdict = bayesianIC.check(groves(false), {});
    const forged = { ...verdict, witness: { ...verdict.witness!, type: "for", report: "against" } };
    const honest = { ...verdict, witness: { ...verdict.witness!, type: "against", report: "for" } };
    const numbers = [forged, honest].map((each) => confirmWitness(groves(false), each)!);
    expect(numbers.map(exact.toNumber)).toContain(-verdict.slack!.value);
    expect(numbers[0]).not.toEqual(numbers[1]);
  });
});
