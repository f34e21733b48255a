import { describe, expect, test } from "vitest";
import { smoothFormula } from "../../src/io/smooth-formula.js";

const formula = (text: string) => smoothFormula(text, ["x", "theta"], "values");

describe("formulas with exact derivatives", () => {
  test.each([
    ["theta*x - x^2/2", "x", "theta - x"],
    ["θ * sqrt(x)", "theta", "sqrt(x)"],
    ["exp(-theta*x)", "x", "-(theta * exp(-(theta * x)))"],
    ["ln(1 + theta*x)", "theta", "x / (theta * x + 1)"],
  ])("of %s in %s: %s", (text, variable, derived) => {
    expect(formula(text).derivative(variable).text).toBe(derived);
  });

  test.each([
    "theta*x - x^2/2",
    "theta*sqrt(x)",
    "x^theta",
    "ln(1 + theta*x)/cosh(x)",
    "(1 + x)^(1/2)*theta^3",
    "e^(x*theta) + pi",
  ])("%s: derivatives agree with differences", (text) => {
    const own = formula(text);
    for (const [k, variable] of ["x", "theta"].entries()) {
      const at = [0.7, 1.3];
      const h = 1e-5;
      const moved = (by: number) => own.at(...at.map((value, j) => value + (j === k ? by : 0)));
      expect(own.derivative(variable).at(...at)).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 7);
    }
    expect(own.derivative("x").derivative("theta").at(0.7, 1.3)).toBeCloseTo(
      own.derivative("theta").derivative("x").at(0.7, 1.3),
      12,
    );
  });

  test("is printed as people and as TeX write it", () => {
    expect(formula("theta*sqrt(x)").tex).toContain("\\sqrt{");
    expect(formula("theta*x").text).toBe("theta * x");
  });
});

describe("what is refused, with the place", () => {
  test.each([
    ["theta*y", "unknown-name"],
    ["thets*x", "unknown-name"],
    ["f(x) = x", "expression"],
    ["x; theta", "expression"],
    ["import(x)", "unknown-name"],
    ["x.constructor", "expression"],
    ["[x, 1]", "expression"],
    ["'a'", "expression"],
    ["x > 1 ? x : 1", "expression"],
    ["x %% 2", "expression"],
    ["", "expression"],
  ])("%s", (text, code) => {
    expect(() => formula(text)).toThrow(expect.objectContaining({ code }));
    expect(() => formula(text)).toThrow(/^values: /);
  });
});
