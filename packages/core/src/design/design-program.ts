import type { LinearProblem } from "../lp/problem.js";
import type { Environment } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";
import { programSize } from "../numeric/linear-program/exact-program.js";
import type { Rational } from "../numeric/rational.js";
import { type FiniteTables, finiteTables } from "./finite-tables.js";
import { type FoldedProgram, fold } from "./fold.js";
import { type Formulation, formulate, tabledObjective } from "./formulation.js";
import { linearProblemOf, wholeRow } from "./linear-problem-of.js";
import { checkQuestion, type DesignQuestion } from "./question.js";
import type { NamedRow } from "./row-family.js";
import { rowNameKey } from "./row-name.js";
import { columnOrbits, symmetries } from "./symmetry.js";

/** A question as a program, as stated and with symmetric variables merged. */
export interface DesignProgram {
  readonly program: Formulation;
  readonly folded: FoldedProgram<NamedRow>;
  /** Swaps of alike agents that were used to merge. */
  readonly swaps: number;
}

/** Coefficients up to which a program is built. */
const LARGEST_PROGRAM = 2_000_000;

/** Errors: `no-beliefs`, `no-prior`, `too-large`. Sure choices are not merged: a symmetric question may have no symmetric answer among them. */
export function designProgram(tables: FiniteTables, question: DesignQuestion): DesignProgram {
  const program = formulate(tables, question);
  const coefficients = programSize(program);
  if (coefficients > LARGEST_PROGRAM)
    fail("too-large", "", `The program has ${coefficients} coefficients; ${LARGEST_PROGRAM} are possible.`);
  const kept = question.deterministic ? [] : symmetries(tables, tabledObjective(tables, question.objective));
  // Rows of anonymity are stated for neighbours, and only all swaps together merge them away.
  const swaps = question.anonymous && kept.length < tables.swaps.length ? [] : kept;
  const orbits = columnOrbits(tables, program.columns, swaps);
  return { program, folded: fold(program, orbits), swaps: swaps.length };
}

/**
 * The program of a question for solvers elsewhere: every row times the least common multiple of its denominators, so that the
 * numbers are whole and, below 2^53, exactly those of the model; objective coefficients are rounded to doubles.
 *
 * Columns are called `g/k/a`, `p/i/k` and `P/i/t` (g(a|k), p_i(k), interim payments; of merged variables the first), rows as in a
 * certificate. `designMechanism` takes a solution back as `advice`. Errors: those of `designMechanism`.
 */
export function designProblem(environment: Environment<Rational>, question: DesignQuestion): LinearProblem {
  checkQuestion(question);
  const { program, folded } = designProgram(finiteTables(environment), question);
  const names = columnNames(program);
  return linearProblemOf(folded.program, undefined, {
    rowOf: wholeRow,
    binary: (j) => question.deterministic === true && folded.kept[j] < program.columns.lotteries,
    rowName: (i) => rowNameKey(folded.program.rows[i].name),
    columnName: (j) => names[folded.kept[j]],
  });
}

/** Names of the columns of a formulation. */
export function columnNames({ columns, payments, tables }: Formulation): string[] {
  const names = new Array<string>(columns.count);
  const { profiles, alternatives, agents } = tables;
  for (let k = 0; k < profiles; k++) {
    for (let a = 0; a < alternatives.length; a++) {
      const column = columns.lottery(k, a);
      if (column >= 0) names[column] = `g/${k}/${a}`;
    }
    for (let i = 0; i < agents.length; i++) {
      const column = columns.payment(i, k);
      if (column >= 0)
        names[column] ??= payments === "interim" ? `P/${i}/${column - columns.payment(i, 0)}` : `p/${i}/${k}`;
    }
  }
  return names;
}
