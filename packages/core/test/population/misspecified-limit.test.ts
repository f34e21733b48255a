import { describe, expect, test } from "vitest";
import { rational, toDouble } from "../../src/numeric/rational.js";
import { wideToDouble } from "../../src/numeric/wide-number.js";
import { misspecifiedIncentives } from "../../src/population/misspecified.js";
import { misspecifiedLimit } from "../../src/population/misspecified-limit.js";
import { studyMisspecified } from "../../src/population/misspecified-study.js";
import { byCounts, expectClose, withBeliefs } from "./misspecified-worlds.js";
import { ASSIGNMENT, populationOf } from "./populations.js";

describe("what a designer settles on", () => {
  const coin = populationOf([1], [[1, 1]], [[[1], [0]]]);
  const biased = (utility: readonly (readonly number[])[]) =>
    populationOf(
      [1, 1],
      [
        [1, 3],
        [3, 1],
      ],
      [utility],
    );

  test("two states equally far from the truth are a tie, and have no limit unless both earn the same", () => {
    const wandering = misspecifiedLimit(
      studyMisspecified(
        coin,
        biased([
          [2, 1],
          [0, 0],
        ]),
      ),
      [1],
    );
    expect(wandering.outcomes[0].believed).toEqual(["ω1", "ω2"]);
    expect(wandering.outcomes[0].worth).toEqual([undefined]);
    expect(wandering.shortfall).toBeUndefined();
    const same = misspecifiedLimit(
      studyMisspecified(
        coin,
        biased([
          [2, 2],
          [0, 0],
        ]),
      ),
      [1],
    );
    expect(same.shortfall).toEqual(rational(1));
    expect(same.logRate).toBeUndefined();
    // The tie is found by fractions: a hair away it is gone.
    const near = populationOf([1], [[500_001, 499_999]], [[[1], [0]]]);
    expect(
      misspecifiedLimit(
        studyMisspecified(
          near,
          biased([
            [2, 1],
            [0, 0],
          ]),
        ),
        [1],
      ).outcomes[0].believed,
    ).toEqual(["ω2"]);
  });

  test("a gain falls like 1/√n only where states tie", () => {
    const study = studyMisspecified(
      coin,
      biased([
        [2, 1],
        [0, 0],
      ]),
    );
    const at = (n: number) => wideToDouble(misspecifiedIncentives(study, [n]).epsilon.value);
    expect(at(40_000) / at(10_000)).toBeCloseTo(0.5, 3);
  });

  test("favourites that tie in the state believed leave the limit open, and the sums honest", () => {
    const designer = biased([
      [1, 2],
      [2, 2],
    ]);
    const truth = { ...populationOf([1], [[3, 1]], [[[1], [0]]]) };
    const study = studyMisspecified(truth, designer);
    expect(misspecifiedLimit(study, [1]).outcomes[0]).toMatchObject({
      believed: ["ω2"],
      chosen: ["a1", "a2"],
    });
    expect(misspecifiedLimit(study, [1]).shortfall).toBeUndefined();
    const exact = byCounts(truth, designer, [60]);
    const found = misspecifiedIncentives(study, [60]);
    expectClose(found.epsilon, exact.epsilon, 10);
    expectClose(found.shortfall, exact.shortfall, 10);
  });

  test("states that the designer's likelihood does not separate are one", () => {
    const designer = withBeliefs(
      ASSIGNMENT,
      [1, 3],
      [
        [2, 1],
        [2, 1],
      ],
    );
    const study = studyMisspecified(ASSIGNMENT, designer);
    expect(study.designer.states).toEqual(["ω1 or ω2"]);
    const found = misspecifiedIncentives(study, [750, 250]);
    expect(found.epsilon.value.mantissa).toBe(0);
    // East always, for 7/4 each; after a dry signal it is worth 5/4.
    const limit = misspecifiedLimit(study, [3, 1]);
    expect(wideToDouble(found.shortfall.value)).toBeCloseTo(toDouble(limit.shortfall!), 14);
    expect(limit.shortfall).toEqual(rational(1, 2));
    expect(limit.shortfall).toEqual(byCounts(ASSIGNMENT, designer, [9, 3]).shortfall);
  });

  test("refuses other names and impossible compositions", () => {
    const renamed = { ...ASSIGNMENT, signals: ["wet", "dry"] };
    expect(() => studyMisspecified(ASSIGNMENT, renamed)).toThrow("the same signals in the same order");
    const study = studyMisspecified(ASSIGNMENT, ASSIGNMENT);
    for (const composition of [[0, 0], [3], [-1, 4], [1.5, 2]])
      expect(() => misspecifiedIncentives(study, composition)).toThrow("whole number of members");
  });
});
