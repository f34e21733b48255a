import type { LinearSolver } from "../lp/solver.js";
import type { Environment } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { rowMajorIndex } from "../model/profiles.js";
import { fail } from "../numeric/candor-error.js";
import { add, compare, multiply, negate, type Rational, ZERO } from "../numeric/rational.js";
import { advisedBasis } from "./advised-basis.js";
import { programSize } from "./exact-program.js";
import { boundValue, type ExactOutcome, objectiveValue, solveSparseExactly } from "./exact-simplex.js";
import { type FiniteTables, finiteTables } from "./finite-tables.js";
import { type Formulation, formulate } from "./formulation.js";
import { checkQuestion, type DesignQuestion } from "./question.js";
import type { RowName } from "./row-name.js";

/** A constraint and its price y: relaxing it by δ ≥ 0 brings at most y·δ; just that for small δ where optimal prices are unique. */
export interface Multiplier {
  readonly name: RowName;
  readonly price: Rational;
}

/** g(a|k) and p_i(k), exact; profiles in row-major order. */
export interface DesignedTables {
  /** [k][a]. */
  readonly allocation: readonly (readonly Rational[])[];
  /** [agent][k]. */
  readonly payments: readonly (readonly Rational[])[];
}

interface Common {
  readonly question: DesignQuestion;
  readonly tables: FiniteTables;
  readonly formulation: {
    readonly payments: Formulation["payments"];
    readonly variables: number;
    readonly constraints: number;
    readonly coefficients: number;
    /** `solver`: the exact method started from the final basis of a solver in doubles; `scratch`: from slacks. */
    readonly start: "solver" | "scratch";
    /** Exact pivots that were needed. */
    readonly pivots: number;
  };
}

/** What is known of the best mechanism. Every number is exact; `optimal` and `bracket` carry what proves them. */
export type Design = Common &
  (
    | {
        readonly kind: "optimal" | "bracket";
        /** The value of the mechanism found; for `optimal` also the upper bound. */
        readonly lower: Rational;
        /** Proved by the multipliers; absent where none were found. */
        readonly upper?: Rational;
        readonly designed: DesignedTables;
        readonly mechanism: Mechanism<Rational>;
        readonly multipliers: readonly Multiplier[];
      }
    /** Multipliers whose combination of the constraints reads 0 ≤ a negative number. */
    | { readonly kind: "infeasible"; readonly multipliers: readonly Multiplier[] }
    /** A mechanism and a direction in which the objective grows for ever. */
    | { readonly kind: "unbounded"; readonly designed: DesignedTables; readonly direction: DesignedTables }
    | { readonly kind: "undecided" }
  );

export interface DesignOptions {
  /** Finds the basis in doubles; without one the exact method starts from scratch, which suits small models only. */
  readonly solver?: LinearSolver;
  /** Exact pivots after which the answer may be a bracket. Default 2,000. */
  readonly pivotLimit?: number;
}

/** Coefficients up to which a program is built. */
const LARGEST_PROGRAM = 2_000_000;

/**
 * The best direct mechanism of a finite model: max revenue·E_f Σ_i p_i + welfare·E_f W over lotteries g(·|t) and payments p_i(t)
 * that satisfy every constraint asked for at every profile, in exact fractions.
 *
 * Without money in the model every payment is 0. Among several optima the vertex that the solver's basis names; multipliers
 * likewise.
 * @returns see {@link Design}; `certificate` writes it down for the independent verifier.
 * Errors: `deterministic-design`, `invalid-epsilon`, `invalid-value`, `no-beliefs`, `no-prior`, `too-large`; those of the solver.
 * Complexity: one linear program in doubles, one sparse exact factorisation, and one more a pivot.
 * Source: Conitzer and Sandholm (2002), "Complexity of mechanism design"; the exact step as in Applegate et al. (2007).
 */
export async function designMechanism(
  environment: Environment<Rational>,
  question: DesignQuestion,
  options: DesignOptions = {},
): Promise<Design> {
  checkQuestion(question);
  const tables = finiteTables(environment);
  const program = formulate(tables, question);
  const coefficients = programSize(program);
  if (coefficients > LARGEST_PROGRAM)
    fail("too-large", "", `The program has ${coefficients} coefficients; ${LARGEST_PROGRAM} are possible.`);
  const basis = options.solver && (await advisedBasis(program, options.solver));
  const outcome = solveSparseExactly(program, {
    ...(basis === undefined ? {} : { basis }),
    ...(options.pivotLimit === undefined ? {} : { pivotLimit: options.pivotLimit }),
  });
  const common: Common = {
    question,
    tables,
    formulation: {
      payments: program.payments,
      variables: program.columns.count,
      constraints: program.rows.length,
      coefficients,
      start: basis === undefined ? "scratch" : "solver",
      pivots: outcome.pivots,
    },
  };
  return { ...common, ...answer(environment, tables, program, outcome) };
}

type Answer = Design extends infer D ? (D extends Common ? Omit<D, keyof Common> : never) : never;

function answer(
  environment: Environment<Rational>,
  tables: FiniteTables,
  program: Formulation,
  outcome: ExactOutcome,
): Answer {
  const read = (x: readonly Rational[]) => readTables(tables, program, x);
  switch (outcome.kind) {
    case "infeasible":
      return { kind: "infeasible", multipliers: nonZero(program, outcome.farkas) };
    case "unbounded":
      return { kind: "unbounded", designed: read(outcome.primal), direction: read(outcome.ray) };
    case "stopped":
    case "optimal": {
      if (outcome.primal === undefined) return { kind: "undecided" };
      const prices = outcome.kind === "optimal" ? outcome.prices : repaired(program, outcome.prices!);
      const designed = read(outcome.primal);
      return {
        kind: outcome.kind === "optimal" ? "optimal" : "bracket",
        lower: objectiveValue(program, outcome.primal),
        ...(prices === undefined ? {} : { upper: boundValue(program, prices) }),
        designed,
        mechanism: asMechanism(environment, tables, designed),
        multipliers: prices === undefined ? [] : nonZero(program, prices),
      };
    }
  }
}

/**
 * Prices that fall short on lotteries only are repaired by raising the price of Σ_a g(a|k) = 1 to the largest shortfall at k;
 * `undefined` where a payment or an inequality is priced wrongly.
 */
function repaired(program: Formulation, prices: readonly Rational[]): readonly Rational[] | undefined {
  const { rows, free, objective } = program;
  if (rows.some(({ relation }, i) => relation === "<=" && prices[i].n < 0n)) return undefined;
  const short = [...objective];
  rows.forEach(({ coefficients }, i) => {
    for (const [j, value] of coefficients) short[j] = add(short[j], negate(multiply(value, prices[i])));
  });
  if (short.some((left, j) => free[j] && left.n !== 0n)) return undefined;
  return rows.map(({ name, coefficients }, i) => {
    if (name.kind !== "unit") return prices[i];
    const raise = [...coefficients.keys()].reduce(
      (most, j) => (compare(short[j], most) > 0 ? short[j] : most),
      ZERO,
    );
    return add(prices[i], raise);
  });
}

function nonZero({ rows }: Formulation, prices: readonly Rational[]): Multiplier[] {
  return rows.flatMap(({ name }, i) => (prices[i].n === 0n ? [] : [{ name, price: prices[i] }]));
}

function readTables(tables: FiniteTables, { columns }: Formulation, x: readonly Rational[]): DesignedTables {
  const profiles = Array.from({ length: tables.profiles }, (_, k) => k);
  return {
    allocation: profiles.map((k) => tables.alternatives.map((_, a) => x[columns.lottery(k, a)])),
    payments: tables.agents.map((_, i) => profiles.map((k) => x[columns.payment(i, k)] ?? ZERO)),
  };
}

function asMechanism(
  environment: Environment<Rational>,
  { sizes }: FiniteTables,
  { allocation, payments }: DesignedTables,
): Mechanism<Rational> {
  return directMechanism(environment, {
    name: "designed mechanism",
    anonymous: false,
    outcome: (types) => {
      const k = rowMajorIndex(sizes, types);
      return { lottery: [...allocation[k]], payments: payments.map((own) => own[k]) };
    },
  });
}
