import { describe, expect, it } from "vitest";
import { gridConvergence } from "../../../src/intervals/efficiency/grid-convergence.js";
import { linearOption, type OutsideOption } from "../../../src/intervals/efficiency/outside-option.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { balancedDecision } from "../../../src/mechanisms/index.js";
import { exact } from "../../../src/numeric/arithmetic.js";
import { rational, toDouble } from "../../../src/numeric/rational.js";
import { environmentOf, tradeSketch } from "../../mechanisms/environments.js";

const unit = uniform(0, 1);
const agent = (distribution: typeof unit, outside: OutsideOption) => ({ name: "", distribution, outside });
const trade = [agent(unit, linearOption(1)), agent(unit, linearOption(0))];

describe("gridConvergence", () => {
  it("has the surplus of the exact finite machinery on every grid", () => {
    for (const { points, best } of gridConvergence(trade, { sizes: [3, 7, 12] }).steps) {
      const types = Array.from({ length: points }, (_, k) => rational(2 * k + 1, 2 * points));
      const finite = balancedDecision(environmentOf(exact, tradeSketch(types)));
      expect(best).toBeCloseTo(toDouble(finite.surplus), 12);
    }
  });

  it("meets the interval value at rate 1, from above, for any outside options and three unlike agents", () => {
    const problems = [
      trade,
      [agent(unit, linearOption(0.5)), agent(unit, linearOption(0.5))],
      [
        agent(unit, linearOption(0.2)),
        agent(exponential(1), linearOption(0.5)),
        agent(triangular(0, 1, 2), linearOption(0.3)),
      ],
      [
        agent(unit, { value: (x) => (x * x) / 2 }),
        agent(unit, { value: (x) => Math.max(0.3, 0.8 * x), breakpoints: [0.375] }),
      ],
    ];
    for (const participants of problems) {
      const { limit, steps } = gridConvergence(participants, { sizes: [20, 40, 80] });
      for (const { best, vcg } of steps) expect(best).toBeGreaterThan(Math.max(limit.value, vcg - 1e-12));
      expect(steps[0].bestRate).toBeUndefined();
      expect(steps[2].bestRate).toBeGreaterThan(0.85);
      expect(steps[2].bestRate).toBeLessThan(1.25);
      expect(steps[2].vcgError).toBeLessThan(1e-3);
    }
  });

  it("keeps VCG apart from the best where types have gaps", () => {
    const gap = restricted(unit, [
      [0, 0.2],
      [0.8, 1],
    ]);
    const { steps } = gridConvergence([agent(unit, linearOption(1)), agent(gap, linearOption(0))]);
    expect(steps[2].bestRate).toBeGreaterThan(0.9);
    expect(steps[2].vcgError).toBeGreaterThan(0.05);
  });

  it("refuses sizes that do not grow", () => {
    for (const sizes of [[10, 10], [1], [2.5]])
      expect(() => gridConvergence(trade, { sizes })).toThrow(expect.objectContaining({ code: "bad-count" }));
  });
});
