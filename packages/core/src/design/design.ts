import type { LinearSolver, StopSignal } from "../lp/solver.js";
import type { Mechanism } from "../model/mechanism.js";
import type { Rational } from "../numeric/rational.js";
import type { CaseTree, Multiplier } from "./case-tree.js";
import type { DesignedTables } from "./designed-tables.js";
import type { FiniteTables } from "./finite-tables.js";
import type { Formulation } from "./formulation.js";
import type { DesignQuestion } from "./question.js";

/** What every answer carries. */
export interface Asked {
  readonly question: DesignQuestion;
  readonly tables: FiniteTables;
  readonly formulation: FormulationFacts;
}

/** How the question was put and answered. */
export interface FormulationFacts {
  /** `potential`: no program was needed, see `firstBest`. */
  readonly payments: Formulation["payments"] | "potential";
  readonly variables: number;
  readonly constraints: number;
  readonly coefficients: number;
  /** After alike agents and identical alternatives were merged. */
  readonly merged: { readonly variables: number; readonly constraints: number; readonly swaps: number };
  /** Constraints that took part in the solution; the others were checked and hold. */
  readonly active: number;
  /** How often violated constraints were added. */
  readonly rounds: number;
  /** Where the exact method started: the final basis of a solver in doubles, the point given as advice, or slacks. */
  readonly start: "solver" | "advice" | "scratch";
  /** Decimal digits between the coefficients of one constraint, where they are too many for doubles to be of use. */
  readonly digits?: number;
  /** Exact pivots that were needed. */
  readonly pivots: number;
  /** Of sure choices: cases looked into. */
  readonly nodes?: number;
}

/** What is known of the best mechanism. Every number is exact; all but `undecided` carry what proves them. */
export type Design = Asked &
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
        /** Of sure choices: the proof, case by case. */
        readonly tree?: CaseTree;
      }
    /**
     * Multipliers whose combination of the constraints reads 0 ≤ a negative number. `irreducible`: without any one of these
     * constraints, lotteries aside, the others can be satisfied.
     */
    | {
        readonly kind: "infeasible";
        readonly multipliers: readonly Multiplier[];
        readonly irreducible: boolean;
        readonly tree?: CaseTree;
      }
    /** A mechanism and a direction in which the objective grows for ever. */
    | { readonly kind: "unbounded"; readonly designed: DesignedTables; readonly direction: DesignedTables }
    | { readonly kind: "undecided" }
  );

export interface DesignOptions {
  /** Finds the basis in doubles; without one the exact method starts from scratch, which suits small models only. */
  readonly solver?: LinearSolver;
  /** Exact pivots after which the answer may be a bracket. Default 2,000. */
  readonly pivotLimit?: number;
  /** Of sure choices: cases after which the answer may be a bracket. Default 5,000. */
  readonly nodeLimit?: number;
  /** Seconds for the solver in doubles. */
  readonly timeLimit?: number;
  /** Asked while the solver runs and before every exact pivot. */
  readonly signal?: StopSignal;
  /** The solution that another solver found of `designProblem`, by column name; taken instead of `solver`. */
  readonly advice?: ReadonlyMap<string, number>;
  readonly onProgress?: (what: string) => void;
}
