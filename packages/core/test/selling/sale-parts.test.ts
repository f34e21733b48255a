import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LinearProblemBuilder } from "../../src/lp/problem-builder.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";
import { adjacentTypes } from "../../src/selling/adjacent-types.js";
import type { GoodsSale } from "../../src/selling/goods-sale.js";
import { priceBound } from "../../src/selling/price-bound.js";
import { reduceSale } from "../../src/selling/reduced-sale.js";
import { arbitrarySale, solver } from "./bayesian-oracle.js";

describe("adjacent types", () => {
  test("on a rectangular grid: the steps along the axes and the diagonals of a cell", () => {
    const [rows, columns] = [4, 5];
    const points = Array.from({ length: rows * columns }, (_, k) => [
      Math.floor(k / columns) * 0.3,
      (k % columns) * 0.1,
    ]);
    const found = adjacentTypes(Float64Array.from(points.flat()), 2);
    found.forEach((others, p) => {
      const near = points.flatMap((_, q) => {
        const steps = [
          Math.abs(Math.floor(p / columns) - Math.floor(q / columns)),
          Math.abs((p % columns) - (q % columns)),
        ];
        return q !== p && Math.max(...steps) === 1 ? [q] : [];
      });
      expect([...others].sort((a, b) => a - b)).toEqual(near);
    });
  });

  test("whoever is left out is blocked by somebody adjacent", () => {
    const coordinate = fc.integer({ min: 0, max: 12 });
    const points = fc.uniqueArray(fc.tuple(coordinate, coordinate, coordinate), {
      minLength: 1,
      maxLength: 14,
      selector: String,
    });
    fc.assert(
      fc.property(points, (list) => {
        const found = adjacentTypes(Float64Array.from(list.flat()), 3);
        list.forEach((p, i) => {
          list.forEach((q, j) => {
            if (i === j || found[i].includes(j)) return;
            const product = (r: readonly number[]) =>
              r.reduce((sum, at, k) => sum + (p[k] - at) * (q[k] - at), 0);
            expect(Math.min(...[...found[i]].map((r) => product(list[r])))).toBeLessThan(0);
          });
          expect(found[i].includes(i)).toBe(false);
        });
      }),
    );
  });
});

describe("a sale up to its symmetries", () => {
  const bidder = (name: string, types: readonly (readonly [number, number, number])[]) => ({
    name,
    types: types.map((_, t) => `${t}`),
    probabilities: types.map(([weight]) => rational(weight, 4)),
    values: types.flatMap(([, a, b]) => [rational(a), rational(b)]),
  });
  const reduced = (...bidders: ReturnType<typeof bidder>[]) =>
    reduceSale(exact, { kind: "items", goods: ["A", "B"], bidders });

  test("bidders whose types stand in another order are alike; split types are one", () => {
    const { classes, blocks } = reduced(
      bidder("Ann", [
        [1, 0, 5],
        [3, 2, 1],
      ]),
      bidder("Bob", [
        [1, 2, 1],
        [1, 0, 5],
        [2, 2, 1],
      ]),
    );
    expect(blocks).toEqual([[0], [1]]);
    expect(classes).toHaveLength(1);
    expect(classes[0].probabilities).toEqual([rational(1, 4), rational(3, 4)]);
    expect(classes[0].bidders.map(({ representative }) => [...representative])).toEqual([
      [0, 1],
      [1, 0, 1],
    ]);
  });

  test("goods are exchangeable when no bidder's distribution notices", () => {
    const symmetric = bidder("Ann", [
      [1, 0, 5],
      [1, 5, 0],
      [2, 3, 3],
    ]);
    const lopsided = bidder("Bob", [
      [1, 0, 5],
      [2, 5, 0],
      [1, 3, 3],
    ]);
    const { blocks, classes } = reduced(symmetric, symmetric);
    expect(blocks).toEqual([[0, 1]]);
    expect(classes[0].probabilities).toEqual([rational(1, 2), rational(1, 2)]);
    expect(classes[0].values).toEqual([5, 0, 3, 3].map((value) => rational(value)));
    expect([...classes[0].bidders[0].goodAt]).toEqual([1, 0, 0, 1, 0, 1]);
    expect(reduced(symmetric, lopsided).blocks).toEqual([[0], [1]]);
  });

  test("nothing is lost: places hold each type's own values, probabilities sum to 1", () => {
    fc.assert(
      fc.property(arbitrarySale(), (sale: GoodsSale) => {
        const goods = sale.goods.length;
        for (const { bidders, probabilities, values } of reduceSale(float, sale).classes) {
          const total = Array.from({ length: probabilities.length }, (_, t) => probabilities[t]).reduce(
            (a, b) => a + b,
          );
          expect(Math.abs(total - 1)).toBeLessThan(1e-12);
          for (const { index, representative, goodAt } of bidders)
            representative.forEach((r, t) => {
              for (let place = 0; place < goods; place++)
                expect(sale.bidders[index].values[t * goods + goodAt[t * goods + place]]).toBe(
                  values[r * goods + place],
                );
            });
        }
      }),
    );
  });
});

test("any prices bound the optimum of a program in a box", async () => {
  const number = fc.integer({ min: -5, max: 5 });
  const instance = fc.record({
    costs: fc.array(number, { minLength: 3, maxLength: 3 }),
    rows: fc.array(
      fc.tuple(fc.array(number, { minLength: 3, maxLength: 3 }), fc.integer({ min: 0, max: 9 })),
      { maxLength: 4 },
    ),
    prices: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(instance, async ({ costs, rows, prices }) => {
      const builder = new LinearProblemBuilder("maximise");
      for (const cost of costs) builder.addColumn(cost, 0, 2);
      for (const [coefficients, bound] of rows) builder.addRow([0, 1, 2], coefficients, -Infinity, bound);
      const problem = builder.build();
      const { objective, rowDuals } = await solver.solve(problem);
      expect(priceBound(problem, Float64Array.from(prices.slice(0, rows.length)))).toBeGreaterThan(
        objective! - 1e-9,
      );
      expect(Math.abs(priceBound(problem, rowDuals) - objective!)).toBeLessThan(1e-9);
    }),
  );
});
