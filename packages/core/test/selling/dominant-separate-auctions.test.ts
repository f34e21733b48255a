import fc from "fast-check";
import { expect, test } from "vitest";
import { exact } from "../../src/numeric/arithmetic.js";
import { printRational, toDouble, ZERO } from "../../src/numeric/rational.js";
import { provedRevenue } from "../../src/selling/dominant-revenue.js";
import { dominantSeparateAuctions } from "../../src/selling/dominant-separate-auctions.js";
import { saleInDoubles } from "../../src/selling/goods-sale.js";
import { sellDominantly } from "../../src/selling/sell-dominantly.js";
import { anySale, type Bidder, exactSale, plainOptimum, solver } from "./dominant-instances.js";

const revenue = (bidders: readonly Bidder[], goods: readonly number[]) => {
  const sale = exactSale(bidders);
  const verdict = provedRevenue(exact, sale, dominantSeparateAuctions(exact, sale, goods));
  return verdict.proved ? verdict.revenue : undefined;
};

test("a virtual value that falls is ironed", async () => {
  // φ falls from −4 to −26 before it ends at 9: nobody buys at less than 9, which 2/3 pay.
  const bidders = [{ weights: [1, 1, 4], values: [[1], [2], [9]] }];
  expect(printRational(revenue(bidders, [0]) ?? ZERO)).toBe("6");
});

test("one good: as much as the program, in fractions, whatever the distributions", async () => {
  await fc.assert(
    fc.asyncProperty(anySale, async ({ bidders }) => {
      const single = bidders.map(({ weights, values }) => ({
        weights,
        values: values.map(([first]) => [first]),
      }));
      const alone = revenue(single, [0]);
      expect(alone).toBeDefined();
      const sale = exactSale(single);
      const { lower, upper } = await sellDominantly(exact, sale, { solver });
      expect([lower, upper].map(printRational)).toEqual([alone, alone].map((x) => printRational(x ?? ZERO)));
      expect(toDouble(lower)).toBeCloseTo(await plainOptimum(saleInDoubles(exact, sale)), 7);
    }),
    { numRuns: 60 },
  );
});

test("several goods: the sum over the goods, never more than selling together", async () => {
  await fc.assert(
    fc.asyncProperty(anySale, async ({ bidders }) => {
      const goods = bidders[0].values[0].map((_, g) => g);
      const [together, apart] = [revenue(bidders, goods), goods.map((good) => revenue(bidders, [good]))];
      const sum = apart.reduce((total, each) => exact.add(total ?? ZERO, each ?? ZERO), ZERO);
      expect(together).toEqual(sum);
      const { upper } = await sellDominantly(exact, exactSale(bidders), { solver });
      expect(exact.compare(together ?? ZERO, upper)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 30 },
  );
});
