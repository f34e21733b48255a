import { fail } from "../candor-error.js";
import { compare, divide, multiply, negate, ONE, type Rational, subtract, ZERO } from "../rational.js";
import { dot, type LinearProgram, type LinearProgramOutcome } from "./linear-program.js";

/**
 * Columns: variables, slacks, one artificial variable per row, right-hand side. Row i reads B⁻¹ times the i-th equation,
 * basis[i] is the column it determines. The artificial columns hold B⁻¹, from which prices are read.
 */
interface Tableau {
  readonly rows: Rational[][];
  readonly basis: number[];
  readonly artificial: number;
  /** −1 where the constraint was negated to make its bound non-negative. */
  readonly flipped: readonly boolean[];
}

/**
 * Solves a small linear program in exact fractions.
 *
 * Definition: maximise objective·x subject to coefficients·x ≤ or = bound and x ≥ 0. Two-phase tableau simplex with Bland's rule
 * (smallest entering column, smallest leaving basic column), which never cycles.
 *
 * @returns optimal with primal and dual, infeasible with Farkas prices, or unbounded with a ray; `verifyOutcome` checks each.
 * Among several optima the one Bland's rule reaches first.
 * Errors: `invalid-size` when a constraint has not one coefficient per variable.
 * Complexity: O(rows · (variables + rows)) per pivot; pivots may be exponential in the worst case: for small questions.
 * Source: Bland (1977), "New finite pivoting rules for the simplex method".
 *
 * @example
 * // max x + y, x + 2y ≤ 2, x ≤ 1: value 3/2 at (1, 1/2), prices 1/2, 1/2
 * solveExactly({ objective: [ONE, ONE], constraints: [
 *   { coefficients: [ONE, rational(2)], relation: "<=", bound: rational(2) },
 *   { coefficients: [ONE, ZERO], relation: "<=", bound: ONE } ] })
 */
export function solveExactly(program: LinearProgram): LinearProgramOutcome {
  program.constraints.forEach(({ coefficients }, i) => {
    if (coefficients.length !== program.objective.length)
      fail(
        "invalid-size",
        `constraints[${i}]`,
        `Give one coefficient for each of ${program.objective.length} variables.`,
      );
  });
  const tableau = initialTableau(program);
  const width = tableau.artificial + tableau.rows.length;
  const phaseOne = Array.from({ length: width }, (_, j) => (j < tableau.artificial ? ZERO : negate(ONE)));
  maximise(tableau, phaseOne);
  const shortfall = dot(
    tableau.basis.map((j) => phaseOne[j]),
    rightHandSide(tableau),
  );
  if (shortfall.n < 0n) return { kind: "infeasible", farkas: prices(tableau, phaseOne) };
  removeArtificials(tableau);
  const phaseTwo = Array.from({ length: width }, (_, j) => program.objective[j] ?? ZERO);
  const entering = maximise(tableau, phaseTwo);
  const primal = basicSolution(tableau, program.objective.length, rightHandSide(tableau));
  if (entering === undefined)
    return {
      kind: "optimal",
      value: dot(program.objective, primal),
      primal,
      dual: prices(tableau, phaseTwo),
    };
  const direction = tableau.rows.map((row) => negate(row[entering]));
  const ray = basicSolution(tableau, program.objective.length, direction);
  if (entering < ray.length) ray[entering] = ONE;
  return { kind: "unbounded", primal, ray };
}

function initialTableau({ objective, constraints }: LinearProgram): Tableau {
  const flipped = constraints.map(({ bound }) => bound.n < 0n);
  const inequalities = constraints.flatMap(({ relation }, i) => (relation === "<=" ? [i] : []));
  const artificial = objective.length + inequalities.length;
  const rows = constraints.map(({ coefficients, bound }, i) => {
    const slacks = inequalities.map((k) => (k === i ? ONE : ZERO));
    const signed = [...coefficients, ...slacks].map((value) => (flipped[i] ? negate(value) : value));
    const identity = constraints.map((_, k) => (k === i ? ONE : ZERO));
    return [...signed, ...identity, flipped[i] ? negate(bound) : bound];
  });
  return { rows, basis: constraints.map((_, i) => artificial + i), artificial, flipped };
}

/** Pivots until no column improves; returns the column along which the objective grows for ever, if any. */
function maximise(tableau: Tableau, objective: readonly Rational[]): number | undefined {
  for (;;) {
    const entering = improvingColumn(tableau, objective);
    if (entering === undefined) return undefined;
    const leaving = leavingRow(tableau, entering);
    if (leaving === undefined) return entering;
    pivot(tableau, leaving, entering);
  }
}

/** Artificial variables never come back: they start in the basis and only leave it. */
function improvingColumn({ rows, basis, artificial }: Tableau, objective: readonly Rational[]) {
  const basic = basis.map((j) => objective[j]);
  for (let j = 0; j < artificial; j++) {
    const worth = dot(
      basic,
      rows.map((row) => row[j]),
    );
    if (compare(objective[j], worth) > 0) return j;
  }
  return undefined;
}

function leavingRow(tableau: Tableau, entering: number): number | undefined {
  let best: { row: number; ratio: Rational } | undefined;
  tableau.rows.forEach((row, i) => {
    if (row[entering].n <= 0n) return;
    const ratio = divide(row.at(-1)!, row[entering]);
    const order = best === undefined ? -1 : compare(ratio, best.ratio);
    if (best === undefined || order < 0 || (order === 0 && tableau.basis[i] < tableau.basis[best.row]))
      best = { row: i, ratio };
  });
  return best?.row;
}

function pivot({ rows, basis }: Tableau, leaving: number, entering: number): void {
  const pivotRow = rows[leaving].map((value) => divide(value, rows[leaving][entering]));
  rows.forEach((row, i) => {
    const factor = row[entering];
    if (i !== leaving && factor.n !== 0n)
      rows[i] = row.map((value, j) => subtract(value, multiply(factor, pivotRow[j])));
  });
  rows[leaving] = pivotRow;
  basis[leaving] = entering;
}

/** After phase one artificials are 0; one that cannot leave belongs to a redundant row, which no later pivot touches. */
function removeArtificials(tableau: Tableau): void {
  tableau.rows.forEach((row, i) => {
    if (tableau.basis[i] < tableau.artificial) return;
    const entering = row.findIndex((value, j) => j < tableau.artificial && value.n !== 0n);
    if (entering >= 0) pivot(tableau, i, entering);
  });
}

const rightHandSide = ({ rows }: Tableau) => rows.map((row) => row.at(-1)!);

function basicSolution({ basis }: Tableau, variables: number, values: readonly Rational[]): Rational[] {
  const solution = new Array<Rational>(variables).fill(ZERO);
  basis.forEach((j, i) => {
    if (j < variables) solution[j] = values[i];
  });
  return solution;
}

/** y = c_B B⁻¹, with the signs of the constraints as given. */
function prices({ rows, basis, artificial, flipped }: Tableau, objective: readonly Rational[]): Rational[] {
  const basic = basis.map((j) => objective[j]);
  return flipped.map((flip, i) => {
    const price = dot(
      basic,
      rows.map((row) => row[artificial + i]),
    );
    return flip ? negate(price) : price;
  });
}
