import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { basisNear } from "../../src/design/basis-near.js";
import { designProgram } from "../../src/design/design-program.js";
import { finiteTables } from "../../src/design/finite-tables.js";
import { designMechanism, designProblem, NOTHING, REVENUE, WELFARE } from "../../src/design/index.js";
import { solveProgram } from "../../src/design/solve-program.js";
import { columnName, highsSolver, readSolution, writeMps } from "../../src/lp/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { objectiveValue } from "../../src/numeric/linear-program/index.js";
import { compare, printRational, rational } from "../../src/numeric/rational.js";
import { anonymity } from "../../src/properties/anonymity.js";
import { correlated, sketches } from "../mechanisms/arbitrary-environments.js";
import { environmentOf } from "../mechanisms/environments.js";
import { auction, design, environment, optimum, question, verified } from "./designs.js";

const solver = highsSolver();
const DOMINANT = { incentives: ["dominant"], participation: ["ex-post"] } as const;

/** The optimum of the program as stated, without merging and with every row from the start. */
async function plainValue(text: string, changes: Parameters<typeof question>[0]): Promise<string> {
  const { program } = designProgram(finiteTables(environment(text)), question(changes));
  const { outcome } = await solveProgram(program, { solver });
  if (outcome.kind !== "optimal") return outcome.kind;
  return printRational(objectiveValue(program, outcome.primal));
}

describe("alike agents", () => {
  test("are merged, and the mechanism found treats them alike", async () => {
    const found = await design(auction("0, 1/3, 2/3, 1", 3), DOMINANT);
    if (found.kind !== "optimal") throw new Error(found.kind);
    const { merged, variables, constraints } = found.formulation;
    expect(merged.swaps).toBe(2);
    expect(merged.variables).toBeLessThan(variables / 4);
    expect(merged.constraints).toBeLessThan(constraints / 4);
    expect(anonymity.check(found.mechanism, {}).status).toBe("proved");
    expect(printRational(found.lower)).toBe(await plainValue(auction("0, 1/3, 2/3, 1", 3), DOMINANT));
    expect(verified(found)).toBe(`accepted: value = ${printRational(found.lower)}`);
  });

  test("with unequal beliefs are not merged", async () => {
    const lopsided = auction("0, 1").replace(
      "independent: uniform",
      "independent: { Bidder 0: [1/2, 1/2], Bidder 1: [1/3, 2/3] }",
    );
    const found = await design(lopsided, DOMINANT);
    expect(found.formulation.merged.swaps).toBe(0);
    expect(verified(found)).toMatch(/^accepted: value = /);
  });

  test("who must be treated alike although they are believed to differ earn the seller less", async () => {
    // An anonymous seller cannot post one price to the weak bidder and another to the strong one.
    const lopsided = auction("1, 2, 4").replace(
      "independent: uniform",
      "independent: { Bidder 0: [1/2, 1/2, 0], Bidder 1: [0, 1/4, 3/4] }",
    );
    const free = await design(lopsided, DOMINANT);
    const alike = await design(lopsided, { ...DOMINANT, anonymous: true });
    if (free.kind !== "optimal" || alike.kind !== "optimal") throw new Error("not solved");
    expect(compare(alike.lower, free.lower)).toBeLessThan(0);
    expect(anonymity.check(alike.mechanism, {}).status).toBe("proved");
    expect(verified(alike)).toBe(`accepted: value = ${printRational(alike.lower)}`);
  });
});

test("merging changes no optimum (random worlds, swapped agents and identical alternatives among them)", async () => {
  await fc.assert(
    fc.asyncProperty(
      sketches().chain((sketch) => correlated(sketch)),
      fc.constantFrom(REVENUE, WELFARE),
      async (sketch, objective) => {
        const world = environmentOf(exact, sketch);
        const asked = question({ objective });
        const { program, folded } = designProgram(finiteTables(world), asked);
        const [plain, merged] = [await solveProgram(program), await solveProgram(folded.program)];
        expect(merged.outcome.kind).toBe(plain.outcome.kind);
        if (plain.outcome.kind !== "optimal" || merged.outcome.kind !== "optimal") return;
        const value = objectiveValue(program, plain.outcome.primal);
        expect(objectiveValue(folded.program, merged.outcome.primal)).toEqual(value);
        const found = await designMechanism(world, asked);
        expect(verified(found)).toBe(`accepted: value = ${printRational(value)}`);
      },
    ),
    { numRuns: 30 },
  );
});

test("constraints that wait are added when broken and checked when not", async () => {
  // 11 types: 2,783 constraints, of which only neighbouring lies are there from the start.
  const types = Array.from({ length: 11 }, (_, k) => `${k}/10`).join(", ");
  const found = await design(auction(types), DOMINANT);
  expect(found.kind === "optimal" && printRational(found.lower)).toBe("5/11");
  expect(found.formulation.active).toBeLessThan(found.formulation.merged.constraints / 2);
  expect(verified(found)).toBe("accepted: value = 5/11");
  // Values that cross: the neighbours in the order of the list are not the tempting lies.
  const jumbled = auction("1, 8, 2, 9, 3, 7, 4, 6, 5, 10, 11/2");
  const crossed = await design(jumbled, DOMINANT);
  expect(crossed.formulation.rounds).toBeGreaterThan(0);
  expect(crossed.kind === "optimal" && printRational(crossed.lower)).toBe(
    await optimum(auction("1, 2, 3, 4, 5, 11/2, 6, 7, 8, 9, 10"), DOMINANT),
  );
});

describe("the program for other solvers", () => {
  test("is exact in whole numbers, and a solution of it leads back to the certificate without a solver", async () => {
    const world = environment(auction("0, 1/2, 1"));
    const asked = question(DOMINANT);
    const problem = designProblem(world, asked);
    expect([...problem.matrix.values].every(Number.isInteger)).toBe(true);
    expect(writeMps(problem)).toContain("unit/0");
    const { primal } = await solver.solve(problem);
    const text = [...primal].map((value, j) => `${columnName(problem, j)} ${value}`).join("\n");
    const found = await designMechanism(world, asked, { advice: readSolution(text).columns });
    expect(found.formulation).toMatchObject({ start: "advice", pivots: expect.any(Number) });
    expect(verified(found)).toBe("accepted: value = 5/9");
  });

  test("a wrong solution costs pivots but no truth", async () => {
    const world = environment(auction("0, 1/2, 1"));
    const advice = new Map([
      ["g/0/0", 1],
      ["p/0/3", -5],
    ]);
    expect(verified(await designMechanism(world, question(DOMINANT), { advice }))).toBe(
      "accepted: value = 5/9",
    );
  });

  test("a basis near a point is square", () => {
    const { folded } = designProgram(finiteTables(environment(auction("0, 1"))), question(DOMINANT));
    const { objective, rows } = folded.program;
    for (const fill of [0, 1, 0.5])
      expect(basisNear(folded.program, new Float64Array(objective.length).fill(fill))).toHaveLength(
        rows.length,
      );
  });
});

describe("what no mechanism can do", () => {
  const greedy = `
agents: { Seller: { types: [0, 1] }, Buyer: { types: [0, 1] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: { Seller: own, Buyer: 1 }
`;

  test("is told in constraints none of which can be spared", async () => {
    const found = await design(greedy, { ...DOMINANT, money: ["no-deficit"], objective: WELFARE });
    if (found.kind !== "infeasible") throw new Error(found.kind);
    expect(found.irreducible).toBe(true);
    expect(verified(found)).toBe("accepted: no mechanism satisfies the constraints");
    // Negative control: the multipliers of any proper subset prove nothing.
    for (const { name } of found.multipliers) {
      const fewer = { ...found, multipliers: found.multipliers.filter((each) => each.name !== name) };
      expect(verified(fewer)).toMatch(/^rejected/);
    }
  });

  test("a money pump is a certificate, too", async () => {
    const found = await design(auction("0, 1"), { participation: [] });
    expect(verified(found)).toBe("accepted: the value has no upper bound");
    if (found.kind !== "unbounded") throw new Error(found.kind);
    const { direction } = found;
    const still = { ...direction, payments: direction.payments.map((row) => row.map(() => rational(0))) };
    expect(verified({ ...found, direction: still })).toMatch(/^rejected/);
  });
});

describe("when stopped early", () => {
  test("nothing is claimed that the last step does not prove", async () => {
    const world = environment(auction("0, 1/3, 2/3, 1"));
    for (const pivotLimit of [0, 3, 10, 30]) {
      const found = await designMechanism(world, question(DOMINANT), { pivotLimit });
      expect(["undecided", "bracket", "optimal"]).toContain(found.kind);
      if (found.kind !== "undecided") expect(verified(found)).toMatch(/^accepted: .*value/);
    }
    const aborted = await designMechanism(world, question(DOMINANT), { signal: { aborted: true } });
    expect(["undecided", "bracket"]).toContain(aborted.kind);
  });

  test("hopeless scaling is left to fractions", async () => {
    const huge = auction("0, 1, 1000000000000000000000000");
    expect(await optimum(huge, DOMINANT)).toBe(await optimum(huge, DOMINANT, true));
    const found = await design(huge, DOMINANT);
    expect(found.formulation).toMatchObject({ start: "scratch", digits: expect.any(Number) });
    expect(found.formulation.digits).toBeGreaterThanOrEqual(24);
  });
});

test("with nothing to maximize any mechanism that keeps the constraints will do", async () => {
  expect(await optimum(auction("0, 1"), { objective: NOTHING })).toBe("0");
});
