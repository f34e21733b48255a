import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cdfBelow, type Distribution } from "../../../src/intervals/distribution.js";
import { bilateralTrade } from "../../../src/intervals/efficiency/bilateral-trade.js";
import { mcAfee } from "../../../src/intervals/efficiency/mcafee.js";
import { postedTrade } from "../../../src/intervals/efficiency/posted-trade.js";
import {
  brokerTrade,
  secondBestTrade,
  tradePayments,
} from "../../../src/intervals/efficiency/second-best-trade.js";
import { virtualTrade } from "../../../src/intervals/efficiency/trade-market.js";
import { virtualScale } from "../../../src/intervals/efficiency/virtual-scale.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { discrete, pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { minimise } from "../../../src/numeric/minimise.js";
import { findRoot } from "../../../src/numeric/roots.js";

const unit = uniform(0, 1);
const irregular = mixture([0.7, 0.3], [uniform(0, 1), uniform(1.5, 2)]);
const bumpy = mixture([0.6, 0.4], [uniform(0, 2), uniform(1.2, 1.6)]);

/** (1 − α)·gains + α·revenue of the best single price to one buyer when the cost is 0: what ironing must reproduce. */
function bestPrice(law: Distribution, alpha: number): number {
  const value = (p: number) =>
    (1 - alpha) * expectation(law, (b) => b, { over: [p, Infinity] }).value +
    alpha * p * (1 - cdfBelow(law, p));
  const { breakpoints, support } = law;
  return -minimise((p) => -value(p), support[0], support[1], { breakpoints, samples: 65 }).value;
}

describe("bilateralTrade", () => {
  it("is impossible between overlapping intervals with positive densities: deficit 1/6 for uniform types", () => {
    const { vcg, decision, conditions } = bilateralTrade({ seller: unit, buyer: unit });
    expect(Math.abs(vcg.surplus.value + 1 / 6)).toBeLessThan(1e-14);
    expect(decision.status).toBe("impossible");
    expect(conditions).toEqual({ intervals: true, positiveDensities: true, overlap: [0, 1] });
  });

  it("is impossible for any intervals that overlap, possible for those that do not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.9, max: 1.5, noNaN: true }),
        fc.double({ min: 0.2, max: 2, noNaN: true }),
        (low, width) => {
          const { decision, conditions } = bilateralTrade({
            seller: unit,
            buyer: uniform(low, low + width + 1),
          });
          expect(decision.status).toBe(conditions.overlap ? "impossible" : "exists");
        },
      ),
      { numRuns: 40 },
    );
  });

  it("names the conditions that fail, and refuses where nothing can be gained", () => {
    const gap = restricted(unit, [
      [0, 0.1],
      [0.8, 0.9],
    ]);
    expect(bilateralTrade({ seller: gap, buyer: uniform(0, 2) }).conditions.intervals).toBe(false);
    const atoms = mixture([0.5, 0.5], [unit, pointMass(1)]);
    expect(bilateralTrade({ seller: unit, buyer: atoms }).conditions.positiveDensities).toBe(false);
    expect(() => bilateralTrade({ seller: uniform(2, 3), buyer: unit })).toThrow(/never exceeds/);
  });
});

describe("secondBestTrade", () => {
  it("trades iff b ≥ s + 1/4 and gains 9/64 of 1/6 for uniform types", () => {
    const best = secondBestTrade({ seller: unit, buyer: unit });
    expect(Math.abs(best.gains.value - 9 / 64)).toBeLessThan(1e-14);
    expect(best.weight).toBeCloseTo(1 / 3, 13);
    expect(best.share).toBeCloseTo(27 / 32, 13);
    for (const s of [0, 0.3, 0.7]) expect(best.mechanism.leastValue(s)).toBeCloseTo(s + 0.25, 13);
    expect(best.mechanism.buyer.utility(1)).toBeCloseTo(9 / 32, 13);
    expect(best.mechanism.buyer.utility(0.25)).toBe(0);
  });

  it("reproduces the weights of Gresik and Satterthwaite for 2, 3, 4, 6, 8 uniform traders a side", () => {
    const weights = [2, 3, 4, 6, 8].map(
      (m) => secondBestTrade({ seller: unit, buyer: unit, buyers: m, sellers: m }).weight,
    );
    expect(weights.map((w) => Math.round(w * 1e4) / 1e4)).toEqual([0.2256, 0.1603, 0.1225, 0.0827, 0.0622]);
  });

  it("loses a trader about a quarter as much when the market doubles, twice", () => {
    const loss = [8, 16, 32].map((m) => {
      const best = secondBestTrade({ seller: unit, buyer: unit, buyers: m, sellers: m });
      return (best.firstBest.value - best.gains.value) / (2 * m);
    });
    for (const k of [0, 1]) {
      expect(loss[k] / loss[k + 1]).toBeGreaterThan(3.8);
      expect(loss[k] / loss[k + 1]).toBeLessThan(4.1);
    }
  });

  it("balances in an independent double integral over the trade region, with gains as stated", () => {
    for (const [seller, buyer] of [
      [unit, uniform(0.5, 2)],
      [exponential(1), exponential(1)],
      [unit, irregular],
    ]) {
      const { mechanism, gains } = secondBestTrade({ seller, buyer });
      const { buyer: b, seller: s } = mechanism;
      const options = { tolerance: 1e-10, breakpoints: [...seller.breakpoints, ...buyer.breakpoints] };
      const over = (f: (value: number, cost: number) => number) =>
        expectation(
          seller,
          (cost) => {
            const least = mechanism.leastValue(cost);
            if (least === Infinity) return 0;
            return expectation(buyer, (value) => f(value, cost), {
              over: [least, Infinity],
              tolerance: 1e-11,
            }).value;
          },
          { ...options, mostEvaluations: 1000 },
        ).value;
      expect(Math.abs(over((value, cost) => value - cost) - gains.value)).toBeLessThan(1e-7);
      if (seller !== unit) continue;
      // Where payments jump: at the ends of what is ironed, and at the costs whose least value is such an end.
      const ends = [mechanism.leastValue(0), ...b.ironed.flat(), ...buyer.breakpoints];
      const costs = ends
        .filter((end) => mechanism.leastValue(0) < end && mechanism.leastValue(1) > end)
        .map((end) => findRoot((cost) => (mechanism.leastValue(cost) <= end ? -1 : 1), 0, 1));
      const limits = { tolerance: 1e-9, mostEvaluations: 600 };
      const paid =
        expectation(buyer, b.payment, { ...limits, breakpoints: ends }).value +
        expectation(seller, s.payment, { ...limits, breakpoints: costs }).value;
      expect(Math.abs(paid)).toBeLessThan(1e-8);
    }
  });

  it("leaves no profitable lie, and balances at every profile with tradePayments", () => {
    const market = { seller: unit, buyer: irregular };
    const { mechanism } = secondBestTrade(market);
    const { buyer } = mechanism;
    const types = [0, 0.3, 0.8, 1, 1.5, 1.7, 2];
    for (const truth of types)
      for (const lie of types)
        expect(truth * buyer.tradeProbability(lie) - buyer.payment(lie)).toBeLessThanOrEqual(
          buyer.utility(truth) + 1e-11,
        );
    const paid = tradePayments(market, mechanism)([1.6, 0.2]);
    expect(paid[0] + paid[1]).toBeCloseTo(0, 10);
  });

  it("is the first best when supports do not meet, and a lottery where surplus jumps", () => {
    const apart = secondBestTrade({ seller: unit, buyer: uniform(2, 3) });
    expect([apart.efficient, apart.share]).toEqual([true, 1]);
    const two = discrete([0, 1], [0.5, 0.5]);
    const jump = secondBestTrade({
      seller: discrete([0, 0.9], [0.5, 0.5]),
      buyer: discrete([0.1, 1], [0.5, 0.5]),
    });
    expect(jump.mixture).toBeDefined();
    expect(jump.surplus.value).toBeCloseTo(0, 12);
    // By hand: full trade costs 0.15 more than it brings; without the trade of (0, 0.1) there is a surplus.
    expect(jump.gains.value).toBeLessThan(jump.firstBest.value);
    expect(secondBestTrade({ seller: two, buyer: two }).efficient).toBe(true);
  });

  it("refuses bad counts and infinite means", () => {
    expect(() => secondBestTrade({ seller: unit, buyer: unit, buyers: 0 })).toThrow(/at least one/);
    expect(() => secondBestTrade({ seller: unit, buyer: { ...unit, mean: Infinity } })).toThrow(/mean/);
    expect(() => virtualTrade({ seller: unit, buyer: unit }, 1.5)).toThrow(/weight/);
  });
});

describe("virtualScale", () => {
  it("irons so that one buyer facing a cost of 0 is charged the best price, at any weight, gap or atom", () => {
    const laws = [
      unit,
      irregular,
      bumpy,
      triangular(0, 0.2, 2),
      discrete([0.5, 1, 3], [0.3, 0.5, 0.2]),
      mixture([0.5, 0.5], [unit, pointMass(0.5)]),
      restricted(unit, [
        [0.1, 0.3],
        [0.6, 1],
      ]),
    ];
    for (const law of laws)
      for (const alpha of [0.3, 0.8, 1]) {
        const { gains, surplus } = virtualTrade({ buyer: law, seller: pointMass(0) }, alpha);
        const value = (1 - alpha) * gains.value + alpha * surplus.value;
        expect(Math.abs(value - bestPrice(law, alpha))).toBeLessThan(1e-9);
      }
  });

  it("is nondecreasing, and level on what it irons", () => {
    const scale = virtualScale(bumpy, 1);
    expect(scale.regular).toBe(false);
    let last = -Infinity;
    for (let x = 0; x <= 2; x += 0.01) {
      const z = scale.virtual(x);
      expect(z).toBeGreaterThanOrEqual(last - 1e-12);
      last = z;
    }
    const flat = scale.stretches.find(({ level }) => level !== undefined)!;
    expect(scale.atLeast(flat.level!) - scale.moreThan(flat.level!)).toBeCloseTo(flat.mass, 13);
  });
});

describe("brokerTrade", () => {
  it("earns 1/24 by trading iff b ≥ s + 1/2 between uniform types", () => {
    const { surplus, leastValue } = brokerTrade({ seller: unit, buyer: unit });
    expect(surplus.value).toBeCloseTo(1 / 24, 13);
    expect(leastValue(0.2)).toBeCloseTo(0.7, 13);
  });
});

describe("mcAfee and postedTrade", () => {
  it("earn 1/8 on one uniform pair: the price 1/2", () => {
    const market = { seller: unit, buyer: unit };
    expect(mcAfee(market).gains.value).toBeCloseTo(1 / 8, 13);
    expect(mcAfee(market).surplus.value).toBe(0);
    const posted = postedTrade(market);
    expect(posted.price).toBeCloseTo(0.5, 6);
    expect(posted.gains.value).toBeCloseTo(1 / 8, 12);
    expect(postedTrade(market, 0.25).gains.value).toBeCloseTo(0.75 * 0.25 * (0.625 - 0.125), 13);
  });

  it("agree with a count of profiles on a fine midpoint grid for two buyers and one seller", () => {
    const steps = 60;
    let gains = 0;
    const at = (k: number) => (k + 0.5) / steps;
    for (let i = 0; i < steps; i++)
      for (let j = 0; j < steps; j++)
        for (let k = 0; k < steps; k++) {
          const [first, second] = [Math.max(at(i), at(j)), Math.min(at(i), at(j))];
          if (first < at(k)) continue;
          const price = (second + 1) / 2;
          if (price <= first && price >= at(k)) gains += first - at(k);
        }
    const rule = mcAfee({ seller: unit, buyer: unit, buyers: 2, sellers: 1 });
    expect(rule.gains.value).toBeCloseTo(gains / steps ** 3, 2);
    // One seller: either it trades at the price, or k − 1 = 0 do.
    expect(rule.surplus.value).toBeCloseTo(0, 13);
  });

  it("never beat the second best, and McAfee's share grows with the market", () => {
    let last = 0;
    for (const m of [1, 2, 4]) {
      const market = { seller: triangular(0, 0.4, 1), buyer: unit, buyers: m, sellers: m };
      const rule = mcAfee(market);
      const best = secondBestTrade(market);
      expect(rule.gains.value).toBeLessThan(best.gains.value);
      expect(postedTrade(market).gains.value).toBeLessThan(best.gains.value);
      expect(rule.share).toBeGreaterThan(last);
      last = rule.share;
    }
    expect(() => mcAfee({ seller: pointMass(0), buyer: unit })).toThrow(/atoms/);
  });

  it("have no price behind the last trader where values and costs have no ends", () => {
    const any = normal(0, 1);
    expect(() => mcAfee({ seller: any, buyer: any })).toThrow(
      expect.objectContaining({ code: "unbounded-support" }),
    );
    expect(mcAfee({ seller: any, buyer: any, buyers: 2 }).gains.value).toBeCloseTo(0, 12);
  });

  it("post a price beyond the short side's types where that picks the better of the long side", () => {
    const market = { seller: uniform(2, 3), buyer: uniform(0, 1000), buyers: 3, sellers: 1 };
    // (1 − F³)(E[b | b ≥ p] − 2.5), F = p/1000.
    const at = (p: number) => (1 - (p / 1000) ** 3) * ((p + 1000) / 2 - 2.5);
    const best = -minimise((p) => -at(p), 3, 1000).value;
    const found = postedTrade(market);
    expect(found.gains.value).toBeCloseTo(best, 8);
    expect(found.gains.value).toBeCloseTo(at(found.price), 8);
  });
});
