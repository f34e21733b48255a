import { describe, expect, test } from "vitest";
import { bestResponseGap } from "../../../src/intervals/auctions/best-response-gap.js";
import { type AuctionFormat, equilibriumBids } from "../../../src/intervals/auctions/equilibrium-bids.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { power } from "../../../src/intervals/families/power.js";
import { restricted, truncated } from "../../../src/intervals/families/restricted.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

const U = uniform(0, 1);
const FORMATS: readonly AuctionFormat[] = ["first-price", "second-price", "all-pay"];

describe("best responses", () => {
  test("nobody gains from another bid in equilibrium", () => {
    for (const distribution of [U, uniform(2, 3), exponential(1)])
      for (const format of FORMATS)
        for (const reserve of [0, 0.5]) {
          const setting = { distribution, bidders: 3, reserve };
          const bids = equilibriumBids(format, setting);
          const { gain, error } = bestResponseGap(format, (v) => bids.bid(v).value, setting);
          expect(gain).toBeLessThan(1e-12);
          expect(error).toBeLessThan(1e-12);
        }
  });

  test("the war of attrition", () => {
    const setting = { distribution: exponential(1), bidders: 2 };
    expect(bestResponseGap("war-of-attrition", (v) => (v * v) / 2, setting).gain).toBeLessThan(1e-10);
    expect(bestResponseGap("war-of-attrition", (v) => v * v, setting).gain).toBeGreaterThan(0.01);
  });

  test("bids of 3v/5 instead of v/2: the highest value gains 1/60 by bidding 1/2", () => {
    // Value 1 bids b for a gain of (1 − b)·5b/3: at b = 1/2 5/12, against 2/5.
    const { gain, value, bid } = bestResponseGap("first-price", (v) => 0.6 * v, {
      distribution: U,
      bidders: 2,
    });
    expect(gain).toBeCloseTo(1 / 60, 10);
    expect(value).toBeCloseTo(1, 8);
    expect(bid).toBeCloseTo(1 / 2, 4);
  });

  test("truthful bids in a first-price auction, equilibrium bids of the wrong number of bidders, a forgotten reserve", () => {
    expect(bestResponseGap("first-price", (v) => v, { distribution: U, bidders: 2 }).gain).toBeCloseTo(
      1 / 4,
      10,
    );
    expect(
      bestResponseGap("first-price", (v) => v / 2, { distribution: U, bidders: 3 }).gain,
    ).toBeGreaterThan(0.01);
    const forgotten = bestResponseGap("first-price", (v) => 0.5 + v / 2, {
      distribution: U,
      bidders: 2,
      reserve: 0.5,
    });
    // The value 1 bids the reserve instead of 1, and wins half the time.
    expect(forgotten.gain).toBeGreaterThanOrEqual(0.25);
    expect(forgotten.bid).toBeCloseTo(0.5, 6);
  });

  test("overbidding that loses money: staying out is better", () => {
    const { gain, imitates } = bestResponseGap("all-pay", (v) => v, { distribution: U, bidders: 2 });
    expect(gain).toBeGreaterThan(0.2);
    expect(imitates ?? 0).toBeCloseTo(0, 6);
  });

  test("second-price auctions with atoms: ties are shared, and payments are those of the envelope", () => {
    const coins = { distribution: discrete([1, 3], [0.5, 0.5]), bidders: 2 };
    const { allocation, payment, utility } = equilibriumBids("second-price", coins);
    expect([1, 3].map(allocation)).toEqual([expect.closeTo(1 / 4, 15), expect.closeTo(3 / 4, 15)]);
    expect([1, 3].map(payment)).toEqual([expect.closeTo(1 / 4, 15), expect.closeTo(5 / 4, 15)]);
    expect(utility(3)).toBeCloseTo(1, 14);
    for (const reserve of [0, 0.5, 0.7]) {
      const setting = {
        distribution: mixture([0.5, 0.3, 0.2], [U, discrete([0.5], [1]), discrete([2], [1])]),
        bidders: 4,
        reserve,
      };
      const sale = equilibriumBids("second-price", setting);
      for (const v of [0.5, 0.7, 0.9, 2])
        if (v >= reserve) expect(v * sale.allocation(v) - sale.payment(v)).toBeCloseTo(sale.utility(v), 12);
      expect(bestResponseGap("second-price", (v) => v, setting).gain).toBeLessThan(1e-12);
    }
  });

  test("payments where the density is infinite inside the support", () => {
    const steep = mixture([0.5, 0.5], [power(0.3, 1, 2), power(1.5, 0, 2)]);
    const setting = { distribution: steep, bidders: 3 };
    const [sealed, open] = (["first-price", "second-price"] as const).map((f) => equilibriumBids(f, setting));
    for (const v of [0.5, 1.001, 1.4, 2]) expect(open.payment(v)).toBeCloseTo(sealed.payment(v), 11);
    // A reserve with little probability below it, to which quantiles only come back up to rounding.
    const scarce = { distribution: beta(5, 0.8, 0.009579, 0.02724), bidders: 10, reserve: 0.012 };
    const pays = equilibriumBids("second-price", scarce);
    const bid = equilibriumBids("first-price", scarce).payment(0.027);
    expect(pays.payment(0.027)).toBeCloseTo(bid, 14);
  });

  test("bids are level across a gap of the support, which no value is in; a single bidder bids the reserve", () => {
    const apart = restricted(uniform(0, 4), [
      [0, 1],
      [3, 4],
    ]);
    for (const format of FORMATS)
      for (const reserve of [0, 2]) {
        const setting = { distribution: apart, bidders: 3, reserve };
        const { bid } = equilibriumBids(format, setting);
        const { gain, value } = bestResponseGap(format, (v) => bid(v).value, setting);
        expect(gain).toBeLessThan(1e-12);
        expect(value <= 1 || value >= 3).toBe(true);
      }
    const wrong = bestResponseGap("first-price", (v) => (v < 2 ? v / 2 : v / 3), {
      distribution: apart,
      bidders: 2,
    });
    expect(wrong.gain).toBeGreaterThan(0.1);
    const alone = { distribution: U, bidders: 1, reserve: 0.5 };
    expect(bestResponseGap("first-price", () => 0.5, alone).gain).toBe(0);
  });

  test("bids that crowd where a heavy tail has no probability; values up to a million times the median", () => {
    for (const distribution of [logNormal(0, 2), truncated(logNormal(0, 0.5), 0, 1e6)]) {
      const setting = { distribution, bidders: 4 };
      const { bid } = equilibriumBids("first-price", setting);
      expect(bestResponseGap("first-price", (v) => bid(v).value, setting).gain).toBeLessThan(1e-9);
      const shy = bestResponseGap("first-price", (v) => 0.8 * bid(v).value, setting);
      expect(shy.gain).toBeGreaterThan(0.01);
    }
  });

  test("a bid function that falls is refused with the place", () => {
    expect(() => bestResponseGap("first-price", (v) => v * (1 - v), { distribution: U, bidders: 2 })).toThrow(
      /not increasing/,
    );
  });
});
