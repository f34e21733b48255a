import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { optimalAuction } from "../../../src/intervals/auctions/optimal-auction.js";
import { virtualValues } from "../../../src/intervals/auctions/virtual-value.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { power } from "../../../src/intervals/families/power.js";
import { truncated } from "../../../src/intervals/families/restricted.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { integrate } from "../../../src/numeric/quadrature/index.js";
import { distributions, KINKED, smooth } from "./distributions.js";

const copies = <T>(count: number, one: T) => Array.from({ length: count }, () => one);
const U = uniform(0, 1);

/** n ∫ over [r, 1] of (2v − 1) v^(n−1) dv with r = 1/2. */
const uniformRevenue = (n: number) => n * ((2 * (1 - 0.5 ** (n + 1))) / (n + 1) - (1 - 0.5 ** n) / n);

describe("the optimal auction in closed form", () => {
  test.each([
    [1, 1 / 4],
    [2, 5 / 12],
    [3, 17 / 32],
    [10, uniformRevenue(10)],
    [1000, uniformRevenue(1000)],
  ])("U[0, 1], %i bidders", (n, revenue) => {
    const { payoff, bidders, probabilityOfSale, welfare } = optimalAuction(copies(n, U));
    expect(Math.abs(payoff.value - revenue)).toBeLessThan(1e-12);
    expect(Math.abs(payoff.value - revenue)).toBeLessThanOrEqual(payoff.error + 1e-15);
    expect(bidders[0].reserve).toBeCloseTo(1 / 2, 14);
    expect(probabilityOfSale).toBeCloseTo(1 - 0.5 ** n, 14);
    expect(welfare().value).toBeCloseTo((n / (n + 1)) * (1 - 0.5 ** (n + 1)), 12);
  });

  test("a seller's own value: U[0, 1], two bidders, v0 = 1/5", () => {
    // v0 + ∫ over [v0, 1] of 1 − ((1 + z)/2)² dz.
    const { payoff, revenue, probabilityOfSale } = optimalAuction([U, U], { sellerValue: 0.2 });
    const exactPayoff = 0.2 + 0.8 - (8 - 1.2 ** 3) / 12;
    expect(payoff.value).toBeCloseTo(exactPayoff, 13);
    expect(revenue.value).toBeCloseTo(exactPayoff - 0.2 * 0.36, 13);
    expect(probabilityOfSale).toBeCloseTo(1 - 0.36, 13);
  });

  // ∫ over z ≥ 0 of 1 − (1 − e^{−(z + m)/m})³ dz = m (3 e⁻¹ − 3 e⁻²/2 + e⁻³/3).
  test.each([1, 3, 1e-3, 1e6])("exponential of mean %d, three bidders", (mean) => {
    const { payoff, bidders } = optimalAuction(copies(3, exponential(mean)));
    const revenue = mean * (3 * Math.exp(-1) - 1.5 * Math.exp(-2) + Math.exp(-3) / 3);
    expect(Math.abs(payoff.value - revenue) / mean).toBeLessThan(1e-11);
    expect(bidders[0].reserve / mean).toBeCloseTo(1, 12);
    if (mean === 3) expect(payoff.value).toBeCloseTo(2.7517, 4);
  });

  test("U[0, 1] against U[0, 2]: 31/48", () => {
    // ∫ over [0, 1] of 1 − (z + 1)(z + 2)/8 and over [1, 2] of 1 − (z + 2)/4.
    const { payoff, bidders } = optimalAuction([U, uniform(0, 2)]);
    expect(payoff.value).toBeCloseTo(31 / 48, 13);
    expect(bidders.map(({ reserve }) => reserve)).toEqual([0.5, 1].map((r) => expect.closeTo(r, 13)));
    expect(bidders[1].allocation(1.5)).toBeCloseTo(1, 13);
    expect(bidders[1].allocation(1.2)).toBeCloseTo(0.7, 13);
    expect(bidders[0].allocation(0.75)).toBeCloseTo(0.625, 13);
  });

  test("the kinked example, two bidders: ironed types share", () => {
    // ψ dF² on [5/8, 7/8], 1/2 on the ironed interval, ψ dF² on [5/4, 2]; F = 4v/5, then 3/5 + v/5.
    const lower = 1.28 * ((2 / 3) * (0.875 ** 3 - 0.625 ** 3) - 0.625 * (0.875 ** 2 - 0.625 ** 2));
    const middle = (0.85 ** 2 - 0.7 ** 2) / 2;
    const primitive = (v: number) => 0.8 * (-0.6 * v + (0.4 / 2) * v ** 2 + (0.2 / 3) * v ** 3);
    const upper = primitive(2) - primitive(1.25);
    const { payoff, bidders } = optimalAuction([KINKED, KINKED]);
    expect(Math.abs(payoff.value - (lower + middle + upper))).toBeLessThan(1e-12);
    expect(bidders[0].reserve).toBeCloseTo(5 / 8, 13);
    expect(bidders[0].allocation(1)).toBeCloseTo((0.7 + 0.85) / 2, 12);
    // U(5/4) = ∫ 4v/5 over [5/8, 7/8] + 31/40 · 3/8.
    expect(bidders[0].utility(1.25).value).toBeCloseTo(0.4 * (0.875 ** 2 - 0.625 ** 2) + 0.775 * 0.375, 12);
  });

  test("one bidder faces a posted price; nobody is sold to when the seller values the object most", () => {
    const { bidders, allocation } = optimalAuction([power(2, 0, 1)]);
    expect(bidders[0].payment(0.9)).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect([allocation([0.5]), allocation([0.6])]).toEqual([[0], [1]]);
    const none = optimalAuction([U, U], { sellerValue: 2 });
    expect([none.payoff.value, none.revenue.value, none.probabilityOfSale]).toEqual([2, 0, 0]);
  });

  test("ties are shared equally, at the reserve the object is sold", () => {
    const { allocation } = optimalAuction([KINKED, KINKED, U]);
    expect(allocation([0.9, 1.2, 0.1])).toEqual([0.5, 0.5, 0]);
    expect(allocation([0, 0, 0.4])).toEqual([0, 0, 0]);
    const sold = optimalAuction([discrete([1, 2], [0.5, 0.5])]);
    expect(sold.probabilityOfSale).toBe(1);
  });
});

describe("hard to see, far from 1", () => {
  test.each([1e-9, 1e9])("the unit of money does not matter: %d", (unit) => {
    const { payoff, welfare } = optimalAuction([uniform(0, unit), uniform(0, 2 * unit)]);
    expect(payoff.value / unit).toBeCloseTo(31 / 48, 13);
    expect(payoff.error / unit).toBeLessThan(1e-13);
    // ∫ v (v + 1/2)/2 dv over [1/2, 1] + ½ ∫ v (v − 1/2) dv over [1, 3/2] + ½ ∫ v dv over [3/2, 2].
    expect(welfare().value / unit).toBeCloseTo(11 / 12, 13);
  });

  test("a peak of width 1/2000 with 2 per cent of the probability", () => {
    const peak = truncated(normal(1.7, 0.0005), 0, 2);
    const values = mixture([0.98, 0.02], [uniform(0, 2), peak]);
    const { payoff, bidders } = optimalAuction([values]);
    // One bidder: the price 1/0.98 is best, below the peak: p(1 − 0.49p) = 1/1.96.
    expect(payoff.value).toBeCloseTo(1 / 1.96, 12);
    const [{ from, to, level }] = bidders[0].values.ironedIntervals;
    // Three equations of the common tangent: its slope at both ends and along it.
    const { virtualValue } = bidders[0].values;
    expect([virtualValue(from), virtualValue(to)]).toEqual([level, level].map((x) => expect.closeTo(x, 7)));
    const rest = (v: number) => 1 - values.cdf(v);
    expect((from * rest(from) - to * rest(to)) / (rest(from) - rest(to))).toBeCloseTo(level, 10);
  });
});

describe("laws of the optimal auction", () => {
  const markets = fc.array(distributions, { minLength: 1, maxLength: 3 });

  test("expected payments add up to the revenue; the error is honoured", () => {
    fc.assert(
      fc.property(fc.array(smooth, { minLength: 1, maxLength: 2 }), (list) => {
        const { bidders, groups, revenue } = optimalAuction(list);
        let [total, error] = [0, revenue.error];
        groups.forEach(({ members, count }) => {
          const { payment, values, reserve } = bidders[members[0]];
          // Payments jump where some ironed virtual value does; the outer integral sees its own kinks only.
          const kinks = bidders.flatMap((other) =>
            other.values.kinks.levels.map((z) => values.reaching(z).value),
          );
          const paid = expectation(values.distribution, payment, {
            breakpoints: [...kinks, ...values.kinks.values, reserve],
            tolerance: 1e-9,
            mostEvaluations: 3000,
          });
          total += count * paid.value;
          error += count * paid.error;
        });
        expect(Math.abs(total - revenue.value)).toBeLessThan(2e-8 + error);
      }),
      { numRuns: 12 },
    );
  });

  test("no value gains by passing for another, interim allocations are monotone, utilities their integrals", () => {
    fc.assert(
      fc.property(markets, fc.double({ min: 0, max: 0.5, noNaN: true }), (list, sellerValue) => {
        const { bidders } = optimalAuction(list, { sellerValue });
        for (const { values, allocation, payment, utility } of bidders) {
          const at = Array.from(
            { length: 9 },
            (_, k) => values.range.low + (k / 8) * (values.range.top - values.range.low),
          );
          const [shares, payments] = [at.map(allocation), at.map(payment)];
          at.forEach((v, k) => {
            if (k > 0) expect(shares[k]).toBeGreaterThanOrEqual(shares[k - 1] - 1e-12);
            expect(v * shares[k] - payments[k]).toBeCloseTo(utility(v).value, 9);
            shares.forEach((share, j) => {
              expect(v * share - payments[j]).toBeLessThanOrEqual(v * shares[k] - payments[k] + 1e-9);
            });
          });
        }
      }),
      { numRuns: 15 },
    );
  });

  test("welfare by rents is E[v Q] and the shares of winning add up to the probability of sale", () => {
    fc.assert(
      fc.property(fc.array(smooth, { minLength: 1, maxLength: 2 }), (list) => {
        const { bidders, groups, welfare, probabilityOfSale } = optimalAuction(list);
        const over = (g: (v: number, share: number) => number) =>
          groups.reduce((sum, { members, count }) => {
            const { allocation, values } = bidders[members[0]];
            const kinks = bidders.flatMap((other) =>
              other.values.kinks.levels.map((z) => values.reaching(z).value),
            );
            const own = expectation(values.distribution, (v) => g(v, allocation(v)), {
              breakpoints: [...values.kinks.values, ...kinks],
              tolerance: 1e-10,
            });
            return sum + count * own.value;
          }, 0);
        expect(over((v, share) => v * share)).toBeCloseTo(welfare().value, 8);
        expect(over((_, share) => share)).toBeCloseTo(probabilityOfSale, 8);
      }),
      { numRuns: 20 },
    );
  });

  test("one bidder: the best posted price, by brute force", () => {
    fc.assert(
      fc.property(distributions, fc.double({ min: 0, max: 1, noNaN: true }), (distribution, sellerValue) => {
        const { payoff } = optimalAuction([distribution], { sellerValue });
        const { low, top } = virtualValues(distribution).range;
        const prices = [
          ...Array.from({ length: 2001 }, (_, k) => low + ((top - low) * k) / 2000),
          ...distribution.breakpoints,
        ];
        const atLeast = (p: number) =>
          1 - distribution.cdf(p) + (distribution.atoms.find(({ at }) => at === p)?.mass ?? 0);
        const best = Math.max(
          ...prices.map((p) => sellerValue + (p - sellerValue) * atLeast(p)),
          sellerValue,
        );
        expect(payoff.value).toBeGreaterThanOrEqual(best - 1e-10);
        expect(payoff.value).toBeLessThanOrEqual(best + 2e-3);
      }),
      { numRuns: 60 },
    );
  });

  test("alike bidders: the one-dimensional integral over values agrees with the one over levels", () => {
    fc.assert(
      fc.property(smooth, fc.integer({ min: 1, max: 40 }), (distribution, n) => {
        const { payoff, bidders } = optimalAuction(copies(n, distribution));
        const { ironed, kinks } = bidders[0].values;
        const density = (v: number) => n * distribution.cdf(v) ** (n - 1) * distribution.density(v);
        const value = distribution.pieces.reduce(
          (sum, [from, to]) =>
            sum +
            integrate((v) => (density(v) === 0 ? 0 : Math.max(0, ironed(v)) * density(v)), from, to, {
              breakpoints: [...kinks.values, bidders[0].reserve],
            }).value,
          0,
        );
        expect(payoff.value).toBeCloseTo(value, 9);
      }),
      { numRuns: 40 },
    );
  });

  test("renaming bidders, splitting a group by equal copies and moving money change nothing", () => {
    const first = optimalAuction([U, uniform(0, 2), U]);
    const second = optimalAuction([uniform(0, 1), uniform(0, 1), uniform(0, 2)]);
    expect(second.groups).toHaveLength(2);
    expect(first.payoff.value).toBe(second.payoff.value);
    const moved = optimalAuction([uniform(5, 6), uniform(5, 7), uniform(5, 6)], { sellerValue: 5 });
    expect(moved.payoff.value - 5).toBeCloseTo(first.payoff.value, 13);
  });
});

describe("bad input", () => {
  test("no bidders, a seller's value or a profile that is no number", () => {
    expect(() => optimalAuction([])).toThrow(/at least one bidder/);
    expect(() => optimalAuction([U], { sellerValue: Number.NaN })).toThrow(/finite number/);
    expect(() => optimalAuction([U, U]).allocation([0.5])).toThrow(/one value for each of the 2 bidders/);
    expect(() => optimalAuction([U]).allocation([Number.NaN])).toThrow(/profile/);
  });

  test("the bidder with the infinite expectation is named", () => {
    const heavy: Distribution = { ...exponential(1), name: "heavy", mean: Infinity };
    expect(() => optimalAuction([U, heavy])).toThrow(/bidders\[1\]/);
  });
});
