import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupBidders } from "../../../src/intervals/auctions/bidder-groups.js";
import { compareAuctions } from "../../../src/intervals/auctions/compare-auctions.js";
import { optimalAuction } from "../../../src/intervals/auctions/optimal-auction.js";
import { personalReservesPayoff } from "../../../src/intervals/auctions/personal-reserves.js";
import { searchedReserves } from "../../../src/intervals/auctions/searched-reserves.js";
import { bestCommonReserve, secondPricePayoff } from "../../../src/intervals/auctions/second-price.js";
import { tieShare } from "../../../src/intervals/auctions/tie-share.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { power } from "../../../src/intervals/families/power.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { distributions, KINKED } from "./distributions.js";

const U = uniform(0, 1);
const W = uniform(0, 2);

describe("second-price auctions in closed form", () => {
  test("U[0, 1], two bidders, reserve r: r·2r(1 − r) + E[second; second ≥ r]", () => {
    // E[second; second ≥ r] = ∫ over [r, 1] of 2x(1 − x) dx.
    for (const r of [0, 0.25, 0.5, 0.9]) {
      const revenue = 2 * r * r * (1 - r) + (1 - r * r) - (2 / 3) * (1 - r ** 3);
      expect(secondPricePayoff(groupBidders([U, U]), { reserve: r }).value).toBeCloseTo(revenue, 14);
    }
  });

  test("a hundred exponentials: mean·(H_100 − 1)", () => {
    const harmonic = Array.from({ length: 100 }, (_, k) => 1 / (k + 1)).reduce((a, b) => a + b, 0);
    const { value, error } = secondPricePayoff(
      groupBidders(Array.from({ length: 100 }, () => exponential(2))),
    );
    expect(Math.abs(value - 2 * (harmonic - 1))).toBeLessThan(Math.max(1e-10, error));
  });

  test("atoms: two bidders at 1 or 3 with equal chances", () => {
    const groups = groupBidders(Array.from({ length: 2 }, () => discrete([1, 3], [0.5, 0.5])));
    expect(secondPricePayoff(groups).value).toBeCloseTo(1.5, 14);
    expect(secondPricePayoff(groups, { reserve: 3 }).value).toBeCloseTo(2.25, 14);
    expect(secondPricePayoff(groups, { reserve: 3, sellerValue: 2 }).value).toBeCloseTo(2.75, 14);
    expect(bestCommonReserve(groups, 0)).toMatchObject({ reserve: 3 });
  });

  test("U[0, 1] against U[0, 2]", () => {
    const { rows } = compareAuctions([U, W]);
    const payoff = Object.fromEntries(rows.map((row) => [row.kind, row.payoff.value]));
    // No reserve: E min = ∫ over [0, 1] of (1 − x)(1 − x/2) dx; first best E max = 3/2 − 5/12. Common reserve r ≤ 1:
    // r(1 − r²/2) + ∫ over [r, 1] of (1 − x)(1 − x/2) dx, best at 1/2 with 7/16 + 1/12. Own reserves 1/2 and 1, as Σ E ψ_i Q_i: the
    // first earns ∫ over [1/2, 1] of (2v − 1)·(v/2 lazy, 1/2 eager) dv, the second ∫ over [1, 2] of (v − 1) dv.
    expect(payoff).toEqual({
      optimal: expect.closeTo(31 / 48, 12),
      "best-common-reserve": expect.closeTo(25 / 48, 12),
      "own-reserves-eager": expect.closeTo(5 / 8, 12),
      "own-reserves-lazy": expect.closeTo(29 / 48, 12),
      // With r ≥ 1 for the second the first, from 1/2 on, earns (r/2)/4, the second 1/2 − (r − 1)²/2: together most at r = 9/8.
      "searched-reserves-eager": expect.closeTo(81 / 128, 12),
      "no-reserve": expect.closeTo(5 / 12, 12),
      "first-best": expect.closeTo(13 / 12, 12),
    });
    expect(rows.map(({ share }) => share)[0]).toBe(1);
  });

  test("one more bidder (Bulow–Klemperer): U[0, 1], two bidders: 1/2 against 5/12", () => {
    const { rows, optimal } = compareAuctions([U, U]);
    const more = rows.find(({ kind }) => kind === "one-more-bidder")!;
    expect(more.payoff.value).toBeCloseTo(1 / 2, 13);
    expect(more.share).toBeCloseTo(6 / 5, 12);
    expect(optimal.payoff.value).toBeCloseTo(5 / 12, 13);
  });

  test("the best common reserve is the bidders' own for alike regular ones, and a seller's value moves it", () => {
    for (const n of [1, 2, 5]) {
      const groups = groupBidders(Array.from({ length: n }, () => U));
      expect(bestCommonReserve(groups, 0).reserve).toBeCloseTo(1 / 2, 12);
      expect(bestCommonReserve(groups, 0.4).reserve).toBeCloseTo(0.7, 12);
    }
  });

  test("where regularity fails the note says that one more bidder may be worth less", () => {
    expect(compareAuctions([KINKED, KINKED]).notes.join()).toMatch(/not regular/);
    expect(compareAuctions([U, U], { sellerValue: 0.5 }).notes.join()).toMatch(/below the seller's/);
  });
});

describe("laws of the comparisons", () => {
  const markets = fc.array(distributions, { minLength: 1, maxLength: 3 });

  test("no second-price auction earns more than the optimum, no surplus is above the first best", () => {
    fc.assert(
      fc.property(markets, fc.double({ min: 0, max: 2, noNaN: true }), (market, reserve) => {
        const { rows, optimal } = compareAuctions(market);
        const slack = 1e-10 + optimal.payoff.error;
        for (const { kind, payoff } of rows)
          if (!["one-more-bidder", "first-best"].includes(kind))
            expect(payoff.value).toBeLessThanOrEqual(optimal.payoff.value + slack + payoff.error);
        const any = secondPricePayoff(optimal.groups, { reserve }).value;
        const best = rows.find(({ kind }) => kind === "best-common-reserve")!.payoff.value;
        expect(any).toBeLessThanOrEqual(best + 2e-3);
        expect(any).toBeLessThanOrEqual(optimal.payoff.value + slack);
        const firstBest = rows.find(({ kind }) => kind === "first-best")!.payoff.value;
        expect(optimal.welfare().value).toBeLessThanOrEqual(firstBest + 1e-9);
      }),
      { numRuns: 25 },
    );
  });

  test("equal personal reserves under the eager rule are a common reserve; atoms and ties included", () => {
    fc.assert(
      fc.property(markets, fc.constantFrom(0.25, 0.4, 1), (market, reserve) => {
        const { groups } = optimalAuction(market);
        const common = secondPricePayoff(groups, { reserve, sellerValue: 0.1 });
        for (const rule of ["eager", "lazy"] as const) {
          const personal = personalReservesPayoff(
            groups,
            groups.map(() => reserve),
            rule,
            0.1,
          );
          expect(personal.value).toBeCloseTo(common.value, 9);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("sharing ties: against the sum over how many are tied", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const [a, m, n] = [0.3, 0.2, 6];
    const direct = Array.from({ length: n + 1 }, (_, k) => (choose(n, k) * a ** (n - k) * m ** k) / (k + 1));
    const sum = direct.reduce((x, y) => x + y, 0);
    expect(tieShare([{ ahead: 1 - a - m, level: m, count: n }])).toBeCloseTo(sum, 14);
    // The same rivals split in two groups, and one who is surely behind.
    const split = [2, 4].map((count) => ({ ahead: 1 - a - m, level: m, count }));
    expect(tieShare([...split, { ahead: 0, level: 0, count: 3 }])).toBeCloseTo(sum, 14);
    expect(tieShare([{ ahead: 0, level: 1, count: 3 }])).toBe(1 / 4);
    // A thousand rivals, of whom hardly any is behind: b^1001 without overflow on the way.
    expect(tieShare([{ ahead: 0.25, level: 0.75 - 1e-9, count: 1000 }])).toBeCloseTo(0, 14);
    expect(tieShare([{ ahead: 1e-4, level: 0.6, count: 1000 }]) / (0.9999 ** 1001 / 600.6)).toBeCloseTo(
      1,
      12,
    );
  });
});

describe("searched eager reserves", () => {
  const kinds = [
    uniform(0, 1),
    power(2, 0, 3),
    mixture([0.8, 0.2], [uniform(0, 1), uniform(1, 2)]),
    exponential(1),
  ];
  const eager = (groups: ReturnType<typeof groupBidders>, reserves: readonly number[]) =>
    personalReservesPayoff(groups, reserves, "eager").value;

  test("no worse than its starts, and no small change of one reserve helps", () => {
    const groups = groupBidders([kinds[0], kinds[0], kinds[1], kinds[3]]);
    const starts = [groups.map(({ values }) => values.reaching(0).value), groups.map(() => 1)];
    const { reserves, payoff } = searchedReserves(groups, 0, starts);
    for (const start of starts) expect(payoff.value).toBeGreaterThanOrEqual(eager(groups, start));
    expect(payoff.value).toBeCloseTo(eager(groups, reserves), 14);
    reserves.forEach((_, i) => {
      for (const step of [-0.1, -0.01, -1e-3, 1e-3, 0.01, 0.1])
        expect(
          eager(
            groups,
            reserves.map((r, j) => (i === j ? r + step : r)),
          ),
        ).toBeLessThan(payoff.value + 1e-9);
    });
  });

  test("two kinds: no pair of reserves on a grid is better", () => {
    for (const [one, other] of [
      [kinds[0], kinds[1]],
      [kinds[2], kinds[0]],
      [kinds[3], kinds[2]],
    ]) {
      const groups = groupBidders([one, other]);
      const { payoff } = searchedReserves(groups, 0, [[0, 0]]);
      let best = 0;
      for (let a = 0; a <= 12; a++)
        for (let b = 0; b <= 12; b++) best = Math.max(best, eager(groups, [a / 5, b / 5]));
      expect(best).toBeLessThanOrEqual(payoff.value + 1e-9);
    }
  });

  test("more than eight kinds are not searched", () => {
    const many = Array.from({ length: 9 }, (_, k) => uniform(0, 1 + k));
    expect(compareAuctions(many).rows.map(({ kind }) => kind)).not.toContain("searched-reserves-eager");
  });
});

describe("size", () => {
  test("1,000 alike bidders in the time of one", () => {
    const market = Array.from({ length: 1000 }, () => U);
    optimalAuction(market);
    const { payoff, evaluations } = optimalAuction(market);
    expect(payoff.value).toBeCloseTo(999 / 1001, 10);
    expect(evaluations).toBeLessThan(2000);
  });
});
