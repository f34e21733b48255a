import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestResponseGap } from "../../../src/intervals/auctions/best-response-gap.js";
import {
  type AuctionFormat,
  equilibriumBids,
  type SymmetricSetting,
} from "../../../src/intervals/auctions/equilibrium-bids.js";
import { interimEquivalence } from "../../../src/intervals/auctions/interim-equivalence.js";
import { optimalAuction } from "../../../src/intervals/auctions/optimal-auction.js";
import { secondPricePayoff } from "../../../src/intervals/auctions/second-price.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { smooth } from "./distributions.js";

const U = uniform(0, 1);
const FORMATS: readonly AuctionFormat[] = ["first-price", "second-price", "all-pay"];

describe("equilibrium bids in closed form", () => {
  test.each([2, 3, 10, 1000])("U[0, 1], %i bidders: first-price (n − 1)v/n, all-pay (n − 1)vⁿ/n", (n) => {
    const setting = { distribution: U, bidders: n };
    for (const v of [0.1, 0.5, 0.99, 1]) {
      expect(equilibriumBids("first-price", setting).bid(v).value).toBeCloseTo(((n - 1) / n) * v, 12);
      expect(equilibriumBids("all-pay", setting).bid(v).value).toBeCloseTo(((n - 1) / n) * v ** n, 12);
    }
  });

  test("a reserve: U[0, 1], two bidders, r = 1/2: (v² + r²)/(2v), all-pay (v² + r²)/2", () => {
    const setting = { distribution: U, bidders: 2, reserve: 0.5 };
    const first = equilibriumBids("first-price", setting);
    expect(first.bid(0.8).value).toBeCloseTo((0.64 + 0.25) / 1.6, 14);
    expect(first.bid(0.5).value).toBeCloseTo(0.5, 14);
    expect(first.bid(0.4).value).toBeNaN();
    expect(equilibriumBids("all-pay", setting).bid(0.8).value).toBeCloseTo((0.64 + 0.25) / 2, 14);
  });

  test("war of attrition: U[0, 1], two bidders: −v − ln(1 − v); exponential of mean m: v²/(2m)", () => {
    const bids = equilibriumBids("war-of-attrition", { distribution: U, bidders: 2 });
    expect(bids.bid(0.8).value).toBeCloseTo(-0.8 - Math.log(0.2), 12);
    const exponentials = equilibriumBids("war-of-attrition", { distribution: exponential(2), bidders: 2 });
    expect(exponentials.bid(3).value).toBeCloseTo(9 / 4, 12);
  });

  test("a single bidder bids the reserve", () => {
    const { bid, utility } = equilibriumBids("first-price", {
      distribution: uniform(2, 3),
      bidders: 1,
      reserve: 1,
    });
    expect(bid(2.5).value).toBeCloseTo(1, 14);
    expect(utility(2.5)).toBeCloseTo(1.5, 14);
  });

  test("values above the reserve: U[2, 3] bids like U[0, 1] above 2", () => {
    const { bid } = equilibriumBids("first-price", { distribution: uniform(2, 3), bidders: 4, reserve: 1 });
    expect(bid(2.6).value).toBeCloseTo(2.45, 13);
    expect(bid(2).value).toBe(2);
  });
});

describe("revenue equivalence", () => {
  const settings: fc.Arbitrary<SymmetricSetting> = fc.record({
    distribution: smooth,
    bidders: fc.integer({ min: 2, max: 5 }),
    reserve: fc.constantFrom(0, 0.3, 0.5),
  });

  test("interim payments computed from the bids differ by the constant 0", () => {
    fc.assert(
      fc.property(settings, ({ distribution, bidders, reserve }) => {
        const all = FORMATS.map((format) =>
          equilibriumBids(format, { distribution, bidders, reserve: reserve! }),
        );
        for (const other of all.slice(1)) {
          const { answer, bidders: compared } = interimEquivalence([distribution], [all[0]], [other]);
          expect(answer).toBe("payments-differ-by-a-constant");
          expect(compared[0].constant!.value).toBeCloseTo(0, 9);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("expected payments are the revenue of the second-price auction, by an integral over bids", () => {
    fc.assert(
      fc.property(settings, ({ distribution, bidders, reserve }) => {
        const { payment, lowest } = equilibriumBids("first-price", {
          distribution,
          bidders,
          reserve: reserve!,
        });
        const paid = expectation(distribution, payment, { breakpoints: [lowest], tolerance: 1e-10 });
        const { groups } = optimalAuction(Array.from({ length: bidders }, () => distribution));
        expect(bidders * paid.value).toBeCloseTo(secondPricePayoff(groups, { reserve: reserve! }).value, 8);
      }),
      { numRuns: 15 },
    );
  });

  test("the war of attrition pays the same too", () => {
    const setting = { distribution: U, bidders: 3 };
    const [war, sealed] = (["war-of-attrition", "second-price"] as const).map((f) =>
      equilibriumBids(f, setting),
    );
    for (const v of [0.2, 0.7, 0.95]) expect(war.payment(v)).toBeCloseTo(sealed.payment(v), 11);
  });

  test("an entry fee is the constant", () => {
    const sale = equilibriumBids("first-price", { distribution: U, bidders: 2 });
    const withFee = { ...sale, payment: (v: number) => sale.payment(v) + 0.125 };
    const { bidders } = interimEquivalence([U], [sale], [withFee]);
    expect(bidders[0].constant!.value).toBeCloseTo(0.125, 13);
  });

  test("different reserves: allocations differ, and where", () => {
    const [low, high] = [0.2, 0.6].map((reserve) =>
      equilibriumBids("first-price", { distribution: U, bidders: 2, reserve }),
    );
    const { answer, bidders } = interimEquivalence([U], [low], [high]);
    expect(answer).toBe("allocations-differ");
    const { value, first, second } = bidders[0].at!;
    expect(value).toBeGreaterThan(0.55);
    expect(value).toBeLessThan(0.6);
    expect([first, second]).toEqual([expect.closeTo(value, 12), 0]);
  });

  test("the second-price auction with reserve 1/2 is the optimal one; payments by the envelope when none are given", () => {
    const optimal = optimalAuction([U, U]).bidders;
    const sealed = equilibriumBids("second-price", { distribution: U, bidders: 2, reserve: 0.5 });
    const rule = { allocation: sealed.allocation, breakpoints: [0.5] };
    expect(interimEquivalence([U, U], optimal, [sealed, sealed]).answer).toBe(
      "payments-differ-by-a-constant",
    );
    const { bidders } = interimEquivalence([U, U], optimal, [rule, rule]);
    expect(bidders[1].constant!.value).toBeCloseTo(0, 10);
  });

  test("what happens at impossible values, or on which side of a jump, does not matter", () => {
    const apart = restricted(uniform(0, 4), [
      [0, 1],
      [3, 4],
    ]);
    const sale = equilibriumBids("second-price", { distribution: apart, bidders: 2, reserve: 3.5 });
    const odd = {
      allocation: (v: number) => (v > 1 && v < 3 ? 1 : v > 3.5 ? sale.allocation(v) : 0),
      payment: sale.payment,
      breakpoints: [3.5],
    };
    const { bidders } = interimEquivalence([apart], [{ ...sale, breakpoints: [3.5] }], [odd]);
    expect(bidders[0].constant!.value).toBe(0);
  });

  test("payments that are not incentive compatible are told apart", () => {
    const sale = equilibriumBids("first-price", { distribution: U, bidders: 2 });
    const squeezed = { ...sale, payment: (v: number) => sale.payment(v) * 1.1 };
    const { answer, bidders } = interimEquivalence([U], [sale], [squeezed]);
    expect(answer).toBe("payments-differ");
    expect(bidders[0].at!.second).toBeCloseTo(1.1 * bidders[0].at!.first, 12);
  });
});

describe("bad input", () => {
  test("atoms above the reserve have no increasing equilibrium; below it they do not matter", () => {
    const lumpy = mixture([0.5, 0.5], [U, discrete([0.5], [1])]);
    expect(() => equilibriumBids("first-price", { distribution: lumpy, bidders: 2 })).toThrow(
      /mixed in equilibrium/,
    );
    const setting = { distribution: lumpy, bidders: 2, reserve: 0.6 };
    const { bid } = equilibriumBids("first-price", setting);
    // F = 1/2 + v/2 above the atom.
    expect(bid(1).value).toBeCloseTo(1 - (0.2 + (1 - 0.36) / 4), 13);
    expect(bestResponseGap("first-price", (v) => bid(v).value, setting).gain).toBeLessThan(1e-12);
  });

  test("numbers of bidders, reserves", () => {
    for (const bidders of [0, 1.5, Number.NaN])
      expect(() => equilibriumBids("first-price", { distribution: U, bidders })).toThrow(/whole number/);
    expect(() => equilibriumBids("all-pay", { distribution: U, bidders: 2, reserve: Number.NaN })).toThrow(
      /reserve/,
    );
    expect(() => equilibriumBids("war-of-attrition", { distribution: U, bidders: 2, reserve: 0.1 })).toThrow(
      /without a binding reserve/,
    );
    expect(() => interimEquivalence([U], [], [])).toThrow(/every bidder/);
  });
});
