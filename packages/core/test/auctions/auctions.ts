import fc from "fast-check";
import { type CorrelatedAuction, readCorrelatedAuction } from "../../src/auctions/correlated-auction.js";
import type { Environment } from "../../src/model/environment.js";
import { type Arithmetic, exact, float } from "../../src/numeric/arithmetic.js";
import { add, type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { environmentOf } from "../mechanisms/environments.js";

/** Values and weights of the prior as whole numbers; values are divided by `unit`. */
export interface AuctionSketch {
  readonly values: readonly (readonly number[])[];
  readonly unit: number;
  readonly weights: readonly number[];
}

/** The model of a sketch; `shuffle` turns the order of every bidder's types round. */
export function environmentOfSketch<N>(
  F: Arithmetic<N>,
  { values, unit, weights }: AuctionSketch,
  shuffle = false,
): Environment<N> {
  const sizes = values.map((own) => own.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const types = values.map((own) => own.map((value) => rational(value, unit)));
  return environmentOf(F, {
    names: values.map((_, i) => `Bidder ${i}`),
    types: shuffle ? types.map((own) => own.reverse()) : types,
    alternatives: [
      ...values.map((_, i) => ({ name: `to ${i}`, gets: values.map((__, j) => (i === j ? 1 : 0)) })),
      { name: "nobody", gets: values.map(() => 0) },
    ],
    value: (i, a, type) => (a === i ? type : ZERO),
    joint: weights.map((_, k) => rational(weights[shuffle ? mirrored(sizes, k) : k], total)),
  });
}

/** The profile with every position counted from the other end. */
function mirrored(sizes: readonly number[], k: number): number {
  return sizes.reduce((product, size) => product * size, 1) - 1 - k;
}

export function auctionOf<N>(F: Arithmetic<N>, sketch: AuctionSketch): CorrelatedAuction<N> {
  return readCorrelatedAuction(environmentOfSketch(F, sketch));
}

export const exactAuction = (sketch: AuctionSketch) => auctionOf(exact, sketch);
export const floatAuction = (sketch: AuctionSketch) => auctionOf(float, sketch);

/** Weights regular as the source prints regularity, yet the ironed bound is not attained; values 1/4, …, 1. */
export const BROKEN: AuctionSketch = {
  values: [
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ],
  unit: 4,
  weights: [7, 2, 1, 1, 2, 2, 2, 7, 1, 1, 1, 1, 1, 1, 2, 1],
};

/** Uneven grids, negative values and zeros of the prior included. */
export function sketches(bidders: number, largest: number): fc.Arbitrary<AuctionSketch> {
  const grid = fc
    .uniqueArray(fc.integer({ min: -3, max: 12 }), { minLength: 1, maxLength: largest })
    .map((own) => own.sort((a, b) => a - b));
  const weight = fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }) },
  );
  return fc.array(grid, { minLength: bidders, maxLength: bidders }).chain((values) => {
    const count = values.reduce((product, own) => product * own.length, 1);
    return fc
      .record({
        values: fc.constant(values),
        unit: fc.constantFrom(1, 3),
        weights: fc.array(weight, { minLength: count, maxLength: count }),
      })
      .filter(({ weights }) => weights.some((each) => each > 0));
  });
}

export function sumOf(numbers: ArrayLike<Rational>): Rational {
  return Array.from(numbers).reduce(add, ZERO);
}
