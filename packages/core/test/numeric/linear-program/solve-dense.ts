import { objectiveValue, solveExactly } from "../../../src/numeric/linear-program/index.js";
import type { Rational } from "../../../src/numeric/rational.js";

/** coefficients · x ≤ bound, or = bound, every coefficient written out. */
export interface DenseRow {
  readonly coefficients: readonly Rational[];
  readonly relation: "<=" | "=";
  readonly bound: Rational;
}

type Answer =
  | { readonly kind: "optimal"; readonly value: Rational }
  | { readonly kind: "infeasible" }
  | { readonly kind: "unbounded" };

/** Maximises objective · x over x ≥ 0; with its value where there is one. */
export function solveDense(objective: readonly Rational[], rows: readonly DenseRow[]): Answer {
  const program = {
    objective,
    free: objective.map(() => false),
    rows: rows.map((row) => ({ ...row, coefficients: new Map(row.coefficients.entries()) })),
  };
  const outcome = solveExactly(program);
  if (outcome.kind === "stopped") throw new Error("too few pivots");
  return outcome.kind === "optimal"
    ? { kind: "optimal", value: objectiveValue(program, outcome.primal) }
    : { kind: outcome.kind };
}
