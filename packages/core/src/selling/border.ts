import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { ReducedSale } from "./reduced-sale.js";

/**
 * One supply of one object an alternative: the interim amounts that share it. An element e is a set of equally treated events
 * "bidder i of class c has type t (and the good stands at that place)" of probability weights[e] a bidder, in which the bidder
 * gets the object with probability x_e, the sum of `width` interim shares from number first[e] of its class on.
 */
export interface BorderSystem<N> {
  readonly classes: Int32Array;
  readonly weights: Table<N>;
  readonly first: Int32Array;
  readonly width: number;
}

/**
 * The supplies of a sale. `items`: one for each good; values add up, so that items may be given out independently of each other
 * and each reduced form stands for itself. Goods of a block share one system, where a representative's place holds a given good
 * of the block with probability 1/|block|. `grades`: one, for the sum over the grades; whoever wins gets grade g with
 * probability Q_g(t)/Σ_h Q_h(t), so nothing else is needed.
 */
export function borderSystems<N>(F: Arithmetic<N>, sale: ReducedSale<Table<N>>): BorderSystem<N>[] {
  if (sale.kind === "grades") return [systemOf(F, sale, [0], sale.goods)];
  return sale.blocks.map((block) => systemOf(F, sale, block, 1));
}

function systemOf<N>(
  F: Arithmetic<N>,
  { classes, goods }: ReducedSale<Table<N>>,
  places: readonly number[],
  width: number,
): BorderSystem<N> {
  const count = classes.reduce((total, { types }) => total + types * places.length, 0);
  const system = {
    classes: new Int32Array(count),
    weights: F.table(count),
    first: new Int32Array(count),
    width,
  };
  const share = F.from({ n: 1n, d: BigInt(places.length) });
  let e = 0;
  for (const [c, { types, probabilities }] of classes.entries())
    for (let t = 0; t < types; t++)
      for (const place of places) {
        system.classes[e] = c;
        system.weights[e] = F.multiply(probabilities[t], share);
        system.first[e++] = t * goods + place;
      }
  return system;
}

/** Nested sets S_1 ⊂ S_2 ⊂ … of elements, each a level larger than the one before, with both sides of Border's inequality. */
export interface BorderChain<N> {
  readonly levels: readonly (readonly number[])[];
  /** Σ over S_k of n_c · weight · amount: how often the object must go to a type in S_k. */
  readonly demanded: Table<N>;
  /** 1 − Π_c Pr[type of c outside S_k]^{n_c}: how often any such type is there. */
  readonly available: Table<N>;
}

/**
 * The sets that decide whether interim amounts are feasible: they are iff demanded ≤ available for every set of the chain.
 *
 * Border's theorem for independent types: feasible iff Σ_i Σ_{t ∈ S_i} p_i(t) x_i(t) ≤ 1 − Π_i c_i, c_i = 1 − p_i(S_i), for all sets
 * S_i of types. Take sets with the largest difference of the two sides, and among those smallest ones. Adding a type t to S_i
 * changes the difference by p_i(t) (x_i(t) − Y_i), where Y_i = Π_{j≠i} c_j does not depend on S_i. Hence S_i = {t: x_i(t) > Y_i}. If t lies
 * outside S_i, so do all types with no larger amount: Pr[x_i ≤ x_i(t)] ≤ c_i and x_i(t) Pr[x_i ≤ x_i(t)] ≤ Y_i c_i = X, the same
 * for all i. If t lies inside, Pr[x_i ≤ x_i(t)] ≥ c_i + p_i(t) > c_i and the product is above X. So the sets are {product > X}: a
 * prefix of the order by x_i(t) · Pr[x_i ≤ x_i(t)] over all bidders together, T sets instead of 2^T. For alike bidders it is the
 * order by amount.
 *
 * @param counts bidders by class.
 * @param amounts by element.
 * @param tie products that differ by no more from the first of a level belong to it; default 0. Coarser chains leave sets out.
 * O(T log T). Source: Border (2007), "Reduced form auctions revisited"; Cai, Daskalakis and Weinberg (2012), theorem 3.
 */
export function borderChain<N>(
  F: Arithmetic<N>,
  counts: readonly number[],
  system: BorderSystem<N>,
  amounts: Table<N>,
  tie = 0,
): BorderChain<N> {
  const products = productsOf(F, counts.length, system, amounts);
  const order = [...products.keys()].sort((d, e) => F.compare(products[e], products[d]));
  const levels: number[][] = [];
  for (const e of order) {
    const level = levels.at(-1);
    if (level !== undefined && F.toNumber(F.subtract(products[level[0]], products[e])) <= tie) level.push(e);
    else levels.push([e]);
  }
  const demanded = F.table(levels.length);
  const available = F.table(levels.length);
  const inside = counts.map(() => F.zero);
  let demand = F.zero;
  for (const [k, level] of levels.entries()) {
    for (const e of level) {
      const c = system.classes[e];
      const weight = F.multiply(system.weights[e], F.from({ n: BigInt(counts[c]), d: 1n }));
      demand = F.add(demand, F.multiply(weight, amounts[e]));
      inside[c] = F.add(inside[c], system.weights[e]);
    }
    demanded[k] = demand;
    available[k] = someoneInside(F, counts, inside);
  }
  return { levels, demanded, available };
}

/** 1 − Π_c (1 − inside_c)^{n_c}. */
export function someoneInside<N>(F: Arithmetic<N>, counts: readonly number[], inside: readonly N[]): N {
  let nobody = F.one;
  for (const [c, count] of counts.entries()) {
    const outside = F.subtract(F.one, inside[c]);
    // Rounding may bring the whole class a little above 1.
    if (F.compare(outside, F.zero) <= 0) return F.one;
    for (let k = 0; k < count; k++) nobody = F.multiply(nobody, outside);
  }
  return F.subtract(F.one, nobody);
}

/** x_i(t) · Pr[x_i ≤ x_i(t)] by element. */
function productsOf<N>(F: Arithmetic<N>, classes: number, system: BorderSystem<N>, amounts: Table<N>): N[] {
  const products = new Array<N>(amounts.length);
  for (let c = 0; c < classes; c++) {
    const own = [...system.classes.keys()].filter((e) => system.classes[e] === c);
    own.sort((d, e) => F.compare(amounts[d], amounts[e]));
    let below = F.zero;
    for (let k = 0, next = 0; k < own.length; k++) {
      for (; next < own.length && F.compare(amounts[own[next]], amounts[own[k]]) <= 0; next++)
        below = F.add(below, system.weights[own[next]]);
      products[own[k]] = F.multiply(amounts[own[k]], below);
    }
  }
  return products;
}

/** x by element from the shares of each class. */
export function amountsOf<N>(
  F: Arithmetic<N>,
  system: BorderSystem<N>,
  shares: readonly Table<N>[],
): Table<N> {
  const amounts = F.table(system.first.length);
  for (let e = 0; e < amounts.length; e++)
    for (let k = 0; k < system.width; k++)
      amounts[e] = F.add(amounts[e], shares[system.classes[e]][system.first[e] + k]);
  return amounts;
}

/** The largest demanded/available: shares are feasible iff it is at most 1, and dividing them by it makes them so. */
export function borderRatio<N>(
  F: Arithmetic<N>,
  counts: readonly number[],
  systems: readonly BorderSystem<N>[],
  shares: readonly Table<N>[],
): N {
  let ratio = F.zero;
  for (const system of systems) {
    const { demanded, available } = borderChain(F, counts, system, amountsOf(F, system, shares));
    for (let k = 0; k < demanded.length; k++) {
      const own = F.divide(demanded[k], available[k]);
      if (F.compare(own, ratio) > 0) ratio = own;
    }
  }
  return ratio;
}
