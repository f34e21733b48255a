import { fail } from "../numeric/candor-error.js";
import { add, compare, divide, multiply, negate, type Rational, ZERO } from "../numeric/rational.js";
import type { FiniteTables } from "./finite-tables.js";

/** Where the variables stand: g(a|k) and, unless payments are ruled out, p_i(k). */
export interface Columns {
  readonly count: number;
  /** Columns before this one are lotteries, those from it on payments. */
  readonly lotteries: number;
  /** −1 where a may not be chosen at k. */
  readonly lottery: (k: number, alternative: number) => number;
  /** −1 where payments are ruled out. In interim form all profiles with the same own type share a column. */
  readonly payment: (agent: number, k: number) => number;
}

/** A row under construction. */
export class Terms {
  readonly coefficients = new Map<number, Rational>();
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  add(column: number, value: Rational): void {
    if (column < 0 || value.n === 0n) return;
    const total = add(this.coefficients.get(column) ?? ZERO, value);
    if (total.n === 0n) this.coefficients.delete(column);
    else this.coefficients.set(column, total);
  }

  /** weight · (Σ_a g(a|k) values[a] − p_i(k)). */
  addUtility(agent: number, k: number, values: readonly Rational[], weight: Rational): void {
    values.forEach((value, a) => {
      this.add(this.#columns.lottery(k, a), multiply(weight, value));
    });
    this.add(this.#columns.payment(agent, k), negate(weight));
  }

  /** weight · Σ_i p_i(k). */
  addPayments(agents: number, k: number, weight: Rational): void {
    for (let i = 0; i < agents; i++) this.add(this.#columns.payment(i, k), weight);
  }
}

export function sameVector(a: readonly Rational[], b: readonly Rational[]): boolean {
  return a.every((value, k) => compare(value, b[k]) === 0);
}

/**
 * E[v_i(·, t, θ) | t] under π_i(θ | t) at profile k; `undefined` where the belief says nothing and the state matters.
 * Errors: `no-beliefs` where the state matters and there are none at all.
 */
export function expectedValues(
  tables: FiniteTables,
  agent: number,
  k: number,
): readonly Rational[] | undefined {
  const byState = tables.values[agent][k];
  if (byState.every((values) => sameVector(values, byState[0]))) return byState[0];
  const weights = (tables.beliefs ?? noBeliefs())[agent][k];
  const mass = weights.reduce(add, ZERO);
  if (mass.n <= 0n) return undefined;
  return byState[0].map((_, a) =>
    divide(
      weights.reduce((total, weight, s) => add(total, multiply(weight, byState[s][a])), ZERO),
      mass,
    ),
  );
}

/** The states possible at profile k whose values differ, each once: the first of those that agree; where the state does not matter, one. */
export function distinctStates(tables: FiniteTables, agent: number, k: number): number[] {
  const byState = tables.values[agent][k];
  const found: number[] = [];
  const idle = byState.every((values) => sameVector(values, byState[0]));
  byState.forEach((values, s) => {
    if ((idle || tables.possible[k][s]) && !found.some((other) => sameVector(byState[other], values)))
      found.push(s);
  });
  return found;
}

/** Errors: `no-beliefs`, always. */
export function noBeliefs(): never {
  return fail(
    "no-beliefs",
    "beliefs",
    "Designing needs beliefs, e.g. to weigh profiles by. State them: beliefs: {independent: uniform}.",
  );
}
