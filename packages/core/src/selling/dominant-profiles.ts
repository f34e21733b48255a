import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import type { GoodsSale } from "./goods-sale.js";

/** How profiles of types are numbered: row-major, the last bidder fastest. */
export interface SaleProfiles {
  /** Number of types by bidder. */
  readonly sizes: readonly number[];
  /** By how much the number of a profile grows when the bidder's type grows by one. */
  readonly strides: readonly number[];
  readonly count: number;
  readonly goods: number;
}

/** Entries of the allocation, profiles × bidders × goods; typed arrays hold no more in one piece with ease. */
const MOST_ENTRIES = 2 ** 27;

/** Errors: `too-large` when profiles × bidders × goods exceeds 2²⁷. */
export function saleProfiles<N>({ bidders, goods }: GoodsSale<Table<N>>): SaleProfiles {
  const sizes = bidders.map(({ probabilities }) => probabilities.length);
  const strides = sizes.map((_, i) => sizes.slice(i + 1).reduce((a, b) => a * b, 1));
  const count = sizes.reduce((a, b) => a * b, 1);
  const entries = count * bidders.length * goods.length;
  if (entries > MOST_ENTRIES)
    fail("too-large", "bidders", `There are ${entries} profiles × bidders × goods, at most 2^27 are taken.`);
  return { sizes, strides, count, goods: goods.length };
}

export function typeAt({ sizes, strides }: SaleProfiles, bidder: number, profile: number): number {
  return Math.floor(profile / strides[bidder]) % sizes[bidder];
}

/** f(t) = Π_i f_i(t_i), by profile. */
export function profileProbabilities<N>(
  F: Arithmetic<N>,
  { bidders }: GoodsSale<Table<N>>,
  { count }: SaleProfiles,
): Table<N> {
  const weights = F.table(count);
  weights[0] = F.one;
  let filled = 1;
  // From the front: each bidder splits every profile so far into one for each type.
  for (const { probabilities } of bidders) {
    const size = probabilities.length;
    for (let p = filled - 1; p >= 0; p--)
      for (let t = size - 1; t >= 0; t--) weights[p * size + t] = F.multiply(weights[p], probabilities[t]);
    filled *= size;
  }
  return weights;
}
