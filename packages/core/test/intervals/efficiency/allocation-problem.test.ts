import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { balancedDecision } from "../../../src/intervals/efficiency/balanced-mechanism.js";
import { expectedExternality } from "../../../src/intervals/efficiency/expected-externality.js";
import { generalisedVcg } from "../../../src/intervals/efficiency/generalised-vcg.js";
import { linearOption } from "../../../src/intervals/efficiency/outside-option.js";
import { worstOff } from "../../../src/intervals/efficiency/worst-off.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { affine } from "../../../src/intervals/families/affine.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { partners, trade } from "./problems.js";

const unit = uniform(0, 1);

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
