import type { Basis, LinearSolution } from "../lp/solution.js";
import type { LinearSession, LinearSolver, StopSignal } from "../lp/solver.js";
import { dominantNeighbours } from "./dominant-neighbours.js";
import { representatives } from "./dominant-orbits.js";
import { typeAt } from "./dominant-profiles.js";
import {
  type DominantProgram,
  type IncentiveRows,
  incentiveColumns,
  withoutIncentives,
} from "./dominant-program.js";
import { type Separation, violatedIncentives } from "./dominant-separation.js";

/** One round: a program solved, and all incentive constraints looked through. */
export interface DominantRound {
  /** From 1. */
  readonly round: number;
  /** Incentive constraints in the program just solved, one an orbit. */
  readonly incentives: number;
  /** Its value: an upper estimate of the optimum, in the unit of the values. */
  readonly estimate: number;
  /** The largest violation of any incentive constraint by its solution, in the unit of the values. */
  readonly violation: number;
  /** Constraints that the next round adds; 0 in the last. */
  readonly added: number;
  /** Time in the solver, all rounds so far. */
  readonly seconds: number;
}

export interface RoundsOptions {
  readonly solver: LinearSolver;
  /** "auto": simplex up to 12,000 columns, interior point beyond. */
  readonly method?: "auto" | "simplex" | "ipm";
  /** Whether interior point moves on to a vertex. */
  readonly crossover?: boolean;
  /** Seconds in the solver, all rounds together. */
  readonly timeLimit?: number;
  readonly signal?: StopSignal;
  readonly progress?: (round: DominantRound) => void;
}

/** What the last completed round found, in doubles; all zeros when none was. */
export interface RoundsOutcome {
  /** By column of the orbits: allocation and utilities, these in the program's unit. */
  readonly mechanism: Float64Array;
  /** The prices' incentive constraints, then perhaps some that were not solved any more. */
  readonly rows: IncentiveRows;
  /** In the program's scale. */
  readonly prices: Float64Array;
  /** Of the last round's program, where it ended at a vertex. */
  readonly basis?: Basis;
  /** "complete": no constraint is violated beyond the tolerance; otherwise a limit or the signal stopped it, or the solver failed. */
  readonly status: "complete" | "stopped" | "failed";
  readonly rounds: readonly DominantRound[];
  readonly iterations: number;
  /** What the solver ran, in words. */
  readonly method: string;
}

const MOST_SIMPLEX_COLUMNS = 12_000;
/** In the program's unit. Interior point is content with a little more. */
const TOLERANCES = { simplex: 1e-9, ipm: 1e-7 } as const;

/**
 * Solves the program with the incentive constraints between neighbours, adds those that its solution violates, and repeats from
 * where it was until none is violated.
 */
export async function dominantRounds(
  program: DominantProgram,
  weights: ArrayLike<number>,
  options: RoundsOptions,
): Promise<RoundsOutcome> {
  const session = await options.solver.open(withoutIncentives(program, weights));
  try {
    return await rounds(program, session, options);
  } finally {
    session.dispose();
  }
}

async function rounds(
  program: DominantProgram,
  session: LinearSession,
  options: RoundsOptions,
): Promise<RoundsOutcome> {
  const method = methodFor(program, options);
  const truths = representatives(program.orbits);
  const known = new Set<number>();
  const rows = { truth: [] as number[], report: [] as number[] };
  let fresh = neighbourRows(program, truths, known);
  let outcome = nothingYet(program, rows);
  for (;;) {
    for (const truth of fresh.truth) rows.truth.push(truth);
    for (const report of fresh.report) rows.report.push(report);
    if (fresh.truth.length > 0) session.addColumns(incentiveColumns(program, fresh));
    const solution = await session.solve(solveOptions(options, method, outcome));
    if (solution.termination !== "optimal")
      return { ...outcome, status: isLimit(solution) ? "stopped" : "failed" };
    const found = violatedIncentives(program, truths, solution.rowDuals, TOLERANCES[method], known);
    const round = summary(program, outcome, solution, found);
    outcome = {
      ...outcome,
      mechanism: solution.rowDuals,
      prices: solution.primal.slice(program.orbits.resources.length),
      ...(solution.basis ? { basis: solution.basis } : {}),
      rounds: [...outcome.rounds, round],
      iterations: outcome.iterations + solution.iterations,
      method: solution.method,
    };
    options.progress?.(round);
    fresh = found.rows;
    // Every round adds constraints that were not there, of which there are finitely many.
    if (fresh.truth.length === 0) return { ...outcome, status: "complete" };
  }
}

function nothingYet({ orbits }: DominantProgram, rows: IncentiveRows): RoundsOutcome {
  return {
    mechanism: new Float64Array(orbits.columns),
    prices: new Float64Array(0),
    rows,
    status: "stopped",
    rounds: [],
    iterations: 0,
    method: "",
  };
}

function summary(
  { orbits, unit, scale }: DominantProgram,
  { rounds }: RoundsOutcome,
  { primal, objective = Number.NaN, seconds }: LinearSolution,
  found: Separation,
): DominantRound {
  return {
    round: rounds.length + 1,
    incentives: primal.length - orbits.resources.length,
    estimate: (objective * unit) / scale,
    violation: found.worst * unit,
    added: found.rows.truth.length,
    seconds: (rounds.at(-1)?.seconds ?? 0) + seconds,
  };
}

function methodFor({ orbits }: DominantProgram, { method = "auto" }: RoundsOptions): "simplex" | "ipm" {
  if (method !== "auto") return method;
  return orbits.columns <= MOST_SIMPLEX_COLUMNS ? "simplex" : "ipm";
}

function solveOptions(
  { signal, timeLimit, crossover = false }: RoundsOptions,
  method: "simplex" | "ipm",
  { rounds }: RoundsOutcome,
) {
  const used = rounds.at(-1)?.seconds ?? 0;
  return {
    method,
    crossover,
    certificates: false,
    tolerances: { primal: 1e-9, dual: 1e-9, optimality: 1e-9 },
    ...(timeLimit === undefined ? {} : { timeLimit: Math.max(0, timeLimit - used) }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function isLimit({ termination }: LinearSolution): boolean {
  return termination === "time-limit" || termination === "interrupted" || termination === "iteration-limit";
}

function neighbourRows(
  { sale, profiles, values }: DominantProgram,
  truths: Int32Array,
  known: Set<number>,
): IncentiveRows {
  const { count, goods, sizes } = profiles;
  const neighbours = sale.bidders.map((_, i) => dominantNeighbours(values[i], sizes[i], goods));
  const most = Math.max(...sizes);
  const rows = { truth: [] as number[], report: [] as number[] };
  for (const truth of truths) {
    const bidder = Math.floor(truth / count);
    for (const report of neighbours[bidder][typeAt(profiles, bidder, truth % count)]) {
      known.add(truth * most + report);
      rows.truth.push(truth);
      rows.report.push(report);
    }
  }
  return rows;
}
