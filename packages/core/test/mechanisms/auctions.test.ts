import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstPrice, pivot, postedPrice, postedTrade, secondPrice } from "../../src/mechanisms/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { at, check, revenue, tampered, verdict } from "./checks.js";
import { auctionSketch, environmentOf, grid, projectSketch, q, tradeSketch } from "./environments.js";

const values = [q(1), q(2), q(5)];
const three = environmentOf(exact, auctionSketch(3, values));
const sold = environmentOf(exact, auctionSketch(2, values, { unsold: true }));

describe("second-price", () => {
  it("sells to the highest bid at the second; ties by index or by lot", () => {
    expect(at(secondPrice.build(three, {}), 0, 2, 1)).toEqual([1, "0", "2", "0"]);
    expect(at(secondPrice.build(three, {}), 2, 0, 2)).toEqual([0, "5", "0", "0"]);
    const drawn = secondPrice.build(three, { ties: "uniform" });
    expect(at(drawn, 2, 0, 2)).toEqual([-1, "5/2", "0", "5/2"]);
    expect(drawn.reasons!([2, 0, 2])).toEqual([
      "Bidder 1 pays 5/2: its bid is 5, 2 agents are tied and the winner pays the second bid 5.",
      "Bidder 2 pays nothing: its bid is 1 and the highest is 5.",
      "Bidder 3 pays 5/2: its bid is 5, 2 agents are tied and the winner pays the second bid 5.",
    ]);
  });

  it("keeps the object below the reserve and charges the reserve above the second bid", () => {
    const mechanism = secondPrice.build(sold, { reserve: q(2) });
    expect(at(mechanism, 0, 0)).toEqual([2, "0", "0"]);
    expect(at(mechanism, 2, 0)).toEqual([0, "2", "0"]);
    expect(at(mechanism, 1, 2)).toEqual([1, "0", "2"]);
    expect(mechanism.reasons!([0, 0])[0]).toBe(
      "Bidder 1 pays nothing: its bid is 1 and no bid reaches the reserve 2.",
    );
    expect(mechanism.reasons!([2, 0])[0]).toBe(
      "Bidder 1 pays 2: its bid is 5, it wins and pays the reserve 2.",
    );
  });

  it("makes truth dominant and hurts nobody, with and without reserve and ties", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.uniqueArray(fc.integer({ min: -3, max: 6 }), { minLength: 1, maxLength: 4 }),
        fc.option(fc.integer({ min: -2, max: 6 })),
        fc.constantFrom("lowest-index", "uniform"),
        (n, types, reserve, ties) => {
          const environment = environmentOf(exact, auctionSketch(n, types.map(q), { unsold: true }));
          const options = reserve === null ? { ties } : { ties, reserve: q(reserve) };
          const mechanism = secondPrice.build(environment, options);
          expect(verdict(mechanism, "dominant-strategy-ic")).toBe("proved");
          expect(verdict(mechanism, "ex-post-ir")).toBe("proved");
        },
      ),
    );
  });

  it("is the pivot mechanism of the same sale", () => {
    for (let k = 0; k < 27; k++) {
      const reports = [k % 3, Math.floor(k / 3) % 3, Math.floor(k / 9)];
      expect(at(secondPrice.build(three, {}), ...reports)).toEqual(at(pivot.build(three, {}), ...reports));
    }
  });

  it("is caught when one payment is off by 1/100", () => {
    const broken = tampered(secondPrice.build(three, {}), 1, [0, 2, 1], q("1/100"));
    expect(verdict(broken, "dominant-strategy-ic")).toBe("violated 1/100");
  });

  it("says what an environment lacks", () => {
    expect(secondPrice.refuses(environmentOf(exact, projectSketch(2, values, q(1))))).toMatch(
      /no field `gets`/,
    );
    expect(() => secondPrice.build(three, { reserve: q(2) })).toThrow(
      /no alternative leaves the object unsold/,
    );
    expect(secondPrice.build(three, { reserve: q(1) }).outcome([0, 0, 0]).lottery).toBe(0);
    const envious = auctionSketch(3, values, { value: (i, a, t) => (i === a ? t : q(a === 0 ? -1 : 0)) });
    expect(secondPrice.refuses(environmentOf(exact, envious))).toMatch(
      /cares about who else gets the object/,
    );
    const twice = auctionSketch(2, values);
    const repeated = { ...twice, alternatives: [...twice.alternatives, { name: "again", gets: [1, 0] }] };
    expect(secondPrice.refuses(environmentOf(exact, repeated))).toMatch(/repeats who gets the object/);
  });
});

describe("first-price", () => {
  it("sells to the highest bid at that bid, so that truth leaves nothing and lying pays", () => {
    const mechanism = firstPrice.build(three, {});
    expect(at(mechanism, 0, 2, 1)).toEqual([1, "0", "5", "0"]);
    const { status, witness } = check(mechanism, "bayesian-ic");
    expect(status).toBe("violated");
    expect(witness).toMatchObject({ type: "5", report: "2" });
    // With ties by index a winner of type 5 could pay 1: Bidder 1 gains 4 at (5, 1, 1).
    expect(verdict(mechanism, "dominant-strategy-ic")).toBe("violated 4");
  });

  it("earns at least the second price from the same bids", () => {
    expect(revenue(firstPrice.build(sold, {}))).toBe("32/9");
    expect(revenue(secondPrice.build(sold, {}))).toBe("16/9");
  });
});

describe("posted-price", () => {
  it("offers the object in order, each at its own price", () => {
    const mechanism = postedPrice.build(sold, { price: [q(5), q(2)] });
    expect(at(mechanism, 2, 2)).toEqual([0, "5", "0"]);
    expect(at(mechanism, 1, 1)).toEqual([1, "0", "2"]);
    expect(at(mechanism, 1, 0)).toEqual([2, "0", "0"]);
    expect(mechanism.reasons!([2, 2])).toEqual([
      "Bidder 1 pays 5: the object is worth 5 to it, at least its price 5.",
      "Bidder 2 pays nothing: Bidder 1 bought the object before.",
    ]);
    for (const id of ["dominant-strategy-ic", "ex-post-ir", "no-deficit"])
      expect(verdict(mechanism, id)).toBe("proved");
  });

  it("needs a price per agent and an alternative without a sale", () => {
    expect(postedPrice.refuses(three)).toMatch(/nobody may want the object/);
    expect(() => postedPrice.build(sold, { price: [q(1)] })).toThrow(/one entry for each of the 2 agents/);
  });
});

describe("posted-trade", () => {
  const trade = environmentOf(exact, tradeSketch(grid(5)));

  it("trades iff both accept the price, balanced, dominant and voluntary, not efficient", () => {
    const mechanism = postedTrade.build(trade, { price: q("1/2") });
    expect(at(mechanism, 1, 3)).toEqual([1, "-1/2", "1/2"]);
    expect(at(mechanism, 2, 2)).toEqual([1, "-1/2", "1/2"]);
    expect(at(mechanism, 0, 1)).toEqual([0, "0", "0"]);
    for (const id of ["dominant-strategy-ic", "ex-post-ir", "budget-balance"])
      expect(verdict(mechanism, id)).toBe("proved");
    expect(verdict(mechanism, "decision-efficiency")).toBe("violated 1/4");
    expect(mechanism.reasons!([0, 1])[1]).toBe(
      "Buyer pays nothing: the object is worth 1/4 to it, so it declines the price 1/2.",
    );
  });

  it("takes the other agent as seller on request and refuses three agents", () => {
    const mechanism = postedTrade.build(trade, { price: q("1/2"), seller: 1 });
    expect(at(mechanism, 3, 1)).toEqual([0, "1/2", "-1/2"]);
    expect(postedTrade.refuses(three)).toMatch(/one seller and one buyer/);
  });
});
