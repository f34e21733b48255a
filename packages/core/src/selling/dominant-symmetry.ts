import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { SaleProfiles } from "./dominant-profiles.js";
import type { GoodsSale } from "./goods-sale.js";

/** A renaming of bidders and goods under which the sale stays the same: bidder i's type t becomes bidder `bidders[i]`'s type `types[i][t]`. */
export interface SaleSymmetry {
  readonly bidders: readonly number[];
  readonly goods: readonly number[];
  readonly types: readonly Int32Array[];
}

/** No more renamings than this are tried; of more goods or bidders only the first are renamed. */
const MOST_RENAMINGS = 5040;

/**
 * All renamings (ρ of bidders, σ of goods, types along) with f_{ρ(i)}(τ_i(t)) = f_i(t) and v_{ρ(i)}(τ_i(t), σ(g)) = v_i(t, g):
 * recognised from the numbers, nothing is assumed. They form a group, the identity included.
 *
 * Why they may be used: a renaming carries a feasible mechanism to a feasible one of the same revenue. The constraints are
 * linear, so the average over the group is feasible too, earns the same, and is the same under every renaming. Hence some
 * optimum is, and one variable for each orbit of (bidder, profile, good) is enough.
 */
export function saleSymmetries<N>(F: Arithmetic<N>, sale: GoodsSale<Table<N>>): SaleSymmetry[] {
  const valueRanks = ranks(
    F,
    sale.bidders.map(({ values }) => values),
  );
  const probabilityRanks = ranks(
    F,
    sale.bidders.map(({ probabilities }) => probabilities),
  );
  const keys = (goods: readonly number[]) =>
    sale.bidders.map((_, i) => typeKeys(valueRanks[i], probabilityRanks[i], goods));
  const plain = keys([...sale.goods.keys()]);
  const [movedBidders, movedGoods] = moved(sale.bidders.length, sale.goods.length);
  const found: SaleSymmetry[] = [];
  for (const goods of permutations(movedGoods, sale.goods.length)) {
    const renamed = keys(goods);
    for (const bidders of permutations(movedBidders, sale.bidders.length)) {
      const types = bidders.map((to, from) => matching(renamed[from], plain[to]));
      if (types.every((map) => map !== undefined)) found.push({ bidders, goods, types });
    }
  }
  return found;
}

/** The image of every profile. */
export function profileImages(symmetry: SaleSymmetry, { sizes, strides, count }: SaleProfiles): Int32Array {
  const images = new Int32Array(count);
  sizes.forEach((size, i) => {
    const step = strides[symmetry.bidders[i]];
    const map = symmetry.types[i];
    for (let p = 0; p < count; p++) images[p] += map[Math.floor(p / strides[i]) % size] * step;
  });
  return images;
}

/** How many bidders and goods are renamed. */
function moved(bidders: number, goods: number): [number, number] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  while (factorial(bidders) * factorial(goods) > MOST_RENAMINGS) {
    if (bidders > goods) bidders--;
    else goods--;
  }
  return [bidders, goods];
}

/** Permutations of 0 … count − 1 that leave everything from `movable` on in its place. */
function permutations(movable: number, count: number): number[][] {
  let all: number[][] = [[]];
  for (let n = 0; n < movable; n++)
    all = all.flatMap((each) =>
      Array.from({ length: n + 1 }, (_, at) => [...each.slice(0, at), n, ...each.slice(at)]),
    );
  const rest = Array.from({ length: count - movable }, (_, k) => movable + k);
  return all.map((each) => [...each, ...rest]);
}

/** Equal numbers get equal ranks, whichever table they stand in. */
function ranks<N>(F: Arithmetic<N>, tables: readonly Table<N>[]): Int32Array[] {
  const all = tables.flatMap((table, i) => Array.from({ length: table.length }, (_, k) => ({ i, k })));
  all.sort((a, b) => F.compare(tables[a.i][a.k], tables[b.i][b.k]));
  const result = tables.map((table) => new Int32Array(table.length));
  let rank = 0;
  all.forEach(({ i, k }, at) => {
    const before = all[at - 1];
    if (before !== undefined && F.compare(tables[before.i][before.k], tables[i][k]) !== 0) rank++;
    result[i][k] = rank;
  });
  return result;
}

/** What a type is, as a text: its probability and its values, good g's standing where `goods` sends it. */
function typeKeys(values: Int32Array, probabilities: Int32Array, goods: readonly number[]): string[] {
  return Array.from(probabilities, (probability, t) => {
    const worth = new Array<number>(goods.length);
    goods.forEach((to, g) => {
      worth[to] = values[t * goods.length + g];
    });
    return `${probability}:${worth.join()}`;
  });
}

/** map[t] = t′ with to[t′] = from[t], a bijection; equal types are matched in order. */
function matching(from: readonly string[], to: readonly string[]): Int32Array | undefined {
  if (from.length !== to.length) return undefined;
  const free = new Map<string, number[]>();
  for (let t = to.length - 1; t >= 0; t--) {
    const same = free.get(to[t]);
    if (same === undefined) free.set(to[t], [t]);
    else same.push(t);
  }
  const map = new Int32Array(from.length);
  for (const [t, key] of from.entries()) {
    const image = free.get(key)?.pop();
    if (image === undefined) return undefined;
    map[t] = image;
  }
  return map;
}
