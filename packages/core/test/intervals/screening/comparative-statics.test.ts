import { describe, expect, test } from "vitest";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import {
  increasingDifferencesOn,
  type Rectangle,
  singleCrossingOn,
  strictlyIncreasingDifferencesOn,
} from "../../../src/intervals/screening/comparative-statics.js";
import { monotoneHazardRate } from "../../../src/intervals/screening/hazard-rate.js";

const unit: Rectangle = { quantities: [0, 1], types: [0, 1] };
const product = (x: number, type: number) => x * type;

describe("increasing differences on a rectangle", () => {
  test("xθ: not decided by values, holds by the bounds on v_xθ, strictly too", () => {
    expect(increasingDifferencesOn(product, unit).status).toBe("not-decided");
    const crossBounds = () => [1, 1] as const;
    expect(increasingDifferencesOn(product, unit, { crossBounds }).status).toBe("holds");
    expect(strictlyIncreasingDifferencesOn(product, unit, { crossBounds }).status).toBe("holds");
  });

  test("subdivision decides where one box does not, and does not claim what is false", () => {
    const crossBounds = ({ quantities: [, x], types: [low, high] }: Rectangle) =>
      [low ** 2 - high * x + 0.26, 9] as const;
    // v_xθ = θ² − xθ + 0.26 > 0 since x² < 1.04; a bound on a box that takes each term at its worst needs small boxes.
    const v = (x: number, type: number) => x * (type ** 3 / 3 + 0.26 * type) - (x ** 2 * type ** 2) / 4;
    const found = strictlyIncreasingDifferencesOn(v, unit, { crossBounds });
    expect(found.status).toBe("holds");
  });

  test("a violation carries a quadruple that can be re-checked", () => {
    const v = (x: number, type: number) => x * Math.sin(4 * type);
    const { status, witness } = increasingDifferencesOn(v, unit);
    expect(status).toBe("violated");
    const { lowQuantity, highQuantity, lowType, highType } = witness!;
    expect(highQuantity).toBeGreaterThan(lowQuantity);
    expect(highType).toBeGreaterThan(lowType);
    const rise = (type: number) => v(highQuantity, type) - v(lowQuantity, type);
    expect(rise(highType)).toBeLessThan(rise(lowType));
  });

  test("v_xθ = 0 in places: increasing, strictly not decided", () => {
    const crossBounds = ({ quantities: [x] }: Rectangle) => [x, 1] as const;
    const v = (x: number, type: number) => (x ** 2 / 2) * type;
    expect(increasingDifferencesOn(v, unit, { crossBounds }).status).toBe("holds");
    expect(strictlyIncreasingDifferencesOn(v, unit, { crossBounds, mostBoxes: 200 }).status).toBe(
      "not-decided",
    );
  });

  test("an empty or infinite rectangle is refused", () => {
    expect(() => increasingDifferencesOn(product, { ...unit, types: [0, Infinity] })).toThrow(
      /finite interval/,
    );
    expect(() => increasingDifferencesOn((x) => 1 / x, unit)).toThrow(/not finite|Infinity/);
  });
});

describe("single crossing on a rectangle", () => {
  test("xe^θ-like rescaling crosses once though differences do not increase", () => {
    // (x − x²)e^{−θ}: differences keep their sign and shrink.
    const v = (x: number, type: number) => (x - x ** 2) * Math.exp(-type);
    expect(increasingDifferencesOn(v, unit).status).toBe("violated");
    expect(singleCrossingOn(v, unit).status).toBe("not-decided");
  });

  test("a sign that falls is a violation", () => {
    const { status, witness } = singleCrossingOn((x, type) => x * (0.5 - type), unit);
    expect(status).toBe("violated");
    expect(witness!.differences[0]).toBeGreaterThan(0);
    expect(witness!.differences[1]).toBeLessThan(0);
  });

  test("follows from increasing differences", () => {
    expect(singleCrossingOn(product, unit, { crossBounds: () => [1, 1] }).status).toBe("holds");
  });
});

describe("monotone hazard rate", () => {
  test("is not falsified for uniform and exponential types", () => {
    expect(monotoneHazardRate(uniform(2, 5)).status).toBe("not-falsified");
    expect(monotoneHazardRate(exponential(3)).status).toBe("not-falsified");
  });

  test("is violated by a density that drops, by a gap and by an atom with types above it, with both types named", () => {
    const drop = monotoneHazardRate(piecewiseLinear([1, 2, 2, 3], [0.8, 0.8, 0.2, 0.2]));
    expect(drop.status).toBe("violated");
    expect(drop.witness!.low).toBeLessThanOrEqual(2);
    expect(drop.witness!.high).toBeGreaterThanOrEqual(2);
    expect(drop.witness!.rates[0]).toBeGreaterThan(drop.witness!.rates[1]);
    expect(monotoneHazardRate(piecewiseLinear([0, 1, 1, 2, 2, 3], [0.5, 0.5, 0, 0, 0.5, 0.5])).status).toBe(
      "violated",
    );
    expect(monotoneHazardRate(discrete([1, 2, 3], [0.2, 0.3, 0.5])).witness!.rates[1]).toBeLessThan(Infinity);
  });
});
