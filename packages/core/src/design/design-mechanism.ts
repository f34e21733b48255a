import type { Environment } from "../model/environment.js";
import { type ExactOutcome, objectiveValue } from "../numeric/linear-program/solve-exactly.js";
import { add, compare, multiply, type Rational, ZERO } from "../numeric/rational.js";
import { basisNear } from "./basis-near.js";
import type { Multiplier } from "./case-tree.js";
import type { Asked, Design, DesignOptions } from "./design.js";
import { columnNames, type DesignProgram, designProgram } from "./design-program.js";
import { designSureChoices } from "./design-sure-choices.js";
import { type DesignedTables, designedMechanism, readTables } from "./designed-tables.js";
import { fallback } from "./fallback.js";
import { type FiniteTables, finiteTables, profileSteps } from "./finite-tables.js";
import { firstBest } from "./first-best.js";
import type { FoldedProgram } from "./fold.js";
import { type Formulation, sizeOf, tabledObjective } from "./formulation.js";
import { irreducibleContradiction } from "./irreducible-contradiction.js";
import { lagrangianBound } from "./lagrangian-bound.js";
import { checkQuestion, type DesignQuestion } from "./question.js";
import { occurring, prior } from "./row-family.js";
import type { RowName } from "./row-name.js";
import { solveProgram } from "./solve-program.js";

/** Constraints up to which none of them waits. */
const ALL_AT_ONCE = 1_000;

/**
 * The best direct mechanism of a finite model: the largest value of a linear objective over lotteries g(·|t) and payments p_i(t) that
 * satisfy every constraint asked for at every profile, in exact fractions.
 *
 * Without money in the model every payment is 0. Among several optima the vertex that the solver's basis names; multipliers
 * likewise.
 * @returns see {@link Design}; `certificate` writes it down for the independent verifier.
 * Errors: `invalid-epsilon`, `invalid-value`, `no-beliefs`, `no-prior`, `empty-correspondence`, `too-large`; those of the solver.
 * Complexity: one linear program in doubles, one sparse exact factorisation, and one more a pivot.
 * Source: Conitzer and Sandholm (2002), "Complexity of mechanism design"; the exact step as in Applegate et al. (2007).
 */
export async function designMechanism(
  environment: Environment<Rational>,
  question: DesignQuestion,
  options: DesignOptions = {},
): Promise<Design> {
  checkQuestion(question);
  options.onProgress?.("writing the program");
  const tables = finiteTables(environment);
  requireBeliefs(tables, question);
  const direct = firstBest(tables, question);
  if (direct !== undefined) return settled(environment, tables, question, direct);
  const designed = designProgram(tables, question);
  return question.deterministic
    ? designSureChoices(environment, question, designed, options)
    : designLotteries(environment, question, designed, options);
}

/** Errors: `no-beliefs`, `no-prior`. */
function requireBeliefs(tables: FiniteTables, { incentives, participation, money }: DesignQuestion): void {
  if (incentives.includes("bayesian") || participation.includes("interim")) occurring(tables, 0);
  if ([...participation, ...money].some((kind) => kind.endsWith("ex-ante"))) prior(tables);
}

/** A choice that is best at every profile, with payments that keep every constraint, needs no multipliers. */
function settled(
  environment: Environment<Rational>,
  tables: FiniteTables,
  question: DesignQuestion,
  designed: DesignedTables,
): Design {
  const { lotteries } = tabledObjective(tables, question.objective);
  const value = designed.allocation.reduce(
    (total, lottery, k) => lottery.reduce((sum, p, a) => add(sum, multiply(p, lotteries[k][a])), total),
    ZERO,
  );
  const nothing = { variables: 0, constraints: 0 };
  return {
    question,
    tables,
    formulation: {
      ...{ payments: "potential", ...nothing, coefficients: 0, merged: { ...nothing, swaps: 0 } },
      ...{ active: 0, rounds: 0, start: "scratch", pivots: 0 },
    },
    kind: "optimal",
    lower: value,
    upper: value,
    designed,
    mechanism: designedMechanism(environment, tables, designed),
    multipliers: [],
    ...(question.deterministic ? { tree: { multipliers: [] } } : {}),
  };
}

async function designLotteries(
  environment: Environment<Rational>,
  question: DesignQuestion,
  { program, folded, swaps }: DesignProgram,
  options: DesignOptions,
): Promise<Design> {
  const { tables } = program;
  const { rows } = folded.program;
  const { advice } = options;
  const solved = await solveProgram(folded.program, {
    ...options,
    ...(advice === undefined
      ? {}
      : { basis: basisNear(folded.program, advisedPoint(folded, program, advice)) }),
    ...(rows.length > ALL_AT_ONCE ? { lazy: (row) => isDistantLie(tables, rows[row].name) } : {}),
  });
  const formulation = {
    ...sizeOf(program),
    merged: { variables: folded.program.objective.length, constraints: rows.length, swaps },
    active: solved.active,
    rounds: solved.rounds,
    start: advice === undefined ? solved.start : ("advice" as const),
    pivots: solved.outcome.pivots,
    ...(solved.digits === undefined ? {} : { digits: solved.digits }),
  };
  const outcome = unfolded(folded, solved.outcome);
  return { question, tables, formulation, ...(await answer(environment, program, outcome, options)) };
}

/** The advised values of the merged columns; 0 where the advice says nothing. */
function advisedPoint({ kept }: FoldedProgram, program: Formulation, advice: ReadonlyMap<string, number>) {
  const names = columnNames(program);
  return Float64Array.from(kept, (column) => advice.get(names[column]) ?? 0);
}

/** Whether a constraint is about reporting a type that is no neighbour of the true one in the order of the model. */
function isDistantLie(tables: FiniteTables, { kind, indices: [i, truth, report] }: RowName): boolean {
  const { typeOf } = profileSteps(tables.sizes);
  switch (kind) {
    case "dominant-ic":
      return Math.abs(typeOf(truth, i) - typeOf(report, i)) > 1;
    case "ex-post-ic":
    case "epistemic-ic":
      return Math.abs(typeOf(truth, i) - report) > 1;
    case "bayesian-ic":
      return Math.abs(truth - report) > 1;
    default:
      return false;
  }
}

function unfolded({ unfoldPrimal, unfoldPrices }: FoldedProgram, outcome: ExactOutcome): ExactOutcome {
  switch (outcome.kind) {
    case "optimal":
      return { ...outcome, primal: unfoldPrimal(outcome.primal), prices: unfoldPrices(outcome.prices) };
    case "infeasible":
      return { ...outcome, farkas: unfoldPrices(outcome.farkas) };
    case "unbounded":
      return { ...outcome, primal: unfoldPrimal(outcome.primal), ray: unfoldPrimal(outcome.ray) };
    case "stopped":
      return {
        ...outcome,
        ...(outcome.primal === undefined ? {} : { primal: unfoldPrimal(outcome.primal) }),
        ...(outcome.prices === undefined ? {} : { prices: unfoldPrices(outcome.prices) }),
      };
  }
}

/** What is known when the limits came before a solution. */
function withoutSolution(
  environment: Environment<Rational>,
  program: Formulation,
  prices: readonly Rational[] | undefined,
): Answer {
  const { constant, bound } = fallback(program, prices);
  if (constant === undefined) return { kind: "undecided" };
  const { designed, value } = constant;
  return {
    kind: "bracket",
    lower: value,
    ...(bound === undefined ? {} : { upper: bound.upper }),
    designed,
    mechanism: designedMechanism(environment, program.tables, designed),
    multipliers: bound === undefined ? [] : nonZero(program, bound.prices),
  };
}

type Answer = Design extends infer D ? (D extends Asked ? Omit<D, keyof Asked> : never) : never;

async function answer(
  environment: Environment<Rational>,
  program: Formulation,
  outcome: ExactOutcome,
  options: DesignOptions,
): Promise<Answer> {
  const { tables } = program;
  const read = (x: readonly Rational[]) => readTables(program, x);
  switch (outcome.kind) {
    case "infeasible": {
      const { farkas, irreducible } = await irreducibleContradiction(program, outcome.farkas, options);
      return { kind: "infeasible", multipliers: nonZero(program, farkas), irreducible };
    }
    case "unbounded":
      return { kind: "unbounded", designed: read(outcome.primal), direction: read(outcome.ray) };
    case "stopped":
    case "optimal": {
      if (outcome.primal === undefined) return withoutSolution(environment, program, outcome.prices);
      const lower = objectiveValue(program, outcome.primal);
      const upper = outcome.prices && lagrangianBound(program, outcome.prices);
      const designed = read(outcome.primal);
      return {
        kind: upper !== undefined && compare(lower, upper) === 0 ? "optimal" : "bracket",
        lower,
        ...(upper === undefined ? {} : { upper }),
        designed,
        mechanism: designedMechanism(environment, tables, designed),
        multipliers: upper === undefined ? [] : nonZero(program, outcome.prices!),
      };
    }
  }
}

function nonZero({ rows }: Formulation, prices: readonly Rational[]): Multiplier[] {
  return rows.flatMap(({ name }, i) =>
    prices[i].n === 0n || name.kind === "unit" ? [] : [{ name, price: prices[i] }],
  );
}
