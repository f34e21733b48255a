import { fail } from "../numeric/candor-error.js";
import type { Rational } from "../numeric/rational.js";
import type { BranchNode, Choices } from "./branch-tree.js";
import type { CaseTree, Multiplier } from "./case-tree.js";
import type { Formulation } from "./formulation.js";
import { type IntegerOptions, type IntegerOutcome, solveBinaryExactly } from "./integer-program.js";

/** An outcome over sure choices, with its proof by alternatives and named constraints. */
export interface SureOutcome {
  readonly outcome: IntegerOutcome;
  readonly tree?: CaseTree;
}

/**
 * The best mechanism among those that choose one alternative for sure at every profile, see {@link solveBinaryExactly}.
 * Errors: `no-solver`; those of the solver.
 */
export async function sureChoices(
  program: Formulation,
  options: Omit<IntegerOptions, "solver"> & Partial<Pick<IntegerOptions, "solver">>,
): Promise<SureOutcome> {
  const { solver } = options;
  if (solver === undefined)
    return fail("no-solver", "deterministic", "Sure choices need a solver of linear programs; give one.");
  const { choices, alternatives } = allowedChoices(program);
  const outcome = await solveBinaryExactly(program, choices, { ...options, solver });
  const proof = "tree" in outcome ? outcome.tree : undefined;
  return {
    outcome,
    ...(proof === undefined ? {} : { tree: caseTree(program, choices, alternatives, proof) }),
  };
}

/** By profile: the columns of what may be chosen, and the alternatives they stand for. */
function allowedChoices({ tables, columns }: Formulation) {
  const alternatives = Array.from({ length: tables.profiles }, (_, k) =>
    tables.alternatives.flatMap((_, a) => (columns.lottery(k, a) < 0 ? [] : [a])),
  );
  return { alternatives, choices: alternatives.map((list, k) => list.map((a) => columns.lottery(k, a))) };
}

/** Several proofs of one case become cases with a single branch that leaves everything possible. */
function caseTree(
  program: Formulation,
  choices: Choices,
  alternatives: readonly (readonly number[])[],
  { proofs = [], split }: BranchNode,
): CaseTree {
  const [proof, ...more] = proofs;
  const named = ([row, price]: [number, Rational]): Multiplier => ({ name: program.rows[row].name, price });
  const proved: CaseTree =
    proof === undefined
      ? {}
      : {
          multipliers: [...proof.multipliers].map(named),
          ...(proof.contradiction ? { contradiction: true } : {}),
        };
  if (more.length > 0) {
    const rest = { proofs: more, ...(split === undefined ? {} : { split }) };
    const tree = caseTree(program, choices, alternatives, rest);
    return { ...proved, profile: 0, branches: [{ among: alternatives[0], tree }] };
  }
  if (split === undefined) return proved;
  const { choice, branches } = split;
  const alternative = (column: number) => alternatives[choice][choices[choice].indexOf(column)];
  return {
    ...proved,
    profile: choice,
    branches: branches.map(({ among, node }) => ({
      among: among.map(alternative),
      tree: caseTree(program, choices, alternatives, node),
    })),
  };
}
