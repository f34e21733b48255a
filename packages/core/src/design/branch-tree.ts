import { add, compare, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { ExactProgram } from "./exact-program.js";

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
  const { objective, free, rows } = program;
  const chosen = new Set(choices.flat());
  if (chosen.size < choices.flat().length || [...chosen].some((j) => free[j] !== false))
    return "the choices are not disjoint sets of columns that are not free";

  /** d and y·b, or what is wrong with the multipliers. */
  function priced({ multipliers, contradiction }: BranchProof) {
    const left = contradiction ? objective.map(() => ZERO) : [...objective];
    let constant = ZERO;
    for (const [i, price] of multipliers) {
      if (rows[i] === undefined) return `there is no row ${i}`;
      if (rows[i].relation === "<=" && price.n < 0n) return `the multiplier of row ${i} is negative`;
      constant = add(constant, multiply(price, rows[i].bound));
      for (const [j, value] of rows[i].coefficients) left[j] = subtract(left[j], multiply(price, value));
    }
    const uncovered = left.findIndex(({ n }, j) => !chosen.has(j) && (free[j] ? n !== 0n : n > 0n));
    return uncovered < 0 ? { left, constant } : `the multipliers do not cover column ${uncovered}`;
  }

  function problem({ proofs = [], split }: BranchNode, possible: Choices): string | undefined {
    for (const proof of proofs) {
      const found = priced(proof);
      if (typeof found === "string") return found;
      const { left, constant } = found;
      const most = possible.map((columns) => columns.map((j) => left[j]).reduce(larger, left[columns[0]]));
      const total = most.reduce(add, constant);
      const survives = (j: number, k: number) => {
        const value = add(total, subtract(left[j], most[k]));
        return proof.contradiction ? value.n >= 0n : upper === undefined || compare(value, upper) > 0;
      };
      possible = possible.map((columns, k) => columns.filter((j) => survives(j, k)));
      if (possible.some(({ length }) => length === 0)) return undefined;
    }
    if (split === undefined) return "a case is left open";
    const { choice, branches } = split;
    if (!possible[choice]?.every((j) => branches.some(({ among }) => among.includes(j))))
      return `the branches on choice ${choice} leave a column out`;
    for (const { among, node } of branches) {
      const inside = (columns: readonly number[], k: number) =>
        k === choice ? columns.filter((j) => among.includes(j)) : columns;
      const wrong = problem(node, possible.map(inside));
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  if (choices.some(({ length }) => length === 0)) return undefined;
  return problem(tree, choices);
}

function larger(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}
