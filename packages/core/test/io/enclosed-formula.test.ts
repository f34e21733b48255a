import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { enclosedFormula } from "../../src/io/enclosed-formula.js";
import { bendsAlong, requireDifferentiable, requireFinite } from "../../src/io/formula-domain.js";
import { hazardShape } from "../../src/io/hazard-shape.js";
import { proveDifferences } from "../../src/io/prove-differences.js";
import { smoothFormula } from "../../src/io/smooth-formula.js";

const NAMES = ["x", "theta"];
const of = (text: string) => enclosedFormula(text, NAMES);
const FORMULAS = [
  "theta*x - x^2/2",
  "theta*sqrt(x)",
  "log(1 + theta*x)",
  "x^theta",
  "theta*x/(1 + x)",
  "(theta + 1/2)*(1 - exp(-x))",
  "theta*(x + 0.15*sin(6*x))",
  "cbrt(x)*theta^3",
  "abs(x - 0.4)*theta",
  "tanh(theta*x) + atan(x)/3",
  "x^(3/2)*theta^-1",
  "2^x*cosh(theta) - log10(1 + x)",
];

describe("enclosed formulas", () => {
  test.each(FORMULAS)("%s: values and derivatives at points of a box lie in their enclosures", (text) => {
    const [own, plain] = [of(text), smoothFormula(text, NAMES)];
    const pairs = [
      [own, plain],
      [own.derivative("x"), plain.derivative("x")],
      [own.derivative("theta"), plain.derivative("theta")],
      [own.derivative("x").derivative("theta"), plain.derivative("x").derivative("theta")],
    ] as const;
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, unit, unit, unit, (x0, width, t0, height, a, b) => {
        const [x1, t1] = [x0 + width, 0.5 + t0 + height];
        const [x, theta] = [Math.min(x1, x0 + a * width), Math.min(t1, 0.5 + t0 + b * height)];
        for (const [mine, other] of pairs) {
          const { low, high } = mine.on([x0, x1], [0.5 + t0, t1]);
          const value = other.at(x, theta);
          if (!Number.isFinite(value)) continue;
          const rounding = 1e-9 * (1 + Math.abs(value));
          expect(value).toBeGreaterThanOrEqual(low - rounding);
          expect(value).toBeLessThanOrEqual(high + rounding);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test("where a formula rises its bounds are its values at the ends", () => {
    expect(of("theta - theta^2 + 0*x").on([0, 1], [0, 0.25])).toMatchObject({ low: 0, high: 0.1875 });
  });

  test("numbers are those of evaluation: 1/3 is a double", () => {
    expect(of("1/3").on([0, 0], [0, 0])).toMatchObject({ low: 1 / 3, high: 1 / 3 });
    expect(of("x - 1/3").on([1 / 3, 1 / 3], [0, 0])).toMatchObject({ low: 0, high: 0 });
  });
});

describe("proofs of increasing differences", () => {
  const on = (text: string, changes = {}, options = {}) =>
    proveDifferences(of(text), { quantities: { from: 0, to: 1 }, types: [0, 1], ...changes }, options);

  test.each([
    ["theta*x", {}, true],
    ["theta^2*x", {}, true],
    ["theta*x^2", {}, true],
    ["theta*x - theta^2*x/2", {}, true],
    ["theta*log(1 + x)", { quantities: { from: 0, to: Infinity } }, true],
    ["theta*sqrt(x)", { quantities: { from: 0, to: Infinity }, types: [0, Infinity] }, true],
    ["log(1 + theta*x)", {}, true],
    ["x^2/2", {}, false],
  ] as const)("%s: proved, touching 0 at ends or not", (text, changes, strict) => {
    expect(on(text, changes)).toMatchObject({ status: "proved", strict });
  });

  test("decreasing ones, downwards", () => {
    expect(on("-theta*x", {}, { downwards: true }).status).toBe("proved");
    expect(on("theta*x", {}, { downwards: true }).status).toBe("violated");
  });

  test("a violation on a sliver comes with quantities and types whose differences fall", () => {
    const { status, witness } = on("theta*x - 0.501*theta^2*x");
    expect(status).toBe("violated");
    const v = (x: number, theta: number) => theta * x - 0.501 * theta ** 2 * x;
    const { lowQuantity, highQuantity, lowType, highType } = witness!;
    const rise = (type: number) => v(highQuantity, type) - v(lowQuantity, type);
    expect(lowType).toBeLessThan(highType);
    expect(rise(highType)).toBeLessThan(rise(lowType));
  });

  test("a v_xθ that is 0 along a line inside is not decided, and the box says where", () => {
    // v_xθ = x² − 2xθ + θ², expanded so that bounds do not see the square.
    const { status, unresolved } = on("x^3*theta/3 - x^2*theta^2/2 + x*theta^3/3", {}, { mostBoxes: 500 });
    expect(status).toBe("undecided");
    const [x, theta] = [unresolved!.quantities[0], unresolved!.types[0]];
    expect(Math.abs(x - theta)).toBeLessThan(0.2);
  });

  test("of finitely many quantities v may do as it likes in between", () => {
    const text = "theta*(x - sin(2*pi*x)/4)";
    expect(on(text).status).toBe("violated");
    expect(on(text, { quantities: [0, 0.5, 1] }).status).toBe("proved");
    expect(on("theta*(x - x^2)", { quantities: [0, 0.25, 1] }).status).toBe("violated");
  });

  test("a kink in x is where boxes meet", () => {
    const text = "theta*abs(x - 0.3) + theta*x";
    expect(on(text, { quantityBreakpoints: bendsAlong(of(text), "x", [0, 1], "") }).status).toBe("proved");
  });
});

describe("where formulas are not smooth", () => {
  const unit = [
    [0, 1],
    [0, 1],
  ] as const;

  test.each([
    ["x/theta", /theta = 0/],
    ["x*log(theta)", /theta = 0/],
    ["1/(x - 0.3)", /x = 0\.3/],
    ["sqrt(x - 0.25)", /x = 0/],
    ["tan(3*x)", /x = 0\.5235987/],
  ])("%s has no finite value, and the place is named", (text, place) => {
    expect(() => requireFinite(of(text), unit, "value")).toThrow(place);
  });

  test.each(["theta*sqrt(x)", "1/(x^2 - x + 1)", "x^(1 + theta)", "exp(x)/(1 + theta)"])(
    "%s is finite",
    (text) => {
      expect(requireFinite(of(text), unit, "value")).toBe(true);
    },
  );

  test.each(["abs(x - theta)", "cbrt(x - 0.3)*theta", "sqrt(abs(x - theta))"])("%s bends inside", (text) => {
    expect(() => requireDifferentiable(of(text), unit, "value")).toThrow(
      /no derivative in x at or next to x = 0\.\d/,
    );
  });

  test("infinite slopes at ends are none of its business", () => {
    expect(requireDifferentiable(of("theta*sqrt(x) + x*sqrt(1 - theta)"), unit, "value")).toBe(true);
  });

  test("bends in one variable are found to the double", () => {
    expect(bendsAlong(of("abs(x - 1/3) + abs(x^2 - 1/4)*theta"), "x", [0, 1], "")).toEqual([1 / 3, 0.5]);
    expect(bendsAlong(of("abs(theta - 0.3)*x"), "theta", [0, 1], "")).toEqual([0.3]);
    expect(bendsAlong(of("abs(x - theta)"), "x", [0, 1], "")).toEqual([]);
    expect(bendsAlong(of("abs(x - 5)"), "x", [0, Infinity], "")).toEqual([5]);
    expect(() => bendsAlong(of("abs(sin(x))"), "x", [0, 1000], "value")).toThrow(/more than 100/);
  });
});

describe("hazard rates by family", () => {
  test.each([
    ["uniform(0, 1)", true, true],
    ["truncated(normal(0, 1), 0, 2)", true, true],
    ["beta(2, 1/2)", true, false],
    ["affine(beta(2, 1/2), -1, 3)", false, true],
    ["lognormal(0, 1)", false, true],
    ["weibull(1/2, 1)", false, true],
    ["linear([0, 1, 2], [0, 1, 0])", true, true],
    ["linear([0, 1, 2], [1, 0, 1])", false, false],
    ["mixture(1/2, uniform(0, 1), 1/2, uniform(1, 2))", false, false],
    ["no distribution", false, false],
  ])("%s", (text, rising, reverseFalling) => {
    expect(hazardShape(text)).toMatchObject({ rising, reverseFalling });
  });
});
