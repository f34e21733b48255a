import type { Rational } from "../numeric/rational.js";
import { type PricedColumns, stillPossible } from "./branch-bound.js";
import type { BranchNode, Choices } from "./branch-tree.js";

/** A node as the search leaves it. */
export interface GrownNode {
  /** In the order in which they were used. */
  priced: readonly PricedColumns[];
  split?: GrownSplit;
}

export interface GrownSplit {
  readonly choice: number;
  readonly branches: readonly { readonly among: readonly number[]; readonly node: GrownNode }[];
}

/**
 * A small part of a grown tree that still proves `upper` (infeasibility where absent); `undefined` where a case is open.
 *
 * Proofs that rule nothing out go, and branches that proofs above them rule out. Then, from the leaves up, every proof of a leaf
 * and every bound on the objective further up goes whose node does without it. Complexity: nodes · depth · cost of a proof.
 */
export function trimmedTree(
  grown: GrownNode,
  choices: Choices,
  upper: Rational | undefined,
): BranchNode | undefined {
  const trimmed = trim(grown, choices, upper);
  return trimmed && written(lightened(trimmed, choices, upper));
}

/** What the proofs of a node leave possible. */
function afterProofs({ priced }: GrownNode, possible: Choices, upper: Rational | undefined): Choices {
  for (const each of priced) {
    possible = stillPossible(each, possible, upper);
    if (possible.some(isEmpty)) break;
  }
  return possible;
}

function trim(grown: GrownNode, possible: Choices, upper: Rational | undefined): GrownNode | undefined {
  const priced: PricedColumns[] = [];
  for (const each of grown.priced) {
    const left = stillPossible(each, possible, upper);
    if (left === possible) continue;
    priced.push(each);
    possible = left;
    if (possible.some(isEmpty)) return { priced };
  }
  if (grown.split === undefined) return undefined;
  const { choice } = grown.split;
  const branches: { among: readonly number[]; node: GrownNode }[] = [];
  for (const { among, node, within } of inside(grown.split, possible)) {
    const trimmed = trim(node, within, upper);
    if (trimmed === undefined) return undefined;
    branches.push({ among, node: trimmed });
  }
  if (branches.length > 1) return { priced, split: { choice, branches } };
  const [{ node }] = branches;
  return { ...node, priced: [...priced, ...node.priced] };
}

/** The branches that are not ruled out, and what is possible in each. */
function inside({ choice, branches }: GrownSplit, possible: Choices) {
  return branches.flatMap(({ among, node }) => {
    const left = possible[choice].filter((j) => among.includes(j));
    return isEmpty(left) ? [] : [{ among: left, node, within: possible.with(choice, left) }];
  });
}

function lightened(node: GrownNode, possible: Choices, upper: Rational | undefined): GrownNode {
  let light = node;
  if (node.split !== undefined) {
    const branches = inside(node.split, afterProofs(node, possible, upper)).map(
      ({ among, node, within }) => ({
        among,
        node: lightened(node, within, upper),
      }),
    );
    light = { ...node, split: { ...node.split, branches } };
  }
  for (const each of node.priced) {
    // Implied rows cost next to nothing.
    if (node.split !== undefined && each.proof.contradiction) continue;
    const without = { ...light, priced: light.priced.filter((other) => other !== each) };
    if (closes(without, possible, upper)) light = without;
  }
  return light;
}

/** Whether the node settles the case. */
function closes(node: GrownNode, possible: Choices, upper: Rational | undefined): boolean {
  const left = afterProofs(node, possible, upper);
  if (left.some(isEmpty)) return true;
  const { split } = node;
  if (split === undefined) return false;
  const cases = inside(split, left);
  return (
    left[split.choice].every((j) => cases.some(({ among }) => among.includes(j))) &&
    cases.every(({ node, within }) => closes(node, within, upper))
  );
}

function written({ priced, split }: GrownNode): BranchNode {
  return {
    ...(priced.length > 0 && { proofs: priced.map(({ proof }) => proof) }),
    ...(split && {
      split: {
        choice: split.choice,
        branches: split.branches.map(({ among, node }) => ({ among, node: written(node) })),
      },
    }),
  };
}

function isEmpty({ length }: readonly number[]): boolean {
  return length === 0;
}
