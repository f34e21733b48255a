import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { amountsOf, borderChain, borderSystems } from "./border.js";
import type { GoodsSale } from "./goods-sale.js";
import type { ReducedSale } from "./reduced-sale.js";

/** A set of types by bidder to which a good must go more often than any of them is there. */
export interface BorderViolation<N> {
  /** The good, by its number; none for grades, where the sum over the grades counts. */
  readonly good?: number;
  /** The types of the set, by bidder. */
  readonly types: readonly (readonly number[])[];
  /** How often the good must go to a type of the set, and how often there is one. */
  readonly demanded: N;
  readonly available: N;
}

/**
 * Whether interim shares are the reduced form of an allocation: the most violated of Border's constraints, or nothing when all hold.
 * Types must be independent; see `borderChain` for why T sets a good are enough.
 *
 * @param shares Q_i(t, g) ≥ 0 by bidder, indexed [type · goods + good].
 */
export function checkReducedForm<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  shares: readonly Table<N>[],
): BorderViolation<N> | undefined {
  const plain = unreduced(sale);
  const counts = sale.bidders.map(() => 1);
  let worst: BorderViolation<N> | undefined;
  for (const [k, system] of borderSystems(F, plain).entries()) {
    const { levels, demanded, available } = borderChain(F, counts, system, amountsOf(F, system, shares));
    for (let s = 0; s < levels.length; s++) {
      const excess = F.subtract(demanded[s], available[s]);
      const before = worst === undefined ? F.zero : F.subtract(worst.demanded, worst.available);
      if (F.compare(excess, before) <= 0) continue;
      const types: number[][] = sale.bidders.map(() => []);
      for (const e of levels.slice(0, s + 1).flat())
        types[system.classes[e]].push(Math.floor(system.first[e] / sale.goods.length));
      const good = sale.kind === "items" ? { good: k } : {};
      worst = { ...good, types, demanded: demanded[s], available: available[s] };
    }
  }
  return worst;
}

/** Every bidder a class, every good a block, every type its own representative. */
export function unreduced<N>({ bidders, goods, kind }: GoodsSale<Table<N>>): ReducedSale<Table<N>> {
  return {
    kind,
    goods: goods.length,
    blocks: goods.map((_, g) => [g]),
    classes: bidders.map(({ probabilities, values }, index) => ({
      bidders: [
        {
          index,
          representative: Int32Array.from({ length: probabilities.length }, (_, t) => t),
          goodAt: Int32Array.from({ length: values.length }, (_, k) => k % goods.length),
        },
      ],
      types: probabilities.length,
      probabilities,
      values,
    })),
  };
}
