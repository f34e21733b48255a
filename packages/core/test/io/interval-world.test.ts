import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExpression } from "../../src/io/expression/parse-expression.js";
import { isAffineInOwn } from "../../src/io/interval-world/affine-in-own.js";
import { expandDefinitions } from "../../src/io/interval-world/expand-definitions.js";
import { objectOf } from "../../src/io/interval-world/object-of.js";
import { projectOf } from "../../src/io/interval-world/project-of.js";
import { readIntervalWorld } from "../../src/io/interval-world/read-interval-world.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { isIntervalWorld } from "../../src/io/model-file/whole-intervals.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { printRational } from "../../src/numeric/rational.js";

const TRADE = {
  agents: '{ Seller: { types: "uniform(0, 1)" }, Buyer: { types: "uniform(0, 2)" } }',
  alternatives: "{ object: { to: all } }",
  values: "own * gets",
  outside: "{ Seller: own, Buyer: 0 }",
};

function stated(changes: Readonly<Record<string, string>> = {}): string {
  const sections = Object.entries({ ...TRADE, ...changes }).filter(([, text]) => text !== "");
  return `candor: 1\n${sections.map(([key, text]) => `${key}: ${text}\n`).join("")}`;
}

const world = (changes: Readonly<Record<string, string>> = {}) =>
  readIntervalWorld(parseModel(stated(changes)));

function lines(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof CandorError)
      return error.problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
    throw error;
  }
  return [];
}

describe("worlds on intervals", () => {
  test("are told from finite models", () => {
    expect(isIntervalWorld(parseModel(stated()))).toBe(true);
    const finite = "{ Seller: { types: [0, 1] }, Buyer: { types: { distribution: 3, other: 4 } } }";
    expect(isIntervalWorld(parseModel(stated({ agents: finite })))).toBe(false);
    const byFields = "{ A: { types: { distribution: { name: uniform, from: 0, to: 1 } } } }";
    expect(isIntervalWorld(parseModel(stated({ agents: byFields, outside: "" })))).toBe(true);
    const onGrid = '{ A: { types: { distribution: "uniform(0, 1)", points: 3 } } }';
    expect(isIntervalWorld(parseModel(stated({ agents: onGrid, outside: "" })))).toBe(false);
  });

  test("the object's agents, with shares in fractions", () => {
    const { agents, kept } = objectOf(world());
    expect(agents.map(({ name, values, share }) => [name, values.support, printRational(share!)])).toEqual([
      ["Seller", [0, 1], "1"],
      ["Buyer", [0, 2], "0"],
    ]);
    expect(kept).toBeUndefined();
  });

  test("types are measured in money: 2·own + 1, and outside options with them", () => {
    const { agents } = objectOf(
      world({ values: "(2 * own + 1) * gets", outside: "{ Seller: own + 1/2, Buyer: own^2 }" }),
    );
    expect(agents[0].values.support).toEqual([1, 3]);
    expect(agents[1].values.mean).toBeCloseTo(3, 14);
    // own + 1/2 is half of 2·own + 1.
    expect(printRational(agents[0].share!)).toBe("1/2");
    expect(agents[0].outside(2)).toBe(1);
    expect(agents[1].share).toBeUndefined();
    expect(agents[1].outside(4)).toBeCloseTo(1.5 ** 2, 14);
  });

  test("slopes may be roots", () => {
    expect(objectOf(world({ values: "sqrt(2) * own * gets", outside: "" })).agents[0].values.support).toEqual(
      [0, Math.SQRT2],
    );
  });

  test("alike agents share one distribution, also across groups", () => {
    const agents = '{ A: { count: 3, types: "beta(2, 3)" }, B: { types: "beta(2, 3)" } }';
    const read = objectOf(world({ agents, outside: "", values: "own * gets" })).agents;
    expect(read.map(({ name }) => name)).toEqual(["A 1", "A 2", "A 3", "B"]);
    expect(new Set(read.map(({ values }) => values)).size).toBe(1);
  });

  test("the object may stay with a designer to whom it is worth something", () => {
    const kept = objectOf(
      world({
        alternatives: "{ object: { to: all, nobody: true } }",
        designer: "{ value: \"alternative == 'nobody' ? 1/4 : 1/20\" }",
      }),
    ).kept;
    expect(printRational(kept!)).toBe("1/5");
  });

  test("a project's cost adds up, wherever it stands", () => {
    const agents = '{ Citizen: { count: 3, types: "uniform(0, 1)" } }';
    const project = { agents, alternatives: "{ project: { cost: 3/2 } }", outside: "" };
    const costs = [
      { values: "own * alternative.built - alternative.cost / n" },
      { values: "own * alternative.built", designer: "{ value: 0 - alternative.cost }" },
      {
        values: "own * alternative.built - alternative.cost / 6",
        designer: "{ value: 0 - alternative.cost / 2 }",
      },
    ].map((each) => printRational(projectOf(world({ ...project, ...each })).cost));
    expect(costs).toEqual(["3/2", "3/2", "3/2"]);
  });

  test("quantities, with definitions written out", () => {
    const { quantities, agents } = world({
      agents: '{ Buyer: { types: "uniform(1, 2)" } }',
      alternatives: "{ quantities: { from: 0, kinks: [1/2] } }",
      define: "{ worth: own * alternative }",
      values: "worth + 1",
      designer: "{ value: 0 - alternative^2 }",
      outside: "own / 10",
    });
    expect(quantities).toEqual({
      range: "0..",
      kinks: "1/2",
      value: "(own * alternative) + 1",
      cost: "alternative^2",
    });
    expect(agents[0].outside.at(1.5)).toBeCloseTo(0.15, 15);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "an agent on points",
      { agents: '{ Seller: { types: [0, 1] }, Buyer: { types: "uniform(0, 2)" } }' },
      "2 agents.Seller.types: Other types of this file lie on intervals; state these by a distribution too, e.g. atoms([0, 1], [1/2, 1/2]).",
    ],
    [
      "beliefs",
      { beliefs: "{ independent: uniform }" },
      "6 beliefs: Types on intervals are independent, and there are no states: leave beliefs out, or state finite types.",
    ],
    [
      "a family that is none",
      { agents: '{ Seller: { types: "unifrom(0, 1)" }, Buyer: { types: "uniform(0, 2)" } }' },
      '2 agents.Seller.types: "unifrom" is no family of distributions; did you mean uniform?',
    ],
    [
      "interdependent values",
      { values: "(own + types.Buyer) * gets" },
      "4 values: With types on intervals this depends on the own type alone.",
    ],
    [
      "an unknown name",
      { values: "onw * gets" },
      '4 values: "onw * gets" uses onw, which is not defined; did you mean n?',
    ],
    [
      "a table",
      { outside: "{ Seller: [0, 1], Buyer: 0 }" },
      "5 outside.Seller: With types on intervals an expression is needed here.",
    ],
    [
      "subsets",
      { alternatives: "{ subsets: { of: [a, b] } }" },
      "3 alternatives: Types on intervals are worked out for one object, a project, or quantities for one agent. For anything else put the types on a grid: candor discretize.",
    ],
    [
      "an unknown agent",
      { outside: "{ Sellre: own }" },
      '5 outside.Sellre: There is no agent "Sellre"; did you mean Seller?',
    ],
  ])("%s is refused", (_, changes, line) => {
    expect(lines(() => world(changes))).toContain(line);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["worth another function of own", { values: "own^2 * gets" }],
    ["worth less to higher types", { values: "(1 - own) * gets" }],
    ["worth something to who does not get it", { values: "own * gets + 1" }],
    ["kinked", { values: "min(own, 1/2) * gets" }],
  ])("an object %s is refused", (_, changes) => {
    expect(lines(() => objectOf(world(changes)))[0]).toMatch(/^4 values: .* must be worth a·own \+ b/);
  });

  test("who never gets the object is named", () => {
    const three =
      '{ A: { types: "uniform(0, 1)" }, B: { types: "uniform(0, 1)" }, C: { types: "uniform(0, 1)" } }';
    const changes = { agents: three, alternatives: "{ object: { to: [A, B] } }", outside: "" };
    expect(lines(() => objectOf(world(changes)))).toEqual(["3 alternatives: C can never get the object."]);
  });

  test("a comma inside braces is explained", () => {
    const agents = "{ Seller: { types: uniform(0, 1) }, Buyer: { types: [1] } }";
    expect(lines(() => parseModel(stated({ agents })))[0]).toMatch(/put quotes around it/);
  });
});

describe("where formulas change their form", () => {
  const PLACES = Array.from({ length: 11 }, (_, k) => k / 10);
  const switches = (outside: string) =>
    world({ outside: `{ Seller: "${outside}" }` }).agents[0].outside.switches(PLACES);

  test.each<[string, readonly number[]]>([
    ["own", []],
    ["own > 0.1234 && own < 0.1239 ? 1 : 0", [0.1234, 0.1239]],
    ["max(0, 0.9 - 2000 * abs(own - 0.1237))", [0.1237 - 0.00045, 0.1237, 0.1237 + 0.00045]],
    ["floor(3 * own) + ceil(2 * own)", [0, 1 / 3, 1 / 2, 2 / 3, 1]],
    ["own % (1/4)", [1 / 4, 1 / 2, 3 / 4, 1]],
    ["min(own, n / 4)", [1 / 2]],
  ])("%s", (text, wanted) => {
    const found = switches(text);
    // In pairs of neighbours around each.
    for (const at of found)
      expect(Math.min(...wanted.map((each) => Math.abs(each - at)))).toBeLessThan(1e-12);
    for (const each of wanted)
      expect(Math.min(...found.map((at) => Math.abs(each - at)))).toBeLessThan(1e-12);
  });

  test("too many changes are refused", () => {
    expect(() => switches("floor(5000 * own)")).toThrow(/more than 1000/);
  });
});

describe("isAffineInOwn", () => {
  const affine = (text: string) =>
    isAffineInOwn(
      parseExpression(text, (code) => {
        throw new Error(code);
      }),
    );

  test.each([
    "own",
    "3",
    "-own / 2 + n",
    "gets * (own - 1)",
    "alternative == 'a' ? own : 2 * own",
    "max(1, 2) * own",
  ])("%s is", (text) => expect(affine(text)).toBe(true));

  test.each([
    "own * own",
    "own^2",
    "1 / own",
    "max(own, 0)",
    "own > 1 ? own : 0",
    "own.size",
    "others[own]",
    "abs(own)",
    "own % 2",
  ])("%s is not", (text) => expect(affine(text)).toBe(false));

  test("expressions it accepts are a·own + b", () => {
    const leaf = fc.oneof(
      fc.constant("own"),
      fc.integer({ min: -5, max: 5 }).map((k) => `(${k})`),
    );
    const { node } = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc
          .tuple(tie("node"), fc.constantFrom("+", "-", "*"), tie("node"))
          .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      ),
    }));
    fc.assert(
      fc.property(node, (text) => {
        fc.pre(affine(text));
        const at = new Function("own", `return ${text}`) as (own: number) => number;
        const [b, a] = [at(0), at(1) - at(0)];
        for (const own of [-7, 2, 13]) expect(at(own) - (a * own + b)).toBeCloseTo(0);
      }),
    );
  });
});

test("definitions are written out but not in texts and after dots", () => {
  const definitions = new Map([
    ["cost", "2 * unit"],
    ["unit", "own"],
  ]);
  const refuse = (_: string, message: string): never => {
    throw new Error(message);
  };
  expect(expandDefinitions("alternative.cost + cost + (x == 'cost' ? 1 : unit)", definitions, refuse)).toBe(
    "alternative.cost + (2 * (own)) + (x == 'cost' ? 1 : (own))",
  );
});
