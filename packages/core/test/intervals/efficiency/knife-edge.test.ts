import { describe, expect, it } from "vitest";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { balancedDecision } from "../../../src/intervals/efficiency/balanced-mechanism.js";
import { bilateralTrade } from "../../../src/intervals/efficiency/bilateral-trade.js";
import { expectedExternality } from "../../../src/intervals/efficiency/expected-externality.js";
import { linearOption } from "../../../src/intervals/efficiency/outside-option.js";
import { partnership } from "../../../src/intervals/efficiency/partnership.js";
import { publicGood } from "../../../src/intervals/efficiency/public-good.js";
import { verifyMechanism } from "../../../src/intervals/efficiency/verify-mechanism.js";
import { affine } from "../../../src/intervals/families/affine.js";
import { discrete, pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

const unit = uniform(0, 1);
const coin = discrete([0, 1], [0.5, 0.5]);

describe("a surplus of exactly 0", () => {
  it("is known to be 0 where supports touch or one side's type is known: a price in between", () => {
    for (const [seller, buyer] of [
      [unit, uniform(1, 2)],
      [unit, pointMass(1)],
      [pointMass(0.5), unit],
      [pointMass(0.1), exponential(1)],
      [uniform(0, 0.3), affine(exponential(1), 1, 0.3)],
      [exponential(1), pointMass(0.7)],
    ]) {
      const { decision } = bilateralTrade({ seller, buyer });
      expect([decision.status, decision.surplus.value, decision.surplus.error]).toEqual(["exists", 0, 0]);
      const audit = verifyMechanism(bilateralTrade({ seller, buyer }).problem, decision.mechanism!.payments);
      expect(audit.participationMargin).toBeGreaterThan(-1e-11);
      expect(audit.imbalance).toBeLessThan(1e-12);
    }
  });

  it("is not claimed where gaps let more be collected: cost 1/2, values −1, 0 or 2", () => {
    const { decision } = bilateralTrade({
      seller: pointMass(0.5),
      buyer: discrete([-1, 0, 2], [0.2, 0.3, 0.5]),
    });
    // The one type that buys pays all of its value: (2 − 1/2)/2.
    expect(decision.surplus.value).toBeCloseTo(0.75, 13);
  });

  it("is told from a small one of either sign", () => {
    const above = bilateralTrade({ seller: unit, buyer: uniform(1 + 1e-9, 2) }).decision;
    expect(above.status).toBe("exists");
    expect(above.surplus.value).toBeCloseTo(1e-9, 15);
    expect(bilateralTrade({ seller: unit, buyer: uniform(1 - 1e-3, 2) }).decision.status).toBe("impossible");
    expect(
      bilateralTrade({ seller: pointMass(0.5), buyer: uniform(0.6, 1) }).decision.surplus.value,
    ).toBeCloseTo(0.1, 15);
  });

  it("is found in partnerships and public goods too", () => {
    expect(partnership([unit, uniform(1, 2)], [0.5, 0.5]).decision.surplus).toMatchObject({
      value: 0,
      error: 0,
    });
    const goods = publicGood({ values: [uniform(1, 2), uniform(1, 2)], cost: 2 });
    expect([goods.decision.status, goods.decision.surplus.value]).toEqual(["exists", 0]);
    expect(publicGood({ values: [pointMass(1), unit], cost: 1 }).decision.status).toBe("exists");
  });
});

describe("ties of positive probability", () => {
  it("leave the verdict open where another rule for ties may do without a deficit, and offer no mechanism", () => {
    const rich = discrete([0, 1], [0.9, 0.1]);
    // Partner 2 owns everything and partner 1 wins ties: were it the other way round, trade at any price from 0 to 1 would do.
    const { decision } = partnership([rich, rich], [0, 1]);
    expect([decision.status, decision.ties]).toEqual(["unknown", true]);
    expect(decision.mechanism).toBeUndefined();
    const reversed = partnership([rich, rich], [1, 0]).decision;
    expect([reversed.status, reversed.ties]).toEqual(["exists", false]);
  });

  it("do not soften verdicts that hold for every rule for ties", () => {
    const { decision } = bilateralTrade({ seller: unit, buyer: discrete([0.2, 0.9], [0.5, 0.5]) });
    expect([decision.status, decision.ties]).toEqual(["impossible", false]);
  });

  it("never provide a public good that is worth exactly its cost: two coins, cost 1, surplus 1/4", () => {
    const { decision, problem } = publicGood({ values: [coin, coin], cost: 1 });
    expect(decision.status).toBe("exists");
    expect(decision.surplus.value).toBeCloseTo(0.25, 12);
    expect([problem.choose([0.5, -0.5]), problem.choose([0.5, 0.5])]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    const audit = verifyMechanism(problem, decision.mechanism!.payments);
    expect(audit.incentiveGain).toBeLessThan(1e-12);
    expect(audit.participationMargin).toBeGreaterThan(0.1);
  });

  it("are no reason to call rounding a failure of participation in the expected externality mechanism", () => {
    // Two alike owners of halves with a coin each: E S = 3/4, c = E[S_{−i}] = 3/8, and the worst-off type 0 nets 1/2 − 0.
    const laws: Distribution[] = [
      coin,
      mixture([0.3, 0.7], [unit, pointMass(0.1)]),
      discrete([0.1, 0.7], [0.3, 0.7]),
    ];
    for (const law of laws) {
      const agent = (name: string) => ({ name, distribution: law, outside: linearOption(0) });
      const base = expectedExternality(allocationProblem([agent("a"), agent("b")]));
      // A constant outside option that the worst-off type just reaches.
      const margin = -base.participation[0].shortfall;
      const exact = { ...agent("a"), outside: linearOption(0, margin) };
      const [gap] = expectedExternality(allocationProblem([exact, agent("b")])).participation;
      expect(Math.abs(gap.shortfall)).toBeLessThanOrEqual(gap.error);
      expect(gap.types).toEqual([]);
      const more = { ...exact, outside: linearOption(0, margin + 1e-9) };
      expect(expectedExternality(allocationProblem([more, agent("b")])).participation[0].types).not.toEqual(
        [],
      );
    }
  });
});

describe("balancedDecision", () => {
  it("works for one object and any outside options by formula, for six agents, and passes the audit", () => {
    const options = [
      { value: (x: number) => (x * x) / 20, slope: (x: number) => x / 10 },
      { value: (x: number) => Math.max(0.1, 0.2 * x), breakpoints: [0.5] },
      { value: (x: number) => Math.sqrt(x) / 8 },
      linearOption(0, 0.05),
      { value: (x: number) => 0.1 - 0.1 * x, slope: () => -0.1, concave: true },
      linearOption(0.1),
    ];
    const problem = allocationProblem(
      options.map((outside, i) => ({
        name: `${i}`,
        distribution: i % 2 === 0 ? unit : uniform(0, 1.5),
        outside,
      })),
    );
    const { status, mechanism, least } = balancedDecision(problem);
    expect(status).toBe("exists");
    // Slope of the option = share: x/10 = x⁵ (2/3)³ where all others' cdfs are x or 2x/3.
    expect(least[0].worstOff.type).toBeCloseTo((0.1 * 1.5 ** 3) ** (1 / 4), 11);
    const audit = verifyMechanism(problem, mechanism!.payments, { points: 2 });
    expect(audit.imbalance).toBeLessThan(1e-13);
    expect(audit.incentiveGain).toBeLessThan(1e-11);
    expect(audit.participationMargin).toBeGreaterThan(0);
  });
});
