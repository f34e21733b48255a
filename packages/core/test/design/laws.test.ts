import fc from "fast-check";
import { expect, test } from "vitest";
import { type DesignQuestion, MONEY, PARTICIPATION, REVENUE, WELFARE } from "../../src/design/index.js";
import { efficientAllocation, posteriorPayment, RULES, type Rule } from "../../src/mechanisms/index.js";
import { maximalPayments } from "../../src/mechanisms/maximal-payments.js";
import type { Environment } from "../../src/model/environment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import {
  add,
  compare,
  multiply,
  parseRational,
  type Rational,
  rational,
  ZERO,
} from "../../src/numeric/rational.js";
import { facts, PROPERTIES } from "../../src/properties/index.js";
import { correlated, sketches } from "../mechanisms/arbitrary-environments.js";
import { environmentOf, q, signalEnvironment } from "../mechanisms/environments.js";
import { design, optimum, question, unproved, verified } from "./designs.js";

const questions: fc.Arbitrary<Partial<DesignQuestion>> = fc.record({
  objective: fc.constantFrom(REVENUE, WELFARE, { revenue: rational(1), welfare: rational(1, 3) }),
  incentives: fc.subarray(["dominant", "ex-post", "epistemic-ex-post", "bayesian"] as const),
  participation: fc.subarray([...PARTICIPATION], { minLength: 1 }),
  money: fc.subarray([...MONEY]),
  epsilon: fc.constantFrom(ZERO, rational(1, 7)),
});

const worlds = fc
  .oneof(
    sketches(1),
    sketches().chain((sketch) => correlated(sketch)),
  )
  .map((sketch) => environmentOf(exact, sketch));

const RUNS = { numRuns: 60 };

test("every answer is proved, and the mechanism passes the library's own checks", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, questions, async (world, asked) => {
      const found = await design(world, asked);
      expect(["optimal", "infeasible", "unbounded"]).toContain(found.kind);
      if (found.kind !== "unbounded") expect(verified(found)).toMatch(/^accepted: (value = |no mechanism)/);
      if (found.kind === "optimal") expect(unproved(found.mechanism, found.question)).toEqual([]);
    }),
    RUNS,
  );
});

test("no rule of the library that keeps the constraints earns more", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.constantFrom(REVENUE, WELFARE), async (world, objective) => {
      for (const incentives of [["dominant"], ["bayesian"]] as const) {
        const asked = question({ objective, incentives });
        const found = await design(world, asked);
        if (found.kind !== "optimal") continue;
        for (const rule of RULES.filter((each) => each.refuses(world) === undefined)) {
          if (rule.options.some(({ required }) => required)) continue;
          const mechanism = built(rule, world);
          if (mechanism === undefined || unproved(mechanism, asked).length > 0) continue;
          const id = objective === REVENUE ? "revenue" : "welfare";
          const value = facts(mechanism).facts.find((fact) => fact.id === id)!.value.exact!;
          expect(compare(parseRational(value)!, found.lower), rule.id).toBeLessThanOrEqual(0);
        }
      }
    }),
    { numRuns: 30 },
  );
});

/** The rule's mechanism; a rule may find out only while building that it cannot exist. */
function built(rule: Rule, world: Environment<Rational>) {
  try {
    return rule.build(world, {});
  } catch (error) {
    if (error instanceof CandorError) return undefined;
    throw error;
  }
}

test("with the efficient choice forced, the most that can be collected is what the incentive paths allow (E5)", async () => {
  await fc.assert(
    fc.asyncProperty(sketches(), async (sketch) => {
      // Powers of two keep two alternatives from tying at any profile.
      const untied = {
        ...sketch,
        value: (i: number, a: number, t: Rational) =>
          add(sketch.value(i, a, t), rational(2 ** (3 * i + Number(t.n)) * a, 5000)),
      };
      const world = environmentOf(exact, untied);
      const best = efficientAllocation(world, "lowest-index");
      const collected = world.agents
        .map((_, i) => maximalPayments(best, i).expected)
        .reduce((total, each) => add(total, each), ZERO);
      const weight = rational(10n ** 9n);
      const found = await design(world, { objective: { revenue: rational(1), welfare: weight } });
      if (found.kind !== "optimal") throw new Error(found.kind);
      const firstBest = await design(world, { objective: WELFARE, incentives: [], participation: [] });
      if (firstBest.kind !== "optimal") throw new Error(firstBest.kind);
      expect(add(multiply(weight, firstBest.lower), collected)).toEqual(found.lower);
    }),
    { numRuns: 25 },
  );
});

test("no ε-Bayesian mechanism earns more than the expected welfare, which (σ*, q*) earns from its own ε* on (B7)", async () => {
  const match = (weight: number) => [
    [q(weight), q(0)],
    [q(0), q(weight)],
  ];
  for (const accuracy of ["3/4", "2/3"]) {
    const world = signalEnvironment(exact, [match(1), match(2)], q(accuracy));
    const rule = posteriorPayment.build(world, {});
    const firstBest = facts(rule).facts.find(({ id }) => id === "first-best")!.value.exact!;
    const bayesian = PROPERTIES.find(({ id }) => id === "bayesian-ic")!;
    const enough = parseRational(bayesian.check(rule, {}).epsilon!.exact!)!;
    expect(await optimum(world, { epsilon: enough })).toBe(firstBest);
    const less = await design(world, { epsilon: ZERO });
    expect(less.kind === "optimal" && compare(less.lower, parseRational(firstBest)!)).toBeLessThanOrEqual(0);
  }
});
