import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  asymmetricFirstPrice,
  fromTrajectory,
} from "../../../src/intervals/auctions/asymmetric-first-price.js";
import { largestDeviation } from "../../../src/intervals/auctions/bid-residual.js";
import { bidTrajectory } from "../../../src/intervals/auctions/bid-trajectory.js";
import { equilibriumBids } from "../../../src/intervals/auctions/equilibrium-bids.js";
import { extrapolatedStep } from "../../../src/intervals/auctions/extrapolation.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { power } from "../../../src/intervals/families/power.js";
import { truncated } from "../../../src/intervals/families/restricted.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { integrate } from "../../../src/numeric/quadrature/index.js";

/**
 * U[0, 1] against U[0, 2]: the conditions φ_1′(φ_2 − b) = φ_1 and φ_2′(φ_1 − b) = φ_2 add up to a total derivative, (φ_1 − b)(φ_2 − b) = b²,
 * which leaves φ_i′ = φ_i(φ_i − b)/b²: φ_i = 2b/(1 + k_i b²) with k_1 = 3/4 = −k_2 from the top bid 2/3.
 */
const inverseBid = (k: number, b: number) => (2 * b) / (1 + k * b * b);
const bidOf = (k: number, v: number) => (1 - Math.sqrt(1 - k * v * v)) / (k * v);
/** 2/3 − ∫ 2b²/(1 − 9b⁴/16) db over [0, 2/3]. */
const REVENUE = 2 / 3 - (8 / (3 * Math.sqrt(3))) * (Math.atanh(1 / Math.sqrt(3)) - Math.PI / 6);

describe("two different uniform bidders", () => {
  const equilibrium = asymmetricFirstPrice([uniform(0, 1), uniform(0, 2)]);

  test("the closed form itself satisfies the conditions, and its revenue is the integral", () => {
    for (const b of [0.1, 0.4, 0.6]) {
      const [one, two] = [inverseBid(0.75, b), inverseBid(-0.75, b)];
      expect((one - b) * (two - b)).toBeCloseTo(b * b, 14);
      expect(bidOf(0.75, one)).toBeCloseTo(b, 13);
    }
    const unsold = integrate((b) => (inverseBid(0.75, b) * inverseBid(-0.75, b)) / 2, 0, 2 / 3).value;
    expect(2 / 3 - unsold).toBeCloseTo(REVENUE, 14);
  });

  test("top bid, bids, shares and revenue", () => {
    const { topBid, bid, bidBelow, revenue, wins } = equilibrium;
    expect(topBid).toBeCloseTo(2 / 3, 13);
    for (const share of [0.001, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999, 1]) {
      expect(Math.abs(bid(0, share) - bidOf(0.75, share))).toBeLessThan(2e-10);
      expect(Math.abs(bid(1, 2 * share) - bidOf(-0.75, 2 * share))).toBeLessThan(2e-10);
      const b = share * topBid;
      expect(Math.abs(bidBelow(0, b) - inverseBid(0.75, b))).toBeLessThan(1e-9);
    }
    expect(Math.abs(revenue.value - REVENUE)).toBeLessThanOrEqual(revenue.error);
    expect(revenue.error).toBeLessThan(1e-11);
    // Pr(1 wins) = ∫ F_2(φ_2) dF_1(φ_1).
    const [k, slope] = [0.75, (b: number) => (2 * (1 - 0.75 * b * b)) / (1 + 0.75 * b * b) ** 2];
    const first = integrate((b) => (inverseBid(-k, b) / 2) * slope(b), 0, 2 / 3).value;
    expect(wins[0]).toBeCloseTo(first, 11);
    expect(wins[0] + wins[1]).toBeCloseTo(1, 14);
  });

  test("what a deviation gains is rounding", () => {
    expect(equilibrium.residual.gain).toBeLessThan(1e-13);
  });

  test("bids 5 per cent too low are found out", () => {
    const { nodes, bid, bidBelow } = equilibrium;
    const {
      gain,
      bidder,
      value,
      bid: better,
    } = largestDeviation(nodes, 0, (i, v) => 0.95 * bid(i, v), bidBelow);
    const own = 0.95 * bid(bidder, value);
    const other = bidder === 0 ? 1 : 0;
    expect(gain).toBeGreaterThan(1e-4);
    expect((value - better) * bidBelow(other, better) - (value - own) * bidBelow(other, own)).toBeCloseTo(
      gain,
      14,
    );
  });

  test("lowest values that differ: top bid (h1 h2 − m²)/(h1 + h2 − 2m), m = (l1 + l2)/2", () => {
    for (const [l, h] of [
      [0.2, 1.2],
      [0.5, 1.5],
      [0.9, 1],
    ]) {
      const { topBid, lowestBid, residual } = asymmetricFirstPrice([uniform(0, 1), uniform(l, h)]);
      expect(lowestBid).toBeCloseTo(l / 2, 7);
      expect(topBid).toBeCloseTo((h - (l / 2) ** 2) / (1 + h - l), 12);
      expect(residual.gain).toBeLessThan(1e-11);
    }
  });
});

describe("a top bid that is not the equilibrium's", () => {
  test("leaves a gain: U[0, 1] against U[9/10, 1] from 0.73 instead of 0.725", () => {
    const pair = [uniform(0, 1), uniform(0.9, 1)] as const;
    const { nodes, error, end } = bidTrajectory(pair, 0.73, 0.45, 0.01);
    expect(end).toBe("early");
    const { residual } = fromTrajectory(pair, nodes, 0.45, error);
    // The value 9/10 earns b*(9/10 − b*) with b* = 0.524; bidding 0.45 it earns 0.2025.
    const stop = nodes[nodes.length - 1].bid;
    expect(residual).toMatchObject({ bidder: 1, gain: expect.closeTo(0.2025 - stop * (0.9 - stop), 4) });
  });
});

describe("other pairs", () => {
  test.each([0, 0.5])("alike bidders bid as in the symmetric equilibrium, reserve %d", (reserve) => {
    for (const distribution of [uniform(0, 1), power(2, 0, 1)]) {
      const { bid } = asymmetricFirstPrice([distribution, distribution], { reserve });
      const symmetric = equilibriumBids("first-price", { distribution, bidders: 2, reserve });
      for (const v of [0.51, 0.6, 0.8, 1])
        expect(Math.abs(bid(0, v) - symmetric.bid(v).value)).toBeLessThan(1e-10);
    }
  });

  test("powers with one lowest value: equilibrium up to rounding, increasing bids below values", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 1, 2, 3),
        fc.constantFrom(1, 1.5, 3),
        fc.constantFrom(0, 0.2),
        (exponent, high, reserve) => {
          const pair = [power(exponent, 0, 1), uniform(0, high)] as const;
          const { bid, residual, topBid, lowestBid } = asymmetricFirstPrice(pair, { reserve });
          expect(residual.gain).toBeLessThan(1e-10);
          pair.forEach(({ support }, i) => {
            const own = bid(i as 0 | 1, support[1]);
            expect(own).toBeCloseTo(topBid, 12);
            const values = [0.05, 0.2, 0.5, 0.9].map((share) => lowestBid + share * (support[1] - lowestBid));
            values.forEach((v, k) => {
              expect(bid(i as 0 | 1, v)).toBeLessThan(v);
              if (k > 0) expect(bid(i as 0 | 1, v)).toBeGreaterThan(bid(i as 0 | 1, values[k - 1]));
            });
          });
        },
      ),
      { numRuns: 6 },
    );
  });

  test("moving and stretching money moves and stretches bids", () => {
    const base = asymmetricFirstPrice([uniform(0, 1), uniform(0, 2)]);
    const moved = asymmetricFirstPrice([uniform(5, 15), uniform(5, 25)]);
    expect(moved.topBid).toBeCloseTo(5 + 10 * base.topBid, 11);
    expect(moved.bid(0, 12)).toBeCloseTo(5 + 10 * base.bid(0, 0.7), 8);
  });
});

describe("bad input", () => {
  const U = uniform(0, 1);
  test.each([
    ["atoms", [U, mixture([0.5, 0.5], [U, discrete([1], [1])])], /atom at 1/],
    ["no highest value", [exponential(1), U], /truncate/],
    ["a gap", [U, mixture([0.5, 0.5], [U, uniform(2, 3)])], /gap below 2/],
    ["a bidder who cannot win", [U, uniform(5, 6)], /No bid above 1/],
  ] as const)("%s", (_, pair, message) => {
    expect(() => asymmetricFirstPrice(pair)).toThrow(message);
  });
});

describe("the integrator", () => {
  test("y′ = y over 1 to rounding; a field that is undefined on the way gives NaN", () => {
    const { y, error } = extrapolatedStep((x, out) => out.set(x), Float64Array.of(1), 0.5, 7, [0]);
    expect(y[0]).toBeCloseTo(Math.exp(0.5), 14);
    expect(error).toBeLessThan(1e-12);
    const broken = extrapolatedStep((x, out) => out.set([Math.sqrt(-x[0])]), Float64Array.of(1), 0.5, 7, [0]);
    expect(broken.error).toBeNaN();
  });
});

describe("hard densities", () => {
  const bidsFollow = (pair: readonly [Distribution, Distribution]) => {
    const { bid, bidBelow, residual, topBid } = asymmetricFirstPrice(pair);
    expect(residual.gain).toBeLessThan(1e-7 * topBid);
    for (const i of [0, 1] as const)
      for (const p of [0.1, 0.3, 0.5, 0.7, 0.9]) {
        const own = bid(i, pair[i].quantile(p));
        if (!Number.isNaN(own)) expect(bidBelow(i, own)).toBeCloseTo(p, 7);
      }
  };

  test("infinite at the top: values are followed all the same", () => {
    bidsFollow([uniform(0, 2.154), beta(2, 0.5, 0, 2.365)]);
  });

  test("hardly any probability in the upper half of the support", () => {
    bidsFollow([uniform(0, 1), truncated(normal(0.44, 0.077), 0, 3)]);
  });

  test("nodes that do not follow the distribution show in the residual", () => {
    const pair = [uniform(0, 1), uniform(0, 2)] as const;
    const { nodes, error } = bidTrajectory(pair, 2 / 3, 0, 0.01);
    const other = [uniform(0, 1), power(2, 0, 2)] as const;
    expect(fromTrajectory(other, nodes, 0, error).residual.gain).toBeGreaterThan(0.05);
  });

  test("where the conditions cannot be solved it says so", () => {
    const pair = [
      mixture([0.3, 0.7], [truncated(logNormal(0.2, 0.7372), 0, 3e6), power(7, 239_300, 2_154_000)]),
      truncated(logNormal(0.2989, 0.4934), 0, 3e6),
    ] as const;
    expect(() => asymmetricFirstPrice(pair)).toThrow(expect.objectContaining({ code: "no-convergence" }));
  });
});
