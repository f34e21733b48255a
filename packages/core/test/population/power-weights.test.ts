import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logarithmToDouble } from "../../src/numeric/precise-logarithm.js";
import { type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { coprimeBase, exponentsOver } from "../../src/population/coprime-base.js";
import { logWeights, powerWeights, signOfWeightedSum } from "../../src/population/power-weights.js";

const thirds: readonly Rational[][] = [
  [rational(2, 3), rational(1, 3)],
  [rational(1, 3), rational(2, 3)],
];
const half = rational(1, 2);
const even = powerWeights({ prior: [half, half], likelihood: thirds });

/** The sum itself, from rows of numbers in the proportion of the probabilities, all over one denominator. */
function directSign(prior: number[], likelihood: number[][], counts: number[], coefficients: bigint[]) {
  const totals = likelihood.map((row) => BigInt(row.reduce((a, b) => a + b, 0)));
  const common = totals.reduce((a, b) => a * b);
  const sum = prior.reduce((total, p, state) => {
    const factors = likelihood[state].map(
      (nu, x) => ((BigInt(nu) * common) / totals[state]) ** BigInt(counts[x]),
    );
    return total + factors.reduce((a, b) => a * b, BigInt(p) * coefficients[state]);
  }, 0n);
  return sum > 0n ? 1 : sum < 0n ? -1 : 0;
}

const integer = fc.integer({ min: 1, max: 60 });
const world = fc.integer({ min: 1, max: 4 }).chain((states) =>
  fc.integer({ min: 1, max: 3 }).chain((signals) =>
    fc.record({
      prior: fc.array(integer, { minLength: states, maxLength: states }),
      likelihood: fc.array(fc.array(integer, { minLength: signals, maxLength: signals }), {
        minLength: states,
        maxLength: states,
      }),
      counts: fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: signals, maxLength: signals }),
      coefficients: fc.array(fc.bigInt({ min: -50n, max: 50n }), { minLength: states, maxLength: states }),
    }),
  ),
);

describe("the coprime base", () => {
  test("is pairwise coprime and composes every number", () => {
    expect(coprimeBase([12n, 18n]).sort()).toEqual([2n, 3n]);
    expect(coprimeBase([1n, 1n])).toEqual([]);
    expect(coprimeBase([36n, 36n])).toEqual([36n]);
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { maxLength: 8 }), (numbers) => {
        const base = coprimeBase(numbers);
        for (const number of numbers) {
          const exponents = exponentsOver(base, number);
          expect(base.reduce((product, b, j) => product * b ** BigInt(exponents[j]), 1n)).toBe(number);
        }
        expect(new Set(coprimeBase([...base, ...numbers])).size).toBe(base.length);
      }),
    );
  });
});

describe("the sign of a weighted sum of posterior weights", () => {
  test("agrees with the sum in fractions", () => {
    const asFractions = (row: number[]) =>
      row.map((n) =>
        rational(
          n,
          row.reduce((a, b) => a + b, 0),
        ),
      );
    fc.assert(
      fc.property(world, ({ prior, likelihood, counts, coefficients }) => {
        const weights = powerWeights({ prior: asFractions(prior), likelihood: likelihood.map(asFractions) });
        expect(signOfWeightedSum(weights, counts, coefficients)).toBe(
          directSign(prior, likelihood, counts, coefficients),
        );
      }),
      { numRuns: 200 },
    );
  });

  test("finds exact ties among ten million reports, and what breaks them", () => {
    const n = 5_000_000;
    expect(signOfWeightedSum(even, [n, n], [1n, -1n])).toBe(0);
    expect(signOfWeightedSum(even, [n, n], [10n ** 30n + 1n, -(10n ** 30n)])).toBe(1);
    expect(signOfWeightedSum(even, [n + 1, n], [1n, -1n])).toBe(1);
    expect(signOfWeightedSum(even, [n + 1, n], [1n, -2n])).toBe(0);
    expect(signOfWeightedSum(even, [n + 1, n], [1n, -3n])).toBe(-1);
    expect(signOfWeightedSum(even, [2 * n, 0], [1n, -(2n ** 100n)])).toBe(1);
  });

  test("sees a far smaller state once the larger ones cancel", () => {
    // The first two states are the same world, the third is exponentially less likely.
    const weights = powerWeights({ prior: [half, half, half], likelihood: [...thirds, thirds[1]] });
    const counts = [0, 1_000_000];
    expect(signOfWeightedSum(weights, counts, [-1n, 1n, -1n])).toBe(-1);
    expect(signOfWeightedSum(weights, counts, [1n, 3n, -3n])).toBe(1);
    expect(signOfWeightedSum(weights, counts, [0n, 3n, -3n])).toBe(0);
  });

  test("decides what is far too close for doubles", () => {
    // 2 against 1 + 1/7^300 and its neighbours: relative gaps of 10^-253.
    const nearly = powerWeights({
      prior: [half, half, half],
      likelihood: [
        [rational(1, 14), rational(13, 14)],
        [half, half],
        [half, half],
      ],
    });
    const counts = [3000, 0];
    expect(signOfWeightedSum(nearly, counts, [0n, 7n ** 300n, -(7n ** 300n) + 1n])).toBe(1);
    expect(signOfWeightedSum(nearly, counts, [1n, 7n ** 3000n, -(7n ** 3000n)])).toBe(1);
    expect(signOfWeightedSum(nearly, counts, [1n, -1n, 0n])).toBe(-1);
    expect(signOfWeightedSum(nearly, counts, [7n ** 3000n, -1n, 0n])).toBe(0);
    expect(signOfWeightedSum(nearly, counts, [7n ** 3000n + 1n, -1n, 0n])).toBe(1);
    expect(signOfWeightedSum(nearly, counts, [7n ** 3000n - 1n, -1n, 0n])).toBe(-1);
  });

  test("one state, no reports, all coefficients zero", () => {
    const sure = powerWeights({ prior: [rational(1)], likelihood: [[half, half]] });
    expect(signOfWeightedSum(sure, [3, 4], [-2n])).toBe(-1);
    expect(signOfWeightedSum(even, [0, 0], [1n, -1n])).toBe(0);
    expect(signOfWeightedSum(even, [9, 4], [0n, 0n])).toBe(0);
  });

  test("refuses likelihoods of zero and counts beyond exact exponents", () => {
    expect(() => powerWeights({ prior: [half, half], likelihood: [[ZERO], [half]] })).toThrow(/positive/);
    expect(() => signOfWeightedSum(even, [2 ** 53, 2 ** 53], [1n, -1n])).toThrow(/too large/);
  });

  test("log weights differ by the log likelihood ratio", () => {
    const [first, second] = logWeights(even, [1_000_000, 999_000]);
    expect(logarithmToDouble(first - second)).toBeCloseTo(1000 * Math.log(2), 9);
  });
});
