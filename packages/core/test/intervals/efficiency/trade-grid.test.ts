import { describe, expect, it } from "vitest";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { secondBestTrade } from "../../../src/intervals/efficiency/second-best-trade.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { highsSolver, LinearProblemBuilder } from "../../../src/lp/index.js";

const solver = highsSolver();
const unit = uniform(0, 1);

/** The largest expected gains between k equally likely types a side (midpoint quantiles), from the definitions of IC, IR and balance alone. */
async function gainsOnGrid(seller: Distribution, buyer: Distribution, k: number): Promise<number> {
  const types = [buyer, seller].map((law) =>
    Array.from({ length: k }, (_, j) => law.quantile((j + 0.5) / k)),
  );
  const builder = new LinearProblemBuilder("maximise");
  const trade = types[0].map((b) => types[1].map((s) => builder.addColumn((b - s) / (k * k), 0, 1)));
  const interim = types.map((list) => list.map(() => builder.addColumn(0)));
  const payments = types.map((list) => list.map(() => builder.addColumn(0, -Infinity)));
  for (const side of [0, 1])
    for (let i = 0; i < k; i++) {
      const cells = Array.from({ length: k }, (_, j) => (side === 0 ? trade[i][j] : trade[j][i]));
      builder.addRow([interim[side][i], ...cells], [1, ...cells.map(() => -1 / k)], 0, 0);
      const worth = side === 0 ? types[0][i] : -types[1][i];
      builder.addRow([interim[side][i], payments[side][i]], [worth, -1], 0, Infinity);
      for (const lie of [i - 1, i + 1])
        if (lie >= 0 && lie < k)
          builder.addRow(
            [interim[side][i], payments[side][i], interim[side][lie], payments[side][lie]],
            [worth, -1, -worth, 1],
            0,
            Infinity,
          );
    }
  const all = payments.flat();
  builder.addRow(
    all,
    all.map(() => 1),
    0,
    Infinity,
  );
  return (await solver.solve(builder.build())).objective!;
}

describe("secondBestTrade and the program on a grid", () => {
  it("meet as the grid grows: the error falls like 1/k", { timeout: 30_000 }, async () => {
    const irregular = mixture([0.7, 0.3], [unit, uniform(1.5, 2)]);
    for (const buyer of [unit, irregular]) {
      const limit = secondBestTrade({ seller: unit, buyer }).gains.value;
      const errors: number[] = [];
      for (const k of [10, 20, 40]) errors.push((await gainsOnGrid(unit, buyer, k)) - limit);
      for (const error of errors) expect(error).toBeGreaterThan(0);
      expect(errors[0] / errors[1]).toBeGreaterThan(1.6);
      expect(errors[1] / errors[2]).toBeGreaterThan(1.6);
      expect(errors[2]).toBeLessThan(0.01);
    }
  });
});
