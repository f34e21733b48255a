import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Growth,
  growthPerHead,
  growthRate,
  printGrowth,
  seemsToVanish,
} from "../../src/population/growth-rate.js";

const SIZES = [2, 4, 8, 16, 32];
const along = (f: (n: number) => number, sizes = SIZES, errorBound = 0) =>
  sizes.map((n) => ({ n, value: f(n), errorBound }));
const words = (growth: Growth) => printGrowth(growth, SIZES[0]);

describe("growthRate", () => {
  it.each<[string, (n: number) => number, boolean | undefined]>([
    ["≈ n^-1.0", (n) => 3 / n, true],
    ["≈ n^0.5", (n) => -Math.sqrt(n), false],
    ["≈ e^-0.28n", (n) => 5 * Math.exp(-0.28 * n), true],
    ["constant (≈ 0.25)", () => 1 / 4, false],
    ["0 for every n looked at", () => 0, true],
    ["0 from n = 8 on", (n) => (n < 8 ? 1 : 0), true],
    ["levels off (near 0.5)", (n) => 0.5 - 0.3 / n, false],
    ["levels off", (n) => 0.5 + 1 / Math.sqrt(n), false],
    ["unclear: the sign changes", (n) => (n === 16 ? -1 : 1), undefined],
    ["unclear: 0 at the largest size alone", (n) => (n === 32 ? 0 : 1), undefined],
    ["unclear: neither a power nor an exponential fits", (n) => (n % 16 === 0 ? 1e-3 * n : 1), undefined],
  ])("finds %s", (text, f, vanishes) => {
    const growth = growthRate(along(f));
    expect(words(growth)).toBe(text);
    expect(seemsToVanish(growth)).toBe(vanishes);
  });

  it("finds the exponent of any power and the rate of any exponential, in any order of the points", () => {
    const coefficient = fc.double({ min: 0.2, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        coefficient,
        fc.boolean(),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (c, up, factor) => {
          const a = up ? c : -c;
          const power = growthRate(along((n) => factor * n ** a).reverse());
          expect(power.kind).toBe("power");
          if ("coefficient" in power) expect(power.coefficient).toBeCloseTo(a, 9);
          const exponential = growthRate(along((n) => factor * Math.exp(a * n)));
          expect(exponential.kind).toBe("exponential");
          if ("coefficient" in exponential) expect(exponential.coefficient).toBeCloseTo(a, 9);
        },
      ),
    );
  });

  it("looks at the largest four sizes", () => {
    expect(words(growthRate(along((n) => (n === 2 ? 77 : 1 / n))))).toBe("≈ n^-1.0");
  });

  it("says where the two curves cannot be told apart", () => {
    // Between 1/n and e^(−n/12), which hardly differ from ten to thirteen.
    const values = [0.1, 0.0915, 0.0838, 0.0773];
    const close = growthRate(values.map((value, k) => ({ n: 10 + k, value })));
    expect(words(close)).toMatch(/^≈ n\^-1\.0 or e\^-0\.086n$|^≈ e\^-0\.086n or n\^-1\.0$/);
  });

  it("takes the rate per head from the total where that is exponential", () => {
    expect(words(growthPerHead(along((n) => 3 * 2 ** -n)))).toBe("≈ e^-0.69n/n");
    expect(words(growthPerHead(along((n) => Math.sqrt(n))))).toBe("≈ n^-0.5");
    expect(words(growthPerHead(along((n) => 5 * n)))).toBe("constant (≈ 5)");
    // Bounds are divided as well: 1/n is not told from 0 beyond n = 8, so that three sizes are left.
    expect(growthPerHead(along((n) => 1 / n, SIZES, 0.03))).toMatchObject({ kind: "power", from: 2 });
  });

  it("does not take rounding for a curve", () => {
    const noise = growthRate(along((n) => 1e-16 * n, SIZES, 1e-14));
    expect(words(noise)).toBe("0 within rounding for every n looked at");
    // Told from 0 up to n = 16 only: the last point is left out, not taken for 0.
    const falling = growthRate(along((n) => Math.exp(-n), [2, 4, 8, 16, 32], 1e-9));
    expect(words(falling)).toBe("≈ e^-1n");
  });

  it("needs three values that are told from 0", () => {
    expect(words(growthRate(along((n) => 1 / n, [2, 4])))).toMatch(/^unclear: fewer than 3 sizes/);
    for (const sizes of [[], [2]])
      expect(words(growthRate(along(() => 0, sizes)))).toMatch(/^unclear: fewer than 2/);
    expect(words(growthRate(along((n) => (n < 8 ? 0 : 1))))).toBe("constant (≈ 1)");
    expect(words(growthRate(along((n) => (n < 16 ? 0 : n))))).toMatch(/^unclear: fewer than 3/);
    expect(words(growthRate(along((n) => 1 + n / 1000, [1, 2, 30, 100])))).toMatch(/^constant/);
    expect(words(growthRate(along((n) => n ** 0.06)))).toMatch(/moves too little/);
  });

  it.each([
    ["values that are not finite", [{ n: 2, value: Number.NaN }]],
    ["sizes that stand twice", along((n) => n, [2, 2])],
    ["sizes below 1", along((n) => n, [0, 2])],
  ])("refuses %s", (_, points) => {
    expect(() => growthRate(points)).toThrowError(expect.objectContaining({ code: "invalid-value" }));
  });
});
