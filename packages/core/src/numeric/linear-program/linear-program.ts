import type { Rational } from "../rational.js";
import { add, compare, multiply, ZERO } from "../rational.js";

/** coefficients · x ≤ bound, or = bound. */
export interface Constraint {
  readonly coefficients: readonly Rational[];
  readonly relation: "<=" | "=";
  readonly bound: Rational;
}

/** Maximise objective · x over x ≥ 0 that satisfy all constraints. */
export interface LinearProgram {
  readonly objective: readonly Rational[];
  readonly constraints: readonly Constraint[];
}

/** Each outcome carries what proves it; one price per constraint, ≥ 0 on inequalities, of any sign on equations. */
export type LinearProgramOutcome =
  | {
      readonly kind: "optimal";
      readonly value: Rational;
      readonly primal: readonly Rational[];
      /** Prices y with yA ≥ objective and y·bounds = value. */
      readonly dual: readonly Rational[];
    }
  /** Prices y with yA ≥ 0 and y·bounds < 0: no x ≥ 0 can satisfy all constraints. */
  | { readonly kind: "infeasible"; readonly farkas: readonly Rational[] }
  /** A feasible point and a direction d ≥ 0 that keeps all constraints and raises the objective. */
  | { readonly kind: "unbounded"; readonly primal: readonly Rational[]; readonly ray: readonly Rational[] };

export function dot(a: readonly Rational[], b: readonly Rational[]): Rational {
  return a.reduce((total, value, k) => add(total, multiply(value, b[k])), ZERO);
}

/**
 * Whether an outcome proves itself: checks its definition only and shares no code path with the solver.
 *
 * @returns true iff the numbers of the outcome satisfy every condition stated at {@link LinearProgramOutcome}.
 * Complexity: O(constraints · variables).
 */
export function verifyOutcome(program: LinearProgram, outcome: LinearProgramOutcome): boolean {
  const { objective, constraints } = program;
  const bounds = constraints.map(({ bound }) => bound);
  const nonNegative = (x: readonly Rational[]) =>
    x.length === objective.length && x.every((value) => value.n >= 0n);
  const satisfies = (x: readonly Rational[], limits: readonly Rational[]) =>
    constraints.every(({ coefficients, relation }, i) => {
      const difference = compare(dot(coefficients, x), limits[i]);
      return relation === "=" ? difference === 0 : difference <= 0;
    });
  const feasible = (x: readonly Rational[]) => nonNegative(x) && satisfies(x, bounds);
  const prices = (y: readonly Rational[], floor: readonly Rational[]) =>
    y.length === constraints.length &&
    constraints.every(({ relation }, i) => relation === "=" || y[i].n >= 0n) &&
    floor.every(
      (least, j) =>
        compare(
          dot(
            y,
            constraints.map(({ coefficients }) => coefficients[j]),
          ),
          least,
        ) >= 0,
    );
  const nothing = objective.map(() => ZERO);
  switch (outcome.kind) {
    case "optimal":
      return (
        feasible(outcome.primal) &&
        prices(outcome.dual, objective) &&
        compare(dot(objective, outcome.primal), outcome.value) === 0 &&
        compare(dot(outcome.dual, bounds), outcome.value) === 0
      );
    case "infeasible":
      return prices(outcome.farkas, nothing) && dot(outcome.farkas, bounds).n < 0n;
    case "unbounded": {
      const { ray } = outcome;
      const keeps =
        nonNegative(ray) &&
        satisfies(
          ray,
          bounds.map(() => ZERO),
        );
      return feasible(outcome.primal) && keeps && dot(objective, ray).n > 0n;
    }
  }
}
