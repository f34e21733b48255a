import { describe, expect, test } from "vitest";
import { DISTRIBUTION_FAMILIES, readDistribution } from "../../src/io/distribution-expression.js";
import { fail } from "../../src/numeric/candor-error.js";

describe("distributions as text", () => {
  test.each([
    ["uniform(0, 1)", 0.5],
    ["uniform(1/3, 2/3 + 1)", 1],
    ["beta(2, 3)", 0.4],
    ["beta(1, 1, 0, 10)", 5],
    ["exponential(3)", 3],
    ["triangular(0, 1/2, 1)", 0.5],
    ["power(2, 0, 1)", 2 / 3],
    ["mixture(1/2, uniform(0, 1), 1/2, uniform(2, 3))", 1.5],
    ["atoms([0, 1], [1/4, 3/4])", 0.75],
    ["point(7)", 7],
    ["linear([0, 1, 2], [0, 1, 0])", 1],
    ["truncated(normal(1, 2), -1, 3)", 1],
    ["restricted(uniform(0, 4), [0, 1, 3, 4])", 2],
    ["affine(uniform(0, 1), -2, 5)", 4],
    ["observed([3, 1, 2])", 2],
    ["lognormal(0, 1)", Math.exp(0.5)],
    ["weibull(1, 2)", 2],
    ["pareto(1, 3)", 1.5],
    ["smoothed([0, 1])", 0.5],
    ["smoothed([1, 2, 3], 1/2)", 2],
  ])("%s has mean %d", (text, mean) => {
    expect(readDistribution(text).mean).toBeCloseTo(mean, 12);
  });

  test("every family is written as its usage says", () => {
    for (const { name, usage } of DISTRIBUTION_FAMILIES) expect(usage.startsWith(`${name}(`)).toBe(true);
  });

  test.each([
    ["unifrom(0, 1)", "unknown-name", /did you mean uniform/],
    ["uniform(0)", "argument", /write uniform\(low, high\)/],
    ["uniform(1, 0)", "bad-interval", /./],
    ["uniform(0, x)", "argument", /number/],
    ["3", "argument", /no distribution/],
    ["mixture(1/2, uniform(0, 1), 1/2)", "argument", /write mixture/],
    ["mixture(1/2, uniform(0, 1), 1/3, uniform(2, 3))", "not-normalised", /./],
    ["uniform(0, 1", "expression", /cannot be read/],
    ["restricted(uniform(0, 4), [0, 1, 3])", "bad-interval", /./],
  ])("%s is refused: %s", (text, code, message) => {
    expect(() => readDistribution(text, "agents.Ann.types")).toThrow(expect.objectContaining({ code }));
    expect(() => readDistribution(text, "agents.Ann.types")).toThrow(message);
    expect(() => readDistribution(text, "agents.Ann.types")).toThrow(/^agents\.Ann\.types/);
  });

  test("values come from what reads files, with or without a column and a bandwidth", () => {
    const asked: unknown[][] = [];
    const observations = (...names: unknown[]) => {
      asked.push(names);
      return [3, 1, 2];
    };
    const found = (text: string) => readDistribution(text, "--values", observations).name;
    expect(found('observed("bids.csv")')).toBe(readDistribution("observed([3, 1, 2])").name);
    expect(found("affine(observed('bids.csv', 'the bid'), 2, 0)")).toContain("3 observed values");
    expect(found('smoothed("bids.csv", 1/2)')).toContain("±0.5");
    expect(found('smoothed("bids.csv", "bid", 1/4)')).toContain("±0.25");
    expect(asked).toEqual([["bids.csv"], ["bids.csv", "the bid"], ["bids.csv"], ["bids.csv", "bid"]]);
  });

  test("files are refused where nothing reads them, and what the reader says gets the place", () => {
    expect(() => readDistribution('observed("bids.csv")', "types")).toThrow(
      /^types: bids\.csv cannot be read here/,
    );
    const observations = () => fail("observations", "", "line 3 is empty.");
    expect(() => readDistribution('observed("bids.csv")', "types", observations)).toThrow(/^types: line 3/);
  });

  test.each([
    ["observed([1,, 2])", "argument"],
    ['uniform("a", 1)', "argument"],
    ['"a"', "argument"],
    ['linear("a", [1, 2])', "argument"],
    ["uniform.constructor(0, 1)", "argument"],
    ["__proto__(1)", "unknown-name"],
    [`${"truncated(".repeat(9)}normal(0, 1)${", 0, 1)".repeat(9)}`, "expression"],
  ])("%s is refused: %s", (text, code) => {
    expect(() => readDistribution(text, "types", () => [1, 2])).toThrow(expect.objectContaining({ code }));
  });
});
