import { describe, expect, test } from "vitest";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { printRational, rational } from "../../src/numeric/rational.js";

const model = (types: string, alternatives = "[only]", values = "0") =>
  parseModel(`candor: 1\nagents: { Ann: { types: ${types} }, Bob: { types: ${types} } }
alternatives: ${alternatives}\nvalues: ${values}\n`);
const environment = (...parts: Parameters<typeof model>) =>
  buildEnvironment(model(...parts), exact).environment;
const probabilities = (types: string) =>
  Array.from(environment(types).beliefs!.marginals![0] as never, printRational);

function codesOf(...parts: Parameters<typeof model>): string[] {
  try {
    environment(...parts);
    return [];
  } catch (error) {
    if (error instanceof CandorError) return error.problems.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
}

const uniform = (points: number, rule = "midpoint") =>
  `{ distribution: { name: uniform, from: 0, to: 1 }, points: ${points}, rule: ${rule} }`;

describe("types that are a product", () => {
  test("one type for every combination, the last axis fastest, with fields and joint probabilities", () => {
    const { agents, beliefs } = environment(
      `{ product: { A: ${uniform(2)}, B: ${uniform(3, "trapezoid")} } }`,
    );
    expect(agents[0].types.map(({ label }) => label)).toEqual([
      "1/4 & 0",
      "1/4 & 1/2",
      "1/4 & 1",
      "3/4 & 0",
      "3/4 & 1/2",
      "3/4 & 1",
    ]);
    expect([...agents[0].types[4].fields]).toEqual([
      ["A", rational(3, 4)],
      ["B", rational(1, 2)],
    ]);
    expect(beliefs!.marginals![0]).toEqual([1, 2, 1, 1, 2, 1].map((weight) => rational(weight, 8)));
  });

  test("lists and grids have no probabilities, so beliefs are needed", () => {
    const types = "{ product: { A: [1, 2], B: { grid: { from: 0, to: 1, points: 2 } } } }";
    expect(codesOf(types)).toEqual([]);
    expect(environment(types).beliefs).toBeUndefined();
    expect(environment(types).agents[0].types.map(({ label }) => label)).toEqual([
      "1 & 0",
      "1 & 1",
      "2 & 0",
      "2 & 1",
    ]);
  });

  test.each([
    ["{ product: {} }", "empty agents.Ann.types.product"],
    ["{ product: { A: [] } }", "empty agents.Ann.types.product"],
    ["{ product: { A: [low, 1] } }", "not-a-number agents.Ann.types.product.A"],
    [`{ product: { A: ${uniform(200)}, B: ${uniform(200)} } }`, "too-large agents.Ann.types.product"],
    [`{ product: { A: ${uniform(0)} } }`, "not-an-integer agents.Ann.types.product.A.points"],
  ])("%s is refused", (types, problem) => {
    expect(codesOf(types)[0]).toBe(problem);
  });
});

describe("the trapezoid rule", () => {
  const types = (parameters: string, points: number) =>
    `{ distribution: { from: 0, to: 1, ${parameters} }, points: ${points}, rule: trapezoid }`;

  test.each([
    ["name: uniform", ["1/6", "1/3", "1/3", "1/6"]],
    ["name: power, exponent: 2", ["0", "2/9", "4/9", "1/3"]],
    ["name: power, exponent: 1", ["1/6", "1/3", "1/3", "1/6"]],
    ["name: triangular, peak: 0", ["1/3", "4/9", "2/9", "0"]],
    ["name: triangular, peak: 1/3", ["0", "2/3", "1/3", "0"]],
  ])("weighs %s by its density, the ends by half", (parameters, expected) => {
    expect(probabilities(types(parameters, 4))).toEqual(expected);
  });

  test("exponential densities in doubles", () => {
    const { beliefs } = buildEnvironment(model(types("name: exponential, rate: 1", 3)), float).environment;
    const weights = [1, 2 * Math.exp(-0.5), Math.exp(-1)];
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, k) => {
      expect(Math.abs((beliefs!.marginals![0][k] as number) - weight / total)).toBeLessThan(1e-15);
    });
  });

  test("needs two points and a finite density", () => {
    expect(codesOf(types("name: uniform", 1))[0]).toBe("not-an-integer agents.Ann.types.points");
    expect(codesOf(types("name: power, exponent: 1/2", 3))[0]).toMatch(/^distribution .*exponent$/);
    expect(codesOf(types("name: triangular, peak: 0.3", 2))[0]).toMatch(/^distribution .*name$/);
  });
});

describe("goods as alternatives", () => {
  const types = "[{ name: t, A: 2, B: 3 }]";
  const worths = (alternatives: string, values: string) => {
    const { alternatives: list, values: all } = environment(types, alternatives, values);
    return list.map(({ name }, a) =>
      [name, ...all.map((v) => printRational(v.at(a, [0, 0], 0)))].join(" | "),
    );
  };

  test("items: every way to give each to one agent or nobody", () => {
    expect(
      worths("{ items: { of: [A, B], to: all } }", "own.A * gets.A + own.B * gets.B + 100 * gets"),
    ).toEqual([
      "A: Ann, B: Ann | 205 | 0",
      "A: Ann, B: Bob | 102 | 103",
      "A: Ann, B: nobody | 102 | 0",
      "A: Bob, B: Ann | 103 | 102",
      "A: Bob, B: Bob | 0 | 205",
      "A: Bob, B: nobody | 0 | 102",
      "A: nobody, B: Ann | 103 | 0",
      "A: nobody, B: Bob | 0 | 103",
      "A: nobody, B: nobody | 0 | 0",
    ]);
  });

  test("grades: one object at one grade to one agent, or nothing", () => {
    expect(worths("{ grades: { of: [A, B], to: [Bob] } }", 'own.A * gets.A + own.B * gets["B"]')).toEqual([
      "A: Bob | 0 | 2",
      "B: Bob | 0 | 3",
      "nobody | 0 | 0",
    ]);
  });

  test.each([
    ["{ items: { of: [], to: all } }", "empty alternatives.items.of"],
    ["{ grades: { of: [A, A], to: all } }", "duplicate-name alternatives.grades.of[1]"],
    ["{ items: { of: [A], to: [Cid] } }", "unknown-name alternatives.items.to[0]"],
    [
      `{ items: { of: [${Array.from({ length: 9 }, (_, k) => `i${k}`)}], to: all } }`,
      "too-large alternatives.items",
    ],
  ])("%s is refused", (alternatives, problem) => {
    expect(codesOf(types, alternatives)[0]).toBe(problem);
  });

  test("a good that is not there is named with those that are", () => {
    expect(() => environment(types, "{ items: { of: [A, B], to: all } }", "gets.C")).toThrow(/gets\.A/);
  });
});
