import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { probabilityAtLeast } from "../../../src/intervals/auctions/value-range.js";
import { reservePrice, virtualValues } from "../../../src/intervals/auctions/virtual-value.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { power } from "../../../src/intervals/families/power.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { integrate } from "../../../src/numeric/quadrature/index.js";
import { distributions, KINKED } from "./distributions.js";

describe("virtual values of regular distributions", () => {
  test("uniform: 2v − 1, reserve 1/2, or (1 + v0)/2 for a seller's value v0", () => {
    const values = virtualValues(uniform(0, 1));
    for (const v of [0, 0.2, 0.5, 0.9, 1]) {
      expect(values.virtualValue(v)).toBeCloseTo(2 * v - 1, 14);
      expect(values.ironed(v)).toBeCloseTo(2 * v - 1, 14);
      expect(values.ironedAtQuantile(1 - v)).toBeCloseTo(2 * v - 1, 14);
    }
    expect(reservePrice(values)).toBeCloseTo(0.5, 14);
    expect(reservePrice(values, 0.3)).toBeCloseTo(0.65, 14);
    expect(reservePrice(values, 1.5)).toBe(Infinity);
    expect([values.regular.holds, values.monotoneHazardRate.holds]).toEqual([true, true]);
  });

  test("exponential: v − mean, without an upper end", () => {
    const values = virtualValues(exponential(3));
    for (const v of [0, 1, 3, 20, 60, 200]) expect(values.ironed(v)).toBeCloseTo(v - 3, 9);
    expect(reservePrice(values)).toBeCloseTo(3, 13);
    expect(values.regular.holds).toBe(true);
    expect(values.monotoneHazardRate.holds).toBe(true);
  });

  test("power v²: (3v² − 1)/(2v), reserve 1/√3", () => {
    const values = virtualValues(power(2, 0, 1));
    expect(values.ironed(0.8)).toBeCloseTo((3 * 0.64 - 1) / 1.6, 13);
    expect(reservePrice(values)).toBeCloseTo(1 / Math.sqrt(3), 13);
  });

  test("U[0, 2] written as two halves: nothing happens where they meet", () => {
    const values = virtualValues(mixture([0.5, 0.5], [uniform(0, 1), uniform(1, 2)]));
    for (const v of [0.5, 1, 1.5]) {
      expect(values.virtualValue(v)).toBeCloseTo(2 * v - 2, 12);
      expect(values.ironed(v)).toBeCloseTo(2 * v - 2, 12);
    }
    expect([values.regular.holds, values.monotoneHazardRate.holds]).toEqual([true, true]);
  });

  test("regular without a monotone hazard rate: a truncated Pareto distribution", () => {
    // F = 1 − (1 + v)^−2 cut at its 99 per cent quantile: hazard falls first; 1 − F = ((1 + v)^−2 − c)/(1 − c).
    const c = 0.01;
    const high = c ** -0.5 - 1;
    const rest = (v: number) => ((1 + v) ** -2 - c) / (1 - c);
    const falling: Distribution = {
      name: "cut Pareto",
      support: [0, high],
      pieces: [[0, high]],
      atoms: [],
      breakpoints: [0, high],
      cdf: (v) => Math.min(1, Math.max(0, 1 - rest(v))),
      density: (v) => (v < 0 || v > high ? 0 : (2 * (1 + v) ** -3) / (1 - c)),
      quantile: (p) => (1 - p * (1 - c)) ** -0.5 - 1,
      mean: 1,
    };
    const values = virtualValues(falling);
    expect(values.regular.holds).toBe(true);
    expect(values.monotoneHazardRate.holds).toBe(false);
    const { low, high: later, before, after } = values.monotoneHazardRate.fall!;
    const hazard = (v: number) => falling.density(v) / (1 - falling.cdf(v));
    expect(low).toBeLessThan(later);
    expect(before).toBeCloseTo(hazard(low), 10);
    expect(after).toBeCloseTo(hazard(later), 10);
    expect(after).toBeLessThan(before);
  });
});

describe("ironing", () => {
  // Tangent to v(1 − 4v/5) and v(2 − v)/5 in probability: (5/4 − λ)²/5 = (2 − λ)²/20, so λ = 1/2, v1 = (λ + 5/4)/2, v2 = (λ + 2)/2.
  test("two uniform blocks: [7/8, 5/4] at 1/2", () => {
    const values = virtualValues(KINKED);
    expect(values.ironedIntervals).toHaveLength(1);
    const [{ from, to, level, probability }] = values.ironedIntervals;
    expect(from).toBeCloseTo(7 / 8, 12);
    expect(to).toBeCloseTo(5 / 4, 12);
    expect(level).toBeCloseTo(1 / 2, 13);
    expect(probability).toBeCloseTo(0.7 * (1 / 8) + 0.2 / 4 + 0.1 / 8, 12);
    expect([0.5, 0.9, 1.2, 1.5].map((v) => values.ironed(v))).toEqual(
      [-0.25, 0.5, 0.5, 1].map((level) => expect.closeTo(level, 12)),
    );
    expect(values.ironedAtQuantile(0.2)).toBeCloseTo(0.5, 12);
    expect(values.ironedAtQuantile(0.1)).toBeCloseTo(1, 12);
    expect(values.regular.holds).toBe(false);
  });

  test("the witness of irregularity is a pair with falling virtual values", () => {
    const { regular, virtualValue } = virtualValues(KINKED);
    const { low, high, before, after } = regular.fall!;
    expect(low).toBeLessThanOrEqual(high);
    expect(after).toBeLessThan(before - 0.5);
    // Both ends may be the two sides of the jump at 1.
    expect(Math.abs(virtualValue(low - 1e-9) - before)).toBeLessThan(1e-6);
    expect(Math.abs(virtualValue(high + 1e-9) - after)).toBeLessThan(1e-6);
  });

  test("a gap between two blocks is ironed with what lies below it", () => {
    // U[0,1] and U[2,3], half each. At v = 2, q = 1/2 R has a corner of height 1; below, R = v(1 − v/2). The line from the corner
    // to (q = 1, R = 0) has slope −2, which is ψ(0) = 0 − 1/(1/2): it is the tangent.
    const values = virtualValues(mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]));
    expect(values.ironedIntervals).toHaveLength(1);
    const [{ from, to, level, probability }] = values.ironedIntervals;
    expect([from, to, level, probability]).toEqual([0, 1, -2, 0.5].map((x) => expect.closeTo(x, 6)));
    expect(values.regular).toMatchObject({ holds: false, fall: { after: -Infinity } });
    expect(values.monotoneHazardRate.fall).toMatchObject({ after: 0 });
    expect(reservePrice(values)).toBe(2);
    expect(values.ironed(1.7)).toBeCloseTo(-2, 6);
  });

  test("atoms alone: the discrete virtual values v_k − (v_{k+1} − v_k)·Pr(v > v_k)/Pr(v = v_k)", () => {
    const values = virtualValues(discrete([1, 2, 4], [0.5, 0.25, 0.25]));
    expect([1, 2, 4].map((v) => values.ironed(v))).toEqual([0, 0, 4].map((x) => expect.closeTo(x, 14)));
    const irregular = virtualValues(discrete([1, 2, 10], [0.5, 0.25, 0.25]));
    // ψ = 0, −6, 10 ironed to −2, −2, 10.
    expect(irregular.ironedIntervals).toEqual([
      { from: 1, to: 2, level: expect.closeTo(-2, 13), probability: 0.75 },
    ]);
    expect(irregular.regular.fall).toMatchObject({ low: 1, high: 2, before: 0, after: -6 });
  });

  test("an atom in a density: what lies just above joins it", () => {
    // U[0,1] with probability 1/2 and 1/2 at 1/2: tangent from the atom's lower end (q = 3/4, R = 3/8) to v(1 − v)/2 above:
    // (1 − λ)²/8 = 3/8 − 3λ/4 gives λ = −2 + √6.
    const values = virtualValues(mixture([0.5, 0.5], [uniform(0, 1), discrete([0.5], [1])]));
    const [{ from, to, level }] = values.ironedIntervals;
    expect(level).toBeCloseTo(Math.sqrt(6) - 2, 12);
    expect(from).toBe(0.5);
    expect(to).toBeCloseTo((1 + level) / 2, 12);
    expect(values.ironed(0.5)).toBeCloseTo(level, 13);
  });

  test("a U-shaped density with infinite ends is ironed below", () => {
    const values = virtualValues(beta(0.5, 0.5));
    expect(values.ironedIntervals.length).toBeGreaterThan(0);
    checkHull(beta(0.5, 0.5), 1e-9);
  });

  test("the hull is above the revenue curve, touches it outside the ironed intervals, and has ψ̄ as slope", () => {
    fc.assert(
      fc.property(distributions, (distribution) => {
        checkHull(distribution, 1e-8);
      }),
      { numRuns: 60 },
    );
  });

  test("ψ̄ is nondecreasing and the lowest value that reaches a level is its inverse", () => {
    fc.assert(
      fc.property(distributions, fc.double({ min: 0, max: 1, noNaN: true }), (distribution, share) => {
        const { ironed, reaching, range } = virtualValues(distribution);
        const at = (k: number) => range.low + (k / 50) * (range.top - range.low);
        const levels = Array.from({ length: 51 }, (_, k) => ironed(at(k)));
        levels.forEach((level, k) => {
          if (k > 0) expect(level).toBeGreaterThanOrEqual(levels[k - 1] - 1e-9);
        });
        const z = levels[0] > -1e3 ? levels[0] + share * (levels[50] - levels[0]) : 0;
        const { value, probability } = reaching(z);
        if (value === Infinity) return;
        expect(ironed(value + 1e-7)).toBeGreaterThanOrEqual(z - 1e-4);
        expect(ironed(value - 1e-7)).toBeLessThanOrEqual(z + 1e-4);
        expect(probabilityAtLeast(distribution, value)).toBeGreaterThanOrEqual(probability - 1e-12);
      }),
      { numRuns: 60 },
    );
  });
});

/** ∫ ψ̄ dq ≥ R(q), with equality where nothing is ironed; by quadrature, independently of the tangents. */
function checkHull(distribution: Distribution, tolerance: number): void {
  const { ironedAtQuantile, ironedIntervals, kinks } = virtualValues(distribution);
  const survivals = kinks.values.map((v) => 1 - distribution.cdf(v));
  const masses = kinks.values.map((v) => probabilityAtLeast(distribution, v));
  const breakpoints = [...survivals, ...masses];
  for (const q of [0.05, 0.3, 0.5, 0.77, 0.95]) {
    const hull = integrate(ironedAtQuantile, 0, q, {
      breakpoints,
      tolerance: 1e-10,
      mostEvaluations: 20_000,
    });
    const value = distribution.quantile(1 - q);
    const excess = hull.value - value * q;
    expect(excess).toBeGreaterThanOrEqual(-tolerance - hull.error);
    const ironedHere = ironedIntervals.some(({ from, to }) => from <= value + 1e-9 && value <= to + 1e-9);
    const gapHere = distribution.pieces.some(([, to]) => Math.abs(to - value) < 1e-9);
    const discreteHere =
      distribution.pieces.length === 0 || distribution.atoms.some(({ at }) => at === value);
    if (!ironedHere && !gapHere && !discreteHere) expect(excess).toBeLessThanOrEqual(tolerance + hull.error);
  }
}

describe("bad input", () => {
  test("an infinite expectation is refused with what to do", () => {
    const pareto: Distribution = {
      ...exponential(1),
      name: "Pareto 1",
      mean: Infinity,
    };
    expect(() => virtualValues(pareto)).toThrow(/Pareto 1.*truncate/);
  });

  test("no lower end is refused", () => {
    const everywhere: Distribution = { ...uniform(0, 1), name: "normal", support: [-Infinity, Infinity] };
    expect(() => virtualValues(everywhere)).toThrow(/no lower end/);
  });
});
