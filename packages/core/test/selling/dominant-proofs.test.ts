import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { add, compare, type Rational, rational, toDouble, ZERO } from "../../src/numeric/rational.js";
import { provedBound } from "../../src/selling/dominant-bound.js";
import {
  type DominantMechanism,
  dominantPayments,
  type IncentivePrices,
} from "../../src/selling/dominant-mechanism.js";
import { conserved, scaled } from "../../src/selling/dominant-prices.js";
import { profileProbabilities, saleProfiles, typeAt } from "../../src/selling/dominant-profiles.js";
import { repaired, rounded } from "../../src/selling/dominant-repair.js";
import { provedRevenue } from "../../src/selling/dominant-revenue.js";
import { saleInDoubles } from "../../src/selling/goods-sale.js";
import { type DominantSale, sellDominantly } from "../../src/selling/sell-dominantly.js";
import { anySale, doubleSale, exactSale, gridSale, solver } from "./dominant-instances.js";

const SALE = gridSale(3, 2, 2);
const TINY = rational(1, 10n ** 12n);
let optimum: DominantSale<Rational>;

beforeAll(async () => {
  optimum = await sellDominantly(exact, SALE, { solver });
});

/** A copy with one entry changed. */
function bumped<K extends keyof DominantMechanism<Rational>>(key: K, at: number, by: Rational) {
  const table = Array.from({ length: optimum.mechanism[key].length }, (_, k) => optimum.mechanism[key][k]);
  table[at] = add(table[at], by);
  return { ...optimum.mechanism, [key]: table };
}

describe("a revenue is proved only for a mechanism that keeps every constraint", () => {
  test("the optimum's is the sum of its payments", () => {
    const payments = dominantPayments(exact, SALE, optimum.mechanism);
    const weights = profileProbabilities(exact, SALE, saleProfiles(SALE));
    let total = 0;
    for (let at = 0; at < payments.length; at++) total += toDouble(payments[at]) * toDouble(weights[at % 81]);
    expect(total).toBeCloseTo(toDouble(optimum.lower), 12);
  });

  test("a utility lowered by 10⁻¹² is seen wherever it is: somebody stays away or lies", () => {
    for (let at = 0; at < optimum.mechanism.utilities.length; at += 5) {
      const verdict = provedRevenue(exact, SALE, bumped("utilities", at, rational(-1, 10n ** 12n)));
      if (verdict.proved) expect(compare(verdict.revenue, optimum.lower)).toBeGreaterThan(0);
      expect(verdict.proved).toBe(false);
      if (!verdict.proved) {
        expect(["participation", "incentive"]).toContain(verdict.violation.kind);
        expect(verdict.violation.amount).toBeCloseTo(1e-12, 18);
      }
    }
  });

  test("a probability raised beyond what there is, or below 0, is named", () => {
    const { allocation } = optimum.mechanism;
    let full = 0;
    while (compare(allocation[full], rational(1)) !== 0) full++;
    const over = provedRevenue(exact, SALE, bumped("allocation", full, TINY));
    expect(over).toMatchObject({
      proved: false,
      violation: { kind: "supply", profile: Math.floor(full / 2) % 81, good: full % 2 },
    });
    let none = 0;
    while (allocation[none].n !== 0n) none++;
    const under = provedRevenue(exact, SALE, bumped("allocation", none, rational(-1, 10n ** 12n)));
    expect(under).toMatchObject({
      proved: false,
      violation: { kind: "probability", bidder: 0, good: none % 2 },
    });
  });

  test("a lie that pays is named with its gain", () => {
    // One good, values 1 and 2, always given: the high type pays 2 and would rather say low and pay 1.
    const sale = exactSale([{ weights: [1, 1], values: [[1], [2]] }]);
    const mechanism = { allocation: [rational(1), rational(1)], utilities: [ZERO, ZERO] };
    expect(provedRevenue(exact, sale, mechanism)).toEqual({
      proved: false,
      violation: { kind: "incentive", bidder: 0, profile: 1, report: 0, amount: 1 },
    });
  });

  test("in doubles, what rounding could hide is not proved", () => {
    const sale = doubleSale([{ weights: [1, 1], values: [[1], [3]] }], "items", 10);
    // Binding exactly: u(3/10) = (3/10 − 1/10)·1, in doubles it cannot be told.
    const exactly = { allocation: Float64Array.of(1, 1), utilities: Float64Array.of(0, 0.2) };
    expect(provedRevenue(float, sale, exactly).proved).toBe(false);
    const clear = {
      allocation: Float64Array.of(1 - 2e-9, 1 - 1e-12),
      utilities: Float64Array.of(0, 0.2 - 2e-10),
    };
    expect(provedRevenue(float, sale, clear)).toMatchObject({ proved: true });
  });
});

describe("a bound is proved only by prices that conserve flow", () => {
  const changed = (k: number, by: Rational): IncentivePrices<Rational> => {
    const { prices } = optimum;
    const price = Array.from({ length: prices.price.length }, (_, at) => prices.price[at]);
    price[k] = add(price[k], by);
    return { ...prices, price };
  };

  test("the optimum's is the optimum", () => {
    expect(provedBound(exact, SALE, optimum.prices)).toEqual({ proved: true, bound: optimum.lower });
  });

  test("a changed price is refused or proves no less than the optimum", () => {
    let refused = 0;
    for (let k = 0; k < optimum.prices.price.length; k += 7)
      for (const by of [TINY, rational(-1, 10n ** 12n), rational(1, 100)]) {
        const verdict = provedBound(exact, SALE, changed(k, by));
        if (verdict.proved) expect(compare(verdict.bound, optimum.lower)).toBeGreaterThanOrEqual(0);
        else refused++;
      }
    expect(refused).toBeGreaterThan(0);
  });

  test("a negative price and an overdrawn entry are named", () => {
    expect(provedBound(exact, SALE, changed(3, rational(-9)))).toMatchObject({
      proved: false,
      violation: { kind: "price", index: 3 },
    });
    const one = {
      bidder: Int32Array.of(1),
      profile: Int32Array.of(7),
      report: Int32Array.of(0),
      price: [rational(1)],
    };
    expect(provedBound(exact, SALE, one)).toMatchObject({
      proved: false,
      violation: { kind: "flow", index: 81 + 7 },
    });
  });
});

test("tables of another sale are refused", () => {
  const other = gridSale(2, 2, 2);
  expect(() => provedRevenue(exact, other, optimum.mechanism)).toThrow(/utilities/);
  expect(() => provedBound(exact, other, optimum.prices)).toThrow(/report of the sale/);
});

/** Numbers that have nothing to do with a good mechanism. */
const noise = (length: number, max: number) =>
  fc.array(fc.double({ min: -0.2, max, noNaN: true }), { minLength: length, maxLength: length });

test("whatever the numbers, mending them gives a proved mechanism no better than the bound of any mended prices", () => {
  const cases = anySale.chain(({ bidders, kind }) => {
    const sale = exactSale(bidders, kind);
    const profiles = saleProfiles(sale);
    const entries = profiles.count * bidders.length;
    const arcs = fc.array(
      fc.record({
        at: fc.nat(entries - 1),
        report: fc.nat(3),
        price: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 20 },
    );
    return fc.record({
      sale: fc.constant(sale),
      allocation: noise(entries * profiles.goods, 1.2),
      utilities: noise(entries, 3),
      arcs,
    });
  });
  fc.assert(
    fc.property(cases, ({ sale, allocation, utilities, arcs }) => {
      const inDoubles = saleInDoubles(exact, sale);
      const profiles = saleProfiles(sale);
      const near = rounded(inDoubles, {
        allocation: Float64Array.from(allocation),
        utilities: Float64Array.from(utilities),
      });
      const mended = provedRevenue(float, inDoubles, repaired(float, inDoubles, near));
      const fractions = (table: ArrayLike<number>) => Array.from(table, (x) => exactly(x));
      const precise = provedRevenue(
        exact,
        sale,
        repaired(exact, sale, {
          allocation: fractions(near.allocation),
          utilities: fractions(near.utilities),
        }),
      );
      expect([mended.proved, precise.proved]).toEqual([true, true]);
      const legal = arcs.filter(({ at, report }) => {
        const bidder = Math.floor(at / profiles.count);
        return report < profiles.sizes[bidder] && report !== typeAt(profiles, bidder, at % profiles.count);
      });
      const prices = conserved(inDoubles, profileProbabilities(float, inDoubles, profiles), {
        bidder: Int32Array.from(legal, ({ at }) => Math.floor(at / profiles.count)),
        profile: Int32Array.from(legal, ({ at }) => at % profiles.count),
        report: Int32Array.from(legal, ({ report }) => report),
        price: Float64Array.from(legal, ({ price }) => price),
      });
      const bound = provedBound(float, inDoubles, scaled(float, inDoubles, prices));
      expect(bound.proved).toBe(true);
      if (!bound.proved || !mended.proved || !precise.proved) return;
      expect(mended.revenue).toBeLessThanOrEqual(bound.bound);
      expect(toDouble(precise.revenue)).toBeLessThanOrEqual(bound.bound);
    }),
    { numRuns: 150 },
  );
});

function exactly(x: number): Rational {
  return exact.from(rational(BigInt(Math.round(x * 2 ** 40)), 2n ** 40n));
}
