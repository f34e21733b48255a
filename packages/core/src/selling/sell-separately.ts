import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { GoodsSale } from "./goods-sale.js";
import { type BayesianSale, type BayesianSaleOptions, sellBayesian } from "./sell-bayesian.js";

/** The sale of one good only; a bidder's type still has all its values, of which only this one matters. */
export function saleOfGood<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  good: number,
): GoodsSale<Table<N>> {
  const goods = sale.goods.length;
  return {
    kind: sale.kind,
    goods: [sale.goods[good]],
    bidders: sale.bidders.map((bidder) => {
      const values = F.table(bidder.types.length);
      for (let t = 0; t < values.length; t++) values[t] = bidder.values[t * goods + good];
      return { ...bidder, values };
    }),
  };
}

/**
 * The optimal auction of each good on its own (Myerson's): what is earned by selling items separately, in sum, or by offering a
 * single grade, the best of them. With one good Bayesian and dominant incentives earn the same.
 */
export async function sellSeparately<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  options: BayesianSaleOptions = {},
): Promise<BayesianSale<N>[]> {
  const auctions: BayesianSale<N>[] = [];
  for (const good of sale.goods.keys())
    auctions.push(await sellBayesian(F, saleOfGood(F, sale, good), options));
  return auctions;
}
