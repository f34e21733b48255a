import { describe, expect, test } from "vitest";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { hasPrivateValues } from "../../src/model/environment.js";
import { exact, type Table } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational } from "../../src/numeric/rational.js";
import { problemLines, type Sections, situation } from "./situations.js";

const build = (changes: Sections) => buildEnvironment(parseModel(situation(changes)), exact).environment;
const show = (value: Rational | string | undefined) =>
  typeof value === "object" ? printRational(value) : value;
const all = (table: Table<Rational>) =>
  Array.from({ length: table.length }, (_, k) => printRational(table[k]));

describe("values", () => {
  const STATES = {
    states: "{ dry: { rain: 1/2 }, wet: { rain: 3 } }",
    beliefs: "{ independent: uniform, states: uniform }",
  };

  test.each([
    ["own", { private: true, others: false, state: false }],
    ["own + types.Bob", { private: false, others: true, state: false }],
    ["sum(others)", { private: false, others: true, state: false }],
    ["own * state.rain", { private: false, others: false, state: true }],
    ["sum(types)", { private: false, others: true, state: false }],
  ])("%s is recognised", (values, expected) => {
    const environment = build({ ...STATES, values: `{ Ann: "${values}", Bob: 0 }` });
    const [{ dependsOnOthers, dependsOnState }] = environment.values;
    expect({
      private: hasPrivateValues(environment),
      others: dependsOnOthers,
      state: dependsOnState,
    }).toEqual(expected);
  });

  test("by expression", () => {
    const { values } = build({
      ...STATES,
      values: "{ Ann: \"(alternative == 'left' ? 10 : 20) * own + types.Bob * state.rain\", Bob: 0 }",
    });
    expect(show(values[0].at(1, [1, 0], 0))).toBe("81/2");
    expect(show(values[0].at(0, [0, 1], 1))).toBe("16");
  });

  test("by a table over any of alternative, own, state and other agents in any order", () => {
    const index = "[state, Bob, alternative, own]";
    const entries =
      "{ dry: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], wet: [[{ '1': 9, '2': 10 }, [11, 12]], [[13, 14], [15, 16]]] }";
    const { values } = build({
      ...STATES,
      values: `{ Ann: { index: ${index}, entries: ${entries} }, Bob: { index: [own], entries: [0.1, 0.2] } }`,
    });
    expect(show(values[0].at(1, [0, 1], 0))).toBe("7");
    expect(show(values[0].at(0, [1, 0], 1))).toBe("10");
    expect([values[0].dependsOnOthers, values[0].dependsOnState]).toEqual([true, true]);
    expect(show(values[1].at(0, [1, 1], 1))).toBe("1/5");
    expect([values[1].dependsOnOthers, values[1].dependsOnState]).toEqual([false, false]);
  });

  test("of the designer, what is possible, and outside options", () => {
    const environment = build({
      ...STATES,
      designer: "{ value: \"alternative == 'left' ? sum(types) : 0\", counts: true }",
      possible: "\"types.Ann == 1 || state == 'wet'\"",
      outside: "{ Ann: own / 2, Bob: { '2': 5, '1': 1/3 } }",
      money: "false",
    });
    expect(show(environment.designer!.value.at(0, [1, 1], 0))).toBe("4");
    expect(environment.designer!.counts).toBe(true);
    expect([
      environment.possible!([0, 0], 0),
      environment.possible!([1, 0], 0),
      environment.possible!([1, 0], 1),
    ]).toEqual([true, false, true]);
    expect(environment.outsideOptions.map(all)).toEqual([
      ["1/2", "1"],
      ["1/3", "5"],
    ]);
    expect(environment.money).toBe(false);
  });

  test("definitions may use each other", () => {
    expect(show(build({ define: "{ a: own + b, b: n }", values: "a * 2" }).values[0].at(0, [0, 0], 0))).toBe(
      "6",
    );
  });

  test("own[item] looks a field up by the item one gets", () => {
    const { values } = build({
      agents:
        "{ Ann: { types: [{ name: x, sea: 3, hill: 5 }] }, Bob: { types: [{ name: x, sea: 7, hill: 11 }] } }",
      alternatives: "{ assignments: { items: [sea, hill] } }",
      values: "own[item]",
    });
    expect([0, 1].map((agent) => [0, 1].map((a) => show(values[agent].at(a, [0, 0], 0))))).toEqual([
      ["3", "5"],
      ["11", "7"],
    ]);
  });

  test("reach nothing but their names", () => {
    for (const values of [
      "own.constructor",
      'types["__proto__"]',
      "constructor",
      "toString()",
      "own.label.length",
      "(1).constructor",
      "this",
      "[1]",
      "own; own",
      "n.n",
    ])
      expect(problemLines(situation({ values: JSON.stringify(values) })).join(), values).toMatch(
        /^4:1 values: /,
      );
  });

  test("of any length and depth are read or refused, never too much for the stack", () => {
    const deep = [
      `${"(".repeat(10_000)}1${")".repeat(10_000)}`,
      `${"(".repeat(1900)}1${")".repeat(1900)}`,
      `${"-".repeat(1900)}1`,
      `${"abs(".repeat(790)}1${")".repeat(790)}`,
      `1${" + 1".repeat(900)}`,
      `${"1 > 0 ? (".repeat(350)}1${") : 0".repeat(350)}`,
    ];
    for (const values of deep) problemLines(situation({ values }));
    const doubling = Array.from({ length: 40 }, (_, k) => `a${k + 1}: a${k} + a${k}`).join(", ");
    expect(problemLines(situation({ define: `{ a0: 1, ${doubling} }`, values: "a40" })).join()).toMatch(
      /too long once its definitions are put in/,
    );
  });
});

test("a comparison with a text that a name can never be is a mistake, unless agents share the expression", () => {
  const model = (values: string) => `candor: 1
agents: { Ann: { types: [low, high] }, Bob: { types: [calm, wild] } }
alternatives: [go, stop]
values: ${JSON.stringify(values)}
`;
  const read = (values: string) => () => buildEnvironment(parseModel(model(values)), exact);
  expect(read("types.Ann == 'hihg' ? 1 : 0")).toThrow(
    'compares with "hihg", which it can never be; did you mean high?',
  );
  expect(read("alternative == 'gO' ? 1 : 0")).toThrow("did you mean go?");
  expect(read("'halt' != alternative ? 1 : 0")).toThrow("there are go, stop");
  expect(read("own == 'wild' ? 1 : 0")).not.toThrow();
});
