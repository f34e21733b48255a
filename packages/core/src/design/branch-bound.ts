import type { ExactProgram } from "../numeric/linear-program/exact-program.js";
import { add, compare, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { BranchProof, Choices } from "./branch-tree.js";

/** A program with one 1 in each choice, and what is looked up in it again and again. */
export interface ChoiceProgram {
  readonly program: ExactProgram;
  readonly choices: Choices;
  /** Whether a column belongs to a choice. */
  readonly chosen: readonly boolean[];
  /** Whether a row says Σ_j x_j = 1 over a choice: its multiplier changes no bound. */
  readonly unit: readonly boolean[];
  /** Exact pivots allowed at each case. */
  readonly pivotLimit: number;
}

/** What a proof says of every case: x earns at most constant + Σ_k left[the column of choice k that is 1]. */
export interface PricedColumns {
  readonly proof: BranchProof;
  /** c − yA by column; −yA for a contradiction. */
  readonly left: readonly Rational[];
  /** y·b. */
  readonly constant: Rational;
  /** The choices in which some left[j] is not 0. */
  readonly touched: readonly number[];
}

/** Prices the columns, or `undefined` where the multipliers do not cover a column outside the choices. */
export function pricedColumns(
  { program, choices, chosen }: ChoiceProgram,
  proof: BranchProof,
): PricedColumns | undefined {
  const { objective, free, rows } = program;
  const left = proof.contradiction ? objective.map(() => ZERO) : [...objective];
  let constant = ZERO;
  for (const [i, price] of proof.multipliers) {
    constant = add(constant, multiply(price, rows[i].bound));
    for (const [j, value] of rows[i].coefficients) left[j] = subtract(left[j], multiply(price, value));
  }
  const covers = left.every(({ n }, j) => chosen[j] || (free[j] ? n === 0n : n <= 0n));
  const touched = choices.flatMap((columns, k) => (columns.some((j) => left[j].n !== 0n) ? [k] : []));
  return covers ? { proof, left, constant, touched } : undefined;
}

/** constant + Σ_k max over the possible columns of choice k; no choice may be empty. */
export function upperBound({ left, constant, touched }: PricedColumns, possible: Choices): Rational {
  return touched.reduce((total, k) => add(total, most(left, possible[k])), constant);
}

function most(left: readonly Rational[], columns: readonly number[]): Rational {
  return columns.reduce((best, j) => (compare(left[j], best) > 0 ? left[j] : best), left[columns[0]]);
}

/**
 * The columns through which more than `limit` may still be earned (for a contradiction: that may still be feasible); `possible`
 * itself where these are all, and nothing at all where none is left in some choice.
 */
export function stillPossible(
  priced: PricedColumns,
  possible: Choices,
  limit: Rational | undefined,
): Choices {
  const { left, proof, touched } = priced;
  if (proof.contradiction === undefined && limit === undefined) return possible;
  const survives = proof.contradiction
    ? (value: Rational) => value.n >= 0n
    : (value: Rational) => compare(value, limit!) > 0;
  const total = upperBound(priced, possible);
  if (!survives(total)) return possible.map(() => []);
  let remaining: (readonly number[])[] | undefined;
  for (const k of touched) {
    const others = subtract(total, most(left, possible[k]));
    const columns = possible[k].filter((j) => survives(add(others, left[j])));
    if (columns.length < possible[k].length) (remaining ??= [...possible])[k] = columns;
  }
  return remaining ?? possible;
}
