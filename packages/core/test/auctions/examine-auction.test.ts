import { expect, test } from "vitest";
import { auctionEnvironment } from "../../src/auctions/auction-environment.js";
import { examineAuction } from "../../src/auctions/examine-auction.js";
import { weightedAuction } from "../../src/auctions/irregular-priors.js";
import { highsSolver } from "../../src/lp/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { ONE, rational, ZERO } from "../../src/numeric/rational.js";
import { environmentOfSketch } from "./auctions.js";

const solver = highsSolver();

test("everything at once agrees with its parts", async () => {
  const found = await examineAuction(
    environmentOfSketch(exact, {
      values: [
        [1, 2],
        [1, 2],
      ],
      unit: 1,
      weights: [2, 1, 1, 2],
    }),
    { solver },
  );
  const { exPost, worstCase, shared, saddle, table, regularity } = found;
  if (typeof worstCase === "string" || typeof shared === "string" || typeof saddle === "string")
    throw new Error("left out");
  expect([exPost.revenue, worstCase.value, saddle.gap]).toEqual([rational(3, 2), rational(3, 2), ZERO]);
  expect([regularity.regular, shared.kind]).toEqual([true, "exists"]);
  expect(table.values[0].value).toEqual(rational(5, 3));
});

test("does without a solver on small models and says what it leaves out of large ones", async () => {
  const line = Array.from({ length: 45 }, (_, k) => rational(k + 1));
  // The own value plays no part, but the other's neighbours are likelier to be far: irregular.
  const weights = Array.from({ length: 45 * 45 }, (_, k) => 1 + ((k * 7) % 11));
  const { worstCase, shared, saddle, table, exPost } = await examineAuction(
    auctionEnvironment(weightedAuction([line, line], weights)),
  );
  expect(exPost.gap).toEqual(ZERO);
  for (const part of [worstCase, shared, saddle, table.independence, table.extraction])
    expect(part).toMatch(/^Left out: 182250 profiles × types/);
  const one = await examineAuction(auctionEnvironment(weightedAuction([[ONE]], [1])));
  expect(one.exPost.revenue).toEqual(ONE);
});
