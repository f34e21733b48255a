import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissolutionBidding } from "../../../src/intervals/efficiency/dissolution-bidding.js";
import { dissolvableShares } from "../../../src/intervals/efficiency/dissolvable-shares.js";
import {
  dissolutionSurplus,
  easiestShares,
  partners,
  partnership,
} from "../../../src/intervals/efficiency/partnership.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

const unit = uniform(0, 1);

describe("partnership", () => {
  it("has worst-off types with Q = r and surplus (n − 1)/(n(n + 1)) − … of the closed form for uniform values", () => {
    const shares = [0.5, 0.3, 0.2];
    const { decision } = partnership([unit, unit, unit], shares);
    // net(r) = (x³ + 2)/3 − r x at x = √r, so Σ net − 2·3/4 = 1/2 − (2/3) Σ r^{3/2}.
    const closed = 0.5 - (2 / 3) * shares.reduce((sum, r) => sum + r ** 1.5, 0);
    expect(Math.abs(decision.surplus.value - closed)).toBeLessThan(1e-13);
    decision.least.forEach(({ worstOff }, i) => {
      expect(worstOff.type).toBeCloseTo(Math.sqrt(shares[i]), 10);
    });
  });

  it("cannot be dissolved when one owns all", () => {
    expect(partnership([unit, unit], [1, 0]).decision.status).toBe("impossible");
  });

  it("loses surplus as shares become more unequal", () => {
    const problem = partners([unit, unit, unit]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (u, v, t) => {
          const [a, b] = [Math.min(u, v), Math.max(u, v)];
          const shares = [a, b - a, 1 - b];
          const closer = shares.map((r) => r + t * (1 / 3 - r));
          expect(dissolutionSurplus(problem, closer).value).toBeGreaterThanOrEqual(
            dissolutionSurplus(problem, shares).value - 1e-12,
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it("refuses shares that do not add up to 1 or do not fit", () => {
    expect(() => partnership([unit, unit], [0.5, 0.6])).toThrow(/adding up to 1/);
    expect(() => partnership([unit, unit], [1.5, -0.5])).toThrow(/adding up to 1/);
    expect(() => partnership([unit, unit], [1])).toThrow(/adding up to 1/);
    expect(() => partnership([unit], [1])).toThrow(/at least two/);
  });
});

describe("dissolvableShares", () => {
  it("is (1 ± 1/√3)/2 for two uniform partners, with 1/12 in the middle", () => {
    const { boundary, easiest } = dissolvableShares([unit, unit]);
    expect(Math.abs(boundary[0].shares[0] - (1 - 1 / Math.sqrt(3)) / 2)).toBeLessThan(1e-13);
    expect(Math.abs(boundary[1].shares[0] - (1 + 1 / Math.sqrt(3)) / 2)).toBeLessThan(1e-13);
    expect(easiest.surplus).toBeCloseTo(1 / 12, 13);
  });

  it("has Σ r^{3/2} = 3/4 on the curve for three uniform partners", () => {
    const { boundary } = dissolvableShares([unit, unit, unit], { points: 30 });
    for (const { shares, onEdge } of boundary) {
      const sum = shares.reduce((total, r) => total + r ** 1.5, 0);
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 13);
      if (onEdge) expect(sum).toBeLessThan(0.75);
      else expect(Math.abs(sum - 0.75)).toBeLessThan(1e-12);
    }
    expect(boundary.some(({ onEdge }) => onEdge)).toBe(true);
    expect(boundary.some(({ onEdge }) => !onEdge)).toBe(true);
  });

  it("surrounds the easiest shares, which nothing near beats, for unlike partners", () => {
    const laws = [unit, triangular(0, 1, 1.5), beta(2, 3)];
    const problem = partners(laws);
    const { shares } = easiestShares(problem);
    const most = dissolutionSurplus(problem, shares).value;
    for (const [i, j] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ]) {
      const moved = [...shares];
      moved[i] += 0.02;
      moved[j] -= 0.02;
      expect(dissolutionSurplus(problem, moved).value).toBeLessThan(most);
    }
    for (const point of dissolvableShares(laws, { points: 8 }).boundary)
      if (!point.onEdge)
        expect(Math.abs(dissolutionSurplus(problem, point.shares).value)).toBeLessThan(1e-11);
  });

  it("refuses four partners", () => {
    expect(() => dissolvableShares([unit, unit, unit, unit])).toThrow(/two or three/);
  });
});

describe("dissolutionBidding", () => {
  it("bids θ²/2 with two uniform partners, without side payments at equal shares", () => {
    const game = dissolutionBidding(unit, [0.5, 0.5]);
    expect(game.bid(0.6)).toBeCloseTo(0.18, 13);
    expect(game.sidePayments).toEqual([0, 0]);
    expect(game.margin).toBeCloseTo(1 / 24, 13);
    expect(game.utility(0, 0.5) - 0.25).toBeCloseTo(1 / 24, 13);
  });

  it("leaves nobody a better bid, and everyone the stated margin at the worst-off type", () => {
    for (const law of [unit, triangular(0, 0.3, 2), beta(2, 2)])
      for (const shares of [
        [0.5, 0.5],
        [0.5, 0.3, 0.2],
      ]) {
        const game = dissolutionBidding(law, shares);
        expect(game.sidePayments.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 13);
        const top = game.bid(law.support[1]);
        for (const partner of shares.keys())
          for (const type of [0.1, 0.5, 0.9].map(law.quantile)) {
            const told = game.utility(partner, type);
            expect(game.payoff(partner, type, game.bid(type))).toBeCloseTo(told, 9);
            for (let k = 0; k <= 12; k++)
              expect(game.payoff(partner, type, (k * top) / 10)).toBeLessThanOrEqual(told + 1e-10);
            expect(told - shares[partner] * type).toBeGreaterThanOrEqual(game.margin - 1e-10);
          }
      }
  });

  it("refuses negative values", () => {
    expect(() => dissolutionBidding(uniform(-1, 1), [0.5, 0.5])).toThrow(/values ≥ 0/);
  });
});

describe("partners whose values do not overlap", () => {
  it("have no easiest shares at one common type, and that is said", () => {
    const apart = partners([uniform(0, 1), uniform(5, 6)]);
    expect(() => easiestShares(apart)).toThrow(expect.objectContaining({ code: "no-common-type" }));
    // By hand the surplus is 4 r₁: who values it more should own less of it.
    expect(dissolutionSurplus(apart, [1 / 2, 1 / 2]).value).toBeCloseTo(2, 12);
    expect(dissolutionSurplus(apart, [1, 0]).value).toBeCloseTo(4, 12);
  });
});

describe("dissolutionBidding without a highest value", () => {
  it("bids ∫ u dF for exponential values, 1 − e^{−x}(1 + x), and nobody gains by another bid", () => {
    const value = exponential(1);
    const { bid, payoff, utility, sidePayments } = dissolutionBidding(value, [0.3, 0.7]);
    for (const x of [0, 0.2, 1, 5, 30]) expect(bid(x)).toBeCloseTo(1 - Math.exp(-x) * (1 + x), 14);
    expect(bid(Infinity)).toBeCloseTo(1, 14);
    expect(sidePayments[0] + sidePayments[1]).toBeCloseTo(0, 14);
    for (const x of [0.1, 1, 4])
      for (const offer of [0, 0.05, 0.3, 0.9, 1, 2])
        expect(payoff(0, x, offer)).toBeLessThanOrEqual(utility(0, x) + 1e-12);
  });
});

describe("dissolvableShares without a highest value", () => {
  it("stops before a share of 1, where the surplus is that of trade and not infinite", () => {
    const laws = [exponential(1), exponential(1), logNormal(0, 1)];
    const problem = partners(laws);
    const whole = dissolutionSurplus(problem, [0, 0, 1]).value;
    expect(whole).toBeLessThan(-0.5);
    expect(dissolutionSurplus(problem, [0, 5e-16, 1 - 5e-16]).value).toBeCloseTo(whole, 9);
    for (const { shares, onEdge } of dissolvableShares(laws, { points: 24 }).boundary) {
      const { value } = dissolutionSurplus(problem, shares);
      if (onEdge) expect(value).toBeGreaterThan(-1e-12);
      else expect(value).toBeCloseTo(0, 11);
    }
  });
});
