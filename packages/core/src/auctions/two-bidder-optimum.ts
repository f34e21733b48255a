import { float, type Table } from "../numeric/arithmetic.js";
import { type Rational, rational } from "../numeric/rational.js";
import { type ConditionalVirtualValues, conditionalVirtualValues } from "./conditional-virtual-values.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { completeFlow, shareCommonWeight, type TwoBidderFlow } from "./two-bidder-flow.js";

/** q_i(v), [bidder][profile], and a cover y(v) whose sum bounds the revenue of every ex post mechanism (see `coverBound`). */
export interface AllocationAndCover<N> {
  readonly allocation: readonly Table<N>[];
  readonly cover: Table<N>;
}

/** Sums of weights up to here stay exact in doubles through the whole flow. */
const LARGEST_WHOLE = 2 ** 53;
/**
 * Every number of the flow is at most this multiple of VM, M = Σ f and V = max |v|: Σ|ψ| ≤ 3VM for each bidder, before and after ironing,
 * and the ironing multipliers, at most 2VM, grow by no more than all the flow there is.
 */
const ROOM = 16;

/**
 * The best ex post auction for two bidders by a minimum cut. It is deterministic: bidder 1 wins where the largest minimum cut says
 * so, bidder 2 only where that pays.
 *
 * Exact arithmetic: weights are scaled to whole numbers (bigints where doubles would round), so revenue = Σ y exactly. Doubles:
 * weights are rounded to multiples of 2^−48 or so of the largest revenue, and y is optimal for the rounded weights; `coverBound` then
 * gives a proved bound for the true ones. The flow starts from the ironing multipliers, so only what ironing leaves open is left.
 *
 * Source: Papadimitriou and Pierrakos (2011), "On optimal single-item auctions", where the best deterministic auction of two bidders is an
 * independent set of greatest weight in a bipartite graph; the cut shows that lotteries do not earn more.
 */
export function twoBidderOptimum<N>(
  auction: CorrelatedAuction<N>,
  virtual: ConditionalVirtualValues<N> = conditionalVirtualValues(auction),
): AllocationAndCover<N> {
  const { arithmetic: F } = auction;
  const { flow, read } = F.kind === "exact" ? exactFlow(auction) : roundedFlow(auction, virtual);
  shareCommonWeight(flow);
  const distance = completeFlow(flow);
  const { first, second, shared } = flow;
  const count = shared.length;
  const allocation = [F.table(count), F.table(count)];
  const cover = F.table(count);
  for (let k = 0; k < count; k++) {
    if (distance[k] < 0) allocation[0][k] = F.one;
    if (distance[k + count] >= 0) allocation[1][k] = F.one;
    let left = first[k];
    if (second[k] > left) left = second[k];
    left += shared[k];
    if (left > 0) cover[k] = read(left);
  }
  return { allocation, cover };
}

interface ScaledFlow<N> {
  readonly flow: TwoBidderFlow;
  readonly read: (whole: number) => N;
}

function roundedFlow<N>(
  { arithmetic: F, sizes, values, prior }: CorrelatedAuction<N>,
  virtual: ConditionalVirtualValues<N>,
): ScaledFlow<N> {
  let mass = 0;
  for (let k = 0; k < prior.length; k++) mass += F.toNumber(prior[k]);
  const extremes = values.flatMap((own) => [own[0], own[own.length - 1]]);
  const largest = Math.max(...extremes.map((value) => Math.abs(F.toNumber(value))));
  const scale = 2 ** Math.min(1000, Math.floor(Math.log2(LARGEST_WHOLE / ROOM / (mass * largest))));
  const doubles = virtual as ConditionalVirtualValues<unknown> as ConditionalVirtualValues<number>;
  return { flow: wholeFlow([sizes[0], sizes[1]], doubles, scale), read: (whole) => (whole / scale) as N };
}

/** Values and prior times their common denominators. */
function exactFlow<N>(auction: CorrelatedAuction<N>): ScaledFlow<N> {
  const F = auction.arithmetic;
  const fractions = (table: Table<N>) =>
    Array.from({ length: table.length }, (_, k) => F.toRational(table[k]));
  const values = auction.values.map(fractions);
  const prior = fractions(auction.prior);
  const [valueUnit, massUnit] = [commonDenominator(values.flat()), commonDenominator(prior)];
  const whole = (numbers: readonly Rational[], unit: bigint) => numbers.map(({ n, d }) => n * (unit / d));
  const wholeValues = values.map((own) => whole(own, valueUnit));
  const wholePrior = whole(prior, massUnit);
  const sizes: [number, number] = [auction.sizes[0], auction.sizes[1]];
  const largest = wholeValues.flat().reduce((most, v) => (v * v > most * most ? v : most), 0n);
  const mass = wholePrior.reduce((total, f) => total + f, 0n);
  const read = (total: number | bigint) => F.from(rational(BigInt(total), valueUnit * massUnit));
  if ((largest * mass * BigInt(ROOM)) ** 2n > BigInt(LARGEST_WHOLE) ** 2n)
    return { flow: bigFlow(sizes, wholeValues, wholePrior), read };
  const virtual = conditionalVirtualValues({
    ...auction,
    arithmetic: float,
    values: wholeValues.map((own) => own.map(Number)),
    prior: wholePrior.map(Number),
  });
  return { flow: wholeFlow(sizes, virtual, 1), read };
}

/** The least common multiple of the denominators: d / gcd(m, d) is the denominator of m/d in lowest terms. */
function commonDenominator(numbers: readonly Rational[]): bigint {
  return numbers.reduce((multiple, { d }) => multiple * rational(multiple, d).d, 1n);
}

/** ψ and the ironing multipliers times `scale`, rounded; any multipliers ≥ 0 are a valid start. */
function wholeFlow(
  sizes: readonly [number, number],
  { local, excess }: ConditionalVirtualValues<number>,
  scale: number,
): TwoBidderFlow {
  const rounded = (table: Table<number>) =>
    Float64Array.from({ length: table.length }, (_, k) => Math.round(table[k] * scale));
  const [first, second] = local.map(rounded);
  const [firstExcess, secondExcess] = excess.map(rounded);
  const shared = new Float64Array(first.length);
  for (let k = 0; k < first.length; k++) {
    first[k] += firstExcess[k];
    second[k] += secondExcess[k];
    if (k >= sizes[1]) first[k - sizes[1]] -= firstExcess[k];
    if (k % sizes[1] !== 0) second[k - 1] -= secondExcess[k];
  }
  return { sizes, first, second, firstExcess, secondExcess, shared };
}

/** The same over bigints, from no flow at all; cast because the flow code is written for both. */
function bigFlow(
  sizes: readonly [number, number],
  values: readonly (readonly bigint[])[],
  prior: readonly bigint[],
): TwoBidderFlow {
  const zeros = () => new Array<bigint>(prior.length).fill(0n);
  const [first, second] = [zeros(), zeros()];
  const width = sizes[1];
  const above = new Array<bigint>(width).fill(0n);
  for (let k = prior.length - 1, tail = 0n; k >= 0; k--) {
    const [p, column] = [Math.floor(k / width), k % width];
    const step = p === sizes[0] - 1 ? 0n : values[0][p + 1] - values[0][p];
    first[k] = values[0][p] * prior[k] - step * above[column];
    above[column] += prior[k];
    if (column === width - 1) tail = 0n;
    const gap = column === width - 1 ? 0n : values[1][column + 1] - values[1][column];
    second[k] = values[1][column] * prior[k] - gap * tail;
    tail += prior[k];
  }
  const tables = { first, second, firstExcess: zeros(), secondExcess: zeros(), shared: zeros() };
  return { sizes, ...tables } as unknown as TwoBidderFlow;
}
