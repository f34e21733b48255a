import { compare, multiply, type Rational, subtract, ZERO } from "../rational.js";
import { type ExactProgram, type SparseRow, satisfies } from "./exact-program.js";
import { boundValue, type ExactOutcome, objectiveValue } from "./solve-exactly.js";

/**
 * Whether an outcome proves itself: checks what {@link ExactOutcome} says of it and nothing else. Always true of `stopped`, which
 * claims nothing. Complexity: O(coefficients).
 */
export function verifyOutcome(program: ExactProgram, outcome: ExactOutcome): boolean {
  const { objective, rows, free } = program;
  const signed = (x: readonly Rational[]) =>
    x.length === objective.length && x.every((value, j) => free[j] || value.n >= 0n);
  const keeps = (x: readonly Rational[], limited: readonly SparseRow[]) =>
    signed(x) && limited.every((row) => satisfies(row, x));
  const covers = (y: readonly Rational[], costs: readonly Rational[]) => {
    if (y.length !== rows.length || rows.some(({ relation }, i) => relation === "<=" && y[i].n < 0n))
      return false;
    const left = [...costs];
    rows.forEach(({ coefficients }, i) => {
      for (const [j, value] of coefficients) left[j] = subtract(left[j], multiply(y[i], value));
    });
    return left.every(({ n }, j) => (free[j] ? n === 0n : n <= 0n));
  };
  switch (outcome.kind) {
    case "optimal":
      return (
        keeps(outcome.primal, rows) &&
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
        keeps(outcome.primal, rows) &&
        keeps(
          outcome.ray,
          rows.map((row) => ({ ...row, bound: ZERO })),
        ) &&
        objectiveValue(program, outcome.ray).n > 0n
      );
    case "stopped":
      return true;
  }
}
