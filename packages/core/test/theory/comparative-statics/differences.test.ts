import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../../src/numeric/arithmetic.js";
import { rational } from "../../../src/numeric/rational.js";
import {
  increasingDifferences,
  singleCrossing,
  strictlyIncreasingDifferences,
} from "../../../src/theory/comparative-statics/index.js";
import { doubles, families, quadruples, supermodular } from "./families.js";

/** The definitions, quadruple by quadruple, on small integers. */
function definitions(family: number[][]) {
  const all = quadruples(family).map(([x, y, s, t]) => ({
    f: family[s][y] - family[s][x],
    g: family[t][y] - family[t][x],
  }));
  return {
    crossing: all.every(({ f, g }) => !(f >= 0 && g < 0) && !(f > 0 && g <= 0)),
    increasing: all.every(({ f, g }) => g >= f),
    strictly: all.every(({ f, g }) => g > f),
    largestFall: all.length === 0 ? undefined : Math.max(...all.map(({ f, g }) => f - g)),
  };
}

describe("single crossing, increasing and strictly increasing differences", () => {
  it("agree with their definitions over all quadruples", () => {
    fc.assert(
      fc.property(families(), (family) => {
        const numbers = doubles(family);
        const expected = definitions(numbers);
        const increasing = increasingDifferences(exact, family);
        const strictly = strictlyIncreasingDifferences(exact, family);
        expect(singleCrossing(exact, family).status === "holds").toBe(expected.crossing);
        expect(singleCrossing(float, numbers).status === "holds").toBe(expected.crossing);
        expect(increasing.status === "holds").toBe(expected.increasing);
        expect(strictly.status === "holds").toBe(expected.strictly);
        const fall = expected.largestFall;
        expect(increasing.largestFall).toEqual(fall === undefined ? undefined : rational(fall));
        expect(increasing.epsilon).toEqual(rational(Math.max(0, fall ?? 0)));
      }),
      { numRuns: 500 },
    );
  });

  it("return a quadruple that is a violation", () => {
    fc.assert(
      fc.property(families(), (family) => {
        const crossing = singleCrossing(exact, family).quadruple;
        if (crossing !== undefined) {
          const [a, b, c, d] = crossing.values.map(({ n }) => Number(n));
          expect(Math.sign(b - a)).toBeGreaterThan(Math.sign(d - c));
        }
        const increasing = increasingDifferences(exact, family);
        if (increasing.quadruple === undefined) return;
        const { lowChoice, highChoice, lowParameter, highParameter, values } = increasing.quadruple;
        expect(lowChoice).toBeLessThan(highChoice);
        expect(lowParameter).toBeLessThan(highParameter);
        expect(values[1]).toBe(family[lowParameter][highChoice]);
        const [a, b, c, d] = values.map(({ n }) => Number(n));
        expect(rational(b - a - (d - c))).toEqual(increasing.epsilon);
      }),
      { numRuns: 500 },
    );
  });

  it("increasing differences imply single crossing", () => {
    fc.assert(
      fc.property(supermodular, (family) => {
        expect(increasingDifferences(exact, family).status).toBe("holds");
        expect(singleCrossing(exact, family).status).toBe("holds");
      }),
    );
  });

  it("finds the worst quadruple where no adjacent one is worst", () => {
    // Each adjacent pair of parameters loses 1, the outer pair 2.
    const result = increasingDifferences(
      exact,
      [
        [0, 2],
        [0, 1],
        [0, 0],
      ].map((row) => row.map((v) => rational(v))),
    );
    expect(result).toMatchObject({ status: "violated", epsilon: rational(2) });
    expect(result.quadruple).toMatchObject({ lowParameter: 0, highParameter: 2 });
  });

  it("tells single crossing from increasing differences", () => {
    const family = [
      [0, 3],
      [0, 1],
    ];
    expect(singleCrossing(float, family).status).toBe("holds");
    expect(increasingDifferences(float, family)).toMatchObject({ status: "violated", epsilon: 2 });
  });

  it("hold when there is one choice or one parameter", () => {
    for (const family of [[[1]], [[1, 2, 0]], [[1], [0], [2]]]) {
      expect(singleCrossing(float, family).status).toBe("holds");
      expect(strictlyIncreasingDifferences(float, family)).toMatchObject({ status: "holds", epsilon: 0 });
    }
  });
});

describe("doubles", () => {
  it("leave constant differences undecided and exact arithmetic decides them", () => {
    const tied = [
      [0, 1],
      [0, 1],
    ];
    const fractions = tied.map((row) => row.map((value) => rational(value)));
    expect(increasingDifferences(float, tied).status).toBe("unknown");
    expect(increasingDifferences(exact, fractions).status).toBe("holds");
    expect(strictlyIncreasingDifferences(exact, fractions)).toMatchObject({
      status: "violated",
      epsilon: rational(0),
      quadruple: { lowChoice: 0, highChoice: 1, lowParameter: 0, highParameter: 1 },
    });
  });

  it("see single crossing exactly when the doubles are meant, and doubt it within the error of the values", () => {
    const family = [
      [0, 1e-12],
      [0, -1e-12],
    ];
    expect(singleCrossing(float, family).status).toBe("violated");
    expect(singleCrossing(float, family, { valueError: 1e-10 }).status).toBe("unknown");
    expect(
      singleCrossing(
        float,
        [
          [0, -1],
          [0, 1e-12],
          [0, 1],
        ],
        { valueError: 1e-10 },
      ).status,
    ).toBe("holds");
    expect(
      singleCrossing(
        float,
        [
          [0, 1],
          [0, 0],
          [0, -1],
        ],
        { valueError: 0.01 },
      ),
    ).toMatchObject({
      status: "violated",
      quadruple: { lowParameter: 0, highParameter: 2 },
    });
  });

  it("are never sure of a wrong answer when the values are off by up to valueError", () => {
    const noise = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(families(), noise, (family, shifts) => {
        const truth = definitions(doubles(family));
        const blurred = doubles(family).map((row, t) => row.map((v, x) => v + shifts[(5 * t + x) % 20]));
        const options = { valueError: 0.5 };
        const statuses = [
          [singleCrossing(float, blurred, options).status, truth.crossing],
          [increasingDifferences(float, blurred, options).status, truth.increasing],
          [strictlyIncreasingDifferences(float, blurred, options).status, truth.strictly],
        ] as const;
        for (const [status, holds] of statuses) expect(status).not.toBe(holds ? "violated" : "holds");
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["no row", [], "invalid-size"],
    ["rows of different lengths", [[1, 2], [1]], "invalid-size"],
    ["a value that is not finite", [[1, Number.NaN]], "not-finite"],
  ])("refuse %s", (_, family, code) => {
    expect(() => singleCrossing(float, family)).toThrow(expect.objectContaining({ code }));
  });
});
