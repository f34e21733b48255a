import { describe, expect, test } from "vitest";
import { compareAuctions } from "../../../src/intervals/auctions/compare-auctions.js";
import { exceedances, somebodyExceeds } from "../../../src/intervals/auctions/exceedances.js";
import { optimalAuction } from "../../../src/intervals/auctions/optimal-auction.js";
import { resolvedNodes } from "../../../src/intervals/auctions/resolved-nodes.js";
import { valueRange } from "../../../src/intervals/auctions/value-range.js";
import { virtualValues } from "../../../src/intervals/auctions/virtual-value.js";
import { type Distribution, survival } from "../../../src/intervals/distribution.js";
import { affine } from "../../../src/intervals/families/affine.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { pointMass } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { truncated } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

/** max r·Pr(v ≥ r), which one bidder pays, over the values given. */
function bestPrice(distribution: Distribution, low: number, high: number): number {
  let best = 0;
  for (let k = 0; k <= 20_000; k++) {
    const r = low + ((high - low) * k) / 20_000;
    best = Math.max(best, r * survival(distribution, r));
  }
  return best;
}

/** E max(0, ψ̄) = max R: what the best posted price earns. */
function postedPrice(distribution: Distribution): number {
  const { value, probability } = virtualValues(distribution).reaching(0);
  return value * probability;
}

describe("falls of the virtual value that are narrow", () => {
  test("just below the end of a part, where ψ rises over every coarse panel", () => {
    const kinked = mixture([0.75, 0.25], [logNormal(-0.1288, 0.3), triangular(0.1914, 0.7187, 1.663)]);
    const { payoff } = optimalAuction([kinked]);
    expect(payoff.value).toBeCloseTo(postedPrice(kinked), 13);
    expect(payoff.value).toBeCloseTo(bestPrice(kinked, 0.5, 0.8), 8);
    const [{ from, to }] = virtualValues(kinked).ironedIntervals;
    expect([from, to]).toEqual([expect.closeTo(1.6561, 4), expect.closeTo(1.6632, 4)]);
  });

  test("where the density goes to 0 with 5e-6 of the probability above", () => {
    const far = mixture(
      [0.49999750001249993, 4.9999750001249995e-6, 0.49999750001249993],
      [
        piecewiseLinear([0.9294, 0.9527, 1.567], [0, 3.136762860727729, 0]),
        uniform(1965, 2993),
        uniform(0.001077, 0.003023),
      ],
    );
    // The tangent from the point (5e-6, 1965·5e-6) touches the revenue of the falling density, a parabola in 1.567 − v, inside.
    const { ironedIntervals, ironed } = virtualValues(far);
    expect(ironedIntervals[1].from).toBeCloseTo(1.3183, 4);
    expect(ironed(1.2)).toBeCloseTo(1.2 - survival(far, 1.2) / far.density(1.2), 12);
  });

  test("nodes gather where a function turns, and nowhere else", () => {
    const given = Array.from({ length: 21 }, (_, k) => k / 20);
    const smooth = resolvedNodes(Math.exp, given, () => 1e-15);
    expect(smooth.nodes.length).toBe(21);
    // Equal levels are no reason to look closer.
    expect(
      resolvedNodes(
        () => 1,
        given,
        () => 1e-15,
      ).nodes,
    ).toHaveLength(21);
    const late = resolvedNodes(
      (x) => x - (x > 0.997 ? 3 * (x - 0.997) : 0),
      given,
      () => 1e-15,
    );
    expect(late.levels.some((y, k) => k > 0 && y < late.levels[k - 1])).toBe(true);
  });
});

describe("values that crowd in a small part of a wide support", () => {
  const crowded = truncated(logNormal(-0.2676, 0.4843), 0, 3e6);

  test("one bidder: the posted price, not 0", () => {
    expect(optimalAuction([crowded]).payoff.value).toBeCloseTo(bestPrice(crowded, 0.4, 0.8), 8);
    expect(optimalAuction([crowded]).payoff.value).toBeCloseTo(postedPrice(crowded), 13);
  });

  test("beside a bidder a million times as rich; no way to sell beats the optimum", () => {
    const rich = mixture(
      [1 / 3, 1 / 9, 5 / 9],
      [truncated(normal(1_621_000, 1_558_000), 0, 3e6), uniform(732_900, 2_531_000), exponential(1_423_000)],
    );
    const { rows } = compareAuctions([crowded, rich]);
    const [optimum] = rows;
    // The rich bidder's posted price and, when it is not paid, about the poor one's.
    const { value: price, probability } = virtualValues(rich).reaching(0);
    expect(optimum.payoff.value).toBeGreaterThan(price * probability + 0.2);
    for (const { kind, payoff } of rows)
      if (kind !== "first-best")
        expect(payoff.value).toBeLessThanOrEqual(optimum.payoff.value + optimum.payoff.error + payoff.error);
  });

  test("no marks where the density is smooth", () => {
    for (const plain of [uniform(0, 1), triangular(0, 0.5, 1), beta(2, 3), exponential(1)])
      expect(valueRange(plain, "").marks.length).toBeLessThan(3);
  });

  test("a heavy tail beside rivals: a value found with 25 digits by other means", () => {
    const first = piecewiseLinear(
      [1_615_000, 2_086_000, 2_141_000, 2_655_000],
      [6.347191367819739e-7, 0, 1.2694382735639479e-6, 1.904157410345922e-6],
    );
    const other = mixture(
      [0.5, 0.25, 0.25],
      [
        triangular(0, 1_384_000, 3_155_000),
        truncated(logNormal(-0.09895, 0.3124), 0, 3e6),
        exponential(1_806_000),
      ],
    );
    const { rows } = compareAuctions([first, ...Array(5).fill(other)]);
    const { payoff } = rows.find(({ kind }) => kind === "no-reserve")!;
    expect(Math.abs(payoff.value - 2100797.56839999)).toBeLessThan(payoff.error);
  });
});

describe("small probabilities keep their digits", () => {
  test("how many of a thousand exceed: against the binomial distribution term by term", () => {
    for (const [q, n] of [
      [1e-9, 1000],
      [1e-4, 1000],
      [0.3, 7],
      [1, 3],
      [0.4, 1],
    ]) {
      let [more, term] = [0, (1 - q) ** n];
      const none = term;
      if (q < 1)
        for (let k = 1; k <= n; k++) {
          term *= ((n - k + 1) / k) * (q / (1 - q));
          if (k >= 2) more += term;
        }
      else more = n > 1 ? 1 : 0;
      const found = exceedances([{ probability: q, count: n }]);
      expect(found.none).toBeCloseTo(none, 13);
      expect(Math.abs(found.more - more)).toBeLessThanOrEqual(1e-12 * more);
      expect(found.none + found.one + found.more).toBeCloseTo(1, 14);
      const split = exceedances([
        { probability: q, count: n - 1 },
        { probability: q, count: 1 },
      ]);
      expect(Math.abs(split.more - found.more)).toBeLessThanOrEqual(1e-12 * found.more);
    }
  });

  test("1 − Π of probabilities of 1e-20 is not 0", () => {
    expect(somebodyExceeds([{ probability: 1e-20, count: 1000 }])).toBeCloseTo(1e-17, 30);
    expect(somebodyExceeds([{ probability: 1 + 2 ** -52, count: 2 }])).toBe(1);
    expect(Object.is(somebodyExceeds([]), 0)).toBe(true);
  });

  test("a second price that is a million times smaller than the support", () => {
    // Two bidders who are nearly always below 1e-2: E of the lower one is ∫ (1 − F)².
    const lumpy = mixture([1e-6, 1 - 1e-6], [uniform(1e6, 2e6), uniform(0, 0.01)]);
    const { rows } = compareAuctions([lumpy, lumpy]);
    const { payoff } = rows.find(({ kind }) => kind === "no-reserve")!;
    const w = 1e-6;
    const poor = 0.01 * ((1 - w) ** 2 / 3 + w * (1 - w) + w * w);
    const rich = w * w * (1e6 - 0.01 + 1e6 / 3);
    expect(Math.abs(payoff.value - (poor + rich))).toBeLessThan(1e-15);
  });
});

test("a thousand bidders, few of whom are ever behind a tie: rents without overflow", () => {
  const tied = mixture(
    [2 / 7, 3 / 7, 2 / 7],
    [exponential(0.7166), uniform(0.1285, 0.2302), pointMass(0.08801)],
  );
  const { bidders, payoff, welfare } = optimalAuction(Array(1000).fill(tied));
  const { value } = bidders[0].rent();
  expect(payoff.value + 1000 * value).toBeCloseTo(welfare().value, 12);
  // E of the largest of a thousand.
  expect(welfare().value).toBeCloseTo(4.466358475447, 9);
});

test("the unit does not matter to marks and nodes", () => {
  const spread = mixture([0.999, 0.001], [truncated(normal(0, 1), 0, 3e6), uniform(1e6, 2e6)]);
  const { payoff } = optimalAuction([spread, spread]);
  const scaled = affine(spread, 1e-6, 0);
  const small = optimalAuction([scaled, scaled]).payoff;
  expect(Math.abs(small.value * 1e6 - payoff.value)).toBeLessThan(1e-10 * payoff.value);
});
