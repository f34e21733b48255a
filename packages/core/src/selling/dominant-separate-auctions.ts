import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { DominantMechanism } from "./dominant-mechanism.js";
import { saleProfiles, typeAt } from "./dominant-profiles.js";
import type { GoodsBidder, GoodsSale } from "./goods-sale.js";

/** One good to one bidder: its different values, increasing, with their ironed virtual values as fractions sum/weight. */
interface GoodDemand<N> {
  readonly values: readonly N[];
  /** Of each type: which of the values it has. */
  readonly level: Int32Array;
  /** By level, of the block ironed together: Σ p φ and Σ p. Weight 0 stands for −∞. */
  readonly sums: readonly N[];
  readonly weights: readonly N[];
}

/**
 * Each of the named goods sold on its own, by the best rule for one good: to whoever has the largest positive ironed virtual value,
 * the first of several, at the least value with which it would still win. The others stay unsold.
 *
 * Incentive compatible because values add up; a floor under what selling together can earn. Source: Myerson (1981), "Optimal
 * auction design". O(profiles · bidders² · goods · types).
 */
export function dominantSeparateAuctions<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  goods: readonly number[],
): DominantMechanism<N> {
  const profiles = saleProfiles(sale);
  const { count } = profiles;
  const allocation = F.table(sale.bidders.length * count * profiles.goods);
  const utilities = F.table(sale.bidders.length * count);
  for (const good of goods) {
    const demands = sale.bidders.map((bidder) => goodDemand(F, bidder, profiles.goods, good));
    for (let p = 0; p < count; p++) {
      const levels = demands.map(({ level }, i) => level[typeAt(profiles, i, p)]);
      const winner = demands.findIndex((_, i) => wins(F, demands, levels, i, levels[i]));
      if (winner < 0) continue;
      let least = 0;
      while (!wins(F, demands, levels, winner, least)) least++;
      const { values } = demands[winner];
      const at = winner * count + p;
      allocation[at * profiles.goods + good] = F.one;
      utilities[at] = F.add(utilities[at], F.subtract(values[levels[winner]], values[least]));
    }
  }
  return { allocation, utilities };
}

/** Whether the bidder gets the good when it has that level and the others have theirs. */
function wins<N>(
  F: Arithmetic<N>,
  demands: readonly GoodDemand<N>[],
  levels: readonly number[],
  bidder: number,
  level: number,
): boolean {
  const own = demands[bidder];
  if (F.compare(own.sums[level], F.zero) <= 0) return false;
  return demands.every((other, j) => {
    if (j === bidder) return true;
    const difference = compareFractions(F, own, level, other, levels[j]);
    return bidder < j ? difference >= 0 : difference > 0;
  });
}

/** Sums are ≤ 0 where weights are 0, so a positive fraction compares rightly with −∞. */
function compareFractions<N>(F: Arithmetic<N>, a: GoodDemand<N>, k: number, b: GoodDemand<N>, l: number) {
  return F.compare(F.multiply(a.sums[k], b.weights[l]), F.multiply(b.sums[l], a.weights[k]));
}

function goodDemand<N>(
  F: Arithmetic<N>,
  { probabilities, values: all }: GoodsBidder<Table<N>>,
  goods: number,
  good: number,
): GoodDemand<N> {
  const value = (t: number) => all[t * goods + good];
  const order = Array.from({ length: probabilities.length }, (_, t) => t);
  order.sort((s, t) => F.compare(value(s), value(t)));
  const level = new Int32Array(order.length);
  const values: N[] = [];
  const chances: N[] = [];
  for (const t of order) {
    if (values.length === 0 || F.compare(values[values.length - 1], value(t)) !== 0) {
      values.push(value(t));
      chances.push(F.zero);
    }
    level[t] = values.length - 1;
    chances[level[t]] = F.add(chances[level[t]], probabilities[t]);
  }
  return { values, level, ...ironed(F, values, chances) };
}

/** Pools neighbours until averages increase. Levels that never occur join the block below, which keeps winners winners. */
function ironed<N>(F: Arithmetic<N>, values: readonly N[], chances: readonly N[]) {
  let above = F.zero;
  const virtual = new Array<N>(values.length);
  for (let k = values.length - 1; k >= 0; k--) {
    const step = k + 1 < values.length ? F.subtract(values[k + 1], values[k]) : F.zero;
    virtual[k] = F.subtract(F.multiply(chances[k], values[k]), F.multiply(step, above));
    above = F.add(above, chances[k]);
  }
  const blocks: { sum: N; weight: N; size: number }[] = [];
  for (let k = 0; k < values.length; k++) {
    let block = { sum: virtual[k], weight: chances[k], size: 1 };
    for (let last = blocks.at(-1); last !== undefined && pools(F, last, block); last = blocks.at(-1)) {
      blocks.pop();
      const [sum, weight] = [F.add(last.sum, block.sum), F.add(last.weight, block.weight)];
      block = { sum, weight, size: last.size + block.size };
    }
    blocks.push(block);
  }
  const spread = (part: "sum" | "weight") =>
    blocks.flatMap((block) => Array.from({ length: block.size }, () => block[part]));
  return { sums: spread("sum"), weights: spread("weight") };
}

function pools<N>(F: Arithmetic<N>, below: { sum: N; weight: N }, block: { sum: N; weight: N }): boolean {
  if (F.compare(block.weight, F.zero) === 0) return true;
  return F.compare(F.multiply(below.sum, block.weight), F.multiply(block.sum, below.weight)) > 0;
}
