import { describe, expect, test } from "vitest";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { checkScreening } from "../../../src/intervals/screening/check-screening.js";
import { derivativeCheck, envelope } from "../../../src/intervals/screening/envelope.js";
import { numericDerivative } from "../../../src/intervals/screening/numeric-derivative.js";
import { completeValue } from "../../../src/intervals/screening/smooth-value.js";
import { LINEAR, mussaRosen, ROOT } from "./worlds.js";

const linear = completeValue(LINEAR, { quantities: [0, 1], types: [0, 1] });
const domain = { quantities: [0.1, 2], types: [0, 1] } as const;

describe("envelope", () => {
  test("of a quantity that jumps from 0 to 1 at 0.3: V = (θ − 0.3)⁺, t = 0.3", () => {
    const rule = {
      quantity: (type: number) => (type < 0.3 ? 0 : 1),
      breakpoints: [0.3],
      types: [0, 1] as const,
    };
    const { utility, payment } = envelope(rule, linear, 0);
    expect(utility(0.8).value).toBeCloseTo(0.5, 15);
    expect(utility(0.2).value).toBe(0);
    expect(payment(0.9)).toBeCloseTo(0.3, 14);
  });

  test("of a smooth quantity, from a given utility", () => {
    const { utility } = envelope({ quantity: (type) => type ** 2, types: [0, 1] }, linear, 2);
    expect(utility(0.6).value).toBeCloseTo(2 + 0.072, 14);
    expect(utility(0.6).error).toBeLessThan(1e-14);
  });

  test("a type outside is refused", () => {
    const { utility } = envelope({ quantity: () => 1, types: [0, 1] }, linear, 0);
    expect(() => utility(1.5)).toThrow(/types are \[0, 1\]/);
  });
});

describe("checkScreening", () => {
  const unit = uniform(0, 1);
  const optimal = mussaRosen(unit);

  test("negative control: a price raised by 0.01 above type 0.8 is avoided", () => {
    const menu = {
      quantity: optimal.quantity,
      payment: (type: number) => optimal.payment(type) + (type > 0.8 ? 0.01 : 0),
      breakpoints: [0.8],
    };
    const { largestGain, lie } = checkScreening(menu, LINEAR, unit);
    expect(largestGain).toBeGreaterThan(0.009);
    expect(lie!.type).toBeGreaterThan(0.8);
    expect(lie!.report).toBeLessThanOrEqual(0.8 + 1e-6);
    // The witness is re-computed from the definitions.
    const utility = (type: number, report: number) => type * menu.quantity(report) - menu.payment(report);
    expect(utility(lie!.type, lie!.report) - utility(lie!.type, lie!.type)).toBeCloseTo(largestGain, 13);
  });

  // A falling quantity, paid by the envelope, gains ∫ (x(s) − x(θ̂)) ds: largest 1/2 between 0 and 1.
  test("negative control: a falling quantity paid by the envelope", () => {
    const quantity = (type: number) => 1 - type;
    const menu = { quantity, payment: envelope({ quantity, types: [0, 1] }, linear, 0).payment };
    const { largestGain, lie } = checkScreening(menu, LINEAR, unit);
    expect(largestGain).toBeCloseTo(1 / 2, 6);
    expect(Math.abs(lie!.type - lie!.report)).toBeGreaterThan(0.999);
  });

  test("someone left below the outside option is named", () => {
    const menu = { quantity: optimal.quantity, payment: (type: number) => optimal.payment(type) + 0.05 };
    const { participation } = checkScreening(menu, LINEAR, unit);
    expect(participation.slack).toBeCloseTo(-0.05, 13);
    expect(participation.type).toBeLessThanOrEqual(0.5);
  });
});

describe("derivatives", () => {
  test("numeric ones honour their error", () => {
    const cases: [(x: number) => number, (x: number) => number, number, readonly [number, number]][] = [
      [Math.exp, Math.exp, 0.7, [0, 1]],
      [Math.sqrt, (x) => 0.5 / Math.sqrt(x), 0.01, [0, 1]],
      [(x) => x ** 3, (x) => 3 * x ** 2, 0, [0, 1]],
      [Math.sin, Math.cos, 1, [0, 1]],
    ];
    for (const [f, slope, x, ends] of cases) {
      const { value, error } = numericDerivative(f, x, ends);
      expect(Math.abs(value - slope(x))).toBeLessThanOrEqual(10 * error);
      expect(error).toBeLessThan(1e-8);
    }
  });

  test("right ones pass", () => {
    expect(derivativeCheck(LINEAR, domain)).toEqual([]);
    expect(derivativeCheck(ROOT, domain)).toEqual([]);
  });

  test("negative control: a wrong one is found and placed", () => {
    const wrong = { ...ROOT, byQuantity: (x: number, type: number) => type / Math.sqrt(x) };
    const [found, ...others] = derivativeCheck(wrong, domain);
    expect(others).toEqual([]);
    expect(found.derivative).toBe("byQuantity");
    expect(found.given).toBeCloseTo(2 * found.numeric, 6);
  });
});
