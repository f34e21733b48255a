import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { saleProfiles, typeAt } from "./dominant-profiles.js";
import type { GoodsSale } from "./goods-sale.js";

/** A direct mechanism for a sale. Profiles are row-major, the last bidder fastest. */
export interface DominantMechanism<N> {
  /** q_i(t, g), the probability that the bidder gets the good, at [(bidder · profiles + profile) · goods + good]. */
  readonly allocation: Table<N>;
  /** u_i(t) = v(t_i)·q_i(t) − payment, at [bidder · profiles + profile]. */
  readonly utilities: Table<N>;
}

/**
 * Prices λ ≥ 0, each on one incentive constraint: `bidder`, whose true type is the one it has in `profile`, gains nothing from
 * reporting `report`. Constraints that are not listed have price 0; one listed twice has the sum.
 */
export interface IncentivePrices<N> {
  readonly bidder: Int32Array;
  readonly profile: Int32Array;
  readonly report: Int32Array;
  readonly price: Table<N>;
}

/** payment_i(t) = v(t_i)·q_i(t) − u_i(t), at [bidder · profiles + profile]; positive when the bidder pays. */
export function dominantPayments<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  { allocation, utilities }: DominantMechanism<N>,
): Table<N> {
  const profiles = saleProfiles(sale);
  const payments = F.table(utilities.length);
  sale.bidders.forEach(({ values }, bidder) => {
    for (let p = 0; p < profiles.count; p++) {
      const at = bidder * profiles.count + p;
      const worth = dot(F, values, typeAt(profiles, bidder, p), allocation, at, profiles.goods);
      payments[at] = F.subtract(worth, utilities[at]);
    }
  });
  return payments;
}

/** Σ_g values[row · goods + g] · allocation[at · goods + g]. */
function dot<N>(
  F: Arithmetic<N>,
  values: Table<N>,
  row: number,
  allocation: Table<N>,
  at: number,
  goods: number,
): N {
  let total = F.zero;
  for (let g = 0; g < goods; g++)
    total = F.add(total, F.multiply(values[row * goods + g], allocation[at * goods + g]));
  return total;
}
