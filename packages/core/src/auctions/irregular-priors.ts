import { exact } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { type Rational, rational } from "../numeric/rational.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { type Regularity, regularity } from "./regularity.js";
import { beliefDependence, worstCaseBeliefs } from "./worst-case-beliefs.js";

export interface IrregularPriorSearch {
  /** Increasing values of each bidder, [bidder][position]. */
  readonly values: readonly (readonly Rational[])[];
  /** Weights are drawn from 1 … largestWeight. */
  readonly largestWeight: number;
  /** A whole number; equal seeds give equal answers. */
  readonly seed: number;
  /** How many priors are drawn. */
  readonly draws: number;
  /** Only priors that are regular as printed. Default false. */
  readonly asPrinted?: boolean;
}

export interface IrregularPrior {
  /** Row-major over positions; f is proportional to them. */
  readonly weights: readonly number[];
  readonly auction: CorrelatedAuction<Rational>;
  readonly regularity: Regularity;
}

/**
 * Priors with small whole weights for which Bayesian mechanisms beat ex post ones even under the worst-case beliefs: (P) < (P′).
 *
 * No program is solved: linearly independent beliefs π* give (P′) = L, and without a monotone selection (P) < L (`worstCaseValue`).
 * @returns the priors found, in the order drawn. Errors: `invalid-value`. Cost of a draw: that of `regularity`.
 */
export function irregularPriors(search: IrregularPriorSearch): IrregularPrior[] {
  const { values, largestWeight, draws } = search;
  if (!Number.isInteger(largestWeight) || largestWeight < 1)
    fail("invalid-value", "largestWeight", "Give a whole number of at least 1.");
  const next = generator(search.seed);
  const size = values.reduce((product, { length }) => product * length, 1);
  const found: IrregularPrior[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const weights = Array.from({ length: size }, () => 1 + Math.floor(next() * largestWeight));
    const auction = weightedAuction(values, weights);
    const known = regularity(auction);
    if (known.selection.kind !== "none" || (search.asPrinted && !known.asPrinted.holds)) continue;
    const dependence = beliefDependence(auction, worstCaseBeliefs(auction));
    if (dependence.every((each) => each === undefined)) found.push({ weights, auction, regularity: known });
  }
  return found;
}

/** The auction with the prior proportional to the weights, row-major over positions. */
export function weightedAuction(
  values: readonly (readonly Rational[])[],
  weights: readonly number[],
): CorrelatedAuction<Rational> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    arithmetic: exact,
    bidders: values.map((_, i) => `Bidder ${i + 1}`),
    values,
    types: values.map((own) => Int32Array.from(own, (_, p) => p)),
    sizes: values.map(({ length }) => length),
    prior: weights.map((weight) => rational(weight, total)),
  };
}

/** Weyl sequence with a finaliser (mulberry32): uniform on [0, 1), the same on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
