import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { branchTreeProblem } from "../../src/design/branch-tree.js";
import { type IntegerOptions, solveBinaryExactly } from "../../src/design/integer-program.js";
import { type DesignQuestion, REVENUE, WELFARE } from "../../src/design/question.js";
import { highsSolver } from "../../src/lp/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { objectiveValue, solveExactly } from "../../src/numeric/linear-program/solve-exactly.js";
import { compare, ONE, type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { sketches } from "../mechanisms/arbitrary-environments.js";
import { auctionSketch, environmentOf, grid, type Sketch, tradeSketch } from "../mechanisms/environments.js";
import {
  byEnumeration,
  type Case,
  designCase,
  earns,
  misleading,
  smallCases,
  stubborn,
} from "./branch-cases.js";
import { environment } from "./designs.js";

const solver = highsSolver();

const solve = ({ program, choices }: Case, options: Partial<IntegerOptions> = {}) =>
  solveBinaryExactly(program, choices, { solver, ...options });

/** Fails unless what is claimed follows from the definitions and agrees with the truth. */
async function expectTrue(
  world: Case,
  truth: ReturnType<typeof byEnumeration>,
  options?: Partial<IntegerOptions>,
) {
  const found = await solve(world, options);
  const proved = (tree: Parameters<typeof branchTreeProblem>[2], upper?: Rational) =>
    expect(branchTreeProblem(world.program, world.choices, tree, upper)).toBeUndefined();
  switch (found.kind) {
    case "optimal":
      expect(found.value).toEqual(truth);
      expect(earns(world, found.primal, found.value)).toBe(true);
      proved(found.tree, found.value);
      break;
    case "infeasible":
      expect(truth).toBe("infeasible");
      proved(found.tree);
      break;
    case "unbounded":
      expect(truth).toBe("unbounded");
      expect(found.ray.some(({ n }) => n !== 0n)).toBe(true);
      break;
    case "bracket":
      expect(earns(world, found.primal, found.value)).toBe(true);
      expect(compare(found.value, truth as Rational)).toBeLessThanOrEqual(0);
      expect(compare(found.upper, truth as Rational)).toBeGreaterThanOrEqual(0);
      proved(found.tree, found.upper);
      break;
    case "undecided":
      if (found.found) expect(earns(world, found.found.primal, found.found.value)).toBe(true);
      if (found.bound) proved(found.bound.tree, found.bound.upper);
      if (found.bound && typeof truth !== "string")
        expect(compare(found.bound.upper, truth)).toBeGreaterThanOrEqual(0);
  }
  return found;
}

const question = (changes: Partial<DesignQuestion> = {}): DesignQuestion => ({
  objective: REVENUE,
  incentives: ["dominant"],
  participation: ["ex-post"],
  money: [],
  ...changes,
});
const WITHOUT_MONEY = { objective: WELFARE, participation: [], money: ["no-payments"] } as const;

describe("the best choices", () => {
  test("of small programs are those that enumeration finds", async () => {
    await fc.assert(
      fc.asyncProperty(smallCases, async (world) => {
        const found = await expectTrue(world, byEnumeration(world));
        expect(["optimal", "infeasible", "unbounded"]).toContain(found.kind);
      }),
      { numRuns: 80 },
    );
  });

  test("of small design questions are those that enumeration finds, with payments or without", async () => {
    const tiny = sketches(1).filter(({ types, alternatives }) => {
      const profiles = types.reduce((product, own) => product * own.length, 1);
      return alternatives.length ** profiles <= 81 && profiles > 1;
    });
    const questions = fc.constantFrom<Partial<DesignQuestion>>(
      {},
      { incentives: ["bayesian"], participation: ["interim"] },
      { objective: WELFARE, money: ["balanced"] },
      WITHOUT_MONEY,
    );
    await fc.assert(
      fc.asyncProperty(tiny, questions, async (sketch, asked) => {
        const world = designCase(environmentOf(exact, sketch), question(asked));
        const found = await expectTrue(world, byEnumeration(world));
        expect(["optimal", "infeasible", "unbounded"]).toContain(found.kind);
      }),
      { numRuns: 25 },
    );
  });

  test.each([1, 2, 3])("are found with any limits, signals and solvers that mislead (%i)", async (salt) => {
    const options: Partial<IntegerOptions>[] = [
      { nodeLimit: 0 },
      { nodeLimit: salt },
      { pivotLimit: 0, nodeLimit: salt * 3 },
      { signal: { aborted: true } },
      { solver: misleading(solver, salt) },
      { solver: misleading(solver, salt), pivotLimit: salt },
    ];
    await fc.assert(
      fc.asyncProperty(smallCases, fc.constantFrom(...options), async (world, asked) => {
        const found = await expectTrue(world, byEnumeration(world), asked);
        expect(found.nodes).toBeLessThanOrEqual(asked.nodeLimit ?? 100);
      }),
      { numRuns: 60 },
    );
  });
});

const best = async (sketch: Sketch, changes: Partial<DesignQuestion> = {}) => {
  const found = await solve(designCase(environmentOf(exact, sketch), question(changes)));
  return found.kind === "optimal" ? found.value : found.kind;
};

describe("sure choices in known situations", () => {
  test("one object, one buyer: a posted price", async () => {
    expect(await best(auctionSketch(1, grid(6), { unsold: true }))).toEqual(rational(3, 10));
  });

  test("one object, two buyers on {0, 1/2, 1}: lotteries bring nothing, 5/9", async () => {
    expect(await best(auctionSketch(2, grid(3), { unsold: true }))).toEqual(rational(5, 9));
  });

  test("trade on {0, 1/2, 1} at the price 1/2 is efficient", async () => {
    const balanced = { objective: WELFARE, money: ["balanced"] } as const;
    expect(await best(tradeSketch(grid(3)), balanced)).toEqual(rational(13, 18));
  });

  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const voting = (worth: readonly number[], names = ["One", "Two"]): Sketch => ({
    names,
    types: names.map(() => orders.map((_, t) => rational(t))),
    alternatives: [{ name: "a" }, { name: "b" }, { name: "c" }],
    value: (_, a, t) => rational(worth[orders[Number(t.n)].indexOf(a)]),
  });

  test("two voters, three alternatives: nothing truthful beats a dictator (Gibbard and Satterthwaite)", async () => {
    // The dictator has the best, the other the average.
    expect(await best(voting([2, 1, 0]), WITHOUT_MONEY)).toEqual(rational(2 + 1));
    expect(await best(voting([5, 4, 0]), WITHOUT_MONEY)).toEqual(rational(5 + 3));
  });

  test("a price list that lotteries beat: 3 instead of 10/3", async () => {
    // One of two goods for one buyer who values them at (3, 2), (2, 3) or (1, 5); both cost 3.
    const worth = [
      [0, 3, 2],
      [0, 2, 3],
      [0, 1, 5],
    ];
    const sketch: Sketch = {
      names: ["Buyer"],
      types: [worth.map((_, t) => rational(t))],
      alternatives: [{ name: "none" }, { name: "1" }, { name: "2" }],
      value: (_, a, t) => rational(worth[Number(t.n)][a]),
    };
    const { program } = designCase(environmentOf(exact, sketch), question());
    const mixed = solveExactly(program);
    expect(mixed.kind === "optimal" && objectiveValue(program, mixed.primal)).toEqual(rational(10, 3));
    expect(await best(sketch)).toEqual(rational(3));
  });
});

describe("what has no answer", () => {
  const bergemannMorris = `
agents: { One: { types: [t, s] }, Two: { types: [u, v] } }
beliefs: { independent: uniform }
alternatives: [a, b, c]
money: false
values:
  One:
    index: [alternative, own, Two]
    entries:
      a: { t: { u: 1, v: -1 }, s: { u: 0, v: 0 } }
      b: { t: { u: -1, v: 1 }, s: { u: 0, v: 0 } }
      c: { t: { u: 0, v: 0 }, s: { u: 1, v: 1 } }
  Two:
    index: [alternative, One, own]
    entries:
      a: { t: { u: 0, v: 2 }, s: { u: 0, v: 0 } }
      b: { t: { u: 2, v: 0 }, s: { u: 0, v: 0 } }
      c: { t: { u: 0, v: 0 }, s: { u: 1, v: 1 } }
`;

  test("no sure choice of a or b against t and c against s is ex post truthful, a lottery is (Bergemann and Morris)", async () => {
    const asked = question({ ...WITHOUT_MONEY, incentives: ["ex-post"] });
    const { program, choices } = designCase(environment(bergemannMorris), asked);
    const forbidden = choices.flatMap(([a, b, c], k) => (k < 2 ? [c] : [a, b]));
    const restricted = {
      ...program,
      rows: [
        ...program.rows,
        ...forbidden.map((j) => ({
          coefficients: new Map([[j, ONE]]),
          relation: "=" as const,
          bound: ZERO,
        })),
      ],
    };
    expect(solveExactly(restricted).kind).toBe("optimal");
    const found = await expectTrue({ program: restricted, choices }, "infeasible");
    expect(found.kind).toBe("infeasible");
  });

  test("revenue without participation is unbounded", async () => {
    expect(await best(auctionSketch(2, grid(2)), { participation: [] })).toBe("unbounded");
  });

  test("choices that overlap, are free, or have no row of their own are refused", async () => {
    const { program, choices } = designCase(
      environmentOf(exact, auctionSketch(1, grid(2), { unsold: true })),
      question(),
    );
    const payment = program.objective.length - 1;
    for (const wrong of [[choices[0], choices[0]], [[...choices[0], payment]], [[choices[0][0]]], [[99]]])
      await expect(solve({ program, choices: wrong })).rejects.toMatchObject({ code: "invalid-choice" });
  });
});

describe("a search that is stopped", () => {
  const world = designCase(environmentOf(exact, stubborn), question());

  test("brackets the optimum, ever more closely, and each bound is proved", async () => {
    const whole = await solve(world);
    if (whole.kind !== "optimal") throw new Error(whole.kind);
    let last: Rational | undefined;
    for (const nodeLimit of [1, 2, 4, 8, 16]) {
      const found = await expectTrue(world, whole.value, { nodeLimit });
      if (found.kind !== "bracket") continue;
      if (last) expect(compare(found.upper, last)).toBeLessThanOrEqual(0);
      last = found.upper;
    }
    expect(last).toBeDefined();
    expect(branchTreeProblem(world.program, world.choices, whole.tree, last)).toBeUndefined();
  });

  test("a signal stops it, and progress is reported before", async () => {
    const signal = { aborted: false };
    const seen: number[] = [];
    const found = await solve(world, {
      signal,
      onProgress: ({ nodes, lower, upper }) => {
        seen.push(nodes);
        expect(lower).toBeLessThanOrEqual(upper! + 1e-9);
        signal.aborted = nodes === 3;
      },
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(found.nodes).toBe(3);
    expect(found.kind).toBe("bracket");
  });

  test("equal questions get equal answers", async () => {
    expect(await solve(world)).toEqual(await solve(world));
  });
});
