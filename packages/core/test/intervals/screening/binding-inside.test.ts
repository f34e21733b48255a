import { describe, expect, test } from "vitest";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import type { Screening } from "../../../src/intervals/screening/optimal-screening.js";
import { costs } from "../../../src/intervals/screening/problem.js";
import { highsSolver, LinearProblemBuilder } from "../../../src/lp/index.js";
import { LINEAR, lies, mussaRosen } from "./worlds.js";

const solver = highsSolver();

/**
 * v = θx, c = x²/2 on types in the middles of `count` equal parts: the profit of the best menu, by a linear program in quantities, utilities and
 * costs with neighbours' incentive constraints (all of them, as v is linear in θ), the cost from below by its tangents.
 */
async function programProfit(types: Distribution, outside: (type: number) => number, count: number) {
  const [low, high] = types.support;
  const width = (high - low) / count;
  const problem = new LinearProblemBuilder("maximise");
  const tangents = Array.from({ length: 101 }, (_, k) => k / 50);
  const columns = Array.from({ length: count }, (_, k) => {
    const at = low + (k + 0.5) * width;
    const mass = types.cdf(low + (k + 1) * width) - types.cdf(low + k * width);
    return {
      at,
      quantity: problem.addColumn(mass * at, 0, 2),
      utility: problem.addColumn(-mass, outside(at)),
      cost: problem.addColumn(-mass),
    };
  });
  columns.forEach(({ at, quantity, utility, cost }, k) => {
    // x²/2 ≥ sx − s²/2.
    for (const s of tangents) problem.addRow([cost, quantity], [1, -s], -(s ** 2) / 2, Infinity);
    for (const other of [columns[k - 1], columns[k + 1]])
      if (other)
        problem.addRow([utility, other.utility, other.quantity], [1, -1, -(at - other.at)], 0, Infinity);
  });
  const found = await solver.solve(problem.build());
  return found.objective ?? Number.NaN;
}

interface Case {
  readonly name: string;
  readonly types: Distribution;
  readonly outside: (type: number) => number;
  readonly outsideSlope: (type: number) => number;
  readonly typeBreakpoints?: readonly number[];
}

const CASES: readonly Case[] = [
  { name: "0.3·θ", types: uniform(0, 1), outside: (t) => 0.3 * t, outsideSlope: () => 0.3 },
  {
    name: "a convex one that bends",
    types: uniform(0, 1),
    outside: (t) => Math.max(0, 0.3 * (t - 0.4)),
    outsideSlope: (t) => (t < 0.4 ? 0 : 0.3),
    typeBreakpoints: [0.4],
  },
  { name: "θ²/4", types: uniform(0, 1), outside: (t) => t ** 2 / 4, outsideSlope: (t) => t / 2 },
  { name: "0.3·θ on beta(2, 3)", types: beta(2, 3), outside: (t) => 0.3 * t, outsideSlope: () => 0.3 },
  {
    name: "a density that falls and rises",
    types: piecewiseLinear([0, 1, 2], [1, 0.2, 0.6]),
    outside: (t) => 0.3 * t,
    outsideSlope: () => 0.3,
  },
  {
    name: "a concave one: 0.2·√(θ + 0.1)",
    types: uniform(0, 1),
    outside: (t) => 0.2 * Math.sqrt(t + 0.1),
    outsideSlope: (t) => 0.1 / Math.sqrt(t + 0.1),
  },
  {
    name: "a concave one that bends",
    types: uniform(0, 1),
    outside: (t) => Math.min(0.5 * t, 0.2),
    outsideSlope: (t) => (t < 0.4 ? 0.5 : 0),
    typeBreakpoints: [0.4],
  },
  {
    name: "types pooled elsewhere too",
    types: mixture([0.8, 0.2], [uniform(0, 1), uniform(1, 2)]),
    outside: (t) => 0.3 * t,
    outsideSlope: () => 0.3,
  },
];

const solved = ({ types, ...rest }: Case): Screening =>
  mussaRosen(types, { ...rest, quantities: { from: 0, to: 2 } });

describe("participation that binds inside", () => {
  test.each(CASES)("$name: the profit reaches the bound, nobody lies or leaves", (each) => {
    const found = solved(each);
    expect(found.participation.binding).toBe("inside");
    const { profit, profitBound } = found;
    expect(Math.abs(profitBound.value - profit.value)).toBeLessThanOrEqual(
      1e-12 + profit.error + profitBound.error,
    );
    expect(lies(found, LINEAR, each.types).largestGain).toBeLessThan(1e-11);
    for (let rank = 0; rank <= 1; rank += 1 / 64) {
      const type = each.types.quantile(rank);
      expect(found.utility(type).value).toBeGreaterThan(each.outside(type) - 1e-11);
    }
    for (const [from, to] of found.participation.types!)
      for (const type of [from, (from + to) / 2, to])
        expect(found.utility(type).value).toBeCloseTo(each.outside(type), 11);
  });

  test("0.3·θ, by hand: γ̂ = 2θ − 0.3 runs from 0.15 to 0.65", () => {
    const found = solved(CASES[0]);
    const [[from, to]] = found.participation.types!;
    expect(from).toBeCloseTo(0.15, 12);
    expect(to).toBeCloseTo(0.65, 12);
    expect(found.quantity(0.1)).toBeCloseTo(0.2, 12);
    expect(found.quantity(0.4)).toBe(0.3);
    expect(found.quantity(0.8)).toBeCloseTo(0.6, 12);
    // ∫ (2θ)²/2 up to 0.15 with V(0) = 0.0225, 0.3θ − 0.045 − 0.3θ between, φ above: −17/1200.
    expect(found.profit.value).toBeCloseTo(-17 / 1200, 14);
  });

  test("the concave one, by hand: 0.2·√(θ + 0.1) is touched where x = IR′", () => {
    const found = solved(CASES[5]);
    const [[at, same]] = found.participation.types!;
    expect(same).toBe(at);
    expect(found.quantity(at)).toBeCloseTo(0.1 / Math.sqrt(at + 0.1), 10);
  });

  test.each([CASES[0], CASES[3], CASES[5], CASES[7]])(
    "$name: a linear program on 25, 50, 100 types comes ever closer, at rate 1/n",
    async ({ types, outside, ...rest }) => {
      const exact = solved({ types, outside, ...rest }).profit.value;
      const errors = await Promise.all(
        [25, 50, 100].map(async (count) => (await programProfit(types, outside, count)) - exact),
      );
      expect(Math.abs(errors[2])).toBeLessThan(0.01);
      // Twice as many halve the error; extrapolation leaves the square.
      expect(errors[1] / errors[2]).toBeGreaterThan(1.7);
      expect(errors[1] / errors[2]).toBeLessThan(2.3);
      expect(Math.abs(2 * errors[2] - errors[1])).toBeLessThan(0.0005);
    },
  );

  test("reflected types: those with high costs are tempted, in mirror image", () => {
    const value = {
      value: (x: number, t: number) => -x * t,
      byType: (x: number) => -x,
      byQuantity: (_: number, t: number) => -t,
      crossDerivative: () => -1,
    };
    const principal = costs(
      (x) => -x + x ** 2 / 2,
      (x) => x - 1,
    );
    const found = mussaRosen(uniform(0, 1), {
      value,
      principal,
      quantities: { from: 0, to: 1 },
      outside: (t) => -0.3 * t,
      outsideSlope: () => -0.3,
    });
    const [[from, to]] = found.participation.types!;
    expect(from).toBeCloseTo(0.35, 12);
    expect(to).toBeCloseTo(0.85, 12);
  });

  test("nobody is asked to take part in a gap: no answer rather than one that binds there", () => {
    const gap = mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]);
    expect(() => mussaRosen(gap, { outside: (t) => 0.3 * t, outsideSlope: () => 0.3 })).toThrow(
      /no menu was found/,
    );
  });
});

test("quantities far below 0 are offered as well as those above, to whoever is paid for taking them", () => {
  // x = 2θ below type 1/2 would be best for falling rents and 2θ − 1 above for rising ones; 0 keeps pace with nothing outside.
  for (const reach of [2, 50]) {
    const found = mussaRosen(uniform(0, 1), { quantities: { from: -reach, to: reach } });
    expect(found.profit.value).toBeCloseTo(1 / 12, 11);
    expect(found.quantity(0.25)).toBeCloseTo(0, 11);
    expect(found.quantity(0.75)).toBeCloseTo(1 / 2, 11);
  }
});
