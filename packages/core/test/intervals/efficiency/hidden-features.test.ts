import { describe, expect, it } from "vitest";
import { type Distribution, survival } from "../../../src/intervals/distribution.js";
import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { linearOption } from "../../../src/intervals/efficiency/outside-option.js";
import { publicGood, virtualProvision } from "../../../src/intervals/efficiency/public-good.js";
import { secondBestTrade } from "../../../src/intervals/efficiency/second-best-trade.js";
import { virtualTrade } from "../../../src/intervals/efficiency/trade-market.js";
import { virtualScale } from "../../../src/intervals/efficiency/virtual-scale.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { weibull } from "../../../src/intervals/families/weibull.js";
import { integrate } from "../../../src/numeric/quadrature/index.js";

/** ∫ by panels that shrink towards `centre` on both sides, so that nothing near it is stepped over. */
function around(f: (x: number) => number, centre: number, from: number, to: number, scale: number): number {
  const steps = Array.from({ length: 60 }, (_, k) => scale * 1.4 ** k);
  const breakpoints = [centre, ...steps.flatMap((h) => [centre - h, centre + h])];
  return integrate(f, from, to, { breakpoints }).value;
}

describe("one agent's narrow distribution beside another's wide one", () => {
  it("does not hide from the expected largest value: the tail of a Weibull law within [1, 1000]", () => {
    const wide = mixture([0.99, 0.01], [uniform(0, 1), uniform(0, 1000)]);
    const narrow = weibull(2, 1);
    const agent = (distribution: Distribution) => ({ name: "", distribution, outside: linearOption(0) });
    const { expectedWelfare, agents } = allocationProblem([agent(narrow), agent(wide)]);
    const largest = (x: number) => 1 - narrow.cdf(x) * wide.cdf(x);
    const expected = integrate(largest, 0, 1000, { breakpoints: [1, 2, 3, 4, 5, 6, 8, 12] }).value;
    expect(Math.abs(expectedWelfare.value - expected)).toBeLessThan(1e-12 * expected + expectedWelfare.error);
    const given = 4 * narrow.cdf(4) + expectation(narrow, (x) => x, { over: [4, Infinity] }).value;
    expect(Math.abs(agents[1].welfare(4).value - given)).toBeLessThan(1e-12);
  });

  it("does not hide from trade, on either side: normal values around 1 with deviation 0.01 and costs up to 1000", () => {
    const [narrow, wide] = [normal(1, 0.01), uniform(0, 1000)];
    // E ∫ F_S(x) over x below the buyer's value, with either role.
    const bought = around((x) => survival(narrow, x) * wide.cdf(x), 1, 0, 2, 1e-4);
    const sold = around((x) => survival(wide, x) * narrow.cdf(x), 1, 0, 1000, 1e-4);
    const buys = virtualTrade({ buyer: narrow, seller: wide }, 0).gains;
    const sells = virtualTrade({ buyer: wide, seller: narrow }, 0).gains;
    expect(Math.abs(buys.value - bought)).toBeLessThan(1e-13);
    expect(Math.abs(sells.value - sold)).toBeLessThan(1e-10);
    const { weight, gains } = secondBestTrade({ buyer: narrow, seller: wide });
    expect(weight).toBeGreaterThan(0);
    expect(gains.value).toBeLessThan(bought);
  });

  it("does not hide from a public good with a heavy tail: E(X + Y − c)^+ against a closed form under two integrals", () => {
    const [flat, heavy] = [uniform(0.3, 2), logNormal(0, 1.5)];
    const cost = 4;
    const { welfare, vcg, problem } = publicGood({ values: [flat, heavy, flat], cost });
    const { cdf } = normal(0, 1);
    /** E(Y + net)^+, in closed form for a log-normal Y. */
    const alone = (net: number) =>
      net >= 0
        ? heavy.mean + net
        : heavy.mean * cdf((2.25 - Math.log(-net)) / 1.5) + net * cdf(-Math.log(-net) / 1.5);
    const both = (net: number) => expectation(flat, (x) => alone(x + net), { breakpoints: [-net] }).value;
    const all = expectation(flat, (x) => both(x - cost), { tolerance: 1e-12 }).value;
    expect(Math.abs(welfare.value - all)).toBeLessThan(1e-9);
    expect(Math.abs(problem.agents[0].welfare(0.3 - cost / 3).value - both(0.3 - cost))).toBeLessThan(1e-9);
    expect(vcg.surplus.error).toBeLessThan(1e-8);
    const rents = virtualProvision({ values: [flat, heavy, flat], cost }, 0).surplus;
    expect(Math.abs(vcg.surplus.value - rents.value)).toBeLessThan(1e-9);
  });

  it("leaves contributors without a lowest value nothing in the limit: the pivotal deficit is (n − 1) E S", () => {
    const value = normal(0.5, 1);
    for (const n of [3, 4]) {
      const { welfare, vcg } = publicGood({ values: Array.from({ length: n }, () => value), cost: 2 });
      // The sum is normal too.
      const sum = normal(n / 2, Math.sqrt(n));
      const first = expectation(sum, (y) => y - 2, { over: [2, Infinity] }).value;
      expect(Math.abs(welfare.value - first)).toBeLessThan(1e-11);
      expect(Math.abs(vcg.surplus.value + (n - 1) * first)).toBeLessThan(1e-10);
    }
  });
});

describe("a dip of virtual values where there is hardly any probability", () => {
  it("is ironed although it lies between two neighbouring quantiles: two normal peaks, small weights", () => {
    const peaks = mixture([0.5, 0.5], [normal(0, 0.1), normal(1, 0.1)]);
    for (const weight of [0.005, 0.013, 0.02, 0.1]) {
      const scale = virtualScale(peaks, weight);
      expect(scale.regular).toBe(false);
      let last = -Infinity;
      for (let k = 1; k < 2000; k++) {
        const z = scale.virtual(-0.6 + (2.2 * k) / 2000);
        expect(z).toBeGreaterThanOrEqual(last - 1e-9 * Math.max(1, Math.abs(last)));
        last = z;
      }
      // What one buyer facing a cost c is charged must beat every price: (1 − α) E[b − c; b ≥ p] + α (p − c) Pr(b ≥ p).
      const cost = 0.2;
      const { gains, surplus } = virtualTrade({ buyer: peaks, seller: pointMass(cost) }, weight);
      const value = (1 - weight) * gains.value + weight * surplus.value;
      const priced = (p: number) =>
        (1 - weight) * expectation(peaks, (b) => b - cost, { over: [p, Infinity] }).value +
        weight * (p - cost) * survival(peaks, p);
      for (let k = 0; k <= 100; k++) expect(priced(-0.3 + 0.016 * k)).toBeLessThan(value + 1e-12);
    }
  });
});

describe("an infinite density that ends at an atom", () => {
  it("counts the atom once and loses no probability beside it", () => {
    // E (b − c)^+ with c ~ U[0, 1] is E b²/2: beta(2, 1/2) has E b² = 2 · 3/((5/2)(7/2)) = 24/35.
    const buyer = mixture([0.5, 0.5], [beta(2, 0.5), pointMass(1)]);
    const { gains } = virtualTrade({ buyer, seller: uniform(0, 1) }, 0);
    expect(Math.abs(gains.value - (12 / 35 + 1 / 2) / 2)).toBeLessThan(1e-14 + gains.error);
    expect(gains.error).toBeLessThan(1e-11);
  });
});
