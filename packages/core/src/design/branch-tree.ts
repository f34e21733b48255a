import type { ExactProgram } from "../numeric/linear-program/exact-program.js";
import { add, compare, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";

/** The columns of each choice: exactly one of them is 1 and the others are 0. Disjoint; the columns are not free. */
export type Choices = readonly (readonly number[])[];

/** Multipliers y by row, ≥ 0 on inequalities, those that are not 0; rows that say Σ_j x_j = 1 over a choice need none. */
export interface BranchProof {
  readonly multipliers: ReadonlyMap<number, Rational>;
  /** Whether they refute the constraints alone, with 0 in the place of the objective. */
  readonly contradiction?: true;
}

/** First the proofs rule columns out, one after the other; then the cases are told apart by which column of a choice is 1. */
export interface BranchNode {
  readonly proofs?: readonly BranchProof[];
  readonly split?: {
    readonly choice: number;
    /** Together the branches name every column of the choice that is still possible. */
    readonly branches: readonly { readonly among: readonly number[]; readonly node: BranchNode }[];
  };
}

/**
 * Whether a tree proves that no x of the program with exactly one 1 in each choice earns more than `upper`, or, where `upper` is
 * absent, that there is none. From the definitions alone; shares no code with the search.
 *
 * With c = objective (0 for a contradiction), d = c − yA and P_k the columns of choice k still possible, every such x has
 * c·x = y·Ax + d·x ≤ y·b + Σ_k d_{j(k)}, j(k) ∈ P_k the column that is 1, when d = 0 on free columns and d ≤ 0 on others outside
 * the choices. So a column j ∈ P_k is impossible, or leads to no more than `upper`, when
 * y·b + Σ_{l≠k} max_{P_l} d + d_j ≤ upper (for a contradiction: < 0). A case in which some P_k is empty is done.
 *
 * @returns the first reason why it proves nothing, or `undefined` when it proves the claim.
 * Complexity: per node the coefficients of the rows with multipliers and the number of columns.
 */
export function branchTreeProblem(
  program: ExactProgram,
  choices: Choices,
  tree: BranchNode,
  upper: Rational | undefined,
): string | undefined {
  const inChoice = new Set(choices.flat());
  if (inChoice.size < choices.flat().length || [...inChoice].some((j) => program.free[j] !== false))
    return "the choices are not disjoint sets of columns that are not free";
  if (choices.some(({ length }) => length === 0)) return undefined;
  return openCase({ program, inChoice, upper }, tree, choices);
}

interface Claim {
  readonly program: ExactProgram;
  readonly inChoice: ReadonlySet<number>;
  readonly upper: Rational | undefined;
}

/** Why a node does not settle the case in which only the columns of `possible` can be 1. */
function openCase(claim: Claim, { proofs = [], split }: BranchNode, possible: Choices): string | undefined {
  for (const proof of proofs) {
    const left = survivors(claim, proof, possible);
    if (typeof left === "string") return left;
    if (left.some(({ length }) => length === 0)) return undefined;
    possible = left;
  }
  if (split === undefined) return "a case is left open";
  const { choice, branches } = split;
  if (!possible[choice]?.every((j) => branches.some(({ among }) => among.includes(j))))
    return `the branches on choice ${choice} leave a column out`;
  for (const { among, node } of branches) {
    const inside = possible[choice].filter((j) => among.includes(j));
    if (inside.length === 0) continue;
    const problem = openCase(claim, node, possible.with(choice, inside));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The columns that a proof does not rule out, or what is wrong with it. */
function survivors(
  { program, inChoice, upper }: Claim,
  proof: BranchProof,
  possible: Choices,
): Choices | string {
  const { objective, free, rows } = program;
  const d = proof.contradiction ? objective.map(() => ZERO) : [...objective];
  let total = ZERO;
  for (const [i, y] of proof.multipliers) {
    if (rows[i] === undefined) return `there is no row ${i}`;
    if (rows[i].relation === "<=" && y.n < 0n) return `the multiplier of row ${i} is negative`;
    total = add(total, multiply(y, rows[i].bound));
    for (const [j, value] of rows[i].coefficients) d[j] = subtract(d[j], multiply(y, value));
  }
  const uncovered = d.findIndex(({ n }, j) => !inChoice.has(j) && (free[j] ? n !== 0n : n > 0n));
  if (uncovered >= 0) return `the multipliers do not cover column ${uncovered}`;
  const most = possible.map((columns) => columns.map((j) => d[j]).reduce(larger));
  total = most.reduce(add, total);
  const survives = (value: Rational) =>
    proof.contradiction ? value.n >= 0n : upper === undefined || compare(value, upper) > 0;
  return possible.map((columns, k) => columns.filter((j) => survives(add(total, subtract(d[j], most[k])))));
}

function larger(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}
