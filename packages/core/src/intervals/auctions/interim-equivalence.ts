import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { cumulativeIntegral } from "./cumulative-integral.js";
import { effort } from "./marks.js";
import { valueRange } from "./value-range.js";

/** An auction as one bidder sees it; without payments those are by the envelope, 0 utility for the lowest value. */
export interface InterimAuction {
  allocation(v: number): number;
  payment?(v: number): number;
  /** Where allocation or payment jump or have a kink. */
  readonly breakpoints?: readonly number[];
}

/** How one bidder's payments in two auctions compare. */
export interface InterimComparison {
  readonly answer: "payments-differ-by-a-constant" | "payments-differ" | "allocations-differ";
  /** c_i = payment in the second minus payment in the first, halfway between the extremes met; absent unless constant. */
  readonly constant?: { readonly value: number; readonly error: number };
  /** Where the answer shows: the largest difference of allocations, or the payments that lie furthest from a constant. */
  readonly at?: { readonly value: number; readonly first: number; readonly second: number };
}

export interface EquivalenceOptions {
  /** Allocations count as equal up to this, payments up to this times 1 + the largest value; default 1e-9. */
  readonly tolerance?: number;
}

export interface InterimEquivalence {
  readonly answer: InterimComparison["answer"];
  readonly bidders: readonly InterimComparison[];
}

const NODES = 64;

/**
 * Revenue equivalence of two auctions on intervals: where the interim allocations agree, incentive compatible payments differ by a
 * constant c_i; where they do not, the value at which they differ most; `payments-differ` means that one of the two is not
 * incentive compatible, unless the support has gaps or atoms, across which payments of equal allocations may differ more. Compared at
 * 65 equally likely and 65 equally distant possible values, at atoms and beside every breakpoint, not between.
 *
 * Errors: `different-lengths`, those of the value range. Source: Myerson (1981), Milgrom and Segal (2002).
 */
export function interimEquivalence(
  distributions: readonly Distribution[],
  first: readonly InterimAuction[],
  second: readonly InterimAuction[],
  { tolerance = 1e-9 }: EquivalenceOptions = {},
): InterimEquivalence {
  if (first.length !== distributions.length || second.length !== distributions.length)
    fail(
      "different-lengths",
      "first",
      "Give one distribution and one interim rule in each auction for every bidder.",
      { received: `${distributions.length}, ${first.length} and ${second.length}` },
    );
  const bidders = distributions.map((distribution, i) =>
    compare(distribution, i, first[i], second[i], tolerance),
  );
  const order = ["allocations-differ", "payments-differ", "payments-differ-by-a-constant"] as const;
  const answer = order.find((each) => bidders.some((bidder) => bidder.answer === each)) ?? order[2];
  return { answer, bidders };
}

function compare(
  distribution: Distribution,
  i: number,
  first: InterimAuction,
  second: InterimAuction,
  tolerance: number,
): InterimComparison {
  const marks = [...(first.breakpoints ?? []), ...(second.breakpoints ?? [])];
  const values = valuesToCompare(distribution, i, marks);
  const shares = values.map((v) => ({ value: v, first: first.allocation(v), second: second.allocation(v) }));
  const farthest = largest(shares, (each) => Math.abs(each.second - each.first));
  if (Math.abs(farthest.second - farthest.first) > tolerance)
    return { answer: "allocations-differ", at: farthest };
  const [one, other] = [first, second].map((auction) => paymentOf(auction, distribution, i));
  const payments = values.map((v) => ({ value: v, first: one(v), second: other(v) }));
  const differences = payments.map((each) => each.second - each.first);
  const [low, high] = [Math.min(...differences), Math.max(...differences)];
  const value = low + (high - low) / 2;
  const scale = 1 + Math.max(...values.map(Math.abs));
  if (high - low > 2 * tolerance * scale)
    return {
      answer: "payments-differ",
      at: largest(payments, (each) => Math.abs(each.second - each.first - value)),
    };
  return { answer: "payments-differ-by-a-constant", constant: { value, error: (high - low) / 2 } };
}

/** Possible values; those where an allocation may jump have neighbours in their place unless they are atoms. */
function valuesToCompare(distribution: Distribution, i: number, marks: readonly number[]): number[] {
  const { low, top, breakpoints } = valueRange(distribution, `distributions[${i}]`);
  const { pieces, atoms, quantile } = distribution;
  const inside = [...breakpoints, ...marks].filter((v) => v > low && v < top);
  const beside = inside.flatMap((v) => [v - 1e-9 * (top - low), v + 1e-9 * (top - low)]);
  const nodes = Array.from({ length: NODES + 1 }, (_, k) => k / NODES);
  const spread = nodes.flatMap((p) => [low + p * (top - low), Math.min(top, quantile(p))]);
  const compared = [...spread, ...beside].filter(
    (v) => !marks.includes(v) && pieces.some(([from, to]) => from <= v && v <= to),
  );
  return [...new Set([...compared, ...atoms.map(({ at }) => at)])]
    .filter((v) => v >= low && v <= top)
    .sort((x, y) => x - y);
}

/** The payments given, or v·Q(v) − ∫ Q from the lowest value. */
function paymentOf(
  { allocation, payment, breakpoints = [] }: InterimAuction,
  distribution: Distribution,
  i: number,
) {
  if (payment !== undefined) return payment;
  const range = valueRange(distribution, `distributions[${i}]`);
  const utility = cumulativeIntegral(allocation, range.low, {
    ...effort(range.top - range.low),
    breakpoints: [...breakpoints, ...range.breakpoints, ...range.marks],
  });
  return (v: number) => v * allocation(v) - utility(v).value;
}

function largest<T>(list: readonly T[], size: (each: T) => number): T {
  return list.reduce((most, each) => (size(each) > size(most) ? each : most));
}
