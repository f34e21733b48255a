import { fail } from "../numeric/candor-error.js";
import {
  add,
  compare,
  divide,
  gcd,
  multiply,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";
import { exactBest, totalUtilities, utilityUnits } from "./choice.js";
import type { Lie } from "./incentives.js";
import type { Population } from "./population.js";
import { powerWeights } from "./power-weights.js";
import { countVectors } from "./widening.js";

/** Everything about (σ*, q*) at one size, as fractions. */
export interface ExactAnswer {
  readonly players: number;
  readonly composition: readonly number[];
  /** The largest gain from a lie, at least 0. */
  readonly epsilon: Rational;
  readonly witness?: Lie;
  /** Truthful interim utility at [group][signal], as expected value less expected payment; 0 by the definition of the payments. */
  readonly interimUtility: readonly (readonly Rational[])[];
  /** E max_a Σ_u n_u E[u(a, ω) | s]: expected welfare. */
  readonly welfare: Rational;
  /** Expected sum of payments. */
  readonly revenue: Rational;
  /** Least and largest sum of payments over all reports. */
  readonly leastTotal: Rational;
  readonly largestTotal: Rational;
  /** By group: how often a member pays more than the outcome is worth to it in the true state, and how much. */
  readonly overpayment: readonly ExactOverpayment[];
  readonly cells: number;
}

export interface ExactOverpayment {
  readonly probability: Rational;
  readonly expected: Rational;
  /** Over all reports and states. */
  readonly largest: Rational;
}

/** Bits of the common denominator of a sum over all counts up to which fractions are added up: some seconds. */
const MOST_BITS = 70_000;

/**
 * (σ*, q*) with n players from its definition, by counts of signals, in fractions: interim utilities, payments and welfare are added up
 * separately and not derived from each other. Groups without a member are left out of ε and of the overpayments.
 * Errors: `too-large` where the sums would have denominators of more than 70,000 bits. Cost: count vectors × states × groups × signals, on fractions of about n·log₂ D bits.
 */
export function exactIncentives(population: Population, composition: readonly number[]): ExactAnswer {
  const players = composition.reduce((sum, each) => sum + each, 0);
  const { signals, groups } = population;
  requireFew(population, players);
  const cells = [...allCounts(players, signals.length)];
  const totals = totalUtilities(utilityUnits(population), composition);
  const weights = powerWeights(population);
  const tables = cells.map((counts) =>
    cellOf(population, composition, counts, exactBest(totals, weights, counts)),
  );
  const members = groups.flatMap((_, u) => (composition[u] > 0 ? [u] : []));
  const utilityOf = (group: number, signal: number, report: number) =>
    divide(
      total(
        tables.map((cell) =>
          scaled(cell.reporting[report], cell.utility[group][signal * signals.length + report]),
        ),
      ),
      signalProbability(population, signal),
    );
  const interimUtility = groups.map((_, u) => signals.map((_, s) => utilityOf(u, s, s)));
  let epsilon = ZERO;
  let witness: Lie | undefined;
  for (const group of members)
    signals.forEach((_, signal) => {
      signals.forEach((_, report) => {
        if (report === signal) return;
        const gain = subtract(utilityOf(group, signal, report), interimUtility[group][signal]);
        if (compare(gain, epsilon) > 0) {
          epsilon = gain;
          witness = { group, signal, report };
        }
      });
    });
  const sums = tables.map(({ sumOfPayments }) => sumOfPayments);
  return {
    players,
    composition,
    epsilon,
    ...(witness === undefined ? {} : { witness }),
    interimUtility,
    welfare: total(tables.map((cell) => cell.welfare)),
    revenue: total(tables.map((cell) => multiply(cell.probability, cell.sumOfPayments))),
    leastTotal: sums.reduce((a, b) => (compare(a, b) <= 0 ? a : b)),
    largestTotal: sums.reduce((a, b) => (compare(a, b) >= 0 ? a : b)),
    overpayment: members.map((u) => ({
      probability: total(tables.map((cell) => cell.overpaid[u].probability)),
      expected: total(tables.map((cell) => cell.overpaid[u].expected)),
      largest: tables.map((cell) => cell.overpaid[u].largest).reduce((a, b) => (compare(a, b) >= 0 ? a : b)),
    })),
    cells: cells.length,
  };
}

/** All vectors of `length` counts that add up to `players`. */
function* allCounts(players: number, length: number, before: readonly number[] = []): Generator<number[]> {
  if (before.length === length - 1) {
    yield [...before, players];
    return;
  }
  for (let c = 0; c <= players; c++) yield* allCounts(players - c, length, [...before, c]);
}

function requireFew({ likelihood, signals }: Population, players: number): void {
  // Every count adds a denominator Σ w(c) of its own, of as many bits as its signals have in their largest numerator.
  const widest = Math.max(
    ...signals.map((_, x) => {
      const column = likelihood.map((row) => row[x]);
      const common = column.reduce((lcm, { d }) => (lcm / gcd(lcm, d)) * d, 1n);
      const numerators = column.map(({ n, d }) => n * (common / d));
      const shared = numerators.reduce(gcd);
      return Math.max(...numerators.map((each) => Math.log2(Number(each / shared))));
    }),
  );
  const bits = countVectors(players, signals.length) * players * widest;
  if (bits > MOST_BITS)
    fail(
      "too-large",
      "",
      `${players} players with these likelihoods make fractions of some ${bits.toExponential(0)} bits; ${MOST_BITS} are dealt with. Ask for fewer players, or for doubles.`,
    );
}

/** What happens at one vector of reports, weighted by its probability. */
function cellOf(
  { prior, likelihood, groups }: Population,
  composition: readonly number[],
  counts: readonly number[],
  chosen: number,
) {
  const players = counts.reduce((sum, each) => sum + each, 0);
  const m = counts.length;
  const orders = multinomial(counts);
  const joint = prior.map((p, state) =>
    counts.reduce(
      (product, count, x) => multiply(product, power(likelihood[state][x], count)),
      scaled(orders, p),
    ),
  );
  const probability = total(joint);
  const posterior = joint.map((each) => divide(each, probability));
  const values = groups.map(({ utility }) => utility[chosen]);
  const payments = values.map((row) => total(row.map((value, state) => multiply(posterior[state], value))));
  const weighted = (amounts: readonly Rational[]) =>
    total(amounts.map((each, u) => multiply(rational(composition[u]), each)));
  return {
    probability,
    /** The share of the orders in which a given player reports t: c_t/n. */
    reporting: counts.map((count) => rational(count, players)),
    /** At [group][signal · m + report]: Pr(others' part, s)·(value − payment), that the player has seen s. */
    utility: values.map((row, u) =>
      Array.from({ length: m * m }, (_, at) => {
        const [signal, report] = [Math.floor(at / m), at % m];
        if (counts[report] === 0) return ZERO;
        return total(
          row.map((value, state) => {
            const seen = divide(likelihood[state][signal], likelihood[state][report]);
            return multiply(multiply(joint[state], seen), subtract(value, payments[u]));
          }),
        );
      }),
    ),
    welfare: weighted(values.map((row) => total(row.map((value, state) => multiply(joint[state], value))))),
    sumOfPayments: weighted(payments),
    overpaid: values.map((row, u) => {
      const excess = row.map((value) => subtract(payments[u], value));
      const over = excess.map((each) => compare(each, ZERO) > 0);
      return {
        probability: total(joint.filter((_, state) => over[state])),
        expected: total(joint.map((weight, state) => (over[state] ? multiply(weight, excess[state]) : ZERO))),
        largest: excess.reduce((best, each) => (compare(each, best) > 0 ? each : best), ZERO),
      };
    }),
  };
}

function multinomial(counts: readonly number[]): Rational {
  let orders = 1n;
  let placed = 0n;
  for (const count of counts)
    for (let j = 1n; j <= BigInt(count); j++) {
      placed += 1n;
      orders = (orders * placed) / j;
    }
  return rational(orders);
}

function power({ n, d }: Rational, exponent: number): Rational {
  return { n: n ** BigInt(exponent), d: d ** BigInt(exponent) };
}

function scaled(factor: Rational, value: Rational): Rational {
  return multiply(factor, value);
}

function signalProbability({ prior, likelihood }: Population, signal: number): Rational {
  return total(prior.map((p, state) => multiply(p, likelihood[state][signal])));
}

/** The sum, halves first, so that the fractions stay small for long. */
function total(terms: readonly Rational[]): Rational {
  if (terms.length === 0) return ZERO;
  if (terms.length === 1) return terms[0];
  const half = terms.length >> 1;
  return add(total(terms.slice(0, half)), total(terms.slice(half)));
}
