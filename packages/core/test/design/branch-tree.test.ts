import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type BranchNode, type BranchProof, branchTreeProblem } from "../../src/design/branch-tree.js";
import { solveBinaryExactly } from "../../src/design/integer-program.js";
import { REVENUE } from "../../src/design/question.js";
import { highsSolver } from "../../src/lp/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import type { ExactProgram } from "../../src/numeric/linear-program/exact-program.js";
import { add, negate, ONE, type Rational, rational, subtract, ZERO } from "../../src/numeric/rational.js";
import { environmentOf } from "../mechanisms/environments.js";
import { type Case, designCase, nodesOf, smallCases, stubborn, unitRow } from "./branch-cases.js";

const solver = highsSolver();
const TINY = rational(1n, 10n ** 30n);

const proof = (multipliers: readonly (readonly [number, Rational])[], contradiction?: true): BranchProof => ({
  multipliers: new Map(multipliers),
  ...(contradiction && { contradiction }),
});

describe("by hand: max 3x₀ + 2x₂ − 4p, x₀ + x₁ = 1, x₂ + x₃ = 1, 2x₀ + 2x₂ ≤ 3 + p, p ≥ 0", () => {
  const [two, three] = [rational(2), rational(3)];
  const choices = [
    [0, 1],
    [2, 3],
  ];
  const program: ExactProgram = {
    objective: [three, ZERO, two, ZERO, rational(-4)],
    free: [false, false, false, false, false],
    rows: [
      ...choices.map(unitRow),
      {
        coefficients: new Map([
          [0, two],
          [2, two],
          [4, negate(ONE)],
        ]),
        relation: "<=",
        bound: three,
      },
    ],
  };
  const problem = (tree: BranchNode, upper: Rational | undefined = three) =>
    branchTreeProblem(program, choices, tree, upper);
  const none = proof([]);
  /** y = 1 on the last row: at most 3 + max(3 − 2, 0) + max(2 − 2, 0) − 3p, so 4 whatever is chosen. */
  const priced = proof([[2, ONE]]);
  const either = (low: BranchProof, high: BranchProof): BranchNode => ({
    split: {
      choice: 0,
      branches: [
        { among: [0], node: { proofs: [high] } },
        { among: [1], node: { proofs: [low] } },
      ],
    },
  });

  test("y = 0 proves 2 where x₁ is 1, and y = 1 proves 4, not 3, where x₀ is", () => {
    expect(problem(either(none, priced), rational(4))).toBeUndefined();
    expect(problem(either(none, priced))).toBe("a case is left open");
  });

  test("a split of both choices proves the optimum 3, and nothing below it", () => {
    const four = proof([[2, rational(4)]]);
    const tree: BranchNode = {
      split: {
        choice: 0,
        branches: [
          {
            among: [0],
            node: {
              split: {
                choice: 1,
                branches: [
                  { among: [2], node: { proofs: [four] } },
                  { among: [3], node: { proofs: [none] } },
                ],
              },
            },
          },
          { among: [1], node: { proofs: [none] } },
        ],
      },
    };
    expect(problem(tree)).toBeUndefined();
    expect(problem(tree, subtract(three, TINY))).toBe("a case is left open");
    expect(branchTreeProblem(program, choices, tree, undefined)).toBe("a case is left open");
  });

  test.each<[string, BranchNode]>([
    ["a case is left open", {}],
    [
      "the branches on choice 0 leave a column out",
      { split: { choice: 0, branches: [{ among: [1], node: { proofs: [none] } }] } },
    ],
    ["the branches on choice 7 leave a column out", { split: { choice: 7, branches: [] } }],
    ["there is no row 9", { proofs: [proof([[9, ONE]])] }],
    ["the multiplier of row 2 is negative", { proofs: [proof([[2, negate(ONE)]])] }],
    ["the multipliers do not cover column 4", { proofs: [proof([[2, rational(5)]])] }],
    ["the multipliers do not cover column 4", { proofs: [proof([[2, ONE]], true)] }],
  ])("refused: %s", (reason, tree) => {
    expect(problem(tree)).toBe(reason);
  });

  test("multipliers on rows Σ_j x_j = 1 change nothing", () => {
    const shifted = proof([
      [0, rational(-7)],
      [1, rational(5)],
      [2, ONE],
    ]);
    expect(problem(either(none, shifted), rational(4))).toBeUndefined();
    expect(problem(either(none, shifted), subtract(rational(4), TINY))).toBe("a case is left open");
  });

  test("choices must be disjoint and not free", () => {
    const wrong = "the choices are not disjoint sets of columns that are not free";
    expect(branchTreeProblem(program, [[0], [0, 1]], {}, three)).toBe(wrong);
    expect(branchTreeProblem(program, [[8]], {}, three)).toBe(wrong);
    expect(branchTreeProblem({ ...program, free: program.free.map(() => true) }, choices, {}, three)).toBe(
      wrong,
    );
  });
});

describe("a tree that proves the best of a design question", () => {
  const { program, choices } = designCase(environmentOf(exact, stubborn), {
    objective: REVENUE,
    incentives: ["dominant"],
    participation: ["ex-post"],
    money: [],
  });
  let tree: BranchNode;
  let value: Rational;
  const problem = (changed: BranchNode, upper: Rational = value) =>
    branchTreeProblem(program, choices, changed, upper);

  beforeAll(async () => {
    const found = await solveBinaryExactly(program, choices, { solver });
    if (found.kind !== "optimal") throw new Error(found.kind);
    ({ tree, value } = found);
  });

  test("proves it and nothing below", () => {
    expect(problem(tree)).toBeUndefined();
    expect(problem(tree, add(value, ONE))).toBeUndefined();
    expect(problem(tree, subtract(value, TINY))).toBeDefined();
    expect(branchTreeProblem(program, choices, tree, undefined)).toBeDefined();
  });

  test("proves nothing without any one of its branches, or with two of them exchanged", () => {
    const nodes = nodesOf(tree).filter(({ split }) => split !== undefined);
    expect(nodes.length).toBeGreaterThan(2);
    for (const node of nodes) {
      const { choice, branches } = node.split!;
      const without = branches.slice(1);
      expect(problem(replaced(tree, node, { ...node, split: { choice, branches: without } }))).toBe(
        `the branches on choice ${choice} leave a column out`,
      );
      const exchanged = branches.map(({ among }, b) => ({
        among,
        node: branches[branches.length - 1 - b].node,
      }));
      const swapped = problem(replaced(tree, node, { ...node, split: { choice, branches: exchanged } }));
      expect(swapped).toBeDefined();
    }
  });

  test("proves nothing when a multiplier of a payment constraint is changed or left out", () => {
    let turn = 0;
    for (const node of nodesOf(tree))
      for (const [p, { multipliers, contradiction }] of (node.proofs ?? []).entries())
        for (const [row, price] of multipliers) {
          const others = [ZERO, add(price, TINY), negate(price)];
          const changed = new Map(multipliers).set(row, others[turn++ % others.length]);
          const proofs = node.proofs!.with(p, {
            multipliers: changed,
            ...(contradiction && { contradiction }),
          });
          expect(problem(replaced(tree, node, { ...node, proofs }))).toMatch(/do not cover|is negative/);
        }
  });
});

/** The tree with one node replaced. */
function replaced(tree: BranchNode, node: BranchNode, by: BranchNode): BranchNode {
  if (tree === node) return by;
  if (tree.split === undefined) return tree;
  const branches = tree.split.branches.map((branch) => ({
    ...branch,
    node: replaced(branch.node, node, by),
  }));
  return { ...tree, split: { ...tree.split, branches } };
}

test("no tree whatever proves less than the optimum, or that a solvable program has no solution", async () => {
  const price = fc.tuple(fc.integer({ min: -2, max: 4 }), fc.integer({ min: 1, max: 3 }));
  const nodes = (world: Case) =>
    fc.letrec<{ node: BranchNode }>((tie) => {
      const proofs = fc.array(
        fc
          .tuple(fc.dictionary(fc.nat(world.program.rows.length - 1).map(String), price), fc.boolean())
          .map(([prices, refutes]) =>
            proof(
              Object.entries(prices).map(([i, [n, d]]) => [Number(i), rational(n, d)]),
              refutes || undefined,
            ),
          ),
        { maxLength: 2 },
      );
      const split = fc.nat(world.choices.length - 1).chain((choice) =>
        fc
          .array(fc.record({ among: fc.subarray([...world.choices[choice]]), node: tie("node") }), {
            maxLength: 3,
          })
          .map((branches) => ({ choice, branches })),
      );
      return {
        node: fc.record({ proofs, split }, { requiredKeys: [] }) as fc.Arbitrary<BranchNode>,
      };
    }).node;
  await fc.assert(
    fc.asyncProperty(
      smallCases.chain((world) => nodes(world).map((tree) => ({ world, tree }))),
      async ({ world, tree }) => {
        const { program, choices } = world;
        const found = await solveBinaryExactly(program, choices, { solver });
        if (found.kind === "infeasible") return;
        const false_ = found.kind === "optimal" ? subtract(found.value, TINY) : rational(10n ** 9n);
        expect(branchTreeProblem(program, choices, tree, false_)).toBeDefined();
        expect(branchTreeProblem(program, choices, tree, undefined)).toBeDefined();
      },
    ),
    { numRuns: 60 },
  );
});
