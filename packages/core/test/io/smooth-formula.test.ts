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

describe("long formulas", () => {
  test("nested roots and products: exact derivatives in no time, or a refusal", () => {
    const roots = formula(`${"sqrt(".repeat(12)}x*theta${")".repeat(12)}`);
    const exact = (0.7 * 1.3) ** (2 ** -12);
    expect(roots.derivative("x").at(0.7, 1.3)).toBeCloseTo((exact * 2 ** -12) / 0.7, 14);
    expect(roots.derivative("x").derivative("theta").at(0.7, 1.3)).toBeCloseTo(
      (exact * 2 ** -24) / (0.7 * 1.3),
      14,
    );
    expect(
      formula(`x${"*x".repeat(49)}`)
        .derivative("x")
        .at(0.9),
    ).toBeCloseTo(50 * 0.9 ** 49, 12);
    const long = formula(`x${"*x".repeat(280)}`);
    expect(() => long.derivative("x")).toThrow(expect.objectContaining({ code: "not-differentiable" }));
    expect(() => long.derivative("x")).toThrow(/too many to write down/);
  });

  test.each([
    "exp(x*theta)*exp(x+theta)*(1+x)^2/(1+theta)",
    "(x - theta)^4/(1 + exp(-x*theta)) - x^0*theta",
    "-(-x)*+theta - 0*x + 1*theta/1",
    "sin(x*theta)*cos(x)/tan(theta) + atan(x)*sinh(theta)",
    "x^x^theta + 2^x",
    "tanh(x*theta)*tan(x)",
    "cbrt(x*theta) + log10(x + theta) + log2(x*theta) + abs(x - 2)*cosh(theta)",
  ])("%s: derivatives agree with differences", (text) => {
    const own = formula(text);
    const h = 1e-5;
    expect(own.derivative("x").at(0.7, 1.3)).toBeCloseTo(
      (own.at(0.7 + h, 1.3) - own.at(0.7 - h, 1.3)) / (2 * h),
      7,
    );
    const slope = own.derivative("x");
    expect(slope.derivative("theta").at(0.7, 1.3)).toBeCloseTo(
      (slope.at(0.7, 1.3 + h) - slope.at(0.7, 1.3 - h)) / (2 * h),
      6,
    );
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
    ["constructor(x)", "unknown-name"],
    ["__proto__(x)", "unknown-name"],
    ["toString*x", "unknown-name"],
    ["true*x", "expression"],
    ["1e999*x", "expression"],
    ["x(theta)", "expression"],
    ["log(x, 2)", "expression"],
    [`${"(".repeat(900)}x${")".repeat(900)}`, "expression"],
    [`x${"*x".repeat(400)}`, "expression"],
  ])("%s", (text, code) => {
    expect(() => formula(text)).toThrow(expect.objectContaining({ code }));
    expect(() => formula(text)).toThrow(/^values: /);
  });
});
