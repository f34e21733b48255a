import { describe, expect, it } from "vitest";
import {
  provisionDecline,
  publicGood,
  secondBestProvision,
  virtualProvision,
} from "../../../src/intervals/efficiency/public-good.js";
import { sumSurvival } from "../../../src/intervals/efficiency/sum-survival.js";
import { verifyMechanism } from "../../../src/intervals/efficiency/verify-mechanism.js";
import { virtualScale } from "../../../src/intervals/efficiency/virtual-scale.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

const unit = uniform(0, 1);
const alike = (n: number) => Array.from({ length: n }, () => unit);

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

/** E(Y − c)^+ for the sum Y of n uniform values: Σ_j (−1)^j C(n, j) (n − c − j)_+^{n+1}/(n + 1)!, by symmetry from the top. */
function irwinHall(n: number, c: number): number {
  let [sum, binomial] = [0, 1];
  for (let j = 0; j < n - c; j++) {
    sum += (j % 2 === 0 ? 1 : -1) * binomial * (n - c - j) ** (n + 1);
    binomial = (binomial * (n - j)) / (j + 1);
  }
  return sum / factorial(n + 1);
}

describe("publicGood", () => {
  it("has the welfare and the pivotal deficit of the closed form for 2 to 9 uniform values", () => {
    for (const [n, cost] of [
      [2, 1],
      [4, 2],
      [6, 3.3],
      [7, 3],
    ]) {
      const { welfare, vcg, decision } = publicGood({ values: alike(n), cost });
      const first = irwinHall(n, cost);
      const lowest = irwinHall(n - 1, cost);
      expect(Math.abs(welfare.value - first)).toBeLessThan(1e-11);
      expect(Math.abs(vcg.surplus.value - (n * lowest - (n - 1) * first))).toBeLessThan(1e-10);
      expect(decision.status).toBe("impossible");
    }
  });

  it("agrees with a Poisson sum for five exponential values: E(Y − 5)^+ = 5⁵ e⁻⁵/4!", () => {
    const value = exponential(1);
    const { welfare } = publicGood({ values: [value, value, value, value, value], cost: 5 });
    expect(Math.abs(welfare.value - (5 ** 5 * Math.exp(-5)) / 24)).toBeLessThan(1e-11);
  });

  it("is possible when everyone values it above an equal part, and builds payments that pass the audit", () => {
    const values = [uniform(1, 2), uniform(1, 1.5)];
    const { decision, problem } = publicGood({ values, cost: 1.8 });
    expect(decision.status).toBe("exists");
    const audit = verifyMechanism(problem, decision.mechanism!.payments, { points: 4 });
    expect(audit.imbalance).toBeLessThan(1e-13);
    expect(audit.incentiveGain).toBeLessThan(1e-11);
    expect(audit.participationMargin).toBeGreaterThan(-1e-11);
  });

  it("agrees with double quadrature for unlike values", () => {
    const [a, b] = [triangular(0, 1, 2), uniform(0.2, 1)];
    const { welfare, probability } = publicGood({ values: [a, b], cost: 1.4 });
    const over = (f: (sum: number) => number) =>
      expectation(a, (x) => expectation(b, (y) => f(x + y - 1.4), { breakpoints: [1.4 - x] }).value, {
        breakpoints: [0.4, 1.2],
        tolerance: 1e-12,
      }).value;
    expect(welfare.value).toBeCloseTo(
      over((net) => Math.max(0, net)),
      11,
    );
    expect(probability.value).toBeCloseTo(
      over((net) => (net >= 0 ? 1 : 0)),
      11,
    );
  });

  it("refuses one contributor, costs that are not finite, and atoms among many", () => {
    expect(() => publicGood({ values: [unit], cost: 1 })).toThrow(/at least two/);
    expect(() => publicGood({ values: alike(2), cost: Infinity })).toThrow(/finite number/);
    const atom = mixture([0.5, 0.5], [unit, pointMass(0.3)]);
    const values = Array.from({ length: 8 }, () => atom);
    expect(() => virtualProvision({ values, cost: 4 }, 0)).toThrow(/not smooth enough/);
  });
});

describe("secondBestProvision", () => {
  it("is bilateral trade for two uniform contributors who share a cost of 1", () => {
    const { weight, gains, mechanism } = secondBestProvision({ values: alike(2), cost: 1 });
    expect(weight).toBeCloseTo(1 / 3, 12);
    expect(gains.value).toBeCloseTo(9 / 64, 12);
    expect(mechanism.probability.value).toBeCloseTo(9 / 32, 12);
  });

  it("provides iff Σ θ ≥ c′ for uniform values, where the budget is E[Σ(2θ − 1) − c; Σ θ ≥ c′] = 0", () => {
    const n = 3;
    const cost = 1.5;
    const { weight, mechanism, surplus } = secondBestProvision({ values: alike(n), cost });
    const bar = (cost + n * weight) / (1 + weight);
    // Pr(Y ≥ c′) and E[Y; Y ≥ c′] from E(Y − c′)^+ and its derivative.
    const step = 1e-4;
    const chance = (irwinHall(n, bar - step) - irwinHall(n, bar + step)) / (2 * step);
    const sum = irwinHall(n, bar) + bar * chance;
    expect(mechanism.probability.value).toBeCloseTo(chance, 7);
    expect(2 * sum - (n + cost) * chance).toBeCloseTo(0, 6);
    expect(Math.abs(surplus.value)).toBeLessThan(1e-12);
  });

  it("leaves no profitable lie", () => {
    const { mechanism } = secondBestProvision({ values: [unit, triangular(0, 0.5, 1)], cost: 0.9 });
    for (const i of [0, 1])
      for (const truth of [0, 0.2, 0.5, 0.9])
        for (const lie of [0, 0.3, 0.6, 1])
          expect(
            truth * mechanism.provisionProbability(i, lie) - mechanism.payment(i, lie),
          ).toBeLessThanOrEqual(mechanism.utility(i, truth) + 1e-11);
  });

  it("falls with the number of contributors although the good stays worth its cost half the time", () => {
    const sizes = provisionDecline(unit, 0.5, [2, 4, 10, 30]);
    let last = 1;
    for (const { efficient, provided, share } of sizes) {
      expect(efficient.value).toBeCloseTo(0.5, 10);
      expect(provided.value).toBeLessThan(last / 2);
      expect(share).toBeLessThan(1);
      last = provided.value;
    }
  });
});

describe("sumSurvival", () => {
  it("keeps its error bound against the closed form", () => {
    const scale = virtualScale(unit, 0);
    for (const n of [4, 6, 12]) {
      const law = sumSurvival(Array.from({ length: n }, () => ({ scale, window: [0, 1] as const })));
      for (const z of [0.5, 0.31 * n, 0.5 * n, 0.83 * n]) {
        let [below, binomial] = [0, 1];
        for (let j = 0; j < Math.min(z, n - z); j++) {
          below += (j % 2 === 0 ? 1 : -1) * binomial * (Math.min(z, n - z) - j) ** n;
          binomial = (binomial * (n - j)) / (j + 1);
        }
        const small = below / factorial(n);
        const expected = z < n / 2 ? 1 - small : small;
        expect(Math.abs(law.atLeast(z) - expected)).toBeLessThan(law.error + 1e-12);
      }
    }
  });
});

describe("a good that is never worth its cost", () => {
  it("is refused, whatever the number of contributors", () => {
    for (const n of [2, 3, 7]) {
      const values = Array.from({ length: n }, () => uniform(0, 1));
      expect(() => publicGood({ values, cost: n })).toThrow(expect.objectContaining({ code: "no-gains" }));
      expect(() => publicGood({ values, cost: 2 * n })).toThrow(
        expect.objectContaining({ code: "no-gains" }),
      );
    }
  });
});

describe("a good that is always worth its cost", () => {
  it("is paid by what everybody gives at least, with errors that are numbers", () => {
    const values = [uniform(1, 2), uniform(1, 2), uniform(1, 2)];
    const { welfare, vcg, decision } = publicGood({ values, cost: 1.5 });
    // E Σ − 3/2 = 3; the largest surplus is what the lowest types pay, 3 · 1 − 3/2.
    expect(Math.abs(welfare.value - 3)).toBeLessThanOrEqual(welfare.error);
    expect(Math.abs(vcg.surplus.value - 3 / 2)).toBeLessThanOrEqual(vcg.surplus.error);
    expect(vcg.surplus.error).toBeLessThan(1e-11);
    expect(decision.status).toBe("exists");
    const { gains } = secondBestProvision({ values, cost: 1.5 });
    expect(Math.abs(gains.value - 3)).toBeLessThanOrEqual(gains.error);
  });
});
