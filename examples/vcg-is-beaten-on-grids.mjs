// On a grid of values VCG is not the cheapest way to trade efficiently; on an interval it is, and the grids show how it gets there
// (Efficient mechanism design, Theorem 1; Myerson and Satterthwaite 1983).
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { balancedDecision } from "@candor/core/mechanisms";

const onGrid = (points, outside) =>
  withModel(
    parseModel(`
candor: 1
agents:
  Seller: { types: { grid: { from: 0, to: 1, points: ${points} } } }
  Buyer: { types: { grid: { from: 0, to: 1, points: ${points} } } }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: ${outside}
`),
    "exact",
    undefined,
    ({ environment, arithmetic }) => {
      const { surplus, vcgSurplus } = balancedDecision(environment);
      return [surplus, vcgSurplus].map((each) => arithmetic.toNumber(each));
    },
  );

/** The surplus of the largest payments that truth and participation allow, and of VCG, on finer and finer grids. */
const table = (outside) => [3, 6, 12, 24, 48].map((points) => [points, ...onGrid(points, outside)]);
const print = (title, rows, limit) => {
  console.log(`${title}: expected surplus on k equally spaced values`);
  for (const [points, most, vcg] of rows)
    console.log(`  k = ${String(points).padEnd(4)} at most ${most.toFixed(6)}   VCG ${vcg.toFixed(6)}`);
  console.log(`  interval      ${limit}`);
};

// Bilateral trade: the smallest deficit is (k − 5)/6k, VCG runs (k + 1)/6k. Up to five values no subsidy is needed; both tend to 1/6.
const trade = table("{ Seller: own, Buyer: 0 }");
for (const [k, most, vcg] of trade) {
  assert.ok(Math.abs(most - (5 - k) / (6 * k)) < 1e-12);
  assert.ok(Math.abs(vcg + (k + 1) / (6 * k)) < 1e-12);
}
print("Bilateral trade", trade, "both −1/6");

// An equal partnership can be dissolved on every grid, with more to spare than VCG leaves; both tend to 1/12.
const partnership = table("own / 2");
for (const [, most, vcg] of partnership) assert.ok(most > vcg && vcg > 1 / 12);
const [coarse, fine] = [partnership[0], partnership.at(-1)];
for (const column of [1, 2])
  assert.ok(Math.abs(fine[column] - 1 / 12) < Math.abs(coarse[column] - 1 / 12) / 8);
print("Equal partnership", partnership, "both 1/12");
