import { LinearProblemBuilder } from "../lp/problem-builder.js";
import { BASIS_STATUS, type Basis, type LinearSolution } from "../lp/solution.js";
import type { LinearSession, LinearSolver, StopSignal } from "../lp/solver.js";
import type { ExactProgram } from "../numeric/linear-program/exact-program.js";
import { toDouble } from "../numeric/rational.js";
import type { Choices } from "./branch-tree.js";

/** The program in doubles; `integer` makes the columns of the choices whole. */
export function problemInDoubles(
  { objective, free, rows }: ExactProgram,
  choices: Choices,
  integer: boolean,
) {
  const whole = new Set(integer ? choices.flat() : []);
  const builder = new LinearProblemBuilder("maximise");
  objective.forEach((cost, j) => {
    const upper = whole.has(j) ? 1 : Infinity;
    builder.addColumn(toDouble(cost), free[j] ? -Infinity : 0, upper, whole.has(j));
  });
  for (const { coefficients, relation, bound } of rows) {
    const limit = toDouble(bound);
    const values = [...coefficients.values()].map(toDouble);
    builder.addRow([...coefficients.keys()], values, relation === "=" ? limit : -Infinity, limit);
  }
  return builder.build();
}

/** The relaxation of one case as the solver in doubles sees it. Advice only. */
export interface Relaxed {
  /** −∞ where infeasible, ∞ where unbounded or unknown. */
  readonly bound: number;
  /** Empty where there is none. */
  readonly primal: Float64Array;
  readonly prices: Float64Array;
  /** y with yA ≥ 0 and y·b < 0, where asked for. */
  readonly farkas?: Float64Array;
  readonly basis?: Basis;
}

/** An infeasible case. */
export const NOTHING: Relaxed = {
  bound: -Infinity,
  primal: new Float64Array(0),
  prices: new Float64Array(0),
};

/** One model in the solver whose columns are closed and opened from case to case. */
export class Relaxation {
  readonly #session: LinearSession;
  readonly #choices: Choices;
  readonly #closed: Uint8Array;
  readonly #signal: StopSignal | undefined;

  private constructor(session: LinearSession, choices: Choices, columns: number, signal?: StopSignal) {
    this.#session = session;
    this.#choices = choices;
    this.#closed = new Uint8Array(columns);
    this.#signal = signal;
  }

  static async open(program: ExactProgram, choices: Choices, solver: LinearSolver, signal?: StopSignal) {
    const session = await solver.open(problemInDoubles(program, choices, false));
    return new Relaxation(session, choices, program.objective.length, signal);
  }

  /** Solves with every column of the choices outside `possible` at 0; `prove` asks for prices that prove infeasibility. */
  async solve(possible: Choices, start?: Basis, prove = false): Promise<Relaxed> {
    this.#choices.forEach((columns, k) => {
      for (const j of columns) this.#close(j, !possible[k].includes(j));
    });
    return relaxed(
      await this.#session.solve({
        method: "simplex",
        certificates: prove,
        ...(start === undefined ? {} : { start: { basis: start } }),
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      }),
    );
  }

  #close(column: number, closed: boolean): void {
    if ((this.#closed[column] === 1) === closed) return;
    this.#closed[column] = closed ? 1 : 0;
    this.#session.changeColumnBounds(column, 0, closed ? 0 : Infinity);
  }

  dispose(): void {
    this.#session.dispose();
  }
}

function relaxed({ termination, objective, primal, rowDuals, farkas, basis }: LinearSolution): Relaxed {
  const solved = termination === "optimal" && objective !== undefined;
  return {
    ...NOTHING,
    ...(termination === "infeasible" ? {} : { bound: Infinity }),
    ...(solved ? { bound: objective, primal, prices: rowDuals } : {}),
    // The solver's prices force y·Ax from below, ours from above.
    ...(farkas === undefined ? {} : { farkas: farkas.map((price) => -price) }),
    ...(basis === undefined ? {} : { basis }),
  };
}

const BASIC = BASIS_STATUS.indexOf("basic");

/** The basic columns of the slack form, j or n + i; `undefined` where the solver's basis has another size. */
export function basicColumns({ columns, rows }: Basis): number[] | undefined {
  const chosen: number[] = [];
  columns.forEach((status, j) => {
    if (status === BASIC) chosen.push(j);
  });
  rows.forEach((status, i) => {
    if (status === BASIC) chosen.push(columns.length + i);
  });
  return chosen.length === rows.length ? chosen : undefined;
}
