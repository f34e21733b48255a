import { fail } from "../numeric/candor-error.js";
import { preciseExponential } from "../numeric/precise-exponential.js";
import { type PreciseLogarithm, preciseLog } from "../numeric/precise-logarithm.js";
import { gcd, type Rational } from "../numeric/rational.js";
import { coprimeBase, exponentsOver } from "./coprime-base.js";

/**
 * w_ω(c) = π0(ω) Π_x ν(x | ω)^{c_x} up to a factor that all states share, as powers Π_j base_j^{e_j} of pairwise coprime integers:
 * e_j = prior[ω][j] + Σ_x c_x likelihood[ω][x][j].
 */
export interface PowerWeights {
  readonly base: readonly bigint[];
  /** ln base_j. */
  readonly logarithms: readonly PreciseLogarithm[];
  readonly prior: readonly (readonly number[])[];
  readonly likelihood: readonly (readonly (readonly number[])[])[];
}

/**
 * Prepares the weights of a world: prior π0(ω) by state, likelihood ν(x | ω) at [state][signal], all positive. Errors: `not-positive`.
 * Cost: about (states × signals)² greatest common divisors.
 */
export function powerWeights(world: {
  readonly prior: readonly Rational[];
  readonly likelihood: readonly (readonly Rational[])[];
}): PowerWeights {
  const prior = numerators(world.prior);
  const columns = world.likelihood[0].map((_, x) => numerators(world.likelihood.map((row) => row[x])));
  const base = coprimeBase([prior, ...columns].flat());
  return {
    base,
    logarithms: base.map(preciseLog),
    prior: prior.map((number) => exponentsOver(base, number)),
    likelihood: prior.map((_, state) => columns.map((column) => exponentsOver(base, column[state]))),
  };
}

/** The fractions as coprime integers in the same proportion: what is divided out is the same in all states. */
function numerators(fractions: readonly Rational[]): bigint[] {
  if (fractions.some(({ n }) => n <= 0n))
    fail("not-positive", "", "Weights need a positive prior and positive likelihoods in every state.");
  const common = fractions.reduce((lcm, { d }) => (lcm / gcd(lcm, d)) * d, 1n);
  const scaled = fractions.map(({ n, d }) => n * (common / d));
  const divisor = scaled.reduce(gcd);
  return scaled.map((number) => number / divisor);
}

/** The exponents e_j of w_ω(c) at [state][j]. Errors: `too-large` where they pass 2^53. */
export function weightExponents(weights: PowerWeights, counts: ArrayLike<number>): number[][] {
  return weights.prior.map((own, state) => {
    const exponents = own.slice();
    weights.likelihood[state].forEach((row, x) => {
      const count = counts[x];
      if (count !== 0) for (let j = 0; j < row.length; j++) exponents[j] += count * row[j];
    });
    // All terms are non-negative, so a sum that is safe was exact throughout.
    if (!exponents.every(Number.isSafeInteger))
      fail("too-large", "", "The counts are too large: the exponents of a posterior pass 2^53.");
    return exponents;
  });
}

/** ln w_ω(c) by state, up to a common constant, to 2^−180 times the sum of the exponents. */
export function logWeights(weights: PowerWeights, counts: ArrayLike<number>): PreciseLogarithm[] {
  return weightExponents(weights, counts).map((exponents) => logarithmOf(weights, exponents));
}

function logarithmOf({ logarithms }: PowerWeights, exponents: readonly number[]): PreciseLogarithm {
  return logarithms.reduce((sum, ln, j) => sum + BigInt(exponents[j]) * ln, 0n);
}

/** coefficient · Π base_j^{exponents_j}. */
interface Term {
  readonly coefficient: bigint;
  readonly exponents: readonly number[];
}

/**
 * The sign of Σ_ω coefficient_ω · w_ω(c), exactly.
 *
 * Terms whose powers differ by few bits are added as integers first, which finds exact ties; what is left is decided by logarithms
 * with a rigorous margin, and by integers of full size only where these cannot tell. Counts: c_x ≥ 0 by signal. Errors: `too-large`
 * where exponents pass 2^53, or where logarithms cannot tell and the integers would pass 2^29 bits.
 */
export function signOfWeightedSum(
  weights: PowerWeights,
  counts: ArrayLike<number>,
  coefficients: readonly bigint[],
): -1 | 0 | 1 {
  const exponents = weightExponents(weights, counts);
  const terms = exponents.map((own, state) => ({ coefficient: coefficients[state], exponents: own }));
  const gathered = gather(weights.base, terms);
  const some = (sign: -1 | 1) => gathered.some(({ coefficient }) => signOf(coefficient) === sign);
  if (!some(-1)) return some(1) ? 1 : 0;
  if (!some(1)) return -1;
  return signByLogarithms(weights, gathered) ?? signOf(integerSum(weights.base, gathered, 2 ** 29));
}

function signOf(value: bigint): -1 | 0 | 1 {
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

/** Terms further apart than this many bits are not added as integers without need. */
const NEAR = 2048;

/** The same sum, terms near each other added. */
function gather(base: readonly bigint[], terms: readonly Term[]): readonly Term[] {
  const widths = base.map((b) => b.toString(2).length);
  const clusters: Term[] = [];
  for (const term of terms) {
    if (term.coefficient === 0n) continue;
    const k = clusters.findIndex((cluster) => distance(widths, cluster.exponents, term.exponents) <= NEAR);
    if (k < 0) clusters.push(term);
    else clusters[k] = sumOf(base, [clusters[k], term]);
  }
  return clusters.filter(({ coefficient }) => coefficient !== 0n);
}

/** How many bits the larger cofactor of two powers has at most. */
function distance(widths: readonly number[], a: readonly number[], b: readonly number[]): number {
  let [more, less] = [0, 0];
  widths.forEach((width, j) => {
    const difference = (a[j] - b[j]) * width;
    if (difference > 0) more += difference;
    else less -= difference;
  });
  return Math.max(more, less);
}

/** The terms as one, over the powers they share. */
function sumOf(base: readonly bigint[], terms: readonly Term[]): Term {
  const shared = base.map((_, j) => Math.min(...terms.map(({ exponents }) => exponents[j])));
  const coefficient = terms.reduce(
    (sum, term) =>
      sum +
      base.reduce((value, b, j) => {
        const rest = term.exponents[j] - shared[j];
        return rest === 0 ? value : value * b ** BigInt(rest);
      }, term.coefficient),
    0n,
  );
  return { coefficient, exponents: shared };
}

function integerSum(base: readonly bigint[], terms: readonly Term[], limit: number): bigint {
  const widths = base.map((b) => b.toString(2).length);
  const { exponents: shared } = sumOf(
    base,
    terms.map(({ exponents }) => ({ coefficient: 0n, exponents })),
  );
  if (terms.some(({ exponents }) => distance(widths, exponents, shared) > limit))
    fail(
      "too-large",
      "",
      "Two alternatives are too close to call at these counts: deciding between them takes too large integers.",
    );
  return sumOf(base, terms).coefficient;
}

const LN2 = preciseLog(2n);

/** The sign where it is certain at 192 bits. */
function signByLogarithms(weights: PowerWeights, terms: readonly Term[]): -1 | 1 | undefined {
  const bits = terms.map(({ coefficient }) => BigInt(coefficient.toString(2).length));
  const sizes = terms.map(({ exponents }, k) => logarithmOf(weights, exponents) + bits[k] * LN2);
  const largest = largestOf(sizes);
  // Each term in units of 2^−192 of the largest: the coefficient is below 2^bits in size, so errors shrink with the division.
  const sum = terms.reduce(
    (total, { coefficient }, k) =>
      total + ((coefficient * preciseExponential(sizes[k] - largest)) >> bits[k]),
    0n,
  );
  // A logarithm is within 2^−180 for each unit of its exponents, and so is the exponential.
  const errors = terms.map(
    ({ exponents }, k) => exponents.reduce((total, e) => total + BigInt(e), bits[k]) + 1n,
  );
  const margin = (BigInt(terms.length) * largestOf(errors)) << (192n - 178n);
  if (sum > margin) return 1;
  return sum < -margin ? -1 : undefined;
}

/** Of at least one integer. */
export function largestOf(values: readonly bigint[]): bigint {
  let largest = values[0];
  for (const value of values) if (value > largest) largest = value;
  return largest;
}
