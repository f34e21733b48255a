import * as fc from "fast-check";
import { highsSolver } from "../../src/lp/highs.js";
import { LinearProblemBuilder } from "../../src/lp/problem-builder.js";
import type { GoodsSale } from "../../src/selling/goods-sale.js";

export const solver = highsSolver();

/** All profiles of types, the last bidder fastest. */
export function profilesOf(sale: GoodsSale): number[][] {
  return sale.bidders.reduce<number[][]>(
    (profiles, { types }) => profiles.flatMap((profile) => types.map((_, t) => [...profile, t])),
    [[]],
  );
}

const probabilityOf = (sale: GoodsSale, profile: readonly number[], except = -1) =>
  profile.reduce((product, t, i) => (i === except ? product : product * sale.bidders[i].probabilities[t]), 1);

/** Allocation variables x(profile, bidder, good) with the supply constraints; `use` prices or restricts them. */
function allocation(builder: LinearProblemBuilder, sale: GoodsSale) {
  const [goods, bidders] = [sale.goods.length, sale.bidders.length];
  const profiles = profilesOf(sale);
  const first = builder.columns;
  const at = (k: number, i: number, g: number) => first + (k * bidders + i) * goods + g;
  for (let k = 0; k < profiles.length * bidders * goods; k++) builder.addColumn(0);
  profiles.forEach((_, k) => {
    const terms = Array.from({ length: goods }, (_, g) => sale.bidders.map((__, i) => at(k, i, g)));
    const supplies = sale.kind === "grades" ? [terms.flat()] : terms;
    for (const columns of supplies)
      builder.addRow(
        columns,
        columns.map(() => 1),
        -Infinity,
        1,
      );
  });
  /** Terms of Q_i(t, g) = E[x | t_i = t]. */
  const share = (i: number, t: number, g: number) => {
    const own = profiles.flatMap((profile, k) => (profile[i] === t ? [k] : []));
    return own.map((k): [number, number] => [at(k, i, g), probabilityOf(sale, profiles[k], i)]);
  };
  return share;
}

/** The optimal Bayesian revenue from the definition: one variable per profile, bidder and good, every incentive constraint. */
export async function explicitRevenue(sale: GoodsSale): Promise<number> {
  const builder = new LinearProblemBuilder("maximise");
  const goods = sale.goods.map((_, g) => g);
  const utilities = sale.bidders.map(({ probabilities }) =>
    [...probabilities].map((p) => builder.addColumn(-p)),
  );
  const share = allocation(builder, sale);
  const costs = new Float64Array(builder.columns);
  sale.bidders.forEach(({ probabilities, values }, i) => {
    probabilities.forEach((p, t) => {
      for (const g of goods)
        for (const [column, weight] of share(i, t, g))
          costs[column] += p * weight * values[t * goods.length + g];
      probabilities.forEach((_, s) => {
        if (s === t) return;
        const terms = goods.flatMap((g) =>
          share(i, s, g).map(([column, weight]): [number, number] => [
            column,
            -weight * (values[t * goods.length + g] - values[s * goods.length + g]),
          ]),
        );
        const row: [number, number][] = [[utilities[i][t], 1], [utilities[i][s], -1], ...terms];
        builder.addRow(
          row.map(([c]) => c),
          row.map(([, w]) => w),
          0,
          Infinity,
        );
      });
    });
  });
  costs.forEach((cost, j) => {
    if (cost !== 0) builder.setCost(j, cost);
  });
  const { objective, termination } = await solver.solve(builder.build());
  if (termination !== "optimal") throw new Error(termination);
  return objective!;
}

/** Whether an allocation with these interim shares exists, from the definition. */
export async function isReducedForm(sale: GoodsSale, shares: readonly ArrayLike<number>[]): Promise<boolean> {
  const builder = new LinearProblemBuilder("maximise");
  const share = allocation(builder, sale);
  sale.bidders.forEach(({ types }, i) => {
    types.forEach((_, t) => {
      sale.goods.forEach((_, g) => {
        const terms = share(i, t, g);
        const value = shares[i][t * sale.goods.length + g];
        builder.addRow(
          terms.map(([c]) => c),
          terms.map(([, w]) => w),
          value,
          value,
        );
      });
    });
  });
  return (await solver.solve(builder.build(), { tolerances: { primal: 1e-9 } })).termination === "optimal";
}

/** Small sales: unlike bidders, repeated bidders, symmetric goods, repeated values and negative ones. */
export function arbitrarySale(most = { bidders: 3, types: 3, goods: 2 }): fc.Arbitrary<GoodsSale> {
  const bidder = (goods: number) =>
    fc.array(
      fc.record({
        weight: fc.integer({ min: 1, max: 4 }),
        values: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: goods, maxLength: goods }),
      }),
      {
        minLength: 1,
        maxLength: most.types,
      },
    );
  return fc
    .record({ goods: fc.integer({ min: 1, max: most.goods }), symmetric: fc.boolean(), repeat: fc.boolean() })
    .chain(({ goods, symmetric, repeat }) =>
      fc.record({
        kind: fc.constantFrom("items" as const, "grades" as const),
        bidders: fc.array(bidder(goods), { minLength: 1, maxLength: most.bidders }).map((list) => {
          const closed = symmetric
            ? list.map((types) =>
                types.slice(0, 2).flatMap((type) => [type, { ...type, values: [...type.values].reverse() }]),
              )
            : list;
          return repeat ? closed.map(() => closed[0]) : closed;
        }),
        goods: fc.constant(goods),
      }),
    )
    .map(({ kind, bidders, goods }) => ({
      kind,
      goods: Array.from({ length: goods }, (_, g) => `good ${g}`),
      bidders: bidders.map((types, i) => {
        const total = types.reduce((sum, { weight }) => sum + weight, 0);
        return {
          name: `bidder ${i}`,
          types: types.map((_, t) => `type ${t}`),
          probabilities: Float64Array.from(types, ({ weight }) => weight / total),
          values: Float64Array.from(types.flatMap(({ values }) => values)),
        };
      }),
    }));
}
