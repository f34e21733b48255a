import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { directMechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { parseRational, type Rational, rational } from "../../src/numeric/rational.js";
import { decisionEfficiency } from "../../src/properties/decision-efficiency.js";
import { grovesForm } from "../../src/properties/groves-form.js";
import { facts, recoverGroves } from "../../src/properties/index.js";
import { typeLabels } from "../../src/properties/naming.js";
import { paretoEfficiency } from "../../src/properties/pareto-efficiency.js";
import { allProfiles, plansAt, play, profileNamed, value } from "../../src/properties/recheck-definitions.js";
import { groves, majorityOf, threeVoters } from "../theory/population.js";
import { randomModel } from "./random-models.js";
import { free, oneAgent } from "./single-agent.js";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const q = (n: number, d = 1) => rational(n, d);
const read = (shown?: { exact?: string }) => parseRational(shown?.exact ?? "0")!;

describe("Pareto efficiency with money", () => {
  it("is decision efficiency plus a balanced budget: the pivot mechanism wastes what it collects", () => {
    const verdict = paretoEfficiency.check(groves(false), {});
    expect([verdict.status, verdict.epsilon?.exact]).toEqual(["violated", "2"]);
    expect(verdict.witness?.words).toBe(
      "When Ann = against, Bob = against, Cat = for, everyone gains 2/3 from keeping no with Ann and Bob paying 1/3, Cat paying -2/3.",
    );
  });

  it("names the profile at which payments need outside funding, and gives no ε", () => {
    const subsidised = groves(false, () => q(-5));
    const verdict = paretoEfficiency.check(subsidised, {});
    expect(verdict.status).toBe("violated");
    expect(verdict.epsilon).toBeUndefined();
    expect(verdict.witness?.words).toMatch(
      /^Infeasible without outside funding: payments add up to -15 when /,
    );
  });

  it("shows an improvement that everyone gains from by the same amount and that pays for itself", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const mechanism = randomModel(exact, seed, { privateValues: true, money: true });
        const { environment } = mechanism;
        const { witness, epsilon, notes } = paretoEfficiency.check(mechanism, {});
        if (notes.some((note) => note.startsWith("Infeasible")) || environment.designer?.counts) return;
        const { agents, alternatives } = environment;
        const types = profileNamed(mechanism, typeLabels(environment), witness!.others, -1);
        const { lottery, payments } = play(mechanism, plansAt(mechanism, types));
        const better = alternatives.map(({ name }) => read(witness!.numbers[`probability of ${name}`]));
        const paid = agents.map(({ name }) => read(witness!.numbers[`payment of ${name}`]));
        expect(paid.reduce(exact.add)).toEqual(q(0));
        agents.forEach((_, i) => {
          const after = exact.subtract(value(mechanism, i, better, types, 0), paid[i]);
          const before = exact.subtract(value(mechanism, i, lottery, types, 0), payments[i]);
          const gain = exact.multiply(exact.subtract(after, before), q(agents.length));
          expect(gain).toEqual(read(epsilon));
        });
      }),
    );
  });
});

describe("Pareto efficiency without money", () => {
  it("finds a lottery that dominates a sure alternative", () => {
    const values = [
      [q(3), q(0), q(1)],
      [q(0), q(3), q(1)],
    ];
    const environment = {
      ...threeVoters(false),
      agents: ["Ann", "Bob"].map((name) => ({ name, types: [{ label: "only", fields: new Map() }] })),
      groups: ["Ann", "Bob"].map((name, first) => ({ name, first, count: 1 })),
      alternatives: ["a", "b", "c"].map((name) => ({ name, fields: new Map(), personal: new Map() })),
      values: values.map((row) => ({
        dependsOnOthers: false,
        dependsOnState: false,
        at: (a: number) => row[a],
      })),
      money: false,
    };
    const compromise = directMechanism(environment, {
      name: "compromise",
      anonymous: false,
      outcome: () => ({ lottery: 2, payments: [q(0), q(0)] }),
    });
    const { beliefs: _, ...plain } = environment;
    const verdict = paretoEfficiency.check({ ...compromise, environment: plain }, {});
    expect([verdict.status, verdict.epsilon?.exact]).toEqual(["violated", "1"]);
    expect(verdict.witness?.words).toMatch(/hurts nobody and raises total value by 1/);
  });

  it("is the largest total gain over a grid of lotteries, and attained by its witness", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const mechanism = randomModel(exact, seed, { privateValues: true, money: false, agents: 2 });
        const { alternatives } = mechanism.environment;
        if (mechanism.environment.designer?.counts) return;
        const epsilon = read(paretoEfficiency.check(mechanism, {}).epsilon);
        const shares = [...allProfiles(alternatives.map(() => 7))].filter(
          (k) => k.reduce((a, b) => a + b) === 6,
        );
        const sizes = mechanism.environment.agents.map(({ types }) => types.length);
        for (const types of allProfiles(sizes)) {
          const { lottery } = play(mechanism, plansAt(mechanism, types));
          for (const share of shares) {
            const grid = share.map((k) => q(k, 6));
            const gains = sizes.map((__, i) =>
              exact.subtract(value(mechanism, i, grid, types, 0), value(mechanism, i, lottery, types, 0)),
            );
            if (gains.every(({ n }) => n >= 0n))
              expect(exact.compare(gains.reduce(exact.add), epsilon)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("Groves form", () => {
  it.each([true, false])("recovers τ_i and recognises the pivot mechanism (as a group: %s)", (grouped) => {
    const { verdict, pivot, terms } = recoverGroves(groves(grouped));
    expect([verdict.status, pivot]).toEqual(["proved", true]);
    const expected = grouped
      ? [{ others: { Voters: "2 × against" }, tau: { exact: "0" } }, {}, { tau: { exact: "4" } }]
      : [
          { others: { Bob: "against", Cat: "against" }, tau: { exact: "0" } },
          {},
          {},
          { tau: { exact: "4" } },
        ];
    expect(terms[0].table).toMatchObject(expected);
  });

  it("allows any amount set by the others' reports, but that is no pivot mechanism", () => {
    const found = recoverGroves(groves(false, (i, types) => q(types[(i + 1) % 3])));
    expect([found.verdict.status, found.pivot]).toEqual(["proved", false]);
  });

  it("is violated by an amount that depends on the own report, by as much as it varies", () => {
    const broken = groves(false, (i, types) => (i === 1 ? q(types[1], 4) : q(0)));
    const verdict = grovesForm.check(broken, {});
    expect([verdict.status, verdict.epsilon?.exact]).toEqual(["violated", "1/4"]);
    expect(verdict.witness).toMatchObject({ kind: "cycle", agent: "Bob", cycle: ["against", "for"] });
  });

  it("is violated by an inefficient choice", () => {
    const never = directMechanism(threeVoters(false), {
      name: "never",
      anonymous: true,
      outcome: () => ({ lottery: 0, payments: [q(0), q(0), q(0)] }),
    });
    expect(grovesForm.check(never, {})).toMatchObject({
      status: "violated",
      epsilon: { exact: "6" },
      witness: { kind: "profile" },
    });
  });

  it("does not apply without money or with interdependent values", () => {
    const { environment } = majorityOf(false);
    const unpaid = { ...majorityOf(false), environment: { ...environment, money: false } };
    expect(grovesForm.check(unpaid, {})).toMatchObject({ status: "unknown" });
    expect(() => recoverGroves(unpaid)).toThrow(/no money/);
  });
});

describe("facts", () => {
  it("gives revenue, welfare, first best and interim numbers of the pivot mechanism", () => {
    const found = facts(groves(false));
    const of = (id: string, agent?: string, type?: string) =>
      found.facts.find((fact) => fact.id === id && fact.agent === agent && fact.type === type)?.value.exact;
    expect(of("revenue")).toBe("4/9");
    expect(of("welfare")).toBe("28/9");
    expect(of("first-best")).toBe("28/9");
    expect(of("expected-payment", "Ann")).toBe("4/27");
    expect(of("interim-payment", "Ann", "against")).toBe("4/9");
    expect(of("interim-utility", "Ann", "against")).toBe("-8/9");
    expect(found.notes).toEqual([]);
  });

  it("agrees for a group and its members, and adds up to the revenue", () => {
    const value = (grouped: boolean, id: string) =>
      facts(groves(grouped)).facts.find((fact) => fact.id === id)?.value.exact;
    for (const id of ["revenue", "welfare", "first-best", "expected-payment"])
      expect(value(true, id)).toBe(value(false, id));
  });

  it("says what cannot be computed without beliefs, and never reports payments without money", () => {
    const { beliefs: _, ...environment } = oneAgent(exact, ["a"], ["x"], () => q(1) as Rational);
    expect(facts(free(environment, () => 0))).toMatchObject({ facts: [], notes: { length: 2 } });
    const unpaid = { ...groves(false), environment: { ...groves(false).environment, money: false } };
    expect(facts(unpaid).facts.some(({ id }) => id.includes("payment") || id === "revenue")).toBe(false);
  });
});

describe("decision efficiency in doubles", () => {
  it("bounds its rounding error by the values that cancel, not by their sum", async () => {
    const { float } = await import("../../src/numeric/arithmetic.js");
    const one = oneAgent(float, ["a"], ["x", "y"], (a) => (a === 0 ? 1e9 : 1e9 + 1));
    const designer = {
      value: {
        dependsOnOthers: false,
        dependsOnState: false,
        at: (a: number) => (a === 0 ? -1e9 : -1e9 - 1),
      },
      counts: true,
    };
    const verdict = decisionEfficiency.check(
      free({ ...one, designer }, () => 0),
      {},
    );
    expect(verdict.method.errorBound).toBeGreaterThan(1e-7);
  });
});
