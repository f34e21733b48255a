import { compare, multiply, type Rational, subtract, ZERO } from "../rational.js";
import type { ExactProgram, SparseRow } from "./exact-program.js";
import { times } from "./simplex-state.js";
import { boundValue, type ExactOutcome, objectiveValue } from "./solve-exactly.js";

/**
 * Whether an outcome proves itself: checks what {@link ExactOutcome} says of it and nothing else. Always true of `stopped`, which
 * claims nothing. Complexity: O(coefficients).
 */
export function verifyOutcome(program: ExactProgram, outcome: ExactOutcome): boolean {
  const { objective, rows, free } = program;
  const signed = (x: readonly Rational[]) =>
    x.length === objective.length && x.every((value, j) => free[j] || value.n >= 0n);
  const keeps = (x: readonly Rational[], limit: (row: SparseRow) => Rational) =>
    signed(x) &&
    rows.every((row) => {
      const order = compare(times(x, row.coefficients), limit(row));
      return order === 0 || (order < 0 && row.relation === "<=");
    });
  const covers = (y: readonly Rational[], costs: readonly Rational[]) => {
    if (y.length !== rows.length || rows.some(({ relation }, i) => relation === "<=" && y[i].n < 0n))
      return false;
    const left = [...costs];
    rows.forEach(({ coefficients }, i) => {
      for (const [j, value] of coefficients) left[j] = subtract(left[j], multiply(y[i], value));
    });
    return left.every(({ n }, j) => (free[j] ? n === 0n : n <= 0n));
  };
  const bound = ({ bound }: SparseRow) => bound;
  switch (outcome.kind) {
    case "optimal":
      return (
        keeps(outcome.primal, bound) &&
        covers(outcome.prices, objective) &&
        compare(objectiveValue(program, outcome.primal), boundValue(program, outcome.prices)) === 0
      );
    case "infeasible":
      return (
        covers(
          outcome.farkas,
          objective.map(() => ZERO),
        ) && boundValue(program, outcome.farkas).n < 0n
      );
    case "unbounded":
      return (
        keeps(outcome.primal, bound) &&
        keeps(outcome.ray, () => ZERO) &&
        objectiveValue(program, outcome.ray).n > 0n
      );
    case "stopped":
      return true;
  }
}
