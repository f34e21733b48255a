import type { Environment } from "../model/environment.js";
import type { Table } from "../numeric/arithmetic.js";
import type { SingleObject } from "./single-object.js";
import { atLeast, tiedBest } from "./ties.js";

/** How an auction is decided at one profile of bids. */
export interface Sale<N> {
  readonly bids: Table<N>;
  /** The agents tied for the highest bid; empty when the object stays unsold. */
  readonly winners: readonly number[];
  readonly highest: N;
  /** The highest bid of the agents other than one of the winners; absent with a single bidder. */
  readonly second?: N;
  readonly reserve?: N;
}

/** The bids of the reported types, who is tied for the highest, and whether it reaches the reserve. */
export function sale<N>(
  environment: Environment<N>,
  object: SingleObject<N>,
  reserve: N | undefined,
  reports: ArrayLike<number>,
): Sale<N> {
  const F = environment.arithmetic;
  const bids = F.table(environment.agents.length);
  for (let i = 0; i < bids.length; i++) bids[i] = object.worth[i][reports[i]];
  const magnitude = (i: number) =>
    Math.abs(F.toNumber(bids[i])) + 2 * Math.abs(F.toNumber(object.losing[i][reports[i]]));
  const tied = tiedBest(F, bids, (i) => F.errorBound(2, magnitude(i)));
  const highest = tied.map((i) => bids[i]).reduce((a, b) => (F.compare(a, b) >= 0 ? a : b));
  const second = secondHighest(environment, bids);
  const winners = reserve !== undefined && !atLeast(F, highest, reserve) ? [] : tied;
  return {
    bids,
    winners,
    highest,
    ...(second === undefined ? {} : { second }),
    ...(reserve === undefined ? {} : { reserve }),
  };
}

/** The second-highest bid, counted with repetition. */
function secondHighest<N>(environment: Environment<N>, bids: Table<N>): N | undefined {
  const F = environment.arithmetic;
  let first: N | undefined;
  let second: N | undefined;
  for (let i = 0; i < bids.length; i++) {
    if (first === undefined || F.compare(bids[i], first) > 0) [first, second] = [bids[i], first];
    else if (second === undefined || F.compare(bids[i], second) > 0) second = bids[i];
  }
  return second;
}
