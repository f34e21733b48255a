import { describe, expect, it } from "vitest";
import {
  elasticProblem,
  farkasCertificate,
  provesInfeasible,
  provesUnbounded,
  rayCertificate,
  recessionProblem,
} from "../../src/lp/certificates.js";
import { dualObjective, residuals } from "../../src/lp/residuals.js";
import { emptySolution, type LinearSolution } from "../../src/lp/solution.js";
import { program } from "../../src/testing/solver-problems.js";

const vector = (...values: number[]) => Float64Array.from(values);
const shop = program("maximise", [[3], [2, 0, 5]], ["1 1 <= 4", "1 3 >= 1"], 10);
const claim = (changes: Partial<LinearSolution> = {}): LinearSolution => ({
  ...emptySolution("optimal", "by hand"),
  result: { primal: "feasible", dual: "feasible" },
  primal: vector(4, 0),
  rowActivity: vector(4, 4),
  rowDuals: vector(3, 0),
  reducedCosts: vector(0, -1),
  objective: 22,
  ...changes,
});

describe("residuals", () => {
  it("vanish at an optimum", () => {
    expect(residuals(shop, claim())).toEqual({
      primalInfeasibility: 0,
      activity: 0,
      objective: 0,
      dualInfeasibility: 0,
      reducedCosts: 0,
      complementarity: 0,
      dualObjective: 22,
      gap: 0,
      relativeGap: 0,
    });
  });

  it.each<[string, Partial<LinearSolution>, Partial<ReturnType<typeof residuals>>]>([
    [
      "a row is exceeded by 2",
      { primal: vector(6, 0), rowActivity: vector(6, 6), objective: 28 },
      { primalInfeasibility: 2, gap: 6, complementarity: 6 },
    ],
    ["a row falls short", { primal: vector(0, 0) }, { primalInfeasibility: 1, activity: 4, objective: 12 }],
    ["a column exceeds its bound", { primal: vector(-2, 6) }, { primalInfeasibility: 12 - 10 }],
    ["a point holds NaN", { primal: vector(NaN, 0) }, { primalInfeasibility: Infinity, activity: Infinity }],
    ["the objective is misreported", { objective: 21 }, { objective: 1 }],
    ["a price has the wrong sign", { rowDuals: vector(-3, 0) }, { dualInfeasibility: 6 }],
    [
      "a price asks for a bound that does not exist",
      { rowDuals: vector(3, 0.25) },
      { dualInfeasibility: 0.25 },
    ],
    ["reduced costs are misreported", { reducedCosts: vector(0, 1) }, { reducedCosts: 2 }],
    [
      "a slack row has a price",
      { rowDuals: vector(3, -1), reducedCosts: vector(1, 2) },
      { complementarity: 10 },
    ],
    [
      "all prices are 0",
      { rowDuals: vector(0, 0), reducedCosts: vector(3, 2) },
      { dualInfeasibility: 3, complementarity: 10, gap: 2 },
    ],
  ])("%s", (_, changes, expected) => {
    expect(residuals(shop, claim(changes))).toMatchObject(expected);
  });

  it("say nothing about what is not there", () => {
    const nothing = claim({
      result: { primal: "none", dual: "none" },
      primal: vector(),
      rowActivity: vector(),
      rowDuals: vector(),
      reducedCosts: vector(),
    });
    expect(residuals(shop, nothing)).toEqual({});
  });

  it("measure integrality and the gap to the bound of an integer problem", () => {
    const problem = program("maximise", [[1, 0, 9, true]], ["2 <= 7"]);
    const solution = {
      ...emptySolution("optimal", ""),
      result: { primal: "feasible", dual: "none" } as const,
      primal: vector(3.25),
      rowActivity: vector(6.5),
      objective: 3.25,
      dualBound: 3.5,
    };
    expect(residuals(problem, solution)).toEqual({
      primalInfeasibility: 0,
      integrality: 0.25,
      activity: 0,
      objective: 0,
      gap: 0.25,
      relativeGap: 0.25 / 3.25,
    });
  });

  it("refuse a solution of another problem", () => {
    expect(() => residuals(shop, claim({ primal: vector(1) }))).toThrow(
      expect.objectContaining({ code: "invalid-size" }),
    );
  });
});

describe("dualObjective", () => {
  it("bounds the value from the side of the optimum", () => {
    expect(dualObjective(shop, vector(3, 0))).toBe(22);
    expect(dualObjective(shop, vector(3.5, 0))).toBe(24);
    expect(dualObjective(shop, vector(0, 0))).toBe(Infinity);
    expect(dualObjective({ ...shop, sense: "minimise" }, vector(0, 0))).toBe(10);
  });
});

describe("certificates", () => {
  const torn = program("minimise", [[1], [1, 0, 1]], ["1 1 >= 4", "1 0 <= 2"]);
  const open = program("maximise", [[1], [-1, -Infinity]], ["1 1 <= 1"]);

  it("Farkas prices prove infeasibility by their margin", () => {
    expect(farkasCertificate(torn, vector(1, -1))).toEqual({ margin: 1, violation: 0 });
    expect(provesInfeasible(torn, vector(1, -1))).toBe(true);
  });

  it("Farkas prices that need a bound that does not exist, or leave no margin, prove nothing", () => {
    expect(farkasCertificate(torn, vector(1, 0))).toMatchObject({ violation: 1 });
    expect(provesInfeasible(torn, vector(1, 0))).toBe(false);
    expect(provesInfeasible(torn, vector(-1, 1))).toBe(false);
    expect(provesInfeasible(torn, vector(0, 0))).toBe(false);
    expect(provesInfeasible(shop, vector(-1, 1))).toBe(false);
  });

  it("a ray must improve and stay", () => {
    expect(rayCertificate(open, vector(1, -1))).toEqual({ margin: 2, violation: 0 });
    expect(provesUnbounded(open, vector(1, -1))).toBe(true);
    expect(provesUnbounded(open, vector(1, 0))).toBe(false);
    expect(provesUnbounded(open, vector(-1, 1))).toBe(false);
    expect(provesUnbounded({ ...open, sense: "minimise" }, vector(1, -1))).toBe(false);
    expect(provesUnbounded(open, vector(0, 0))).toBe(false);
  });

  it("refuse vectors of another length", () => {
    expect(() => provesInfeasible(torn, vector(1))).toThrow(
      expect.objectContaining({ code: "invalid-size" }),
    );
    expect(() => provesUnbounded(open, vector(1))).toThrow(expect.objectContaining({ code: "invalid-size" }));
  });

  it("the elastic problem adds what each bound may be missed by", () => {
    const elastic = elasticProblem(torn);
    expect(elastic).toMatchObject({ sense: "minimise", columns: 4, rows: 2 });
    expect([...elastic.costs]).toEqual([0, 0, 1, 1]);
    expect([...elastic.matrix.values]).toEqual([1, 1, 1, 1, -1]);
  });

  it("the recession problem closes every finite bound", () => {
    const { rowUpper, columnLower, columnUpper, costs } = recessionProblem({ ...open, sense: "minimise" });
    expect([[...rowUpper], [...columnLower], [...columnUpper], [...costs]]).toEqual([
      [0],
      [0, -1],
      [1, 1],
      [-1, 1],
    ]);
  });
});
