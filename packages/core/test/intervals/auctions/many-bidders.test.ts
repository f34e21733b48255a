import { expect, test } from "vitest";
import { groupBidders } from "../../../src/intervals/auctions/bidder-groups.js";
import { equilibriumBids } from "../../../src/intervals/auctions/equilibrium-bids.js";
import { optimalAuction } from "../../../src/intervals/auctions/optimal-auction.js";
import { secondPricePayoff } from "../../../src/intervals/auctions/second-price.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { power } from "../../../src/intervals/families/power.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

// With F = x^k the second highest of n is U^(1/k) of a beta variable: E = n(n − 1)/((n + 1/k)(n − 1 + 1/k)).
test.each([
  [10, 800],
  [3, 2500],
  [30, 3000],
  [1, 10_000],
])("F = x^%i, %i bidders: the expected second highest value is met within its error", (k, n) => {
  const truth = (n * (n - 1)) / ((n + 1 / k) * (n - 1 + 1 / k));
  const { value, error } = secondPricePayoff(groupBidders(Array(n).fill(power(k, 0, 1))));
  expect(Math.abs(value - truth)).toBeLessThan(1e-13);
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 4e-16);
});

test("the optimal auction of ten thousand uniform bidders: n/(n + 1) − … to the last digits", () => {
  const n = 10_000;
  // E max(0, 2 max θ − 1) = ∫_{1/2}^1 2(1 − x^n) dx.
  const truth = 1 - (2 / (n + 1)) * (1 - 2 ** -(n + 1));
  expect(Math.abs(optimalAuction(Array(n).fill(uniform(0, 1))).revenue.value - truth)).toBeLessThan(1e-13);
});

test("an atom above the reserve is refused, whatever lies below it", () => {
  const setting = { distribution: discrete([1, 3], [1 / 2, 1 / 2]), bidders: 2, reserve: 2 };
  expect(() => equilibriumBids("first-price", setting)).toThrow(expect.objectContaining({ code: "atoms" }));
});
