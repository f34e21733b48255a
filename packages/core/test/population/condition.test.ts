import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  multiply,
  ONE,
  printRational,
  type Rational,
  rational,
  subtract,
} from "../../src/numeric/rational.js";
import { uniqueMaximisers } from "../../src/population/condition.js";
import type { Population } from "../../src/population/population.js";
import { tiedCompositions, tiesAt } from "../../src/population/tied-compositions.js";
import { ASSIGNMENT, arbitraryPopulation, populationOf, sum } from "./populations.js";

/** The alternatives that maximise Σ weight_u u(a, ω), compared pair by pair. */
function bestOf({ groups, alternatives }: Population, weights: readonly Rational[], state: number): number[] {
  const value = (a: number) => sum(groups.map(({ utility }, u) => multiply(weights[u], utility[a][state])));
  return alternatives.flatMap((_, a) =>
    alternatives.every((_, b) => compare(value(a), value(b)) >= 0) ? [a] : [],
  );
}

/** Its first alternative stands a second time at the end. */
function withACopy({ alternatives, groups, ...rest }: Population): Population {
  return {
    ...rest,
    alternatives: [...alternatives, "copy"],
    groups: groups.map((group) => ({ ...group, utility: [...group.utility, group.utility[0]] })),
  };
}

const WEATHER = { dry: 0, wet: 1 };

describe("condition (1)", () => {
  test("fails for the assignment example: both are equally good for nine East members to one of West", () => {
    const answer = uniqueMaximisers(ASSIGNMENT);
    expect(answer).toMatchObject({ holds: false, state: WEATHER.dry, tied: [0, 1] });
    if (!answer.holds) expect(answer.mixture.map(printRational)).toEqual(["9/10", "1/10"]);
  });

  test("holds where all want the same in each state, however much", () => {
    const utilities = [
      [
        [3, 0],
        [0, 1],
        [-1, 0],
      ],
      [
        [900, 0],
        [899, 1],
        [5, -7],
      ],
    ];
    const likelihood = [
      [1, 2],
      [2, 1],
    ];
    expect(uniqueMaximisers(populationOf([1, 1], likelihood, utilities))).toEqual({
      holds: true,
      favourites: [0, 1],
    });
  });

  test("one alternative is always the strict maximiser; one utility with a tie is a witness", () => {
    const likelihood = [
      [1, 2],
      [2, 1],
    ];
    expect(uniqueMaximisers(populationOf([1, 1], likelihood, [[[0, 0]]]))).toEqual({
      holds: true,
      favourites: [0, 0],
    });
    const tie = populationOf([1, 1], likelihood, [
      [
        [2, 2],
        [1, 1],
      ],
      [
        [2, 0],
        [1, 0],
      ],
    ]);
    expect(uniqueMaximisers(tie)).toMatchObject({ holds: false, state: 1, tied: [0, 1] });
  });

  test("any witness is a mixture with just these maximisers, the first on its segment; otherwise no mixture has two", () => {
    const share = fc.integer({ min: 0, max: 30 });
    const mixtures = fc.array(fc.tuple(share, share, share), { minLength: 20, maxLength: 20 });
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        arbitraryPopulation({ groups: 3 }),
        mixtures,
        fc.integer({ min: 1, max: 99 }),
        (population, points, part) => {
          const answer = uniqueMaximisers(population);
          seen.add(`${answer.holds}`);
          if (answer.holds) {
            population.states.forEach((_, state) => {
              for (const point of points) {
                const weights = population.groups.map((_, u) => rational(point[u]));
                if (weights.every(({ n }) => n === 0n)) continue;
                expect(bestOf(population, weights, state)).toEqual([answer.favourites[state]]);
              }
            });
            return;
          }
          const { mixture, state, tied } = answer;
          expect(sum(mixture)).toEqual(ONE);
          expect(mixture.every(({ n }) => n >= 0n)).toBe(true);
          expect(tied.length).toBeGreaterThan(1);
          expect(bestOf(population, mixture, state)).toEqual(tied);
          // A tie between two groups is the first: nearer to the first group one alternative is best alone.
          const second = mixture.findIndex(({ n }, u) => u > 0 && n > 0n);
          if (second < 0 || mixture[0].n === 0n) return;
          const nearer = multiply(mixture[second], rational(part, 100));
          const before = mixture.map((_, u) =>
            u === 0 ? subtract(ONE, nearer) : u === second ? nearer : rational(0),
          );
          expect(bestOf(population, before, state)).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
    expect(seen.size).toBe(2);
  });
});

describe("tied compositions of two groups", () => {
  test("are those of the assignment example at any size", () => {
    const range = (state: number, from: number) => ({ state, from, to: from, alternatives: [0, 1] });
    expect(tiedCompositions(ASSIGNMENT, 30)).toEqual([range(WEATHER.dry, 27), range(WEATHER.wet, 10)]);
    expect(tiedCompositions(ASSIGNMENT, 7)).toEqual([]);
    expect(tiedCompositions(ASSIGNMENT, 3_000_000_000)).toEqual([
      range(WEATHER.dry, 2_700_000_000),
      range(WEATHER.wet, 1_000_000_000),
    ]);
  });

  test("agree with looking at every composition, ranges as wide as they can be", () => {
    let [ranges, points] = [0, 0];
    fc.assert(
      fc.property(arbitraryPopulation(), fc.integer({ min: 1, max: 24 }), fc.boolean(), (some, n, twice) => {
        fc.pre(some.groups.length === 2);
        const population = twice ? withACopy(some) : some;
        const found = tiedCompositions(population, n);
        const listed = population.states.flatMap((_, state) =>
          Array.from({ length: n + 1 }, (_, first) => ({ state, first })),
        );
        for (const { state, first } of listed) {
          const best = bestOf(population, [rational(first), rational(n - first)], state);
          const here = found.filter(
            (range) => range.state === state && range.from <= first && first <= range.to,
          );
          expect(here.map(({ alternatives }) => alternatives)).toEqual(best.length > 1 ? [best] : []);
          const one = tiesAt(population, [first, n - first]).find((tie) => tie.state === state);
          expect(one?.alternatives).toEqual(best.length > 1 ? best : undefined);
        }
        found.forEach(({ state, from, to, alternatives }, k) => {
          if (from < to) ranges++;
          else points++;
          const next = found[k + 1];
          if (next?.state === state && next.from === to + 1)
            expect(next.alternatives).not.toEqual(alternatives);
        });
      }),
      { numRuns: 200 },
    );
    expect(Math.min(ranges, points)).toBeGreaterThan(5);
  });

  test("are refused for other numbers of groups; one composition works for any", () => {
    const three = { ...ASSIGNMENT, groups: [...ASSIGNMENT.groups, ASSIGNMENT.groups[0]] };
    expect(() => tiedCompositions(three, 10)).toThrow(expect.objectContaining({ code: "not-applicable" }));
    expect(tiesAt(three, [4, 1, 5])).toEqual([{ state: WEATHER.dry, alternatives: [0, 1] }]);
    for (const bad of [
      [1, 2],
      [1, -1, 3],
      [0.5, 1, 1],
      [0, 0, 0],
      [2 ** 53 - 1, 1, 0],
    ])
      expect(() => tiesAt(three, bad)).toThrow(expect.objectContaining({ code: "invalid-composition" }));
    expect(() => tiedCompositions(ASSIGNMENT, 0)).toThrow(
      expect.objectContaining({ code: "invalid-composition" }),
    );
  });
});

test("the comparison used here sees a tie that is off by little", () => {
  const off = [add(rational(9, 10), rational(1, 10 ** 9)), rational(1, 10)];
  expect(bestOf(ASSIGNMENT, off, WEATHER.dry)).toEqual([0]);
});
