import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { GoodsSale } from "./goods-sale.js";
import type { ReducedSale } from "./reduced-sale.js";

/** What a bidder expects of a mechanism, by its type and the others' truth. */
export interface InterimMenu<N> {
  /** Q(t, g), the probability of getting good g: indexed [type · goods + good]. */
  readonly shares: Table<N>;
  /** U(t), in the unit of the values. */
  readonly utilities: Table<N>;
  /** v(t)·Q(t) − U(t). */
  readonly payments: Table<N>;
}

/** By bidder of the sale. */
export type InterimMechanism<N> = readonly InterimMenu<N>[];

/** The interim side by class of a reduced sale: U(t) by representative, Q indexed [representative · goods + place]. */
export interface ReducedShares<N> {
  readonly utilities: Table<N>;
  readonly shares: Table<N>;
}

/** A mechanism for representatives, spelled out for every bidder and type. Types of probability 0 get what they like best. */
export function expandMechanism<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  reduced: ReducedSale<Table<N>>,
  classes: readonly ReducedShares<N>[],
): InterimMechanism<N> {
  const menus = new Array<InterimMenu<N>>(sale.bidders.length);
  const goods = sale.goods.length;
  for (const [c, { bidders }] of reduced.classes.entries())
    for (const { index, representative, goodAt } of bidders) {
      const { values } = sale.bidders[index];
      const types = representative.length;
      const menu = { shares: F.table(types * goods), utilities: F.table(types), payments: F.table(types) };
      for (let t = 0; t < types; t++) {
        const r = representative[t];
        if (r < 0) continue;
        for (let place = 0; place < goods; place++)
          menu.shares[t * goods + goodAt[t * goods + place]] = classes[c].shares[r * goods + place];
        menu.utilities[t] = classes[c].utilities[r];
        menu.payments[t] = F.subtract(worth(F, values, menu.shares, goods, t, t), menu.utilities[t]);
      }
      for (let t = 0; t < types; t++)
        if (representative[t] < 0) imitate(F, values, menu, goods, representative, t);
      menus[index] = menu;
    }
  return menus;
}

/** v(t)·Q(s). */
function worth<N>(
  F: Arithmetic<N>,
  values: Table<N>,
  shares: Table<N>,
  goods: number,
  t: number,
  s: number,
): N {
  let total = F.zero;
  for (let g = 0; g < goods; g++)
    total = F.add(total, F.multiply(values[t * goods + g], shares[s * goods + g]));
  return total;
}

/** Gives a type of probability 0 its best report among the types that occur, or nothing. */
function imitate<N>(
  F: Arithmetic<N>,
  values: Table<N>,
  menu: InterimMenu<N>,
  goods: number,
  representative: Int32Array,
  t: number,
): void {
  for (let s = 0; s < representative.length; s++) {
    if (representative[s] < 0) continue;
    const utility = F.subtract(worth(F, values, menu.shares, goods, t, s), menu.payments[s]);
    if (F.compare(utility, menu.utilities[t]) <= 0) continue;
    menu.utilities[t] = utility;
    menu.payments[t] = menu.payments[s];
    for (let g = 0; g < goods; g++) menu.shares[t * goods + g] = menu.shares[s * goods + g];
  }
}
