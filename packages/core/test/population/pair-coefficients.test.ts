import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logarithmToDouble, preciseLog } from "../../src/numeric/precise-logarithm.js";
import { ONE, parseRational, subtract, toDouble } from "../../src/numeric/rational.js";
import {
  chernoffInformation,
  pairCoefficients,
  slowestPair,
} from "../../src/population/pair-coefficients.js";
import { ASSIGNMENT, arbitraryPopulation } from "./populations.js";

const q = (text: string) => parseRational(text)!;
const twoStates = (one: readonly string[], other: readonly string[]) => ({
  prior: [q("1/2"), q("1/2")],
  likelihood: [one.map(q), other.map(q)],
});
/** Σ ν^{1−λ} ν′^λ. */
const affinity = (own: readonly number[], other: readonly number[], lambda: number) =>
  own.reduce((sum, p, x) => sum + p ** (1 - lambda) * other[x] ** lambda, 0);

describe("coefficients of a pair of states", () => {
  test("a signal right with probability 3/4: λ = 1/2 and ρ = √3/2, to fifty digits and not below", () => {
    const [pair] = pairCoefficients(ASSIGNMENT);
    expect(pair.states).toEqual([0, 1]);
    expect(pair.exponent).toBe(0.5);
    expect(chernoffInformation(pair)).toBeCloseTo(-Math.log(Math.sqrt(3) / 2), 15);
    const twice = preciseLog(3n) - preciseLog(4n);
    for (const ln of [pair.logChernoff, pair.logBhattacharyya]) {
      expect(2n * ln - twice).toBeGreaterThan(0n);
      expect(2n * ln - twice).toBeLessThan(1n << 40n);
    }
  });

  test("ρ is least at λ*, where its derivative vanishes, and below 1", () => {
    fc.assert(
      fc.property(arbitraryPopulation(), fc.double({ min: 0, max: 1, noNaN: true }), (population, lambda) => {
        for (const { states, exponent, logChernoff, logBhattacharyya } of pairCoefficients(population)) {
          const [own, other] = states.map((state) => population.likelihood[state].map(toDouble));
          const least = Math.exp(logarithmToDouble(logChernoff));
          expect(least).toBeCloseTo(affinity(own, other, exponent), 14);
          expect(Math.exp(logarithmToDouble(logBhattacharyya))).toBeCloseTo(affinity(own, other, 0.5), 14);
          expect(least).toBeLessThanOrEqual(affinity(own, other, lambda) * (1 + 1e-14));
          expect(logChernoff).toBeLessThan(0n);
          const slope = own.reduce(
            (sum, p, x) => sum + p ** (1 - exponent) * other[x] ** exponent * Math.log(other[x] / p),
            0,
          );
          expect(Math.abs(slope)).toBeLessThan(1e-14);
        }
      }),
    );
  });

  test("exchanging the states exchanges λ and 1 − λ", () => {
    const [rows, reversed] = [
      ["1/10", "2/10", "7/10"],
      ["5/10", "1/10", "4/10"],
    ];
    const [one] = pairCoefficients(twoStates(rows, reversed));
    const [other] = pairCoefficients(twoStates(reversed, rows));
    expect(one.exponent + other.exponent).toBeCloseTo(1, 15);
    expect(one.logChernoff - other.logChernoff).toBeLessThan(1n << 50n);
  });

  test.each(["1e-6", "1e-12", "1e-16"])(
    "likelihoods %s apart: information d²/2, although doubles see none",
    (text) => {
      const d = q(text);
      const half = q("1/2");
      const up = subtract(half, subtract(q("0"), d));
      const [pair] = pairCoefficients({
        prior: [half, half],
        likelihood: [
          [half, half],
          [up, subtract(ONE, up)],
        ],
      });
      expect(chernoffInformation(pair) / (toDouble(d) ** 2 / 2)).toBeCloseTo(1, 9);
      expect(pair.exponent).toBeCloseTo(0.5, 5);
    },
  );

  test("likelihoods far apart and lopsided ones", () => {
    const [far] = pairCoefficients(twoStates(["1e-300", `0.${"9".repeat(300)}`], ["1/2", "1/2"]));
    expect(affinity([1e-300, 1], [0.5, 0.5], far.exponent)).toBeCloseTo(
      Math.exp(-chernoffInformation(far)),
      12,
    );
    expect(far.exponent).toBeGreaterThan(0.9);
    const [revealing] = pairCoefficients(
      twoStates(["1e-30", `0.${"9".repeat(30)}`], [`0.${"9".repeat(30)}`, "1e-30"]),
    );
    expect(chernoffInformation(revealing)).toBeCloseTo(-Math.log(2e-15), 9);
  });

  test("states that signals do not separate have none, and the slowest pair has the least information", () => {
    const likelihood = [
      ["1/2", "1/2"],
      ["1/3", "2/3"],
      ["1/2", "1/2"],
      ["1/9", "8/9"],
    ].map((row) => row.map(q));
    const pairs = pairCoefficients({ prior: likelihood.map(() => q("1/4")), likelihood });
    expect(pairs.map(({ states }) => states)).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(slowestPair(pairs)!.states).toEqual([0, 1]);
    expect(chernoffInformation(slowestPair(pairs)!)).toBe(Math.min(...pairs.map(chernoffInformation)));
    expect(slowestPair([])).toBeUndefined();
  });

  test("a likelihood of 0 is refused", () => {
    expect(() => pairCoefficients(twoStates(["0", "1"], ["1/2", "1/2"]))).toThrow(
      expect.objectContaining({ code: "not-positive" }),
    );
  });
});
