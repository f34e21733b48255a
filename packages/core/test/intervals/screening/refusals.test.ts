import { describe, expect, test } from "vitest";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { optimalScreening } from "../../../src/intervals/screening/optimal-screening.js";
import { costs, type ScreeningProblem } from "../../../src/intervals/screening/problem.js";
import { CandorError } from "../../../src/numeric/candor-error.js";
import { ANY, LINEAR, mussaRosen, SQUARE } from "./worlds.js";

const BASE: ScreeningProblem = {
  value: LINEAR,
  principal: SQUARE,
  quantities: ANY,
  distribution: uniform(0, 1),
};

function refusal(changes: Partial<ScreeningProblem>): CandorError {
  try {
    optimalScreening({ ...BASE, ...changes });
  } catch (error) {
    if (error instanceof CandorError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("what has no answer is refused", () => {
  test("a best quantity without bound", () => {
    expect(
      refusal({
        principal: costs(
          (x) => x / 4,
          () => 1 / 4,
        ),
      }).code,
    ).toBe("unbounded-quantity");
  });

  test("types that want more in one place and less in another, with a quadruple", () => {
    const error = refusal({
      value: { value: (x, type) => x * (type - 0.5) ** 2 },
      quantities: { from: 0, to: 1 },
    });
    expect(error.code).toBe("not-single-crossing");
    expect(error.message).toMatch(/from 0 to 1 is worth 0\.25 to type 0 /);
  });

  test("a formula that is not finite", () => {
    expect(
      refusal({ value: { value: (x, type) => type * Math.log(x) }, quantities: { from: 0, to: 1 } }).code,
    ).toBe("not-finite");
    expect(refusal({ principal: costs((x) => 1 / (x - 1)), quantities: [0, 1, 2] }).code).toBe("not-finite");
  });

  test("quantities that are none", () => {
    for (const quantities of [{ from: 1, to: 1 }, { from: -Infinity, to: 1 }, [1], [1, 1], [0, Number.NaN]])
      expect(refusal({ quantities }).code).toBe("bad-quantities");
  });

  test("costs of the agent without upper end: no type gains least", () => {
    const value = { value: (x: number, type: number) => -type * x };
    expect(refusal({ value, distribution: exponential(1), quantities: { from: 0, to: 1 } }).code).toBe(
      "unbounded-support",
    );
  });

  test("participation that binds at an interval and a point inside, where no menu is proved best", () => {
    const error = refusal({ outside: (type) => 0.3 * type + 0.03 * Math.sin(9 * type) });
    expect(error.code).toBe("participation-inside");
    expect(error.message).toMatch(/type 0\.0/);
  });
});

describe("what needs a word of warning gets one", () => {
  test("quantities that are equally good for a stretch of types", () => {
    // Every type pays x for x, which is what it costs.
    const value = { value: (x: number) => x, byType: () => 0, byQuantity: () => 1, crossDerivative: () => 0 };
    const found = optimalScreening({ ...BASE, value, principal: costs((x) => x), quantities: [0, 1] });
    expect(found.warnings.join(" ")).toMatch(/Several quantities/);
    expect(found.warnings.join(" ")).toMatch(/do not change with the type/);
    expect(found.profit.value).toBe(0);
  });

  test("several best prices: at 1 all types of 1 and 2 buy, at 2 half of them do", () => {
    const distribution = discrete([1, 2], [0.5, 0.5]);
    const free = { principal: costs(() => 0), quantities: { from: 0, to: 2 }, distribution };
    expect(optimalScreening({ ...BASE, ...free }).warnings.join(" ")).toMatch(/several best prices/);
    const uneven = { ...free, distribution: discrete([1, 2], [0.49, 0.51]) };
    expect(optimalScreening({ ...BASE, ...uneven }).warnings).toEqual([]);
  });

  test("a clean problem gets none", () => {
    expect(mussaRosen(uniform(0, 1)).warnings).toEqual([]);
  });
});

describe("outside options", () => {
  test("a constant one is a fee off every payment", () => {
    const found = mussaRosen(uniform(0, 1), { outside: 0.01 });
    expect(found.profit.value).toBeCloseTo(1 / 12 - 0.01, 13);
    expect(found.utility(0.2).value).toBeCloseTo(0.01, 14);
  });

  // IR(θ) = 2θ: only the highest type is tempted; φ = 2θx − x²/2, x = 2θ, V(1) = 2, V = 1 + θ²; welfare ∫ (2θ² − 2θ²) = 0, so the profit is −E V = −4/3.
  test("a steep one binds at the highest type, and quantities exceed the first best", () => {
    const found = mussaRosen(uniform(0, 1), { outside: (type) => 2 * type });
    expect(found.participation).toEqual({ binding: "highest", topWeight: 1 });
    expect(found.quantity(0.4)).toBeCloseTo(0.8, 12);
    expect(found.utility(1).value).toBeCloseTo(2, 12);
    expect(found.profit.value).toBeCloseTo(-4 / 3, 12);
  });

  // IR jumps by 0.4 at the top only: V(1) − V(0) = 0.4 = ∫ x with x = max(0, 2θ − 1 + σ): (1+σ)²/4 = 0.4.
  test("one that only the highest type has binds at both ends", () => {
    const found = mussaRosen(uniform(0, 1), { outside: (type) => (type === 1 ? 0.4 : 0) });
    const sigma = 2 * Math.sqrt(0.4) - 1;
    expect(found.participation.binding).toBe("both");
    expect(found.participation.topWeight).toBeCloseTo(sigma, 10);
    expect(found.quantity(0.9)).toBeCloseTo(0.8 + sigma, 9);
    expect(found.utility(1).value).toBeCloseTo(0.4, 10);
  });
});
