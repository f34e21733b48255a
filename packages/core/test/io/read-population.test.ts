import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../src/io/index.js";
import type { SideFiles } from "../../src/io/model-file/reader.js";
import { readPopulation } from "../../src/io/read-population.js";
import { writeNumpy } from "../../src/io/tables/numpy.js";
import { printRational } from "../../src/numeric/rational.js";
import { east, readWeather as read, WEATHER } from "./weather.js";

const table = (...data: number[]) => writeNumpy({ shape: [2, 2], data: Float64Array.from(data) });

describe("a population", () => {
  test("is read from the catalog in fractions", () => {
    const text = readFileSync(
      new URL("../../../../catalog/papers/basu/assignment-among-groups.yaml", import.meta.url),
      "utf8",
    );
    const population = readPopulation(parseModel(text));
    const printed = (rows: (typeof population)["likelihood"]) => rows.map((row) => row.map(printRational));
    expect(population).toMatchObject({
      title: "One object for one of two groups, paid by posterior value",
      states: ["dry", "wet"],
      signals: ["dry", "wet"],
      alternatives: ["East", "West"],
    });
    expect(printed([population.prior])).toEqual([["1/2", "1/2"]]);
    expect(printed(population.likelihood)).toEqual([
      ["3/4", "1/4"],
      ["1/4", "3/4"],
    ]);
    expect(population.groups.map(({ name, count, utility }) => [name, count, printed(utility)])).toEqual([
      [
        "East",
        3,
        [
          ["1", "2"],
          ["0", "0"],
        ],
      ],
      [
        "West",
        1,
        [
          ["0", "0"],
          ["9", "1"],
        ],
      ],
    ]);
  });

  test.each(["1", "2", "1e6", "1_000_000_000", "9007199254740990"])("may have a group of %s", (count) => {
    const agents = `{ East: { count: ${count}, types: [dry, wet] }, West: { types: [dry, wet] } }`;
    const { groups } = read({ agents });
    expect(groups.map((group) => group.count)).toEqual([Number(count.replaceAll("_", "")), 1]);
  });

  test("may state its parts in any way the file has", () => {
    const usual = read();
    const beliefs =
      "{ signals: { prior: { weights: [5, 5] }, likelihoods: { East: [[0.75, 0.25], [0.25, 0.75]], West: { dry: [6/8, 0.25], wet: { dry: 1/4, wet: 3/4 } } } } }";
    const values =
      "{ East: { index: [state, alternative], entries: [[1, 0], [2, 0]] }, West: 'alternative == \"West\" ? worth : 0' }";
    const define = '{ worth: \'state == "wet" ? 1 : 9\', share: "1 / n" }';
    expect(
      read({ beliefs, values, define, outside: "0", designer: "{ value: 5 }", mechanism: "{ rule: pivot }" }),
    ).toEqual(usual);
    expect(
      read({
        values: '\'agent == "West" ? (alternative == "West" ? 9 : 0) : 0\'',
        agents: WEATHER.agents.replace("1000000", "1"),
      }).groups[1].utility[1].map(printRational),
    ).toEqual(["9", "9"]);
  });

  test("may take its likelihood from a side file", () => {
    const files: SideFiles = () => table(0.75, 0.25, 0.25, 0.75);
    const beliefs = "{ signals: { prior: uniform, likelihood: { file: signals.npy } } }";
    expect(read({ beliefs }, files)).toEqual(read());
    const zero: SideFiles = () => table(1, 0, 0.25, 0.75);
    expect(() => read({ beliefs }, zero)).toThrow(/Signal wet has probability 0 in state dry/);
  });

  test("keeps the order of groups whose names read as numbers", () => {
    const agents =
      '{ B: { types: [dry, wet] }, "7": { count: 5, types: [dry, wet] }, "2": { count: 4, types: [dry, wet] } }';
    const values = '{ B: 1, "7": 2, "2": 3 }';
    expect(
      read({ agents, values }).groups.map(({ name, count, utility }) => [
        name,
        count,
        printRational(utility[0][0]),
      ]),
    ).toEqual([
      ["B", 1, "1"],
      ["7", 5, "2"],
      ["2", 4, "3"],
    ]);
  });
});

test("what does not depend on size or members is no reason to refuse", () => {
  const usual = read(east("1"));
  expect(read(east('own == "dry" ? 1 : 1'))).toEqual(usual);
  // n in a definition that the values do not use, and a state's field of that name.
  expect(read({ ...east("1"), define: '{ share: "1 / n" }' })).toEqual(usual);
  expect(read({ ...east("state.n"), states: "{ dry: { n: 1 }, wet: { n: 1 } }" })).toEqual(usual);
});
