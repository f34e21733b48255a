import { describe, expect, test } from "vitest";
import { finiteTables } from "../../src/design/finite-tables.js";
import { tabledObjective } from "../../src/design/formulation.js";
import { designMechanism, REVENUE, WELFARE } from "../../src/design/index.js";
import { buildEnvironment, parseModel, readObjective } from "../../src/io/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { printRational, rational } from "../../src/numeric/rational.js";

const MODEL = `candor: 1
agents: { Ann: { types: [0, 1/2, 1] }, Bob: { types: [1/3, 1] } }
beliefs: { joint: [[1/6, 1/12], [1/6, 1/6], [1/12, 1/3]] }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
define: { fee: 1/10 }
`;
const world = buildEnvironment(parseModel(MODEL), exact).environment;
const read = (text: string, model = MODEL) => readObjective(parseModel(model), text);

describe("an objective written as an expression", () => {
  test.each([
    ["revenue", REVENUE],
    ["payment.Ann + payment.Bob", REVENUE],
    ["sum(payment)", REVENUE],
    ["welfare", WELFARE],
    ["sum(utility) + revenue", WELFARE],
    ["value.Ann + value.Bob", WELFARE],
    ["1/2 * revenue + welfare", { revenue: rational(1, 2), welfare: rational(1) }],
  ])("%s is what it says", (text, meant) => {
    expect(read(text)).toEqual(tabledObjective(finiteTables(world), meant));
  });

  test("weighs payments by types and choices by alternatives, definitions included", async () => {
    const { lotteries, payments } = read("types.Ann * payment.Bob + (alternative == 'nobody' ? fee : 0)");
    const unsold = world.alternatives.findIndex(({ name }) => name === "nobody");
    // f(t_Ann = 1, t_Bob = 1/3) = 1/12 at profile 4, f(1/2, 1/3) = 1/6 at profile 2.
    expect(payments[1].map(printRational)).toEqual(["0", "0", "1/12", "1/12", "1/12", "1/3"]);
    expect(payments[0].every(({ n }) => n === 0n)).toBe(true);
    expect(printRational(lotteries[4][unsold])).toBe("1/120");
    const found = await designMechanism(world, {
      objective: { lotteries, payments },
      incentives: ["dominant"],
      participation: ["ex-post"],
      money: ["no-deficit"],
    });
    expect(found.kind).toBe("optimal");
  });

  test.each([
    ["revenue * revenue", "nonlinear-objective"],
    ["payment.Ann * payment.Bob", "nonlinear-objective"],
    ["abs(payment.Ann)", "nonlinear-objective"],
    ["max(payment.Ann - 1000000, 0)", "nonlinear-objective"],
    ["payment.Ann < 3 ? 1 : 2", "nonlinear-objective"],
    ["1 / revenue", "nonlinear-objective"],
    ["alternative == 'nobody' ? payment.Ann : 0", "nonlinear-objective"],
    ["profit", "expression"],
    ["payment.Carl", "expression"],
    ["alternative == 'nobody'", "expression"],
  ])("%s is refused", (text, code) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code })] }),
    );
  });

  test("needs a prior", () => {
    const bare = MODEL.replace(/beliefs: .*\n/, "");
    expect(() => read("revenue", bare)).toThrow("An objective is an expectation");
  });
});
