import { describe, expect, test } from "vitest";
import {
  decodeSource,
  entriesOf,
  LARGEST_SOURCE,
  parseSource,
  type Raw,
} from "../../src/io/model-file/source.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { problemLines, situation } from "./situations.js";

const dataOf = (text: string) => parseSource(text).data as { [key: string]: Raw };

function errorOf(read: () => unknown): CandorError {
  try {
    read();
  } catch (error) {
    if (error instanceof CandorError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("data", () => {
  test("keeps the order of the file where keys read as whole numbers", () => {
    const { map } = dataOf('map: { "2": b, x: c, "1": a, 0: d }');
    expect(entriesOf(map as { [key: string]: Raw })).toEqual([
      ["2", "b"],
      ["x", "c"],
      ["1", "a"],
      ["0", "d"],
    ]);
  });

  test("is the text that stands there, whatever it looks like", () => {
    const words = ["true", "null", "~", "0x10", "1e5", "007", "1_000", "yes", ".inf", "2026-01-01", "0.10"];
    for (const word of words) expect(dataOf(`a: ${word}`).a).toBe(word);
    expect(dataOf('{"a": null, "b": true, "c": 1.50}')).toMatchObject({ a: "null", b: "true", c: "1.50" });
    expect(dataOf("a:\nb: ''")).toMatchObject({ a: "", b: "" });
  });

  test("has nothing but what the file says", () => {
    const { map } = dataOf("map: { constructor: 1, toString: 2 }");
    expect(Object.getPrototypeOf(map)).toBe(null);
    expect(Object.keys(map)).toEqual(["constructor", "toString"]);
    expect((map as { [key: string]: Raw }).hasOwnProperty).toBeUndefined();
  });

  test("is the same from JSON, with tabs and escapes", () => {
    const json = '{\n\t"a":\t[1, 0.1, "x\\ud83d\\ude00\\/"],\n\t"b": {"c": "null"}\n}';
    expect(dataOf(json)).toEqual(dataOf("a: [1, 0.1, x😀/]\nb: { c: 'null' }"));
  });

  test("has aliases written out, and places inside them are found", () => {
    const source = parseSource("a: &x { b: [1, 2] }\nc: *x\n");
    expect(source.data).toEqual({ a: { b: ["1", "2"] }, c: { b: ["1", "2"] } });
    expect(source.locate(["c", "b", 1])).toEqual({ line: 1, column: 16 });
  });

  test("knows the nearest place of a path that is not there", () => {
    const source = parseSource("a:\n  b: 1\n");
    expect(source.locate(["a", "b", "c", 3])).toEqual({ line: 2, column: 3 });
    expect(source.locate(["nothing"])).toEqual({ line: 1, column: 1 });
  });
});

describe("refuses with a place", () => {
  test.each([
    ["an empty file", "", "1:1 The file states no model; candor new starts one."],
    ["comments alone", "# nothing\n", "1:1 The file states no model; candor new starts one."],
    ["a list", "- 1\n", "1:1 This must be a map, not a list of 1."],
    ["a text", "hello\n", '1:1 This must be a map, not "hello".'],
    ["tabs", "candor: 1\nagents:\n\tAnn: 1\n", "3:1 Tabs are not allowed as indentation."],
    ["two documents", "candor: 1\n---\ncandor: 1\n", "2:1 A file states one model; remove the second ---."],
    ["NUL", "candor: 1\ntitle: a\0b\n", "2:9 Here stands a control character (U+0000); remove it."],
    ["escapes", "candor: 1\ntitle: \x1b[31m\n", "2:8 Here stands a control character (U+001B); remove it."],
    ["no anchor", "title: *a\n", "1:8 title: *a refers to nothing that stands before it (&a)."],
    ["itself", "title: &a [*a]\n", "1:12 title[0]: *a refers to nothing that stands before it (&a)."],
    [
      "version",
      "candor: 2\nagents: {}\nalternatives: [a]\nvalues: 0\n",
      '1:1 candor: This must be 1, the version of the format, not "2".',
    ],
  ])("%s", (_, text, line) => {
    expect(problemLines(text)).toEqual([line]);
  });

  test("what is missing, in words", () => {
    expect(problemLines("candor: 1\nagents: { Ann: { count: 2 } }\n")).toEqual([
      "2:11 agents.Ann.types: This key is missing; it must be a list of labels or numbers, a map label → number or fields, a distribution such as uniform(0, 1), a grid, a distribution put on a grid, or a product of these.",
      "1:1 alternatives: This key is missing; it must be a list, a map name → fields, or generated: object, items, grades, project, subsets, assignments, quantities.",
      "1:1 values: This key is missing; it must be an expression, a table {index, entries}, or a map of them by agent.",
    ]);
  });

  test("prototypes as names", () => {
    expect(problemLines(situation({ agents: "{ __proto__: { types: [1] } }" }))[0]).toBe(
      '2:11 agents.__proto__: "__proto__" cannot be a name; choose another.',
    );
  });

  test("what is not UTF-8, and what is too large", () => {
    expect(errorOf(() => decodeSource(new Uint8Array([0x61, 0xff])))).toMatchObject({ code: "not-utf8" });
    expect(errorOf(() => decodeSource(new Uint8Array(LARGEST_SOURCE + 1)))).toMatchObject({
      code: "too-large",
    });
  });

  test.each([
    ["YAML", `candor: 1\nagents: ${"[".repeat(100_000)}`],
    ["JSON", `{"agents":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["maps", `{"agents":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`],
    ["moderately deep", `a: ${"[".repeat(150)}${"]".repeat(150)}`],
  ])("deep nesting without using up the stack: %s", (_, text) => {
    const { problems } = errorOf(() => parseSource(text));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "too-deep", line: expect.any(Number) });
  });

  test("aliases that multiply", () => {
    const levels = Array.from({ length: 9 }, (_, k) => `a${k + 1}: &a${k + 1} [${`*a${k}, `.repeat(10)}]`);
    const text = `a0: &a0 [${"x, ".repeat(10)}]\n${levels.join("\n")}\n`;
    expect(errorOf(() => parseSource(text))).toMatchObject({ code: "yaml-aliases" });
  });

  test("thousands of problems by listing the first ones", () => {
    const types = `[${"x, ".repeat(20_000)}]`;
    const lines = problemLines(
      situation({ agents: `{ Ann: { types: [${types.slice(1, 15_000)}y] }, Bob: { types: [1] } }` }),
    );
    expect(lines).toHaveLength(51);
    expect(lines[50]).toMatch(/… and at least \d+ more problems/);
  });
});
