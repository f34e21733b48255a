import { type Arithmetic, max, type Table } from "../numeric/arithmetic.js";
import { rational } from "../numeric/rational.js";
import type { GoodsSale } from "./goods-sale.js";

/**
 * A mechanism all of whose incentive constraints between different values are slack: with ℓ_g the least value of good g, R_g the
 * range of its values, w = 1/bidders (`items`) or 1/(bidders · goods) (`grades`),
 *
 * q_i(t, g) = w (v_g − ℓ_g)/R_g,   u_i(t) = w Σ_g (v_g − ℓ_g)²/(2 R_g),   slack = w Σ_g (v_g − v′_g)²/(2 R_g).
 *
 * Utility is strictly convex in the values and the allocation its gradient. Goods with R_g = 0 stay unsold.
 */
export interface StrictMechanism<N> {
  share(bidder: number, type: number, good: number): N;
  utility(bidder: number, type: number): N;
  /** The slack of "type does not report report". */
  slack(bidder: number, type: number, report: number): N;
}

export function strictMechanism<N>(F: Arithmetic<N>, sale: GoodsSale<Table<N>>): StrictMechanism<N> {
  const { bidders, goods, kind } = sale;
  const shares = rational(1, bidders.length * (kind === "items" ? 1 : goods.length));
  const weight = F.from(shares);
  const ranges = goods.map((_, g) => range(F, sale, g));
  const usable = ranges.map(({ width }) => F.compare(width, F.zero) > 0);
  const half = F.from(rational(1, 2));
  /** w/R_g. */
  const slopes = ranges.map(({ width }, g) => (usable[g] ? F.divide(weight, width) : F.zero));
  const squares = (difference: (g: number) => N) => {
    let total = F.zero;
    for (let g = 0; g < goods.length; g++) {
      const each = difference(g);
      total = F.add(total, F.multiply(F.multiply(slopes[g], half), F.multiply(each, each)));
    }
    return total;
  };
  const value = (i: number, t: number, g: number) => bidders[i].values[t * goods.length + g];
  return {
    share: (i, t, g) => F.multiply(slopes[g], F.subtract(value(i, t, g), ranges[g].least)),
    utility: (i, t) => squares((g) => F.subtract(value(i, t, g), ranges[g].least)),
    slack: (i, t, r) => squares((g) => F.subtract(value(i, t, g), value(i, r, g))),
  };
}

function range<N>(F: Arithmetic<N>, { bidders, goods }: GoodsSale<Table<N>>, good: number) {
  let least = bidders[0].values[good];
  let most = least;
  for (const { values } of bidders)
    for (let k = good; k < values.length; k += goods.length) {
      if (F.compare(values[k], least) < 0) least = values[k];
      most = max(F, most, values[k]);
    }
  return { least, width: F.subtract(most, least) };
}
