import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { GoodsBidder, GoodsSale } from "./goods-sale.js";

/** How the types of one bidder map to the representatives of its class. */
export interface ReducedBidder {
  /** Its number in the sale. */
  readonly index: number;
  /** By type; −1 for a type of probability 0. */
  readonly representative: Int32Array;
  /** The good that stands at a place of the representative, indexed [type · goods + place]. */
  readonly goodAt: Int32Array;
}

/** Alike bidders. */
export interface BidderClass<Numbers = Float64Array> {
  readonly bidders: readonly ReducedBidder[];
  /** Number of representatives. */
  readonly types: number;
  /** By representative: of all types it stands for. */
  readonly probabilities: Numbers;
  /** Indexed [representative · goods + place]; within a block they do not increase with the place. */
  readonly values: Numbers;
}

/**
 * A sale up to its symmetries. Bidders with the same distribution are one class; goods whose exchange changes no bidder's
 * distribution form a block; types that differ by a permutation within blocks have one representative, whose places of a block
 * hold the values in decreasing order; types of probability 0 are left out.
 *
 * Averaging an optimal mechanism over all these permutations keeps every constraint and the revenue, so an optimum that respects
 * them exists: interim shares depend on the representative and the place alone.
 */
export interface ReducedSale<Numbers = Float64Array> {
  readonly kind: GoodsSale["kind"];
  readonly goods: number;
  /** Places by block, each increasing. */
  readonly blocks: readonly (readonly number[])[];
  readonly classes: readonly BidderClass<Numbers>[];
}

/** Doubles that agree in so many digits count as equal where symmetries are looked for. */
const DIGITS = 12;

/** Probabilities of distinct value vectors, by a text that names the vector. */
type Distribution<N> = ReadonlyMap<string, N>;

/** Finds the symmetries. O(bidders · types · goods²). */
export function reduceSale<N>(F: Arithmetic<N>, sale: GoodsSale<Table<N>>): ReducedSale<Table<N>> {
  const goods = sale.goods.length;
  const distributions = sale.bidders.map((bidder) => distributionOf(F, bidder, goods));
  const members: number[][] = [];
  distributions.forEach((own, i) => {
    const alike = members.find(([first]) => same(F, own, distributions[first]));
    if (alike === undefined) members.push([i]);
    else alike.push(i);
  });
  const blocks: number[][] = [];
  for (let g = 0; g < goods; g++) {
    const block = blocks.find(([first]) =>
      members.every(([i]) => exchangeable(F, sale.bidders[i], goods, distributions[i], first, g)),
    );
    if (block === undefined) blocks.push([g]);
    else block.push(g);
  }
  return {
    kind: sale.kind,
    goods,
    blocks,
    classes: members.map((own) => reduceClass(F, sale, own, blocks)),
  };
}

function nameOf<N>(F: Arithmetic<N>, values: Table<N>, start: number, places: ArrayLike<number>): string {
  let name = "";
  for (let p = 0; p < places.length; p++) {
    const value = values[start + places[p]];
    const { n, d } =
      F.kind === "exact" ? F.toRational(value) : { n: F.toNumber(value).toPrecision(DIGITS), d: 1n };
    name += `${n}/${d} `;
  }
  return name;
}

const identity = (goods: number) => Int32Array.from({ length: goods }, (_, g) => g);

function distributionOf<N>(
  F: Arithmetic<N>,
  { probabilities, values }: GoodsBidder<Table<N>>,
  goods: number,
): Distribution<N> {
  const found = new Map<string, N>();
  const places = identity(goods);
  for (let t = 0; t < probabilities.length; t++) {
    if (F.compare(probabilities[t], F.zero) <= 0) continue;
    const name = nameOf(F, values, t * goods, places);
    found.set(name, F.add(found.get(name) ?? F.zero, probabilities[t]));
  }
  return found;
}

function equal<N>(F: Arithmetic<N>, a: N, b: N): boolean {
  if (F.kind === "exact") return F.compare(a, b) === 0;
  const [x, y] = [F.toNumber(a), F.toNumber(b)];
  return Math.abs(x - y) <= 10 ** -DIGITS * Math.max(Math.abs(x), Math.abs(y));
}

function same<N>(F: Arithmetic<N>, one: Distribution<N>, other: Distribution<N>): boolean {
  if (one.size !== other.size) return false;
  for (const [name, probability] of one) {
    const twin = other.get(name);
    if (twin === undefined || !equal(F, probability, twin)) return false;
  }
  return true;
}

/** Whether exchanging goods g and h leaves the distribution as it is. */
function exchangeable<N>(
  F: Arithmetic<N>,
  { probabilities, values }: GoodsBidder<Table<N>>,
  goods: number,
  distribution: Distribution<N>,
  g: number,
  h: number,
): boolean {
  const straight = identity(goods);
  const crossed = identity(goods);
  [crossed[g], crossed[h]] = [h, g];
  for (let t = 0; t < probabilities.length; t++) {
    if (F.compare(probabilities[t], F.zero) <= 0) continue;
    const twin = distribution.get(nameOf(F, values, t * goods, crossed));
    const own = distribution.get(nameOf(F, values, t * goods, straight))!;
    if (twin === undefined || !equal(F, own, twin)) return false;
  }
  return true;
}

function reduceClass<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  members: readonly number[],
  blocks: readonly (readonly number[])[],
): BidderClass<Table<N>> {
  const goods = sale.goods.length;
  const numbers = new Map<string, number>();
  const probabilities: N[] = [];
  const values: N[] = [];
  const bidders = members.map((index, k): ReducedBidder => {
    const own = sale.bidders[index];
    const representative = new Int32Array(own.probabilities.length).fill(-1);
    const goodAt = new Int32Array(own.values.length);
    for (let t = 0; t < representative.length; t++) {
      const order = decreasing(F, own.values, t * goods, blocks, goods);
      goodAt.set(order, t * goods);
      if (F.compare(own.probabilities[t], F.zero) <= 0) continue;
      const name = nameOf(F, own.values, t * goods, order);
      const number = numbers.get(name) ?? numbers.size;
      representative[t] = number;
      if (number === numbers.size) {
        numbers.set(name, number);
        probabilities.push(F.zero);
        for (const good of order) values.push(own.values[t * goods + good]);
      }
      if (k === 0) probabilities[number] = F.add(probabilities[number], own.probabilities[t]);
    }
    return { index, representative, goodAt };
  });
  return {
    bidders,
    types: numbers.size,
    probabilities: tableOf(F, probabilities),
    values: tableOf(F, values),
  };
}

/** Within each block, the goods by decreasing value, at the block's places. */
function decreasing<N>(
  F: Arithmetic<N>,
  values: Table<N>,
  start: number,
  blocks: readonly (readonly number[])[],
  goods: number,
): Int32Array {
  const order = new Int32Array(goods);
  for (const block of blocks) {
    const sorted = [...block].sort((g, h) => F.compare(values[start + h], values[start + g]) || g - h);
    block.forEach((place, k) => {
      order[place] = sorted[k];
    });
  }
  return order;
}

function tableOf<N>(F: Arithmetic<N>, entries: readonly N[]): Table<N> {
  const table = F.table(entries.length);
  entries.forEach((entry, k) => {
    table[k] = entry;
  });
  return table;
}

/** The same with other numbers: `probability` and `value` say how a table of either is converted. */
export function convertReduced<From, To>(
  sale: ReducedSale<From>,
  probability: (table: From) => To,
  value: (table: From) => To,
): ReducedSale<To> {
  return {
    ...sale,
    classes: sale.classes.map(({ probabilities, values, ...rest }) => ({
      ...rest,
      probabilities: probability(probabilities),
      values: value(values),
    })),
  };
}

/** The same in doubles, values divided by `unit`. */
export function reducedInDoubles<N>(
  F: Arithmetic<N>,
  sale: ReducedSale<Table<N>>,
  unit: number,
): ReducedSale {
  const doubles = (divisor: number) => (table: Table<N>) =>
    Float64Array.from({ length: table.length }, (_, k) => F.toNumber(table[k]) / divisor);
  return convertReduced(sale, doubles(1), doubles(unit));
}
