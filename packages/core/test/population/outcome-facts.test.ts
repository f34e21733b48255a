import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { subtract, toDouble } from "../../src/numeric/rational.js";
import { wideToDouble } from "../../src/numeric/wide-number.js";
import { exactIncentives } from "../../src/population/exact-incentives.js";
import { studyPopulation } from "../../src/population/incentives.js";
import { outcomeFacts } from "../../src/population/outcome-facts.js";
import { ASSIGNMENT, arbitraryPopulation, populationOf } from "./populations.js";

describe("welfare, its gap and what people overpay", () => {
  test("agree with the fractions on random populations", () => {
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.integer({ min: 1, max: 14 }),
        fc.nat(14),
        (population, n, first) => {
          const composition =
            population.groups.length === 1 ? [n] : [Math.min(first, n), n - Math.min(first, n)];
          const exact = exactIncentives(population, composition);
          const facts = outcomeFacts(studyPopulation(population), n, composition);
          const scale = 1e-11 * (1 + n);
          expect(Math.abs(facts.welfare - toDouble(exact.welfare))).toBeLessThan(scale);
          expect(
            Math.abs(wideToDouble(facts.gap) - toDouble(subtract(facts.learnable, exact.welfare))),
          ).toBeLessThan(scale);
          expect(facts.interimResidual).toBeLessThan(1e-11);
          expect(facts.overpayment).toHaveLength(exact.overpayment.length);
          facts.overpayment.forEach(({ probability, expected, atMost }, k) => {
            expect(Math.abs(probability! - toDouble(exact.overpayment[k].probability))).toBeLessThan(1e-11);
            expect(Math.abs(wideToDouble(expected!) - toDouble(exact.overpayment[k].expected))).toBeLessThan(
              1e-11,
            );
            expect(atMost).toBeGreaterThanOrEqual(toDouble(exact.overpayment[k].largest));
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a gap of 10^−61 keeps its digits: it agrees with the fractions to twelve of them", () => {
    // 200 players in fractions: the difference is exact there and lost in doubles.
    const composition = [150, 50];
    const exact = exactIncentives(ASSIGNMENT, composition);
    const facts = outcomeFacts(studyPopulation(ASSIGNMENT), 200, composition);
    const gap = toDouble(subtract(facts.learnable, exact.welfare));
    expect(gap).toBeLessThan(1e-10);
    expect(wideToDouble(facts.gap) / gap).toBeCloseTo(1, 10);
    expect(
      wideToDouble(facts.overpayment[1].expected!) / toDouble(exact.overpayment[1].expected),
    ).toBeCloseTo(1, 10);
  });

  test("what signals never tell apart stays a loss: first best is not what can be learnt", () => {
    const population = populationOf(
      [1, 1],
      [
        [2, 1],
        [2, 1],
      ],
      [
        [
          [4, 0],
          [0, 4],
        ],
      ],
    );
    const facts = outcomeFacts(studyPopulation(population), 100, [100]);
    expect(toDouble(facts.firstBest)).toBe(400);
    expect(toDouble(facts.learnable)).toBe(200);
    expect(facts.gap.mantissa).toBe(0);
    // Everybody pays 2 and gets 4 or 0.
    expect(facts.overpayment[0].probability).toBeCloseTo(0.5, 12);
    expect(wideToDouble(facts.overpayment[0].expected!)).toBeCloseTo(1, 12);
  });
});
