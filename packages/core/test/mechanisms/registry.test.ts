import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as mechanisms from "../../src/mechanisms/index.js";
import { posteriorPayment, RULES, type Rule, type RuleOptions } from "../../src/mechanisms/index.js";
import type { Environment } from "../../src/model/environment.js";
import { expectation, type Mechanism } from "../../src/model/mechanism.js";
import { type Arithmetic, exact, float } from "../../src/numeric/arithmetic.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { type Rational, rational } from "../../src/numeric/rational.js";
import { PROPERTIES } from "../../src/properties/index.js";
import { alikeSketches, sketches } from "./arbitrary-environments.js";
import {
  auctionSketch,
  environmentOf,
  grid,
  projectSketch,
  q,
  signalEnvironment,
  tradeSketch,
} from "./environments.js";

/** Something for every required option. */
function optionsFor<N>(rule: Rule, { arithmetic: F, agents }: Environment<N>): RuleOptions<N> {
  const one = F.from(rational(1, 2));
  const given: Record<string, RuleOptions<N>[string]> = {};
  for (const option of rule.options.filter(({ required }) => required)) {
    if (option.kind === "number") given[option.name] = one;
    if (option.kind === "number-by-agent") given[option.name] = agents.map(() => one);
    if (option.kind === "expression-in-others")
      given[option.name] = (i: number, reports: ArrayLike<number>) =>
        F.from(rational(i + Array.from(reports).reduce((a, b) => a + b, 0)));
  }
  return given;
}

/** Every rule that applies and exists here, with lots where it can. */
function everyMechanism<N>(environment: Environment<N>, ties: string): Mechanism<N>[] {
  return RULES.filter((rule) => rule.refuses(environment) === undefined).flatMap((rule) => {
    const options = optionsFor(rule, environment);
    const drawn = rule.options.some(({ name }) => name === "ties") ? { ...options, ties } : options;
    try {
      return [rule.build(environment, drawn)];
    } catch (error) {
      if (error instanceof CandorError && error.code === "no-balanced-mechanism") return [];
      throw error;
    }
  });
}

function utilities(mechanism: Mechanism<Rational>, reports: readonly number[]): Rational[] {
  const { environment } = mechanism;
  const { lottery, payments } = mechanism.outcome(reports);
  return environment.agents.map((_, i) =>
    exact.subtract(
      expectation(environment, lottery, (a) => environment.values[i].at(a, reports, 0)),
      payments[i],
    ),
  );
}

describe("RULES", () => {
  it("have distinct names, texts and an export each", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    const exported = Object.values(mechanisms) as unknown[];
    for (const rule of RULES) {
      expect(exported).toContain(rule);
      expect(rule.definition.length).toBeGreaterThan(20);
      for (const option of rule.options) expect(option.description).not.toBe("");
    }
  });

  it("refuse unknown options and wrong choices, at the path of the option", () => {
    const environment = environmentOf(exact, projectSketch(2, [q(0), q(1)], q(1)));
    const pivot = RULES.find(({ id }) => id === "pivot")!;
    expect(() => pivot.build(environment, { tie: "uniform" })).toThrow(
      /mechanism\.tie: The rule pivot has no such option/,
    );
    expect(() => pivot.build(environment, { ties: "random" })).toThrow(
      /mechanism\.ties: Choose one of lowest-index, uniform/,
    );
    const vcg = RULES.find(({ id }) => id === "vcg")!;
    expect(() => vcg.build(environment, { basis: [0, 2] })).toThrow(/basis\.Citizen 2/);
    const dictator = RULES.find(({ id }) => id === "dictator")!;
    expect(() => dictator.build(environment, { agent: 2 })).toThrow(/index from 0 to 1/);
  });

  it("say why they do not apply: no money, state-dependent values, no beliefs, a designer who knows more", () => {
    const refusal = (id: string, environment: Environment<Rational>) =>
      RULES.find((rule) => rule.id === id)!.refuses(environment);
    const sketch = projectSketch(2, [q(0), q(1)], q(1));
    const poor = environmentOf(exact, { ...sketch, money: false });
    for (const id of ["pivot", "vcg", "groves", "agv", "balanced", "posterior-payment", "first-price"])
      expect(refusal(id, poor)).toMatch(/no money/);
    const uncertain = signalEnvironment(exact, [[[q(1), q(0)]], [[q(1), q(0)]]], q("3/4"));
    for (const id of ["pivot", "vcg", "groves", "agv", "balanced", "majority", "dictator"])
      expect(refusal(id, uncertain)).toMatch(/depends on the state.*posterior-payment/);
    const { beliefs: _, ...rich } = environmentOf(exact, sketch);
    for (const id of ["agv", "balanced", "posterior-payment"]) expect(refusal(id, rich)).toBeDefined();
    expect(refusal("agv", environmentOf(exact, projectSketch(1, [q(0)], q(1))))).toMatch(/two agents/);
    const value = { dependsOnOthers: true, dependsOnState: false, at: () => q(0) };
    expect(refusal("pivot", { ...rich, designer: { counts: true, value } })).toMatch(
      /designer's value counts/,
    );
    expect(refusal("pivot", { ...rich, designer: { counts: false, value } })).toBeUndefined();
    expect(() => RULES[0].build(poor, {})).toThrow(/mechanism\.rule: pivot: it uses payments/);
  });
});

describe("anonymous rules", () => {
  const ties = fc.constantFrom("lowest-index", "uniform");
  const alike = fc.oneof(
    alikeSketches,
    fc
      .integer({ min: 2, max: 4 })
      .map((n) => auctionSketch(n, [q(0), q(1), q(3)], { alike: true, unsold: n > 2 })),
    fc.integer({ min: 2, max: 4 }).map((n) => projectSketch(n, [q(0), q(1), q(3)], q(2), { alike: true })),
  );

  it("permute what alike agents get when their reports are permuted", () => {
    let seen = 0;
    fc.assert(
      fc.property(alike, ties, fc.array(fc.nat(), { minLength: 4 }), (sketch, tie, seeds) => {
        const environment = environmentOf(exact, sketch);
        const reports = sketch.types.map((list, i) => seeds[i] % list.length);
        const turned = [...reports.slice(1), reports[0]];
        const swapped = [reports[1], reports[0], ...reports.slice(2)];
        for (const mechanism of everyMechanism(environment, tie).filter(({ anonymous }) => anonymous)) {
          seen++;
          const us = utilities(mechanism, reports);
          expect(utilities(mechanism, turned)).toEqual([...us.slice(1), us[0]]);
          expect(utilities(mechanism, swapped)).toEqual([us[1], us[0], ...us.slice(2)]);
        }
      }),
    );
    expect(seen).toBeGreaterThan(300);
  });

  it("give the same verdicts through type counts as profile by profile", () => {
    const quantities = (mechanism: Mechanism<Rational>) =>
      PROPERTIES.map((property) => {
        const { status, epsilon, slack } = property.check(mechanism, {});
        return [property.id, status, epsilon?.exact, slack?.exact];
      });
    fc.assert(
      fc.property(alike, ties, (sketch, tie) => {
        for (const mechanism of everyMechanism(environmentOf(exact, sketch), tie))
          if (mechanism.anonymous)
            expect(quantities(mechanism)).toEqual(quantities({ ...mechanism, anonymous: false }));
      }),
      { numRuns: 40 },
    );
  });

  it("claim anonymity in an auction of alike bidders only when ties are drawn by lot", () => {
    const environment = environmentOf(exact, auctionSketch(3, grid(3), { alike: true }));
    const anonymous = (tie: string) =>
      everyMechanism(environment, tie).flatMap(({ name, anonymous }) => (anonymous ? [name] : []));
    expect(anonymous("lowest-index")).toEqual([]);
    expect(anonymous("uniform")).toEqual(
      expect.arrayContaining(["pivot", "vcg", "first-price", "second-price"]),
    );
    expect(anonymous("uniform")).not.toEqual(expect.arrayContaining(["dictator"]));
    const project = environmentOf(exact, projectSketch(3, grid(3), q(1), { alike: true }));
    for (const mechanism of everyMechanism(project, "lowest-index"))
      expect(mechanism.anonymous, mechanism.name).toBe(!["groves", "dictator"].includes(mechanism.name));
  });

  it("are the same mechanisms whether alike agents are stated as a group or one by one", () => {
    fc.assert(
      fc.property(alike, ties, fc.array(fc.nat(), { minLength: 4 }), (sketch, tie, seeds) => {
        const reports = sketch.types.map((list, i) => seeds[i] % list.length);
        const { groups: _, ...separate } = sketch;
        const outcomes = (environment: Environment<Rational>) =>
          everyMechanism(environment, tie).map((mechanism) => [mechanism.name, mechanism.outcome(reports)]);
        expect(outcomes(environmentOf(exact, sketch))).toEqual(outcomes(environmentOf(exact, separate)));
      }),
    );
  });
});

describe("doubles", () => {
  const agree = (
    sketchOf: <N>(F: Arithmetic<N>) => Environment<N>,
    types: readonly number[],
    tie: string,
  ) => {
    const doubles = everyMechanism(sketchOf(float), tie);
    const fractions = everyMechanism(sketchOf(exact), tie);
    expect(doubles.map(({ name }) => name)).toEqual(fractions.map(({ name }) => name));
    doubles.forEach((mechanism, k) => {
      const [a, b] = [mechanism.outcome(types), fractions[k].outcome(types)];
      for (let i = 0; i < types.length; i++)
        expect(a.payments[i]).toBeCloseTo(exact.toNumber(b.payments[i]), 9);
      const lottery = (x: number | { length: number }) => (typeof x === "number" ? x : "drawn");
      expect(lottery(a.lottery)).toBe(lottery(b.lottery));
    });
  };

  it("agree with fractions for every rule", () => {
    fc.assert(
      fc.property(sketches(), fc.constantFrom("lowest-index", "uniform"), fc.nat(), (sketch, tie, seed) => {
        const reports = sketch.types.map((list, i) => (seed + 5 * i) % list.length);
        agree((F) => environmentOf(F, sketch), reports, tie);
      }),
      { numRuns: 60 },
    );
    for (const tie of ["lowest-index", "uniform"]) {
      agree((F) => environmentOf(F, tradeSketch(grid(4))), [1, 2], tie);
      agree((F) => environmentOf(F, auctionSketch(3, grid(4), { unsold: true })), [1, 2, 2], tie);
    }
  });
});

describe("populations", () => {
  it("evaluate one profile of 400 alike agents quickly, pivot, agv and posterior-payment", () => {
    const n = 400;
    const environment = environmentOf(float, projectSketch(n, [q(0), q(1)], rational(n, 2), { alike: true }));
    const reports = Array.from({ length: n }, (_, i) => i % 2);
    for (const mechanism of everyMechanism(environment, "lowest-index")) {
      const start = performance.now();
      for (let k = 0; k < 50; k++) mechanism.outcome(reports);
      expect(performance.now() - start, mechanism.name).toBeLessThan(1000);
    }
    const us = Array.from({ length: n }, () => [
      [q(1), q(0)],
      [q(0), q(1)],
    ]);
    const signals = posteriorPayment.build(signalEnvironment(float, us, q("3/4"), undefined, true), {});
    expect(signals.outcome(reports.map(() => 1)).lottery).toBe(1);
  });
});
