import { describe, expect, test } from "vitest";
import { DISTRIBUTION_FAMILIES, readDistribution } from "../../src/io/distribution-expression.js";

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
    ["3", "argument", /is a number/],
    ["mixture(1/2, uniform(0, 1), 1/2)", "argument", /write mixture/],
    ["mixture(1/2, uniform(0, 1), 1/3, uniform(2, 3))", "not-normalised", /./],
    ["uniform(0, 1", "expression", /cannot be read/],
    ["restricted(uniform(0, 4), [0, 1, 3])", "bad-interval", /./],
  ])("%s is refused: %s", (text, code, message) => {
    expect(() => readDistribution(text, "agents.Ann.types")).toThrow(expect.objectContaining({ code }));
    expect(() => readDistribution(text, "agents.Ann.types")).toThrow(message);
    expect(() => readDistribution(text, "agents.Ann.types")).toThrow(/^agents\.Ann\.types/);
  });
});
