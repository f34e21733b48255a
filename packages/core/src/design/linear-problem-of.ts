import type { LinearProblem } from "../lp/problem.js";
import { LinearProblemBuilder } from "../lp/problem-builder.js";
import type { ExactProgram, SparseRow } from "../numeric/linear-program/exact-program.js";
import { gcd, multiply, type Rational, rational, toDouble } from "../numeric/rational.js";

/** A row in doubles, scaled. */
export interface DoubleRow {
  readonly indices: Int32Array;
  readonly coefficients: Float64Array;
  readonly lower: number;
  readonly upper: number;
}

/** A row divided by the power of two that brings its largest coefficient to [1, 2): no digit is lost, no basis changes. */
export function doubleRow(row: SparseRow): DoubleRow {
  let largest = 0;
  for (const value of row.coefficients.values()) largest = Math.max(largest, exponentOf(value));
  return numbersOf(row, powerOfTwo(largest));
}

/** A row times the least common multiple of its denominators: exact in doubles while below 2^53. */
export function wholeRow(row: SparseRow): DoubleRow {
  const scale = [...row.coefficients.values(), row.bound].reduce((lcm, { d }) => (lcm / gcd(lcm, d)) * d, 1n);
  return numbersOf(row, rational(scale));
}

function numbersOf({ coefficients, relation, bound }: SparseRow, scale: Rational): DoubleRow {
  const upper = toDouble(multiply(bound, scale));
  return {
    indices: Int32Array.from(coefficients.keys()),
    coefficients: Float64Array.from(coefficients.values(), (value) => toDouble(multiply(value, scale))),
    lower: relation === "=" ? upper : -Infinity,
    upper,
  };
}

/**
 * The program for a solver in doubles.
 *
 * @param rows numbers of the rows to take, in this order; default all.
 * @param options.rowOf how a row becomes numbers, default {@link doubleRow}; names for files; columns that are 0 or 1.
 */
export function linearProblemOf(
  program: ExactProgram,
  rows: readonly number[] = program.rows.map((_, i) => i),
  options: {
    readonly rowOf?: (row: SparseRow) => DoubleRow;
    readonly binary?: (column: number) => boolean;
    readonly rowName?: (row: number) => string;
    readonly columnName?: (column: number) => string;
  } = {},
): LinearProblem {
  const { rowOf = doubleRow, binary = () => false, ...names } = options;
  const builder = new LinearProblemBuilder("maximise");
  program.objective.forEach((cost, j) => {
    const whole = binary(j);
    builder.addColumn(toDouble(cost), program.free[j] ? -Infinity : 0, whole ? 1 : Infinity, whole);
  });
  for (const i of rows) {
    const { indices, coefficients, lower, upper } = rowOf(program.rows[i]);
    builder.addRow(indices, coefficients, lower, upper);
  }
  return builder.build(names);
}

/** Decimal digits between the largest and the smallest coefficient of a row, the most over all rows. */
export function digitSpread({ rows }: ExactProgram): number {
  let most = 0;
  for (const { coefficients } of rows) {
    let [least, largest] = [Infinity, -Infinity];
    for (const value of coefficients.values()) {
      const exponent = exponentOf(value);
      least = Math.min(least, exponent);
      largest = Math.max(largest, exponent);
    }
    most = Math.max(most, largest - least);
  }
  return Math.ceil(most * Math.log10(2));
}

/** ⌊log₂|value|⌋ up to one. */
function exponentOf({ n, d }: Rational): number {
  return bitLength(n) - bitLength(d);
}

function bitLength(n: bigint): number {
  const size = n < 0n ? -n : n;
  return size < 2n ** 53n ? Math.ceil(Math.log2(Number(size) + 1)) : size.toString(16).length * 4;
}

/** 2^−exponent. */
function powerOfTwo(exponent: number): Rational {
  return exponent >= 0 ? rational(1n, 2n ** BigInt(exponent)) : rational(2n ** BigInt(-exponent));
}
