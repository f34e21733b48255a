import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { balancedDecision } from "../../../src/intervals/efficiency/balanced-mechanism.js";
import { welfareAt } from "../../../src/intervals/efficiency/efficient-problem.js";
import { expectedExternality } from "../../../src/intervals/efficiency/expected-externality.js";
import { generalisedVcg } from "../../../src/intervals/efficiency/generalised-vcg.js";
import { linearOption } from "../../../src/intervals/efficiency/outside-option.js";
import { verifyMechanism } from "../../../src/intervals/efficiency/verify-mechanism.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { balancedDecision as finiteDecision } from "../../../src/mechanisms/index.js";
import { exact } from "../../../src/numeric/arithmetic.js";
import { rational, toDouble } from "../../../src/numeric/rational.js";
import { environmentOf, grid, tradeSketch } from "../../mechanisms/environments.js";
import { partners, trade } from "./problems.js";

const unit = uniform(0, 1);

describe("balancedDecision", () => {
  it("dissolves the equal partnership with 1/12 to spare, and passes an independent audit", () => {
    const problem = partners(0.5, 0.5);
    const { status, surplus, mechanism } = balancedDecision(problem);
    expect(status).toBe("exists");
    expect(Math.abs(surplus.value - 1 / 12)).toBeLessThan(1e-14);
    const audit = verifyMechanism(problem, mechanism!.payments);
    expect(audit.imbalance).toBeLessThan(1e-14);
    expect(audit.expectedImbalance).toBeLessThan(1e-12);
    expect(audit.incentiveGain).toBeLessThan(1e-12);
    expect(audit.participationMargin).toBeCloseTo(1 / 24, 10);
    expect(audit.envelopeError).toBeLessThan(1e-12);
  });

  it("is the expected externality mechanism less d_i, for three unlike partners; the surplus goes where told", () => {
    const problem = allocationProblem([
      { name: "a", distribution: unit, outside: linearOption(0.2) },
      { name: "b", distribution: uniform(0, 1.5), outside: linearOption(0.5) },
      { name: "c", distribution: triangular(0, 1, 1.2), outside: linearOption(0.3) },
    ]);
    const { mechanism, surplus } = balancedDecision(problem, { surplusTo: 0 });
    const { payments } = expectedExternality(problem);
    const types = [0.3, 1.2, 0.9];
    const difference = payments(types).map((t, i) => t - mechanism!.payments(types)[i]);
    difference.forEach((d, i) => {
      expect(d).toBeCloseTo(mechanism!.offsets![i], 11);
    });
    expect(mechanism!.offsets!.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
    expect(mechanism!.dividends).toEqual([surplus.value, 0, 0]);
    const audit = verifyMechanism(problem, mechanism!.payments, { points: 4 });
    expect(audit.incentiveGain).toBeLessThan(1e-10);
    expect(audit.participationMargin).toBeGreaterThan(-1e-10);
  });

  it("lets the audit catch payments whose constant is not expected: e_2(θ_2) in c_1^A in place of its mean", () => {
    const problem = partners(0.5, 0.5);
    const { mechanism } = balancedDecision(problem);
    const wrong = (types: readonly number[]) => {
      const [t, u] = mechanism!.payments(types);
      const random = (1 - types[0] ** 2) / 2 - 1 / 3;
      return [t + random, u - random];
    };
    expect(verifyMechanism(problem, wrong).incentiveGain).toBeGreaterThan(1e-3);
    const unbalanced = (types: readonly number[]) => mechanism!.payments(types).map((t) => t + 0.01);
    expect(verifyMechanism(problem, unbalanced).imbalance).toBeCloseTo(0.02, 12);
  });

  it("says impossible with the least subsidy", () => {
    const decision = balancedDecision(trade());
    expect(decision.status).toBe("impossible");
    expect(decision.mechanism).toBeUndefined();
    expect(decision.minimumSubsidy).toBeCloseTo(1 / 6, 13);
  });

  it("agrees with the exact finite machinery on {0, 1/2, 1}: surplus 1/9, though vcg runs −2/9", () => {
    const three = discrete([0, 0.5, 1], [1 / 3, 1 / 3, 1 / 3]);
    const problem = trade(three, three);
    const { status, surplus, connected, least } = balancedDecision(problem);
    expect([status, connected]).toEqual(["exists", false]);
    expect(surplus.value).toBeCloseTo(1 / 9, 13);
    expect(generalisedVcg(problem).surplus.value).toBeCloseTo(-2 / 9, 13);
    expect([0, 0.5, 1].map(least[0].utility)).toEqual([1 / 6, 0.5, 1].map((u) => expect.closeTo(u, 13)));
  });

  it("is the limit of finite trade: |surplus on k points + 1/6| = 5/6k, rate 1", () => {
    const gaps = [10, 20, 40].map((k) => {
      const finite = finiteDecision(environmentOf(exact, tradeSketch(grid(k))));
      return Math.abs(toDouble(finite.surplus) - balancedDecision(trade()).surplus.value);
    });
    for (const k of [0, 1]) expect(Math.log2(gaps[k] / gaps[k + 1])).toBeCloseTo(1, 10);
  });

  it("agrees with the exact finite machinery for shares on any grid", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 0, max: 6 }), (k, sixths) => {
        const share = rational(sixths, 6);
        const finite = finiteDecision(
          environmentOf(
            exact,
            tradeSketch(grid(k), {
              outside: (i, t) => exact.multiply(i === 0 ? share : exact.subtract(rational(1), share), t),
            }),
          ),
        );
        const points = Array.from({ length: k }, (_, j) => j / (k - 1));
        const law = discrete(
          points,
          points.map(() => 1 / k),
        );
        const problem = allocationProblem([
          { name: "a", distribution: law, outside: linearOption(sixths / 6) },
          { name: "b", distribution: law, outside: linearOption(1 - sixths / 6) },
        ]);
        expect(balancedDecision(problem).surplus.value).toBeCloseTo(toDouble(finite.surplus), 12);
      }),
      { numRuns: 30 },
    );
  });

  it("makes trade possible where types have a wide enough gap, and audits the mechanism", () => {
    const between = (...intervals: [number, number][]) => restricted(unit, intervals);
    const problem = trade(between([0.02, 0.1], [0.95, 1]), between([0, 0.05], [0.9, 0.98]));
    const { status, surplus, mechanism, connected } = balancedDecision(problem);
    expect([status, connected]).toEqual(["exists", false]);
    expect(surplus.value).toBeGreaterThan(generalisedVcg(problem).surplus.value);
    const audit = verifyMechanism(problem, mechanism!.payments, { points: 6 });
    expect(audit.imbalance).toBeLessThan(1e-12);
    expect(audit.incentiveGain).toBeLessThan(1e-10);
    expect(audit.participationMargin).toBeGreaterThan(-1e-10);
  });

  it("keeps welfare profile by profile: Σ utilities = S(θ)", () => {
    const problem = partners(0.5, 0.3, 0.2);
    const { mechanism } = balancedDecision(problem);
    const types = [0.4, 0.8, 0.1];
    const chosen = problem.choose(types);
    const paid = mechanism!.payments(types);
    const total = types.reduce((sum, type, i) => sum + type * chosen[i] - paid[i], 0);
    expect(total).toBeCloseTo(welfareAt(problem, types), 14);
  });
});
