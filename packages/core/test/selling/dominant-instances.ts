import fc from "fast-check";
import { highsSolver } from "../../src/lp/highs.js";
import { LinearProblemBuilder } from "../../src/lp/index.js";
import { exact, type Table } from "../../src/numeric/arithmetic.js";
import { type Rational, rational } from "../../src/numeric/rational.js";
import type { GoodsBidder, GoodsSale } from "../../src/selling/goods-sale.js";
import { saleInDoubles } from "../../src/selling/goods-sale.js";

export const solver = highsSolver();

/** Values are whole numbers over `over`, weights whole numbers. */
export interface Bidder {
  readonly weights: readonly number[];
  /** [type][good]. */
  readonly values: readonly (readonly number[])[];
}

export function exactSale(
  bidders: readonly Bidder[],
  kind: GoodsSale["kind"] = "items",
  over = 1,
): GoodsSale<Table<Rational>> {
  return {
    kind,
    goods: bidders[0].values[0].map((_, g) => `good ${g}`),
    bidders: bidders.map(({ weights, values }, i): GoodsBidder<Table<Rational>> => {
      const total = weights.reduce((a, b) => a + b, 0);
      return {
        name: `bidder ${i}`,
        types: weights.map((_, t) => `type ${t}`),
        probabilities: weights.map((weight) => rational(weight, total)),
        values: values.flat().map((value) => rational(value, over)),
      };
    }),
  };
}

export function doubleSale(...given: Parameters<typeof exactSale>): GoodsSale {
  return saleInDoubles(exact, exactSale(...given));
}

/** All points of {½, 1½, …, k − ½}^goods / k, equally likely. */
export function gridBidder(k: number, goods: number): Bidder {
  let points: number[][] = [[]];
  for (let g = 0; g < goods; g++)
    points = points.flatMap((point) => Array.from({ length: k }, (_, j) => [...point, 2 * j + 1]));
  return { weights: points.map(() => 1), values: points };
}

export function gridSale(k: number, goods: number, bidders: number, kind: GoodsSale["kind"] = "items") {
  return exactSale(Array<Bidder>(bidders).fill(gridBidder(k, goods)), kind, 2 * k);
}

/** The whole program written down constraint by constraint over q_i(t, g) and payments, nothing merged, nothing left out. */
export async function plainOptimum({ bidders, goods, kind }: GoodsSale): Promise<number> {
  const builder = new LinearProblemBuilder("maximise");
  let profiles: number[][] = [[]];
  for (const { probabilities } of bidders)
    profiles = profiles.flatMap((each) => Array.from(probabilities, (_, t) => [...each, t]));
  const number = new Map(profiles.map((profile, k) => [profile.join(), k]));
  const chance = (profile: number[]) => profile.reduce((f, t, i) => f * bidders[i].probabilities[t], 1);
  const gets = bidders.map(() => profiles.map(() => goods.map(() => builder.addColumn(0))));
  const pays = bidders.map(() => profiles.map((profile) => builder.addColumn(chance(profile), -Infinity)));
  profiles.forEach((_, k) => {
    const all = goods.map((_, g) => bidders.map((_, i) => gets[i][k][g]));
    for (const group of kind === "items" ? all : [all.flat()])
      builder.addRow(
        group,
        group.map(() => 1),
        -Infinity,
        1,
      );
  });
  bidders.forEach(({ values, probabilities }, i) => {
    const worth = (t: number) => goods.map((_, g) => values[t * goods.length + g]);
    profiles.forEach((profile, k) => {
      const own = worth(profile[i]);
      builder.addRow([...gets[i][k], pays[i][k]], [...own, -1], 0, Infinity);
      probabilities.forEach((_, report) => {
        if (report === profile[i]) return;
        const lie = number.get(profile.map((t, j) => (j === i ? report : t)).join()) as number;
        builder.addRow(
          [...gets[i][k], pays[i][k], ...gets[i][lie], pays[i][lie]],
          [...own, -1, ...own.map((value) => -value), 1],
          0,
          Infinity,
        );
      });
    });
  });
  const { objective, termination } = await solver.solve(builder.build());
  if (termination !== "optimal" || objective === undefined) throw new Error(`plain program: ${termination}`);
  return objective;
}

/** Unlike or alike bidders, unequal and zero weights, equal and negative values. */
export const anySale = fc
  .record({
    goods: fc.integer({ min: 1, max: 3 }),
    bidders: fc.integer({ min: 1, max: 3 }),
    alike: fc.boolean(),
  })
  .chain(({ goods, bidders, alike }) => {
    const types = bidders === 3 ? 2 : goods === 3 ? 3 : 4;
    const bidder = fc
      .array(
        fc.record({
          weight: fc.integer({ min: 0, max: 4 }),
          values: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: goods, maxLength: goods }),
        }),
        { minLength: 1, maxLength: types },
      )
      .map((all): Bidder => {
        const weights = all.map(({ weight }) => weight);
        // Somebody must come.
        if (!weights.some((weight) => weight > 0)) weights[0] = 1;
        return { weights, values: all.map(({ values }) => values) };
      });
    const kind = fc.constantFrom("items" as const, "grades" as const);
    const all = alike
      ? bidder.map((one) => Array<Bidder>(bidders).fill(one))
      : fc.array(bidder, { minLength: bidders, maxLength: bidders });
    return fc.record({ bidders: all, kind });
  });
