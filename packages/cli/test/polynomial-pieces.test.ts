import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { piecewiseTex, polynomialOn } from "../src/intervals/polynomial-pieces.js";
import { texEstimate, texNumber, texPolynomial, texText } from "../src/intervals/tex.js";

describe("polynomialOn", () => {
  test("finds the coefficients of cubics to ten digits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -3, max: 3 }),
        (coefficients, from) => {
          const f = (x: number) => coefficients.reduceRight((sum, c) => sum * x + c, 0);
          const found = polynomialOn(f, from, from + 2)!;
          coefficients.forEach((c, k) => {
            expect(found[k] ?? 0).toBeCloseTo(c, 8);
          });
        },
      ),
    );
  });

  test.each([
    ["a square root", Math.sqrt],
    ["a quartic", (x: number) => x ** 4],
    ["a line with a kink", (x: number) => Math.abs(x - 0.4)],
    ["a line with a small bump", (x: number) => x + 1e-8 * Math.sin(40 * x)],
    ["a function that is infinite inside", (x: number) => 1 / (x - 0.5)],
  ])("finds none for %s", (_, f) => {
    expect(polynomialOn(f, 0, 1)).toBeUndefined();
  });

  test("finds none where ten digits of the coefficients cancel", () => {
    expect(polynomialOn((x) => (x - 1e5) ** 3, 1e5, 1e5 + 1)).toBeUndefined();
  });
});

describe("formulas as LaTeX", () => {
  test("neighbours with one polynomial share a line", () => {
    const stretches = [
      [0, 1],
      [1, 2],
      [2, 3],
    ] as const;
    expect(piecewiseTex((x) => Math.max(x, 2), stretches, "v", [0, 3])).toBe(
      "\\begin{cases} 2 & 0 \\le v < 2 \\\\ v & 2 \\le v \\le 3 \\end{cases}",
    );
    expect(
      piecewiseTex(
        (x) => Math.max(x, 2),
        [
          [-Infinity, 2],
          [2, Infinity],
        ],
        "v",
        [0, 9],
      ),
    ).toBe("\\begin{cases} 2 & v < 2 \\\\ v & 2 \\le v \\end{cases}");
    expect(piecewiseTex((x) => 2 * x, stretches, "v", [0, 3])).toBe("2v");
    expect(piecewiseTex(Math.exp, stretches, "v", [0, 3])).toBeUndefined();
    expect(piecewiseTex((x) => x, [], "v", [0, 1])).toBeUndefined();
  });

  test("numbers, signs and powers", () => {
    expect(texPolynomial([-1, 2], "\\theta")).toBe("2\\theta - 1");
    expect(texPolynomial([0.25, -1, 1], "x")).toBe("x^{2} - x + 0.25");
    expect(texPolynomial([0, 0], "x")).toBe("0");
    expect(texPolynomial([1, -1e-9], "x")).toBe("-1\\cdot 10^{-9}\\,x + 1");
    expect(texNumber(1 / 3)).toBe("0.3333333333");
    expect(texNumber(-Infinity)).toBe("-\\infty");
    expect(texEstimate({ value: 5 / 12, error: 8e-16 })).toBe("0.4166666667 \\pm 8\\cdot 10^{-16}");
    expect(texEstimate({ value: 1, error: Infinity })).toBe("\\text{not determined}");
  });

  test("text with the characters that LaTeX reserves", () => {
    expect(texText("50 % of {a_b} × $c\\d^e~#&")).toBe(
      "\\text{50 \\% of \\{a\\_b\\} $\\times$ \\$c\\textbackslash{}d\\textasciicircum{}e\\textasciitilde{}\\#\\&}",
    );
  });
});
