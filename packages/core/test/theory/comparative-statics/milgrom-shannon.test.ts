import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../../src/numeric/arithmetic.js";
import {
  argmaxSet,
  milgromShannon,
  milgromShannonBruteForce,
  strongSetOrderFailure,
} from "../../../src/theory/comparative-statics/index.js";
import { doubles, families, supermodular } from "./families.js";

/** Recomputes a violation from the family alone. */
function expectViolation(family: number[][], result: ReturnType<typeof milgromShannon>) {
  const { subset, lowParameter, highParameter, lowArgmax, highArgmax, failure } = result.violation!;
  const maximisers = (row: number[]) => {
    const best = Math.max(...subset.map((x) => row[x]));
    return subset.filter((x) => row[x] === best);
  };
  expect(lowParameter).toBeLessThan(highParameter);
  expect(maximisers(family[lowParameter])).toEqual(lowArgmax);
  expect(maximisers(family[highParameter])).toEqual(highArgmax);
  expect(highArgmax).toContain(failure.y);
  expect(lowArgmax).toContain(failure.z);
  if (failure.missing === "join") expect(highArgmax).not.toContain(Math.max(failure.y, failure.z));
  else expect(lowArgmax).not.toContain(Math.min(failure.y, failure.z));
}

describe("milgromShannon", () => {
  it("agrees with all subsets, and violations are real", () => {
    const statuses = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(families(6, 4), supermodular), (family) => {
        const theorem = milgromShannon(exact, family);
        const subsets = milgromShannonBruteForce(exact, family);
        statuses.add(theorem.status);
        expect(theorem.status).toBe(subsets.status);
        expect(theorem.violation === undefined).toBe(theorem.status === "holds");
        if (theorem.status === "holds") return;
        expectViolation(doubles(family), theorem);
        expectViolation(doubles(family), subsets);
        expect(milgromShannon(float, doubles(family))).toMatchObject({ status: "violated" });
      }),
      { numRuns: 500 },
    );
    expect([...statuses].sort()).toEqual(["holds", "violated"]);
  });

  it("names the subset, both argmax sets and the pair: join", () => {
    expect(
      milgromShannon(float, [
        [0, 5, 0],
        [1, 9, 0],
      ]),
    ).toEqual({
      status: "violated",
      violation: {
        subset: [0, 2],
        lowParameter: 0,
        highParameter: 1,
        lowArgmax: [0, 2],
        highArgmax: [0],
        failure: { y: 0, z: 2, missing: "join" },
      },
    });
  });

  it("names the subset, both argmax sets and the pair: meet", () => {
    const { violation } = milgromShannon(float, [
      [0, 1],
      [0, 0],
    ]);
    expect(violation).toMatchObject({ lowArgmax: [1], highArgmax: [0, 1] });
    expect(violation?.failure).toEqual({ y: 0, z: 1, missing: "meet" });
  });

  it("can fail on a subset although the argmax over all choices rises", () => {
    const family = [
      [0, 1, 2],
      [1, 0, 2],
    ];
    expect(strongSetOrderFailure(argmaxSet(float, family[1]), argmaxSet(float, family[0]))).toBeUndefined();
    expect(milgromShannon(float, family).violation?.subset).toEqual([0, 1]);
  });

  it("is unknown when the error of the values leaves both answers", () => {
    expect(
      milgromShannon(
        float,
        [
          [0, 1],
          [0.1, 0],
        ],
        { valueError: 0.2 },
      ),
    ).toEqual({ status: "unknown" });
  });

  it("refuses brute force beyond twelve choices", () => {
    const run = () => milgromShannonBruteForce(float, [new Float64Array(13)]);
    expect(run).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});

describe("argmaxSet and strongSetOrderFailure", () => {
  it("keep all ties, in increasing order, inside the subset", () => {
    expect(argmaxSet(float, [3, 1, 3, 9])).toEqual([3]);
    expect(argmaxSet(float, [3, 1, 3, 9], [0, 1, 2])).toEqual([0, 2]);
  });

  it("compare like the definition", () => {
    expect(strongSetOrderFailure([1, 2], [0, 1])).toBeUndefined();
    expect(strongSetOrderFailure([0], [1])).toEqual({ y: 0, z: 1, missing: "join" });
    expect(strongSetOrderFailure([0, 2], [2])).toEqual({ y: 0, z: 2, missing: "meet" });
  });
});
