import { RowBlockBuilder } from "../lp/problem-builder.js";
import { BASIS_STATUS } from "../lp/solution.js";
import type { LinearSession, LinearSolver, StopSignal } from "../lp/solver.js";
import { CandorError } from "../numeric/candor-error.js";
import { type ExactProgram, satisfies } from "../numeric/linear-program/exact-program.js";
import { type ExactOutcome, solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { type Rational, ZERO } from "../numeric/rational.js";
import { type DoubleRow, digitSpread, doubleRow, linearProblemOf } from "./linear-problem-of.js";

export interface SolveProgramOptions {
  /** Finds the basis in doubles; without one the exact method starts from scratch, which suits small programs only. */
  readonly solver?: LinearSolver;
  /** Columns to start from instead, see `SimplexOptions.basis`. */
  readonly basis?: readonly number[];
  /** Exact pivots after which the answer may be incomplete. Default 2,000. */
  readonly pivotLimit?: number;
  /** Seconds for the solver in doubles. */
  readonly timeLimit?: number;
  readonly signal?: StopSignal;
  /** Rows that may wait until a solution breaks them. Default none. */
  readonly lazy?: (row: number) => boolean;
  readonly onProgress?: (what: string) => void;
}

export interface SolvedProgram {
  readonly outcome: ExactOutcome;
  /** Rows that took part; all others hold at the outcome, which was checked exactly. */
  readonly active: number;
  /** How often violated rows were added. */
  readonly rounds: number;
  readonly start: "solver" | "scratch";
  /** Decimal digits between the coefficients of a row, where they are too many for doubles to be of use. */
  readonly digits?: number;
}

/** Digits within a row beyond which doubles are no help. */
const HOPELESS_DIGITS = 14;
const BASIC = BASIS_STATUS.indexOf("basic");

/**
 * Solves a program exactly: a solver in doubles finds the rows that matter and a basis, the exact method finishes from there,
 * and every row left out is checked in fractions (and added where it fails) before the outcome is returned.
 */
export async function solveProgram(
  program: ExactProgram,
  options: SolveProgramOptions = {},
): Promise<SolvedProgram> {
  const { lazy = () => false, solver, onProgress } = options;
  const all = program.rows.map((_, i) => i);
  const rows = new RowChoice(all.filter((i) => !lazy(i)));
  let basis = options.basis;
  const digits = digitSpread(program);
  const hopeless = digits > HOPELESS_DIGITS;
  if (basis === undefined && solver !== undefined && !hopeless)
    basis = await advised(program, rows, solver, options);
  const start = basis === undefined ? "scratch" : "solver";
  onProgress?.("solving in fractions");
  const solved = exactly(program, rows, basis, options);
  return { ...solved, rounds: rows.rounds, start, ...(hopeless ? { digits } : {}) };
}

/** The rows in play, in the order of the solver's. */
class RowChoice {
  rounds = 0;
  readonly #chosen: Set<number>;

  constructor(rows: readonly number[]) {
    this.#chosen = new Set(rows);
  }

  get active(): number[] {
    return [...this.#chosen];
  }

  has(row: number): boolean {
    return this.#chosen.has(row);
  }

  take(rows: readonly number[]): void {
    for (const row of rows) this.#chosen.add(row);
    this.rounds++;
  }
}

/** The final basis in doubles, after adding what is violated; `undefined` where the solver gives none or refuses the program. */
async function advised(
  program: ExactProgram,
  rows: RowChoice,
  solver: LinearSolver,
  { timeLimit, signal, onProgress }: SolveProgramOptions,
): Promise<number[] | undefined> {
  const waiting = program.rows.flatMap((row, i) =>
    rows.has(i) ? [] : [{ row: i, numbers: doubleRow(row) }],
  );
  const limits = {
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(signal === undefined ? {} : { signal }),
  };
  let session: LinearSession | undefined;
  try {
    session = await solver.open(linearProblemOf(program, rows.active));
    for (;;) {
      onProgress?.(`solving in doubles, ${rows.active.length} of ${program.rows.length} rows`);
      const solution = await session.solve({ method: "simplex", certificates: false, ...limits });
      const open = waiting.filter(({ row }) => !rows.has(row));
      const limited = ["time-limit", "interrupted", "iteration-limit"].includes(solution.termination);
      const broken =
        solution.termination === "optimal"
          ? mostViolated(open, solution.primal, Math.max(500, rows.active.length / 2))
          : limited || solution.termination === "infeasible"
            ? []
            : open;
      if (broken.length === 0) {
        const { basis } = solution;
        return basis && basicColumns(basis, rows.active, program.objective.length);
      }
      const block = new RowBlockBuilder();
      for (const { numbers } of broken)
        block.addRow(
          numbers.indices,
          numbers.coefficients,
          numbers.lower,
          numbers.upper,
          program.objective.length,
        );
      session.addRows(block.build(program.objective.length));
      rows.take(broken.map(({ row }) => row));
    }
  } catch (error) {
    if (error instanceof CandorError) return undefined;
    throw error;
  } finally {
    session?.dispose();
  }
}

interface Waiting {
  readonly row: number;
  readonly numbers: DoubleRow;
}

/** Rows violated by more than rounding, the worst first, at most so many. */
function mostViolated(open: readonly Waiting[], x: Float64Array, most: number): Waiting[] {
  const excess = ({ numbers: { indices, coefficients, lower, upper } }: Waiting) => {
    let activity = 0;
    for (let p = 0; p < indices.length; p++) activity += coefficients[p] * x[indices[p]];
    return Math.max(activity - upper, lower - activity);
  };
  return open
    .map((each) => ({ each, by: excess(each) }))
    .filter(({ by }) => by > 1e-8)
    .sort((a, b) => b.by - a.by)
    .slice(0, most)
    .map(({ each }) => each);
}

/** Basic columns of the slack form over the chosen rows: variables j, slack of the p-th row n + p. */
function basicColumns(
  basis: { readonly columns: Uint8Array; readonly rows: Uint8Array },
  active: readonly number[],
  variables: number,
): number[] | undefined {
  const chosen: number[] = [];
  basis.columns.forEach((status, j) => {
    if (status === BASIC) chosen.push(j);
  });
  basis.rows.forEach((status, p) => {
    if (status === BASIC) chosen.push(variables + p);
  });
  return chosen.length === active.length ? chosen : undefined;
}

function exactly(
  program: ExactProgram,
  rows: RowChoice,
  advice: readonly number[] | undefined,
  options: SolveProgramOptions,
): { outcome: ExactOutcome; active: number } {
  const n = program.objective.length;
  let pivotLimit = options.pivotLimit ?? 2000;
  let used = 0;
  let basis = advice;
  for (;;) {
    const { active } = rows;
    const outcome = solveExactly(
      { ...program, rows: active.map((i) => program.rows[i]) },
      {
        pivotLimit,
        ...(basis === undefined ? {} : { basis }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
    );
    used += outcome.pivots;
    pivotLimit = Math.max(0, pivotLimit - outcome.pivots);
    const open = program.rows.flatMap((_, i) => (rows.has(i) ? [] : [i]));
    const broken = brokenRows(program, open, outcome);
    if (broken.length === 0 || outcome.kind === "stopped") {
      const sound = broken.length === 0 || outcome.kind !== "stopped" ? outcome : withoutPoint(outcome);
      return {
        outcome: { ...spread(sound, active, program.rows.length), pivots: used },
        active: active.length,
      };
    }
    basis = [...outcome.basis, ...broken.map((_, p) => n + active.length + p)];
    rows.take(broken);
  }
}

/** What the outcome does not hold for: rows its point breaks; for a ray, every row left out. */
function brokenRows({ rows }: ExactProgram, open: readonly number[], outcome: ExactOutcome): number[] {
  if (outcome.kind === "infeasible") return [];
  if (outcome.kind === "unbounded") return [...open];
  const { primal } = outcome;
  return primal === undefined ? [] : open.filter((i) => !satisfies(rows[i], primal));
}

/** A point that breaks a row is none; its prices still bound the value. */
function withoutPoint({ primal: _, ...rest }: ExactOutcome & { readonly kind: "stopped" }): ExactOutcome {
  return rest;
}

/** Prices of the chosen rows as prices of all rows. */
function spread(outcome: ExactOutcome, active: readonly number[], count: number): ExactOutcome {
  const full = (prices: readonly Rational[]) => {
    const all = new Array<Rational>(count).fill(ZERO);
    active.forEach((row, p) => {
      all[row] = prices[p];
    });
    return all;
  };
  switch (outcome.kind) {
    case "optimal":
      return { ...outcome, prices: full(outcome.prices) };
    case "infeasible":
      return { ...outcome, farkas: full(outcome.farkas) };
    case "stopped":
      return outcome.prices === undefined ? outcome : { ...outcome, prices: full(outcome.prices) };
    case "unbounded":
      return outcome;
  }
}
