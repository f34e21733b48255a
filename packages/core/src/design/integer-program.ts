import type { LinearSolver, StopSignal } from "../lp/solver.js";
import { CandorError, fail } from "../numeric/candor-error.js";
import type { ExactProgram } from "../numeric/linear-program/exact-program.js";
import { type Rational, toDouble, ZERO } from "../numeric/rational.js";
import type { ChoiceProgram } from "./branch-bound.js";
import { solvedExactly } from "./branch-proof.js";
import { problemInDoubles, Relaxation } from "./branch-relaxation.js";
import { BranchSearch, type FoundPoint } from "./branch-search.js";
import { type BranchNode, branchTreeProblem, type Choices } from "./branch-tree.js";

/** What is known of the best point with exactly one 1 in each choice; every tree has passed `branchTreeProblem`. */
export type IntegerOutcome = { readonly nodes: number } & (
  | (FoundPoint & { readonly kind: "optimal"; readonly tree: BranchNode })
  /** Stopped: a point, and a tree that proves `upper`. */
  | (FoundPoint & { readonly kind: "bracket"; readonly upper: Rational; readonly tree: BranchNode })
  | { readonly kind: "infeasible"; readonly tree: BranchNode }
  /** A feasible point and a direction, 0 on the choices, in which the objective grows for ever. */
  | { readonly kind: "unbounded"; readonly primal: readonly Rational[]; readonly ray: readonly Rational[] }
  /** Stopped without a point or without a bound; what there is of them. */
  | {
      readonly kind: "undecided";
      readonly found?: FoundPoint;
      readonly bound?: { readonly upper: Rational; readonly tree: BranchNode };
    }
);

export interface IntegerProgress {
  /** Cases looked into and cases waiting. */
  readonly nodes: number;
  readonly waiting: number;
  /** What the best point earns. */
  readonly lower?: number;
  /** What the relaxations in doubles leave possible; proved only at the end. */
  readonly upper?: number;
}

export interface IntegerOptions {
  readonly solver: LinearSolver;
  /** Cases looked into. Default 5,000. */
  readonly nodeLimit?: number;
  /** Exact pivots for one case. Default 500. */
  readonly pivotLimit?: number;
  /** Seconds for the solver's own search for a first point. */
  readonly timeLimit?: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: IntegerProgress) => void;
}

/**
 * Maximises objective · x over the points of a program with exactly one 1 in each choice, in exact fractions, with a tree of
 * cases that proves the answer without the search.
 *
 * Method: the solver's branch and cut proposes a first point; its choices are fixed and the rest is solved exactly. Then branch
 * and bound on relaxations in doubles, each case closed by exact multipliers only: simple fractions near the solver's prices
 * where they will do, else its basis solved exactly. Multipliers rule out columns by reduced costs, in the search and in the tree.
 *
 * @param choices not empty, disjoint, of columns that are not free; the program has a row Σ_j x_j = 1 for each.
 * @returns see {@link IntegerOutcome}; equal inputs give equal answers unless a signal stops it.
 * Errors: `invalid-choice`; those of the solver. Complexity: exponential in the number of choices at worst.
 * Source: Land and Doig (1960); Geoffrion (1974), "Lagrangean relaxation for integer programming"; Applegate, Bixby, Chvátal and
 * Cook (1995) for strong branching.
 */
export async function solveBinaryExactly(
  program: ExactProgram,
  choices: Choices,
  options: IntegerOptions,
): Promise<IntegerOutcome> {
  const { solver, nodeLimit = 5000, pivotLimit = 500, signal, onProgress } = options;
  const setting = readChoices(program, choices, pivotLimit);
  const relaxation = await Relaxation.open(program, choices, solver, signal);
  try {
    const search = new BranchSearch(setting, relaxation);
    const relaxed = await search.start();
    if (relaxed.primal.length === 0 && relaxed.farkas === undefined && !signal?.aborted) {
      const endless = solvedExactly(setting, choices, relaxed);
      if (endless.kind === "unbounded") return await withoutBound(program, choices, options, endless.ray);
    }
    const first = await proposedChoices(program, choices, options, nodeLimit);
    if (first !== undefined) await search.consider(first);
    while (search.nodes < nodeLimit && !signal?.aborted && (await search.step()))
      onProgress?.(progressOf(search));
    return outcomeOf(setting, search);
  } finally {
    relaxation.dispose();
  }
}

function readChoices(program: ExactProgram, choices: Choices, pivotLimit: number): ChoiceProgram {
  const chosen = program.objective.map(() => false);
  const unit = program.rows.map(() => false);
  if (choices.length === 0 || choices.some(({ length }) => length === 0))
    fail("invalid-choice", "choices", "Give at least one choice, each of at least one column.");
  choices.forEach((columns, k) => {
    for (const j of columns) {
      if (program.free[j] !== false || chosen[j])
        fail("invalid-choice", `choices[${k}]`, `Column ${j} is free, missing, or in two choices.`);
      chosen[j] = true;
    }
    const row = program.rows.findIndex(
      ({ coefficients, relation, bound }) =>
        relation === "=" &&
        isOne(bound) &&
        coefficients.size === columns.length &&
        columns.every((j) => isOne(coefficients.get(j) ?? ZERO)),
    );
    if (row < 0) fail("invalid-choice", `choices[${k}]`, "Add the row Σ_j x_j = 1 over these columns.");
    unit[row] = true;
  });
  return { program, choices, chosen, unit, pivotLimit };
}

function isOne({ n, d }: Rational): boolean {
  return n === 1n && d === 1n;
}

const PROPOSAL_NODES = 200;

/** What the solver's branch and cut makes of the program; a proposal only. */
async function proposedChoices(
  program: ExactProgram,
  choices: Choices,
  { solver, signal, timeLimit }: IntegerOptions,
  nodeLimit: number,
): Promise<Choices | undefined> {
  if (!solver.supports.integer || signal?.aborted) return undefined;
  const { primal } = await solver
    .solve(problemInDoubles(program, choices, true), {
      iterationLimit: Math.min(nodeLimit, PROPOSAL_NODES),
      certificates: false,
      tolerances: { relativeGap: 0, absoluteGap: 1e-9, integrality: 1e-9 },
      ...(signal === undefined ? {} : { signal }),
      ...(timeLimit === undefined ? {} : { timeLimit }),
    })
    .catch((error: unknown) => {
      if (error instanceof CandorError) return { primal: new Float64Array(0) };
      throw error;
    });
  if (primal.length === 0) return undefined;
  return choices.map((columns) => [columns.reduce((a, b) => (primal[b] > primal[a] ? b : a), columns[0])]);
}

/** The direction changes no choice, so any point at all goes with it. */
async function withoutBound(
  program: ExactProgram,
  choices: Choices,
  options: IntegerOptions,
  ray: readonly Rational[],
): Promise<IntegerOutcome> {
  const objective = program.objective.map(() => ZERO);
  const feasible = await solveBinaryExactly({ ...program, objective }, choices, options);
  const { kind, nodes } = feasible;
  if (kind === "optimal") return { kind: "unbounded", primal: feasible.primal, ray, nodes };
  return kind === "infeasible" ? feasible : { kind: "undecided", nodes };
}

function outcomeOf(setting: ChoiceProgram, search: BranchSearch): IntegerOutcome {
  const { nodes, best } = search;
  const found = best === undefined ? {} : { found: best };
  const upper = search.upper();
  if (upper === undefined) return { kind: "undecided", nodes, ...found };
  const limit = upper === "nothing" ? undefined : upper;
  const tree = search.tree(limit);
  if (tree === undefined || branchTreeProblem(setting.program, setting.choices, tree, limit) !== undefined)
    return { kind: "undecided", nodes, ...found };
  if (limit === undefined) return { kind: "infeasible", tree, nodes };
  if (best === undefined) return { kind: "undecided", nodes, bound: { upper: limit, tree } };
  const optimal = best.value.n === limit.n && best.value.d === limit.d;
  return optimal
    ? { kind: "optimal", ...best, tree, nodes }
    : { kind: "bracket", ...best, upper: limit, tree, nodes };
}

function progressOf({ nodes, waiting, best, promise }: BranchSearch): IntegerProgress {
  return {
    nodes,
    waiting,
    ...(best === undefined ? {} : { lower: toDouble(best.value) }),
    ...(Number.isFinite(promise) ? { upper: promise } : {}),
  };
}
