import { describe, expect, test } from "vitest";
import { beta } from "../../../src/intervals/families/beta.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { optimalScreening } from "../../../src/intervals/screening/optimal-screening.js";
import { costs } from "../../../src/intervals/screening/problem.js";
import { LINEAR, lies, mussaRosen, ROOT } from "./worlds.js";

const unit = uniform(0, 1);

describe("Mussa and Rosen: v = θx, c = x²/2, uniform on [0, 1]", () => {
  const found = mussaRosen(unit);

  test("x = max(0, 2θ − 1), and half of the types are excluded", () => {
    for (const type of [0, 0.2, 0.5, 0.6, 0.9, 1])
      expect(found.quantity(type)).toBeCloseTo(Math.max(0, 2 * type - 1), 14);
    expect(found.pieces.map(({ kind }) => kind)).toEqual(["lowest", "sorted"]);
    expect(found.pieces[0].types[1]).toBeCloseTo(0.5, 13);
    expect(found.pieces[0].share).toBeCloseTo(0.5, 13);
  });

  // ∫ (2θ−1)²/2 = 1/12; V = (θ−½)², so E V = 1/24; first best ∫ θ²/2 = 1/6.
  test("profit 1/12, consumer surplus 1/24, welfare 1/8 of a first best of 1/6, each within its ±", () => {
    const known = [
      [found.profit, 1 / 12],
      [found.consumerSurplus, 1 / 24],
      [found.welfare, 1 / 8],
      [found.firstBestWelfare, 1 / 6],
    ] as const;
    for (const [{ value, error }, truth] of known) {
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-14);
    }
  });

  test("T(x) = x²/4 + x/2 for every quantity, V = (θ − ½)²", () => {
    for (const x of [0, 0.1, 0.5, 1]) expect(found.tariff(x)).toBeCloseTo(x ** 2 / 4 + x / 2, 13);
    expect(found.tariff(-0.1)).toBeNaN();
    expect(found.utility(0.75).value).toBeCloseTo(1 / 16, 14);
    expect(found.payment(0.75)).toBeCloseTo(1 / 16 + 1 / 4, 14);
    expect(found.utility(0.3).value).toBe(0);
  });

  test("the bound proves nothing earns more, no lie pays, and there is nothing to warn of", () => {
    expect(Math.abs(found.profitBound!.value - found.profit.value)).toBeLessThan(1e-14);
    expect(lies(found, LINEAR, unit)).not.toHaveProperty("lie");
    expect(found.warnings).toEqual([]);
  });

  test("numeric derivatives change nothing in the first ten digits", () => {
    const numeric = mussaRosen(unit, {
      value: { value: LINEAR.value },
      principal: costs((x) => x ** 2 / 2),
      quantities: { from: 0, to: 2 },
    });
    expect(numeric.profit.value).toBeCloseTo(1 / 12, 11);
    expect(numeric.quantity(0.8)).toBeCloseTo(0.6, 10);
  });
});

describe("other closed forms", () => {
  test("unit demand is the posted price 1/2", () => {
    for (const quantities of [{ from: 0, to: 1 }, [0, 1]]) {
      const found = optimalScreening({ value: LINEAR, quantities, distribution: unit });
      expect(found.profit.value).toBeCloseTo(1 / 4, 14);
      expect(found.payment(0.9)).toBeCloseTo(1 / 2, 13);
      expect(found.pieces.map(({ kind }) => kind)).toEqual(["lowest", "highest"]);
    }
  });

  // φ = (2θ−1)√x − x: x = (θ−½)², profit ∫ (θ−½)² = 1/24, V = ∫ (θ−½) = (θ−½)²/2, E V = 1/48, first best ∫ θ²/4.
  test("v = θ√x with cost x", () => {
    const principal = costs(
      (x) => x,
      () => 1,
    );
    const found = optimalScreening({
      value: ROOT,
      principal,
      quantities: { from: 0, to: 10 },
      distribution: unit,
    });
    expect(found.profit.value).toBeCloseTo(1 / 24, 12);
    expect(found.consumerSurplus.value).toBeCloseTo(1 / 48, 12);
    expect(found.firstBestWelfare.value).toBeCloseTo(1 / 12, 12);
    expect(found.quantity(0.9)).toBeCloseTo(0.16, 12);
    expect(found.firstBestQuantity(0.9)).toBeCloseTo(0.2025, 12);
  });

  // φ = (θ² − 2θ(1−θ))x − x²/2: x = 3θ² − 2θ above 2/3, profit ∫_{2/3}^1 (3θ²−2θ)²/2 = 19/405, first best ∫ θ⁴/2 = 1/10.
  test("a value that is not linear in the type, v = θ²x", () => {
    const value = {
      value: (x: number, type: number) => type ** 2 * x,
      byType: (x: number, type: number) => 2 * type * x,
      byQuantity: (_: number, type: number) => type ** 2,
      crossDerivative: (_: number, type: number) => 2 * type,
    };
    const found = mussaRosen(unit, { value });
    expect(found.profit.value).toBeCloseTo(19 / 405, 14);
    expect(found.quantity(0.8)).toBeCloseTo(3 * 0.64 - 1.6, 13);
    expect(found.pieces[0].types[1]).toBeCloseTo(2 / 3, 13);
    expect(found.firstBestWelfare.value).toBeCloseTo(1 / 10, 13);
  });

  // Buying x from a producer with unit cost θ: virtual cost 2θ, buyer's value x − x²/2: x = 1 − 2θ, the mirror image of the above.
  test("Baron and Myerson: decreasing differences are counted downwards, payments to the agent are negative", () => {
    const value = {
      value: (x: number, type: number) => -type * x,
      byType: (x: number) => -x,
      byQuantity: (_: number, type: number) => -type,
      crossDerivative: () => -1,
    };
    const principal = { value: (x: number) => x - x ** 2 / 2, byQuantity: (x: number) => 1 - x };
    const found = optimalScreening({ value, principal, quantities: { from: 0, to: 3 }, distribution: unit });
    expect(found.reflected).toBe(true);
    expect(found.quantity(0.2)).toBeCloseTo(0.6, 13);
    expect(found.utility(0.2).value).toBeCloseTo(0.09, 13);
    expect(found.payment(0.2)).toBeCloseTo(-0.21, 13);
    expect(found.profit.value).toBeCloseTo(1 / 12, 14);
    expect(
      found.pieces.map(({ kind, types }) => [kind, ...types.map((at) => Math.round(at * 1e9) / 1e9)]),
    ).toEqual([
      ["sorted", 0, 0.5],
      ["lowest", 0.5, 1],
    ]);
    expect(lies(found, value, unit)).not.toHaveProperty("lie");
  });

  // (1−F)/f = 1: x = θ − 1 above 1, profit ∫ (θ−1)²/2 e^{−θ} = 1/e, consumers get as much.
  test("exponential types, unbounded above", () => {
    const found = mussaRosen(exponential(1));
    expect(found.profit.value).toBeCloseTo(1 / Math.E, 13);
    expect(found.consumerSurplus.value).toBeCloseTo(1 / Math.E, 12);
    expect(found.quantity(40)).toBeCloseTo(39, 9);
    expect(found.tariff(5)).toBeCloseTo(5 ** 2 / 2 + 5, 9);
  });

  // Principal's cost depends on the type: φ = (2θ − 1 − θ/2)x − x²/2 = (3θ/2 − 1)x − x²/2.
  test("a principal whose cost depends on the type", () => {
    const principal = {
      value: (x: number, type: number) => -(x ** 2) / 2 - (type * x) / 2,
      byQuantity: (x: number, type: number) => -x - type / 2,
      dependsOnType: true,
    };
    const found = mussaRosen(unit, { principal });
    // ∫_{2/3}^1 (3θ/2−1)²/2 = 1/72.
    expect(found.profit.value).toBeCloseTo(1 / 72, 13);
    expect(found.quantity(0.9)).toBeCloseTo(0.35, 12);
  });

  // max_θ: x = 2θ−1 where (2θ−1)² ≥ 2k, from θ* = (1+√(2k))/2; profit ∫ [(2θ−1)²/2 − k].
  test("a cost k of starting makes the quantity jump from 0 to √(2k)", () => {
    const k = 0.05;
    const principal = costs(
      (x) => (x === 0 ? 0 : k + x ** 2 / 2),
      (x) => x,
    );
    const found = mussaRosen(unit, { principal });
    const start = Math.sqrt(2 * k);
    expect(found.pieces[0].types[1]).toBeCloseTo((1 + start) / 2, 12);
    expect(found.pieces[1].quantities[0]).toBeCloseTo(start, 12);
    expect(found.profit.value).toBeCloseTo((1 - start ** 3) / 12 - (k * (1 - start)) / 2, 13);
    // Unsold quantities are priced where the first buyer is indifferent.
    expect(found.tariff(start / 2)).toBeCloseTo(((1 + start) / 2) * (start / 2), 12);
    expect(lies(found, LINEAR, unit)).not.toHaveProperty("lie");
  });

  // c′ jumps by 0.3 at x = 0.4: types with 2θ−1 in [0.4, 0.7] buy 0.4.
  test("a kink of the cost bunches", () => {
    const principal = costs(
      (x) => x ** 2 / 2 + Math.max(0, x - 0.4) * 0.3,
      (x) => x + (x > 0.4 ? 0.3 : 0),
    );
    const found = mussaRosen(unit, { principal, quantityBreakpoints: [0.4] });
    const kink = found.pieces.find(({ kind }) => kind === "kink")!;
    expect(kink.types[0]).toBeCloseTo(0.7, 12);
    expect(kink.types[1]).toBeCloseTo(0.85, 12);
    // ½∫y²/2 up to 0.4, ½∫(0.4y − 0.08) up to 0.7, ½∫[(y−0.3)²/2 + 0.12] up to 1.
    const exact = (0.064 / 6 + 0.2 * (0.49 - 0.16) - 0.024 + (0.343 - 0.064) / 6 + 0.036) / 2;
    expect(found.profit.value).toBeCloseTo(exact, 13);
  });

  // v_θ jumps at 0.7 from x to 2x: virtual values 2θ − 1 below and 4θ − 2.7 above; the wedge between them is pooled.
  test("a kink of the value in the type", () => {
    const value = {
      value: (x: number, type: number) => Math.max(type, 2 * type - 0.7) * x,
      byType: (x: number, type: number) => (type < 0.7 ? x : 2 * x),
      byQuantity: (_: number, type: number) => Math.max(type, 2 * type - 0.7),
      crossDerivative: (_: number, type: number) => (type < 0.7 ? 1 : 2),
    };
    const found = mussaRosen(unit, { value, typeBreakpoints: [0.7] });
    const pool = found.pieces.find(({ kind }) => kind === "pooled")!;
    // Ends a, b with 2a − 1 = 4b − 2.7 and (0.7 − a)² = 2(b − 0.7)², so a = 0.7 − √2 d, b = 0.7 + d with 4d + 2√2 d = 0.3.
    const d = 0.3 / (4 + 2 * Math.SQRT2);
    expect(pool.types[0]).toBeCloseTo(0.7 - Math.SQRT2 * d, 12);
    expect(pool.types[1]).toBeCloseTo(0.7 + d, 12);
    expect(found.warnings).toEqual([]);
  });

  test("where everyone must be served and nobody is worth more than the least, one offer at its price to the lowest type", () => {
    const found = mussaRosen(unit, { quantities: { from: 1, to: 2 } });
    expect(found.pieces.map(({ kind, types }) => [kind, ...types])).toEqual([["lowest", 0, 1]]);
    expect(found.profit.value).toBeCloseTo(-1 / 2, 14);
  });

  test("quantities from a list: increments sold at (1 + their marginal cost)/2", () => {
    const found = mussaRosen(unit, { quantities: [0, 0.25, 0.5, 0.75, 1] });
    const starts = [0.125, 0.375, 0.625, 0.875].map((cost) => (1 + cost) / 2);
    for (const [k, start] of starts.entries()) expect(found.pieces[k + 1].types[0]).toBeCloseTo(start, 13);
    // Σ ¼ (1 − c)²/4.
    expect(found.profit.value).toBeCloseTo((0.875 ** 2 + 0.625 ** 2 + 0.375 ** 2 + 0.125 ** 2) / 16, 14);
  });
});

describe("distributions that are not regular", () => {
  // Virtual values 2θ − 2.25 below 2 and 2θ − 3 above; equal averages: [1.875, 2.25] at 1.5.
  const drop = piecewiseLinear([1, 2, 2, 3], [0.8, 0.8, 0.2, 0.2]);

  test("a density that drops: one pooled interval, in closed form", () => {
    const found = mussaRosen(drop);
    expect(found.pieces.map(({ kind }) => kind)).toEqual(["lowest", "sorted", "pooled", "sorted"]);
    const pool = found.pieces[2];
    expect(pool.types[0]).toBeCloseTo(1.875, 12);
    expect(pool.types[1]).toBeCloseTo(2.25, 12);
    expect(pool.quantities[0]).toBeCloseTo(1.5, 12);
    // 0.8·½∫_{0}^{1.5} y²/2·½ … = 0.7875 by pieces: 0.8·0.28125 + 0.15·1.125 + 0.2·(27 − 3.375)/12.
    expect(found.profit.value).toBeCloseTo(0.225 + 0.16875 + 0.39375, 13);
    expect(found.profitBound!.value - found.profit.value).toBeLessThan(1e-12);
    expect(found.pointwiseQuantity(2.1)).toBeCloseTo(1.2, 12);
    expect(lies(found, LINEAR, drop)).not.toHaveProperty("lie");
  });

  test("negative control: the pointwise menu of that density, paid by the envelope, invites lies", () => {
    const found = mussaRosen(drop);
    const naive = {
      ...found,
      quantity: found.pointwiseQuantity,
      pieces: [],
    };
    expect(lies(naive, LINEAR, drop).lie).toBeDefined();
  });

  test("a gap: the lower half is not served", () => {
    const found = mussaRosen(piecewiseLinear([0, 1, 1, 2, 2, 3], [0.5, 0.5, 0, 0, 0.5, 0.5]));
    expect(found.pieces[0].types[1]).toBe(2);
    expect(found.profit.value).toBeCloseTo(13 / 12, 14);
  });

  test("two types: the textbook menu", () => {
    // θ = 2, 3 with probability 1/4, 3/4: x_low = 2 − 3 < 0 → 0; with 3/4, 1/4: x_low = 2 − 1/3 = 5/3, x_high = 3, t_high = 9 − 5/3.
    const none = mussaRosen(discrete([2, 3], [0.25, 0.75]));
    expect([none.quantity(2), none.quantity(3), none.profit.value]).toEqual([
      0,
      3,
      expect.closeTo(27 / 8, 14),
    ]);
    const both = mussaRosen(discrete([2, 3], [0.75, 0.25]));
    expect(both.quantity(2)).toBeCloseTo(5 / 3, 13);
    expect(both.payment(3)).toBeCloseTo(9 - 5 / 3, 12);
    expect(both.profit.value).toBeCloseTo(0.75 * (5 / 3) ** 2 * 0.5 + 0.25 * 4.5, 13);
  });

  test("a density that is infinite at an end", () => {
    // F = √θ: (1−F)/f = 2(√θ − θ), virtual value 3θ − 2√θ, positive above 4/9.
    const found = mussaRosen(beta(0.5, 1));
    expect(found.pieces[0].types[1]).toBeCloseTo(4 / 9, 12);
    // With u = √θ: ∫_{2/3}^1 (3u² − 2u)²/2 du = 19/405.
    expect(found.profit.value).toBeCloseTo(19 / 405, 12);
    expect(found.firstBestWelfare.value).toBeCloseTo(1 / 10, 12);
  });
});
