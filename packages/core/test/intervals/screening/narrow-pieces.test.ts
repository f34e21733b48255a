import { describe, expect, test } from "vitest";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { power } from "../../../src/intervals/families/power.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { checkScreening } from "../../../src/intervals/screening/check-screening.js";
import { optimalScreening } from "../../../src/intervals/screening/optimal-screening.js";
import { costs, type ScreeningProblem } from "../../../src/intervals/screening/problem.js";
import { findRoot } from "../../../src/numeric/roots.js";
import { LINEAR, lies, mussaRosen, SQUARE } from "./worlds.js";

/** Whether the profit is what no menu exceeds. */
function reachesBound(problem: ScreeningProblem) {
  const found = optimalScreening(problem);
  const { profit, profitBound } = found;
  expect(Math.abs(profitBound.value - profit.value)).toBeLessThanOrEqual(profit.error + profitBound.error);
  expect(found.warnings).toEqual([]);
  return found;
}

describe("what is narrower than the grid of types", () => {
  test("0.4 % of types are capped: they are a piece of their own and no payment is off", () => {
    const value = {
      value: (x: number, t: number) => (Math.exp(t) * x) / 3,
      byType: (x: number, t: number) => (Math.exp(t) * x) / 3,
      byQuantity: (_: number, t: number) => Math.exp(t) / 3,
      crossDerivative: (_: number, t: number) => Math.exp(t) / 3,
    };
    const principal = costs(
      (x) => Math.abs(x - 0.4) + x ** 2 / 2,
      (x) => x + (x < 0.4 ? -1 : 1),
    );
    const types = uniform(0.5, 2.5);
    const found = reachesBound({
      ...{ value, principal, distribution: types },
      quantities: { from: 0, to: 3 },
      quantityBreakpoints: [0.4],
    });
    // φ_x = e^θ(θ − 1.5)/3 − 1 − x is 0 at x = 3.
    const capped = findRoot((t) => (Math.exp(t) * (t - 1.5)) / 3 - 4, 2, 2.5);
    expect(found.pieces.map(({ kind }) => kind)).toEqual(["kink", "sorted", "highest"]);
    expect(found.pieces[2].types[0]).toBeCloseTo(capped, 12);
    expect(lies(found, value, types, 160).largestGain).toBeLessThan(1e-12);
  });

  test("a jump next to an inflection, where one branch of maxima ends: φ is the same on both sides of it", () => {
    const principal = costs(
      (x) => 0.3 * Math.sqrt(x) + x ** 2 / 4,
      (x) => 0.15 / Math.sqrt(x) + x / 2,
    );
    const found = reachesBound({
      ...{ value: LINEAR, principal, distribution: uniform(1, 3) },
      quantities: { from: 0.2, to: 1.5 },
    });
    const phi = (x: number, t: number) => (2 * t - 3) * x - 0.3 * Math.sqrt(x) - x ** 2 / 4;
    const branch = (t: number) => findRoot((x) => 2 * t - 3 - 0.15 / Math.sqrt(x) - x / 2, 0.2824, 1.5);
    const jump = findRoot((t) => phi(branch(t), t) - phi(0.2, t), 1.712, 1.7177);
    expect(found.pieces[0].types[1]).toBeCloseTo(jump, 11);
    expect(found.pieces[1].quantities[0]).toBeCloseTo(branch(jump), 8);
  });

  test("one quantity of a list is for 0.12 % of types", () => {
    const value = {
      value: (x: number, t: number) => t ** 2 * x,
      byType: (x: number, t: number) => 2 * t * x,
      byQuantity: (_: number, t: number) => t ** 2,
      crossDerivative: (_: number, t: number) => 2 * t,
    };
    const cost = (x: number) => 0.3 * Math.sqrt(x) + x ** 2 / 4;
    const types = power(3, 0.5, 1);
    const found = reachesBound({
      ...{ value, principal: costs(cost), distribution: types },
      quantities: [0, 0.25, 0.5, 1],
    });
    expect(found.pieces.map(({ quantities }) => quantities[0])).toEqual([0, 0.5, 1]);
    // 0.5 at its best price, the other 0.5 at its own.
    const earned = (rise: number, spent: number) => (t: number) =>
      (rise * t ** 2 - spent) * (1 - types.cdf(t));
    const best = (f: (t: number) => number) => {
      let most = 0;
      for (let t = 0.85; t < 0.95; t += 1e-6) most = Math.max(most, f(t));
      return most;
    };
    const total = best(earned(0.5, cost(0.5))) + best(earned(0.5, cost(1) - cost(0.5)));
    expect(found.profit.value).toBeCloseTo(total, 11);
  });

  test("where the density jumps the quantity of the one type there is that of its neighbours above", () => {
    const types = mixture([0.5, 0.5], [mixture([0.5, 0.5], [uniform(1, 2), uniform(3, 4)]), uniform(1, 3)]);
    const found = mussaRosen(types);
    for (const at of [2, 3]) expect(found.quantity(at)).toBeCloseTo(found.quantity(at + 1e-9), 7);
    expect(lies(found, LINEAR, types, 160).largestGain).toBeLessThan(1e-12);
  });

  test("participation that binds for less than a cell of types next to the lowest is seen", () => {
    const value = {
      value: (x: number, t: number) => t * x + 0.3 * Math.sqrt(x + 0.01) - 0.2 * t,
      byType: (x: number) => x - 0.2,
      byQuantity: (x: number, t: number) => t + 0.15 / Math.sqrt(x + 0.01),
      crossDerivative: () => 1,
    };
    const principal = costs(
      (x) => x ** 3 / 3,
      (x) => x ** 2,
    );
    const outside = (t: number) => 0.1 * (Math.exp(t) - 1);
    const problem = {
      value,
      principal,
      distribution: uniform(1, 2),
      quantities: { from: 0, to: 1 },
      outside,
    };
    const found = optimalScreening(problem);
    expect(found.participation.binding).toBe("inside");
    const { participation } = checkScreening(found, value, problem.distribution, { outside });
    expect(participation.slack).toBeGreaterThan(-1e-11);
    const [[low, high]] = found.participation.types!;
    expect(low).toBe(1);
    expect(high - low).toBeLessThan(1 / 120);
    for (let t = low; t < high + 0.01; t += 0.0005)
      expect(found.utility(t).value).toBeGreaterThan(outside(t) - 1e-11);
  });
});

describe("very unequal groups of types", () => {
  // Above a group on [0, 1] a part ε on [2, 3]: 1 − τ with (1 − τ)² = ε/(1 − ε) to first order are pooled with the gap, by hand at 2τ − 1 − ε/f.
  test.each([1e-6, 1e-9])("a part %s of types beyond a gap pools the top of the others", (part) => {
    const types = mixture([1 - part, part], [uniform(0, 1), uniform(2, 3)]);
    const found = reachesBound({
      ...{ value: LINEAR, principal: SQUARE, distribution: types },
      quantities: { from: 0, to: 3 },
    });
    const pooled = found.pieces.find(({ kind }) => kind === "pooled")!;
    expect(pooled.types[0]).toBeCloseTo(1 - Math.sqrt(part / (1 - part)), 9);
    expect(pooled.types[1]).toBe(2);
    expect(lies(found, LINEAR, types, 160).largestGain).toBeLessThan(1e-12);
  });

  test("types sorted over a stretch ten thousand times narrower than theirs count for the bound too", () => {
    const types = mixture([0.5, 0.5], [uniform(0, 1), uniform(1e4, 2e4)]);
    const found = reachesBound({
      ...{ value: LINEAR, principal: SQUARE, distribution: types },
      quantities: { from: 0, to: 1 },
    });
    // x = 2θ − 20,000 up to 10,000.5, then 1: 10,000 − 1/2 and the rest of (1 − x)²/2 over half of all.
    expect(found.profit.value).toBeCloseTo(4999.75 + 1 / 240_000, 9);
  });

  test("without an upper end, with heavy tails: E (φ⁺)²/2c by 30 digits", () => {
    const found = optimalScreening({
      ...{ value: LINEAR, distribution: logNormal(0, 2), quantities: { from: 0, to: Infinity } },
      principal: costs(
        (x) => 1e-5 * (x ** 2 / 2),
        (x) => 1e-5 * x,
      ),
    });
    expect(found.profit.value / 39846968.72967538).toBeCloseTo(1, 13);
    expect(found.profitBound.value / 39846968.72967538).toBeCloseTo(1, 12);
  });
});

test("an atom where an infinite density ends: welfare counts it once", () => {
  const types = mixture([0.5, 0.5], [power(0.5, 0, 2), pointMass(0.25)]);
  const found = mussaRosen(types, { quantities: { from: 0, to: 1 } });
  // Profit and welfare by steps of 1/20,000 in rank, atoms in the middle of theirs.
  let welfare = 0;
  for (let k = 0; k < 20_000; k++) {
    const type = types.quantile((k + 0.5) / 20_000);
    const x = found.quantity(type);
    welfare += (type * x - x ** 2 / 2) / 20_000;
  }
  expect(found.welfare.value).toBeCloseTo(welfare, 4);
  expect(found.profitBound.value).toBeGreaterThanOrEqual(found.profit.value - 1e-12);
});

test("one type alone pays all that its first best is worth", () => {
  const found = optimalScreening({
    ...{ value: LINEAR, principal: SQUARE, distribution: pointMass(2) },
    quantities: { from: 0, to: 5 },
  });
  expect(found.profit.value).toBeCloseTo(2, 13);
  expect(found.payment(2)).toBeCloseTo(4, 13);
  expect(found.consumerSurplus.value).toBeCloseTo(0, 13);
});

test("where terms of the profit cancel, its error is theirs", () => {
  const principal = costs(
    (x) => Math.abs(x - 1 / 3),
    (x) => (x < 1 / 3 ? -1 : 1),
  );
  const found = optimalScreening({
    ...{ value: LINEAR, principal, distribution: uniform(0, 1) },
    quantities: { from: 0, to: 1 },
    quantityBreakpoints: [1 / 3],
  });
  expect(Math.abs(found.profit.value)).toBeLessThanOrEqual(found.profit.error + Number.MIN_VALUE);
  expect(Math.abs(found.profitBound.value - found.profit.value)).toBeLessThanOrEqual(
    found.profitBound.error + found.profit.error,
  );
});
