import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { amountsOf, type BorderSystem, borderChain, borderSystems, someoneInside } from "./border.js";
import { checkReducedForm, unreduced } from "./check-reduced-form.js";
import type { GoodsSale } from "./goods-sale.js";

/**
 * A rule for one object: draw an entry; the object goes to the bidder whose type has the smallest rank in it, ranks being
 * distinct, and to nobody if all have rank −1.
 */
export interface PriorityLottery<N> {
  /** Probabilities sum to 1. Ranks are indexed [bidder][type]. */
  readonly entries: readonly { readonly probability: N; readonly ranks: readonly Int32Array[] }[];
  /** The largest distance between a type's interim share and what the lottery gives it: 0 in exact arithmetic. */
  readonly residual: number;
}

/** In doubles: violations of Border's constraints that are let pass, and what is left of a lottery of probability 1. */
const TOLERANCE = 1e-9;

/**
 * An allocation with the interim shares given, one lottery over priority orders for each item; for grades one for the object,
 * whose winner of type t then gets grade g with probability Q(t, g)/Σ_h Q(t, h).
 *
 * Feasible amounts are a polymatroid whose vertices are the priority orders: the k-th in the order gets the object with
 * probability f(S_k) − f(S_{k−1}), f(S) the probability that somebody is in S. The order by `borderChain` contains a maximal chain of
 * tight sets, so that its vertex can be taken away with a positive weight, as large as leaves the rest feasible (Newton's method on
 * the weight); then a further set is tight or an amount 0. So there are at most twice as many entries as types.
 *
 * @param shares Q_i(t, g) ≥ 0 by bidder, indexed [type · goods + good]. Types of probability 0 get nothing.
 * Errors: `not-a-reduced-form` when no allocation has these shares (in doubles, by more than 1e-9).
 * Complexity: O(types² log types) times the few steps of Newton's method.
 * Source: Edmonds (1970), "Submodular functions, matroids, and certain polyhedra"; Che, Kim and Mierendorff (2013), "Generalized
 * reduced-form auctions: a network-flow approach".
 */
export function implementReducedForm<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  shares: readonly Table<N>[],
): PriorityLottery<N>[] {
  const violated = checkReducedForm(F, sale, shares);
  if (violated !== undefined && F.toNumber(F.subtract(violated.demanded, violated.available)) > tolerance(F))
    fail("not-a-reduced-form", "shares", "No allocation has these interim shares; see `checkReducedForm`.");
  return borderSystems(F, unreduced(sale)).map((system) =>
    decompose(F, sale, system, amountsOf(F, system, shares)),
  );
}

const tolerance = <N>(F: Arithmetic<N>) => (F.kind === "exact" ? 0 : TOLERANCE);

function decompose<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  system: BorderSystem<N>,
  amounts: Table<N>,
): PriorityLottery<N> {
  const counts = sale.bidders.map(() => 1);
  const entries: PriorityLottery<N>["entries"][number][] = [];
  const rest = F.table(amounts.length);
  for (let e = 0; e < rest.length; e++) if (F.compare(system.weights[e], F.zero) > 0) rest[e] = amounts[e];
  let remaining = F.one;
  // In doubles rounding may go on for ever.
  while (F.toNumber(remaining) > 0 && entries.length <= 2 * rest.length) {
    const order = borderChain(F, counts, system, rest)
      .levels.flat()
      .filter((e) => F.toNumber(rest[e]) > tolerance(F) * F.toNumber(remaining));
    const vertex = vertexOf(F, counts, system, order);
    const weight =
      order.length === 0 ? remaining : largestWeight(F, counts, system, rest, vertex, order, remaining);
    if (F.toNumber(weight) <= 0) break;
    entries.push({ probability: weight, ranks: ranksOf(sale, system, order) });
    for (const e of order) rest[e] = F.subtract(rest[e], F.multiply(weight, vertex[e]));
    remaining = F.subtract(remaining, weight);
    if (order.length === 0) break;
  }
  const left = Array.from({ length: rest.length }, (_, e) => Math.abs(F.toNumber(rest[e])));
  return { entries, residual: left.reduce((a, b) => Math.max(a, b), 0) };
}

/** What each element gets when the order decides. */
function vertexOf<N>(
  F: Arithmetic<N>,
  counts: readonly number[],
  system: BorderSystem<N>,
  order: readonly number[],
): Table<N> {
  const vertex = F.table(system.first.length);
  const inside = counts.map(() => F.zero);
  let before = F.zero;
  for (const e of order) {
    const c = system.classes[e];
    inside[c] = F.add(inside[c], system.weights[e]);
    const after = someoneInside(F, counts, inside);
    vertex[e] = F.divide(F.subtract(after, before), system.weights[e]);
    before = after;
  }
  return vertex;
}

/** The largest w ≤ remaining with rest − w·vertex ≥ 0 feasible for the probability that is then left. */
function largestWeight<N>(
  F: Arithmetic<N>,
  counts: readonly number[],
  system: BorderSystem<N>,
  rest: Table<N>,
  vertex: Table<N>,
  order: readonly number[],
  remaining: N,
): N {
  let weight = remaining;
  for (const e of order)
    if (F.compare(F.multiply(weight, vertex[e]), rest[e]) > 0) weight = F.divide(rest[e], vertex[e]);
  const left = F.table(rest.length);
  for (;;) {
    for (const e of order) left[e] = F.subtract(rest[e], F.multiply(weight, vertex[e]));
    const { levels, demanded, available } = borderChain(F, counts, system, left);
    const supply = F.subtract(remaining, weight);
    let next = weight;
    let [whole, taken] = [F.zero, F.zero];
    for (const [k, level] of levels.entries()) {
      for (const e of level) {
        whole = F.add(whole, F.multiply(system.weights[e], rest[e]));
        taken = F.add(taken, F.multiply(system.weights[e], vertex[e]));
      }
      const excess = F.subtract(demanded[k], F.multiply(supply, available[k]));
      if (F.toNumber(excess) <= tolerance(F) * 1e-5) continue;
      // At the weight sought the set is tight: whole − w·taken = (remaining − w)·available.
      const slack = F.subtract(F.multiply(remaining, available[k]), whole);
      const own = F.divide(slack, F.subtract(available[k], taken));
      if (F.compare(own, next) < 0) next = own;
    }
    if (F.compare(next, weight) >= 0) return weight;
    weight = next;
  }
}

function ranksOf<N>(
  { bidders, goods }: GoodsSale<Table<N>>,
  system: BorderSystem<N>,
  order: readonly number[],
): Int32Array[] {
  const ranks = bidders.map(({ types }) => new Int32Array(types.length).fill(-1));
  order.forEach((e, rank) => {
    ranks[system.classes[e]][Math.floor(system.first[e] / goods.length)] = rank;
  });
  return ranks;
}
