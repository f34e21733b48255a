import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionalVirtualValues, ironedCover } from "../../src/auctions/conditional-virtual-values.js";
import type { CorrelatedAuction } from "../../src/auctions/correlated-auction.js";
import { coverBound } from "../../src/auctions/cover-bound.js";
import { axisOf, lineStart } from "../../src/auctions/lines.js";
import { lagrangianBound, multipliersOf } from "../../src/auctions/transfer-multipliers.js";
import { exact } from "../../src/numeric/arithmetic.js";
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../src/numeric/rational.js";
import { exactAuction, sketches, sumOf } from "./auctions.js";

const anySketch = fc.oneof(sketches(1, 7), sketches(2, 5), sketches(3, 3));

/** f and the values of every line: [bidder][line] → positions of the table. */
function* linesOf({ sizes, values, prior }: CorrelatedAuction<Rational>) {
  for (let i = 0; i < sizes.length; i++) {
    const axis = axisOf(sizes, i);
    for (let line = 0; line < axis.lines; line++) {
      const at = Array.from({ length: axis.size }, (_, p) => lineStart(axis, line) + p * axis.stride);
      yield { i, at, values: values[i], mass: at.map((k) => prior[k]) };
    }
  }
}

/** (F, R) of the price at each position; last (0, 0). */
function revenueCurve(values: ArrayLike<Rational>, mass: readonly Rational[]) {
  return [...mass.keys(), mass.length].map((p) => {
    const tail = sumOf(mass.slice(p));
    return { tail, revenue: p === mass.length ? ZERO : multiply(values[p], tail) };
  });
}

/** The least concave majorant at `tail`, as the best chord. */
function majorant(curve: ReturnType<typeof revenueCurve>, tail: Rational): Rational {
  let best: Rational | undefined;
  const offer = (value: Rational) => {
    if (best === undefined || compare(value, best) > 0) best = value;
  };
  for (const a of curve)
    for (const b of curve) {
      if (compare(a.tail, tail) === 0) offer(a.revenue);
      if (compare(a.tail, tail) >= 0 || compare(b.tail, tail) <= 0) continue;
      const share = divide(subtract(tail, a.tail), subtract(b.tail, a.tail));
      offer(add(multiply(share, b.revenue), multiply(subtract(ONE, share), a.revenue)));
    }
  return best!;
}

test("ψ are the differences of the revenue curve and ψ̄ those of its concave majorant", () => {
  fc.assert(
    fc.property(anySketch, (sketch) => {
      const auction = exactAuction(sketch);
      const { local, ironed } = conditionalVirtualValues(auction);
      for (const { i, at, values, mass } of linesOf(auction)) {
        const curve = revenueCurve(values, mass);
        at.forEach((k, p) => {
          expect(local[i][k]).toEqual(subtract(curve[p].revenue, curve[p + 1].revenue));
          const lifted = subtract(majorant(curve, curve[p].tail), majorant(curve, curve[p + 1].tail));
          if (mass[p].n > 0n) expect(ironed[i][k]).toEqual(lifted);
          else expect(ironed[i][k].n <= 0n).toBe(true);
        });
      }
    }),
    { numRuns: 150 },
  );
});

test("φ̄ never falls in the own value and is ψ̄/f; the multipliers price only ironed intervals", () => {
  fc.assert(
    fc.property(anySketch, (sketch) => {
      const auction = exactAuction(sketch);
      const { local, ironed, levels, excess } = conditionalVirtualValues(auction);
      for (const { i, at } of linesOf(auction)) {
        let before: Rational | undefined;
        at.forEach((k, p) => {
          const level = levels[i][k];
          if (before !== undefined) expect(compare(level!, before)).toBeGreaterThanOrEqual(0);
          if (auction.prior[k].n > 0n) expect(divide(ironed[i][k], auction.prior[k])).toEqual(level);
          if (excess[i][k].n > 0n) expect(levels[i][at[p - 1]]).toEqual(level);
          const above = p + 1 < at.length ? excess[i][at[p + 1]] : ZERO;
          expect(ironed[i][k]).toEqual(subtract(add(local[i][k], excess[i][k]), above));
          before = level;
        });
      }
    }),
    { numRuns: 150 },
  );
});

test("the ironing multipliers are transfer neutral, not negative, and prove the ironed bound", () => {
  fc.assert(
    fc.property(anySketch, (sketch) => {
      const auction = exactAuction(sketch);
      const virtual = conditionalVirtualValues(auction);
      const { imbalance, least, bound, weights } = lagrangianBound(auction, multipliersOf(auction, virtual));
      expect([imbalance, least]).toEqual([ZERO, ZERO]);
      expect(weights).toEqual(virtual.ironed);
      expect(coverBound(auction, ironedCover(exact, virtual))).toEqual({ bound, shortfall: ZERO, error: 0 });
    }),
    { numRuns: 100 },
  );
});

test("a multiplier that is off is seen", () => {
  const auction = exactAuction({
    values: [
      [1, 2, 4],
      [1, 3],
    ],
    unit: 1,
    weights: [1, 2, 3, 4, 0, 6],
  });
  const virtual = conditionalVirtualValues(auction);
  const multipliers = multipliersOf(auction, virtual);
  const tiny = rational(1, 1000);
  const shifted = multipliers.downward.map((own) => Array.from(own as ArrayLike<Rational>));
  shifted[0][2] = add(shifted[0][2], tiny);
  expect(lagrangianBound(auction, { ...multipliers, downward: shifted }).imbalance).toEqual(tiny);
  const excess = virtual.excess.map((own) => Array.from(own as ArrayLike<Rational>));
  excess[1][1] = rational(-1, 2);
  expect(lagrangianBound(auction, multipliersOf(auction, { excess })).least.n < 0n).toBe(true);
});

test("an uneven grid, by hand: f = (1, 2, 1)/4 on 1, 2, 5", () => {
  const auction = exactAuction({ values: [[1, 2, 5]], unit: 1, weights: [1, 2, 1] });
  // R = 1, 3/2, 5/4; the majorant of (1, 1), (3/4, 3/2), (1/4, 5/4), (0, 0) is the curve itself.
  const { local, ironed } = conditionalVirtualValues(auction);
  expect(local[0]).toEqual([rational(-1, 2), rational(1, 4), rational(5, 4)]);
  expect(ironed[0]).toEqual(local[0]);
});

test("an ironed interval, by hand: f = (2, 1, 2)/5 on 2, 3, 6", () => {
  const auction = exactAuction({ values: [[2, 3, 6]], unit: 1, weights: [2, 1, 2] });
  // R = 10/5, 9/5, 12/5 at F = 1, 3/5, 2/5: from (2/5, 12/5) to (1, 2) with slope −2/3, so R̄ = 34/15 in between.
  const { levels, excess } = conditionalVirtualValues(auction);
  expect(levels[0]).toEqual([rational(-2, 3), rational(-2, 3), rational(6)]);
  expect(excess[0]).toEqual([ZERO, rational(7, 15), ZERO]);
});
