import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisFor } from "../src/chart/axis.js";

const labels = (axis: ReturnType<typeof axisFor>) => axis.ticks.map(({ label }) => label);

describe("axes", () => {
  test.each([
    [[-43, 1], "10⁻⁴⁰ 10⁻³⁰ 10⁻²⁰ 10⁻¹⁰ 1"],
    [[-5000, 0], "10⁻⁵⁰⁰⁰ 10⁻⁴⁰⁰⁰ 10⁻³⁰⁰⁰ 10⁻²⁰⁰⁰ 10⁻¹⁰⁰⁰ 1"],
    [[-400000, 0], "10⁻⁴⁰⁰⁰⁰⁰ 10⁻³⁰⁰⁰⁰⁰ 10⁻²⁰⁰⁰⁰⁰ 10⁻¹⁰⁰⁰⁰⁰ 1"],
    [[-3, 0], "0.001 0.01 0.1 1"],
    [[0, 6], "1 10 10² 10³ 10⁴ 10⁵ 10⁶"],
    [[-2, -0.5], "0.01 0.02 0.05 0.1 0.2"],
    [[-8.2, -7.2], "10⁻⁸ 2·10⁻⁸ 5·10⁻⁸"],
    [[-5000.1, -4999.9], "8·10⁻⁵⁰⁰¹ 9·10⁻⁵⁰⁰¹ 10⁻⁵⁰⁰⁰ 1.1·10⁻⁵⁰⁰⁰ 1.2·10⁻⁵⁰⁰⁰"],
  ])("decades %j are labelled %s", (ends, expected) => {
    expect(labels(axisFor(ends, { logarithmic: true })).join(" ")).toBe(expected);
  });

  test.each([
    [[1, 300], "0 50 100 150 200 250 300"],
    [[-0.1, 0.6], "0 0.2 0.4 0.6"],
    [[-1e9, 1e9], "−10⁹ −5·10⁸ 0 5·10⁸ 10⁹"],
    [[0, 6000], "0 1,000 2,000 3,000 4,000 5,000 6,000"],
    [[], "0 0.2 0.4 0.6 0.8 1"],
    [[7, 7], "4 6 8 10"],
    [[7, 7 + 1e-15], "4 6 8 10"],
    [[1, 4], "1 2 3 4"],
    [[1, 4.5], "1 2 3 4"],
    [[0.5, 2.5], "0.5 1 1.5 2 2.5"],
    [[1e-9, 1 - 1e-9], "0 0.2 0.4 0.6 0.8 1"],
  ])("values %j are labelled %s", (ends, expected) => {
    expect(labels(axisFor(ends)).join(" ")).toBe(expected);
  });

  /** The decimal logarithm of a label, read without the code that wrote it. */
  const read = (label: string) => {
    const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    const plain = label.replaceAll("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (c) => String(digits.indexOf(c)));
    const [, mantissa = "1", exponent = "0"] = /^(?:([\d.,]+)(?:·|$))?(?:10(-?\d+))?$/.exec(plain)!;
    return Math.log10(Number(mantissa.replaceAll(",", ""))) + Number(exponent);
  };

  test("labels of logarithmic axes are few, different, and say where they stand", () => {
    const end = fc.double({ min: -1e5, max: 6, noNaN: true });
    const span = fc.double({ min: -2, max: 5, noNaN: true }).map((log) => 10 ** log);
    fc.assert(
      fc.property(end, span, fc.boolean(), (high, length, round) => {
        const axis = axisFor([high - length, high], { logarithmic: true, round });
        const dust = 1e-10 * Math.max(1, Math.abs(high - length));
        expect(axis.ticks.length).toBeGreaterThanOrEqual(1);
        expect(axis.ticks.length).toBeLessThanOrEqual(12);
        expect(new Set(labels(axis)).size).toBe(axis.ticks.length);
        for (const { at, label } of axis.ticks) {
          expect(at).toBeGreaterThanOrEqual(axis.low);
          expect(at).toBeLessThanOrEqual(axis.high);
          expect(Math.abs(read(label) - at)).toBeLessThan(dust);
        }
        expect(axis.low).toBeLessThanOrEqual(high - length + dust);
        expect(axis.high).toBeGreaterThanOrEqual(high - dust);
      }),
    );
    // The reader notices a label that is off by one power.
    expect(read("10⁻⁴¹")).not.toBeCloseTo(-40, 1);
  });
});
