import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { balancedDecision } from "../../../src/intervals/efficiency/balanced-mechanism.js";
import { welfareAt } from "../../../src/intervals/efficiency/efficient-problem.js";
import { expectedExternality } from "../../../src/intervals/efficiency/expected-externality.js";
import { generalisedVcg } from "../../../src/intervals/efficiency/generalised-vcg.js";
import { linearOption } from "../../../src/intervals/efficiency/outside-option.js";
import { verifyMechanism } from "../../../src/intervals/efficiency/verify-mechanism.js";
import { worstOff } from "../../../src/intervals/efficiency/worst-off.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { affine } from "../../../src/intervals/families/affine.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { balancedDecision as finiteDecision } from "../../../src/mechanisms/index.js";
import { exact } from "../../../src/numeric/arithmetic.js";
import { rational, toDouble } from "../../../src/numeric/rational.js";
import { environmentOf, grid, tradeSketch } from "../../mechanisms/environments.js";

const unit = uniform(0, 1);
const trade = (seller = unit, buyer = unit) =>
  allocationProblem([
    { name: "seller", distribution: seller, outside: linearOption(1) },
    { name: "buyer", distribution: buyer, outside: linearOption(0) },
  ]);
const partners = (...shares: number[]) =>
  allocationProblem(
    shares.map((share, i) => ({ name: `${i}`, distribution: unit, outside: linearOption(share) })),
  );

describe("allocationProblem", () => {
  it("has E S = n/(n+1), Q = x^{n−1} and E[S(x, ·)] = x^n + (n−1)(1−x^n)/n for n uniform types", () => {
    for (const n of [2, 3, 7]) {
      const problem = partners(...new Array<number>(n).fill(1 / n));
      expect(problem.expectedWelfare.value).toBeCloseTo(n / (n + 1), 12);
      for (const x of [0, 0.3, 0.9, 1]) {
        expect(problem.agents[0].share(x)).toBeCloseTo(x ** (n - 1), 13);
        expect(problem.agents[0].welfare(x).value).toBeCloseTo(x ** n + ((n - 1) * (1 - x ** n)) / n, 12);
      }
    }
  });

  it("gives the sum of the largest types their order statistics: two units, five uniform types", () => {
    const problem = allocationProblem(
      Array.from({ length: 5 }, () => ({ name: "", distribution: unit, outside: linearOption(0) })),
      { units: 2 },
    );
    expect(problem.expectedWelfare.value).toBeCloseTo(5 / 6 + 4 / 6, 12);
    // At most one of four others above x.
    expect(problem.agents[0].share(0.6)).toBeCloseTo(0.6 ** 4 + 4 * 0.4 * 0.6 ** 3, 13);
  });

  it("agrees with nested quadrature of max(x, y) for any two distributions", () => {
    const families = [
      unit,
      uniform(0.3, 2),
      triangular(0, 0.2, 1.5),
      exponential(0.7),
      affine(unit, 2, -0.5),
    ];
    for (const [k, own] of families.entries()) {
      const other = families[(k + 1) % families.length];
      const problem = trade(own, other);
      const nested = expectation(
        own,
        (x) => expectation(other, (y) => Math.max(x, y), { breakpoints: [x] }).value,
        { breakpoints: other.breakpoints, tolerance: 1e-11 },
      );
      expect(problem.expectedWelfare.value).toBeCloseTo(nested.value, 10);
      const { surplus, payments, basis } = generalisedVcg(problem);
      const direct = expectation(
        own,
        (x) =>
          expectation(other, (y) => payments([x, y]).reduce((a, b) => a + b, 0), {
            breakpoints: [x, ...basis],
            tolerance: 1e-10,
          }).value,
        { breakpoints: [...other.breakpoints, ...basis], tolerance: 1e-10 },
      );
      expect(Math.abs(surplus.value - direct.value)).toBeLessThan(1e-9);
    }
  });

  it("refuses one agent, infinite means, outside options that are not finite, units out of range", () => {
    const agent = { name: "", distribution: unit, outside: linearOption(0) };
    expect(() => allocationProblem([agent])).toThrow(/at least two/);
    expect(() => allocationProblem([agent, agent], { units: 2 })).toThrow(/fewer units/);
    expect(() => linearOption(Number.NaN)).toThrow(/finite/);
    const pole = { ...agent, outside: { value: (x: number) => 1 / x } };
    expect(() => allocationProblem([agent, pole])).toThrow(/must be a finite number/);
    const heavy = { ...agent, distribution: { ...unit, mean: Infinity } };
    expect(() => allocationProblem([agent, heavy])).toThrow(/mean/);
    const greedy = { ...agent, distribution: exponential(1), outside: linearOption(1.5) };
    expect(() => worstOff(allocationProblem([agent, greedy]).agents[1])).toThrow(/grows faster/);
  });
});

describe("worstOff and generalisedVcg", () => {
  it("runs a deficit of 1/6 in uniform trade, with worst-off types 1 and 0", () => {
    const { basis, surplus, payments } = generalisedVcg(trade());
    expect(basis).toEqual([1, 0]);
    expect(Math.abs(surplus.value + 1 / 6)).toBeLessThan(1e-14);
    expect(payments([0.3, 0.7])).toEqual([-0.7, 0.3]);
    expect(payments([0.7, 0.3]).map((t) => t + 0)).toEqual([0, 0]);
  });

  it("finds a worst-off type at infinity by its limit", () => {
    const { basis, surplus, payments } = generalisedVcg(trade(exponential(1), exponential(1)));
    expect(basis).toEqual([Infinity, 0]);
    expect(Math.abs(surplus.value + 0.5)).toBeLessThan(1e-12);
    expect(payments([0.3, 0.9])[0]).toBeCloseTo(-0.9, 12);
  });

  it("reports tied worst-off types as an interval", () => {
    const split = restricted(unit, [
      [0, 0.25],
      [0.75, 1],
    ]);
    const problem = allocationProblem([
      { name: "a", distribution: unit, outside: linearOption(0.5) },
      { name: "b", distribution: split, outside: linearOption(0.5) },
    ]);
    const { types } = worstOff(problem.agents[0]);
    expect(types[0]).toBeCloseTo(0.25, 12);
    expect(types[1]).toBeCloseTo(0.75, 12);
  });

  it("searches outside options that are not concave, where two local minima compete", () => {
    const outside = { value: (x: number) => 0.5 * x + 0.05 * Math.cos(12 * x) };
    const [agent] = allocationProblem([
      { name: "", distribution: unit, outside },
      { name: "", distribution: unit, outside: linearOption(0) },
    ]).agents;
    const found = worstOff(agent);
    const net = (x: number) => (1 + x * x) / 2 - outside.value(x);
    const best = Math.min(...Array.from({ length: 20001 }, (_, k) => net(k / 20000)));
    expect(found.method).toBe("search");
    expect(found.net).toBeLessThanOrEqual(best + 1e-14);
    expect(found.net).toBeGreaterThan(best - 1e-7);
  });

  it("with a basis of the caller's breaks participation by the stated amount, and charges more (Theorem 1)", () => {
    const problem = trade();
    const other = generalisedVcg(problem, { basis: [0.5, 0.5] });
    const best = generalisedVcg(problem);
    expect(other.shortfalls[0]).toBeCloseTo(0.625 - 0.5 - 0, 12);
    expect(other.surplus.value - best.surplus.value).toBeCloseTo(
      other.shortfalls[0] + other.shortfalls[1],
      12,
    );
    expect(() => generalisedVcg(problem, { basis: [2, 0] })).toThrow(/basis type/);
    expect(() => generalisedVcg(problem, { basis: [0] })).toThrow(/one basis type/);
  });

  it("charges every agent most in expectation among balanced or subsidised mechanisms (Theorem 1)", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 0.7, noNaN: true }), (share) => {
        const problem = partners(share, 1 - share);
        const { expectedPayments } = generalisedVcg(problem);
        const { mechanism, least } = balancedDecision(problem);
        for (const i of [0, 1]) {
          const paid = expectation(unit, (x) => mechanism!.interimPayment(i, x), { tolerance: 1e-11 });
          expect(paid.value).toBeLessThanOrEqual(expectedPayments[i].value + 1e-10);
          expect(least[i].expectedPayment.value).toBeCloseTo(expectedPayments[i].value, 11);
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe("expectedExternality", () => {
  it("balances at every profile; sellers above 1 − √(2/3) stay away, by up to 1/3", () => {
    const { payments, participation, constants } = expectedExternality(trade());
    const [t, u] = payments([0.2, 0.9]);
    expect(t + u).toBeCloseTo(0, 15);
    expect(constants.map(({ value }) => value)).toEqual([1 / 3, 1 / 3].map((c) => expect.closeTo(c, 13)));
    const [seller, buyer] = participation;
    expect(seller.types).toHaveLength(1);
    expect(seller.types[0][0]).toBeCloseTo(1 - Math.sqrt(2 / 3), 12);
    expect([seller.types[0][1], seller.worst]).toEqual([1, 1]);
    expect(seller.shortfall).toBeCloseTo(1 / 3, 13);
    expect(buyer.types).toEqual([]);
    expect(buyer.shortfall).toBeCloseTo(-1 / 6, 13);
  });
});

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
