import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Arithmetic, exact, float, type Table } from "../../src/numeric/arithmetic.js";
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  type Rational,
  rational,
  ZERO,
} from "../../src/numeric/rational.js";
import { borderRatio, borderSystems } from "../../src/selling/border.js";
import { unreduced } from "../../src/selling/check-reduced-form.js";
import type { GoodsSale } from "../../src/selling/goods-sale.js";
import { implementReducedForm, type PriorityLottery } from "../../src/selling/implement-reduced-form.js";
import { sellBayesian } from "../../src/selling/sell-bayesian.js";
import { profilesOf, solver } from "./bayesian-oracle.js";

/** E[i wins | t_i = t] by running the lottery at every profile. */
function interimOf<N>(F: Arithmetic<N>, sale: GoodsSale<Table<N>>, lottery: PriorityLottery<N>): N[][] {
  const shares = sale.bidders.map(({ types }) => types.map(() => F.zero));
  for (const profile of profilesOf(sale as unknown as GoodsSale))
    for (const { probability, ranks } of lottery.entries) {
      const own = profile.map((t, i) => ranks[i][t]);
      const best = Math.min(...own.map((rank) => (rank < 0 ? Infinity : rank)));
      const winner = own.indexOf(best);
      if (winner < 0) continue;
      const others = profile.reduce(
        (product, t, j) => (j === winner ? product : F.multiply(product, sale.bidders[j].probabilities[t])),
        probability,
      );
      shares[winner][profile[winner]] = F.add(shares[winner][profile[winner]], others);
    }
  return shares;
}

/** Up to three unlike bidders, amounts scaled so that some set is just tight or everything is slack. */
const arbitraryForm = fc
  .record({
    bidders: fc.array(
      fc.array(
        fc.record({ weight: fc.integer({ min: 1, max: 3 }), amount: fc.integer({ min: 0, max: 6 }) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    tight: fc.boolean(),
    repeat: fc.boolean(),
  })
  .map(({ bidders, tight, repeat }) => {
    const list = repeat ? bidders.map(() => bidders[0]) : bidders;
    const sale: GoodsSale<Rational[]> = {
      kind: "items",
      goods: ["good"],
      bidders: list.map((types, i) => {
        const total = types.reduce((sum, { weight }) => sum + weight, 0);
        return {
          name: `bidder ${i}`,
          types: types.map((_, t) => `type ${t}`),
          probabilities: types.map(({ weight }) => rational(weight, total)),
          values: types.map(() => ZERO),
        };
      }),
    };
    const amounts = list.map((types) => types.map(({ amount }) => rational(amount, 6)));
    const ratio = borderRatio(
      exact,
      list.map(() => 1),
      borderSystems(exact, unreduced(sale)),
      amounts,
    );
    const scale = compare(ratio, ONE) > 0 || (tight && compare(ratio, ZERO) > 0) ? divide(ONE, ratio) : ONE;
    return { sale, shares: amounts.map((own) => own.map((amount) => multiply(amount, scale))) };
  });

describe("interim shares as a lottery over priority orders", () => {
  test("the lottery gives every type just its share, by few orders", () => {
    fc.assert(
      fc.property(arbitraryForm, ({ sale, shares }) => {
        const [lottery] = implementReducedForm(exact, sale, shares);
        expect(lottery.residual).toBe(0);
        expect(interimOf(exact, sale, lottery)).toEqual(shares);
        expect(lottery.entries.reduce((sum, { probability }) => add(sum, probability), ZERO)).toEqual(ONE);
        expect(lottery.entries.every(({ probability }) => compare(probability, ZERO) > 0)).toBe(true);
        expect(lottery.entries.length).toBeLessThanOrEqual(2 * shares.flat().length + 1);
      }),
      { numRuns: 300 },
    );
  });

  test("in doubles up to rounding", () => {
    fc.assert(
      fc.property(arbitraryForm, ({ sale, shares }) => {
        const doubles = (table: readonly Rational[]) => Float64Array.from(table, exact.toNumber);
        const inDoubles = {
          ...sale,
          bidders: sale.bidders.map((own) => ({
            ...own,
            probabilities: doubles(own.probabilities),
            values: doubles(own.values),
          })),
        };
        const [lottery] = implementReducedForm(float, inDoubles, shares.map(doubles));
        const found = interimOf(float, inDoubles, lottery).flat();
        shares.flat().forEach((share, k) => {
          expect(Math.abs(found[k] - exact.toNumber(share))).toBeLessThan(1e-7);
        });
      }),
    );
  });

  test("the optimal sale of two items becomes a rule that can be run", async () => {
    const k = 3;
    const pairs = Array.from({ length: k * k }, (_, p) => [Math.floor(p / k), p % k]);
    const bidder = {
      name: "bidder",
      types: pairs.map((pair) => pair.join()),
      probabilities: pairs.map(() => rational(1, k * k)),
      values: pairs.flat().map((j) => rational(2 * j + 1, 2 * k)),
    };
    const sale = { kind: "items" as const, goods: ["A", "B"], bidders: [bidder, bidder] };
    const { mechanism } = await sellBayesian(exact, sale, { solver });
    const lotteries = implementReducedForm(
      exact,
      sale,
      mechanism.map(({ shares }) => shares),
    );
    expect(lotteries).toHaveLength(2);
    lotteries.forEach((lottery, g) => {
      const stated = mechanism.map(({ shares }) => pairs.map((_, t) => shares[2 * t + g]));
      expect(interimOf(exact, sale, lottery)).toEqual(stated);
    });
  });

  test("what no allocation gives is refused", () => {
    const bidder = { name: "b", types: ["t"], probabilities: [ONE], values: [ONE] };
    const sale = { kind: "items" as const, goods: ["good"], bidders: [bidder, bidder] };
    expect(() => implementReducedForm(exact, sale, [[ONE], [rational(1, 100)]])).toThrow(
      expect.objectContaining({ code: "not-a-reduced-form" }),
    );
  });
});
