import fc from "fast-check";
import { expect, test } from "vitest";
import { coverBound } from "../../src/auctions/cover-bound.js";
import { optimalExPostAuction } from "../../src/auctions/optimal-ex-post-auction.js";
import { excessOfCover, lagrangianBound, multipliersOf } from "../../src/auctions/transfer-multipliers.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { compare, rational, subtract, ZERO } from "../../src/numeric/rational.js";
import { exactAuction, sketches } from "./auctions.js";

const covered = fc.oneof(sketches(2, 4), sketches(3, 2)).chain((sketch) =>
  fc.record({
    sketch: fc.constant(sketch),
    cover: fc.array(
      fc.integer({ min: 0, max: 20 }).map((tenths) => rational(tenths, 10)),
      { minLength: sketch.weights.length, maxLength: sketch.weights.length },
    ),
  }),
);

test("whatever y ≥ 0 is tried, it bounds the optimum, and so do its multipliers where it falls short nowhere", async () => {
  await fc.assert(
    fc.asyncProperty(covered, async ({ sketch, cover }) => {
      const auction = exactAuction(sketch);
      const { revenue } = await optimalExPostAuction(auction);
      const { bound, shortfall } = coverBound(auction, cover);
      expect(compare(bound, revenue)).toBeGreaterThanOrEqual(0);
      if (shortfall.n > 0n) return;
      const proof = lagrangianBound(
        auction,
        multipliersOf(auction, { excess: excessOfCover(auction, cover) }),
      );
      expect([proof.imbalance, proof.least]).toEqual([ZERO, ZERO]);
      expect(compare(proof.bound, bound)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 100 },
  );
});

test("what is missing on a line is charged", () => {
  const auction = exactAuction({ values: [[1, 3]], unit: 1, weights: [1, 1] });
  expect(coverBound(auction, [ZERO, ZERO])).toEqual({
    bound: rational(3, 2),
    shortfall: rational(3, 2),
    error: 0,
  });
  const { bound, shortfall } = coverBound(auction, [rational(1), rational(1)]);
  expect(subtract(bound, shortfall)).toEqual(rational(2));
  expect(shortfall).toEqual(rational(1, 2));
});

test("a negative y is refused", () => {
  const auction = exactAuction({ values: [[1, 3]], unit: 1, weights: [1, 1] });
  expect(() => coverBound(auction, [rational(2), rational(-1)])).toThrow(CandorError);
});
