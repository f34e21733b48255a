import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveExactly } from "../../src/numeric/linear-program/index.js";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  ONE,
  printRational,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../../src/numeric/rational.js";
import type { Population } from "../../src/population/population.js";
import { proofConstants } from "../../src/population/proof-constants.js";
import { agreeingPopulation } from "./agreeing-populations.js";
import { ASSIGNMENT, populationOf, sum } from "./populations.js";

const EPSILON = rational(1, 100);
const larger = (a: Rational, b: Rational) => (compare(a, b) > 0 ? a : b);

/** The largest π(ω) over beliefs π at which b does at least as well as the favourite for the mixture λ; 0 where there is none. */
function largestBelief(
  { groups, states }: Population,
  mixture: readonly Rational[],
  [favourite, b, state]: readonly [number, number, number],
): Rational {
  const lead = states.map((_, other) =>
    sum(
      groups.map(({ utility }, u) =>
        multiply(mixture[u], subtract(utility[favourite][other], utility[b][other])),
      ),
    ),
  );
  const coefficients = (values: readonly Rational[]) =>
    new Map([...values.entries()].filter(([, value]) => value.n !== 0n));
  const outcome = solveExactly({
    objective: states.map((_, other) => (other === state ? ONE : ZERO)),
    free: states.map(() => false),
    rows: [
      { coefficients: coefficients(lead), relation: "<=", bound: ZERO },
      { coefficients: coefficients(states.map(() => ONE)), relation: "=", bound: ONE },
    ],
  });
  return outcome.kind === "optimal" ? outcome.primal[state] : ZERO;
}

/** The largest π(ω) at which b does as well, over all λ in Δ(U), with all other belief on one state: a linear-fractional program in λ. */
function overAllMixtures(
  { groups }: Population,
  [favourite, b, state, other]: readonly [number, number, number, number],
): Rational {
  const lead = (u: number, at: number) =>
    subtract(groups[u].utility[favourite][at], groups[u].utility[b][at]);
  const outcome = solveExactly({
    objective: groups.map((_, u) => negate(lead(u, other))),
    free: groups.map(() => false),
    rows: [{ coefficients: new Map(groups.map((_, u) => [u, lead(u, state)])), relation: "=", bound: ONE }],
  });
  if (outcome.kind !== "optimal") throw new Error(outcome.kind);
  const odds = sum(outcome.primal.map((weight, u) => multiply(weight, negate(lead(u, other)))));
  return odds.n <= 0n ? ZERO : divide(odds, add(ONE, odds));
}

function comparisons({ states, alternatives }: Population, favourites: readonly number[]) {
  return states.flatMap((_, state) =>
    alternatives.flatMap((_, b) => (b === favourites[state] ? [] : [[favourites[state], b, state] as const])),
  );
}

describe("e", () => {
  test("is what the definition gives in a case done by hand", () => {
    // Dry: a leads by 2 and loses 1 when wet, 1/3. Wet: b leads by 1 and loses 2 when dry, 2/3.
    const population = populationOf(
      [1, 1],
      [
        [2, 1],
        [1, 2],
      ],
      [
        [
          [2, 0],
          [0, 1],
        ],
      ],
    );
    const { e, condition } = proofConstants(population, EPSILON);
    expect(condition).toEqual({ holds: true, favourites: [0, 1] });
    expect(printRational(e!)).toBe("2/3");
  });

  test("is 0 where one alternative is best whatever the state, and absent where condition (1) fails", () => {
    const sure = populationOf(
      [1, 1],
      [
        [2, 1],
        [1, 2],
      ],
      [
        [
          [2, 1],
          [0, 1 - 1],
        ],
      ],
    );
    expect(proofConstants(sure, EPSILON).e).toEqual(ZERO);
    expect(proofConstants(ASSIGNMENT, EPSILON).e).toBeUndefined();
  });

  test("is the largest belief at which a favourite is not alone: linear programs over beliefs and over mixtures", () => {
    let positive = 0;
    const parts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(agreeingPopulation({ groups: 3 }), parts, (population, raw) => {
        const { e, condition } = proofConstants(population, EPSILON);
        if (!condition.holds || e === undefined) throw new Error("agreeing populations fulfil condition (1)");
        const unit = (k: number) => population.groups.map((_, u) => (u === k ? ONE : ZERO));
        const total = raw.slice(0, population.groups.length).reduce((a, b) => a + b, 1);
        const mixed = population.groups.map((_, u) => rational(raw[u] + (u === 0 ? 1 : 0), total));
        let [atVertices, atRatios] = [ZERO, ZERO];
        for (const place of comparisons(population, condition.favourites)) {
          population.groups.forEach((_, u) => {
            atVertices = larger(atVertices, largestBelief(population, unit(u), place));
          });
          expect(compare(largestBelief(population, mixed, place), e)).toBeLessThanOrEqual(0);
          population.states.forEach((_, other) => {
            if (other !== place[2])
              atRatios = larger(atRatios, overAllMixtures(population, [...place, other]));
          });
        }
        expect(printRational(atVertices)).toBe(printRational(e));
        expect(printRational(atRatios)).toBe(printRational(e));
        expect(compare(e, ONE)).toBeLessThan(0);
        if (e.n > 0n) positive++;
      }),
      { numRuns: 60 },
    );
    expect(positive).toBeGreaterThan(5);
  });

  test("control: a belief a little lower than e does not suffice", () => {
    const population = populationOf(
      [1, 1],
      [
        [2, 1],
        [1, 2],
      ],
      [
        [
          [2, 0],
          [0, 1],
        ],
      ],
    );
    expect(compare(largestBelief(population, [ONE], [1, 0, 1]), rational(66, 100))).toBeGreaterThan(0);
  });
});

describe("norm and δ", () => {
  test("are the largest absolute utility and ε over five times it, at most 1", () => {
    expect(proofConstants(ASSIGNMENT, EPSILON)).toMatchObject({
      norm: rational(9),
      delta: rational(1, 4500),
    });
    expect(proofConstants(ASSIGNMENT, rational(1000)).delta).toEqual(ONE);
    const nothing = populationOf(
      [1, 1],
      [
        [2, 1],
        [1, 2],
      ],
      [[[0, 0]]],
    );
    expect(proofConstants(nothing, EPSILON)).toMatchObject({ norm: ZERO, delta: ONE });
    const negative = populationOf(
      [1, 1],
      [
        [2, 1],
        [1, 2],
      ],
      [[[-7, 3]]],
    );
    expect(proofConstants(negative, EPSILON).norm).toEqual(rational(7));
  });

  test.each([ZERO, rational(-1)])("need a positive ε", (epsilon) => {
    expect(() => proofConstants(ASSIGNMENT, epsilon)).toThrow(
      expect.objectContaining({ code: "not-positive" }),
    );
  });
});
