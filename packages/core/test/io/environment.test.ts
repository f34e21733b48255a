import { describe, expect, test } from "vitest";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { exact, float, type Table } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational } from "../../src/numeric/rational.js";
import { problemLines, type Sections, situation } from "./situations.js";

const build = (changes: Sections) => buildEnvironment(parseModel(situation(changes)), exact).environment;
const show = (value: Rational | string | undefined) =>
  typeof value === "object" ? printRational(value) : value;
const all = (table: Table<Rational>) =>
  Array.from({ length: table.length }, (_, k) => printRational(table[k]));

describe("agents and types", () => {
  const typesOf = (types: string) =>
    build({ agents: `{ Ann: { types: ${types} } }`, values: "0" }).agents[0].types.map(
      ({ label, number, fields }) => [
        label,
        show(number),
        Object.fromEntries([...fields].map(([key, value]) => [key, show(value)])),
      ],
    );

  test("are lists of labels and numbers", () => {
    expect(typesOf("[low, 1/2, 0.5e1]")).toEqual([
      ["low", undefined, {}],
      ["1/2", "1/2", {}],
      ["0.5e1", "5", {}],
    ]);
  });

  test("are maps to numbers or fields, in the order of the file", () => {
    expect(typesOf("{ high: 2, '1': , low: { number: 1/3, mood: good, worth: 0.1 } }")).toEqual([
      ["high", "2", {}],
      ["1", "1", {}],
      ["low", "1/3", { number: "1/3", mood: "good", worth: "1/10" }],
    ]);
    expect(typesOf("{ '9': a, '10': b, '2': c }".replace(/a|b|c/g, "1")).map(([label]) => label)).toEqual([
      "9",
      "10",
      "2",
    ]);
  });

  test("are lists of maps with names", () => {
    expect(typesOf("[{ name: calm, worth: 3 }, wild]")).toEqual([
      ["calm", undefined, { worth: "3" }],
      ["wild", undefined, {}],
    ]);
  });

  test("are grids with both ends", () => {
    expect(typesOf("{ grid: { from: 0, to: 1, points: 4 } }").map(([label]) => label)).toEqual([
      "0",
      "1/3",
      "2/3",
      "1",
    ]);
  });

  test("keep the order of the file where names read as numbers", () => {
    const { agents } = build({ agents: '{ "2": { types: [1] }, "1": { types: [1] } }', values: "0" });
    expect(agents.map(({ name }) => name)).toEqual(["2", "1"]);
  });

  test.each(["constructor", "toString", "hasOwnProperty", "index", "file", "own", "n", "types"])(
    "can be called %s",
    (name) => {
      const agents = `{ ${name}: { types: [1, 2] }, Bob: { types: [1] } }`;
      const values = `{ ${name}: own, Bob: 'types["${name}"]' }`;
      const { environment } = buildEnvironment(
        parseModel(
          situation({
            agents,
            values,
            outside: `{ ${name}: [1, 2] }`,
            beliefs: `{ independent: { ${name}: [1/2, 1/2], Bob: [1] } }`,
          }),
        ),
        exact,
      );
      expect(show(environment.values[1].at(0, [1, 0], 0))).toBe("2");
      expect(all(environment.outsideOptions[0])).toEqual(["1", "2"]);
      expect(
        problemLines(
          situation({ agents, values, mechanism: `{ outcome: "'left'", payments: { ${name}: own } }` }),
        ),
      ).toEqual([]);
    },
  );

  test("groups are spelled out, and numbers at the end of other names mean nothing", () => {
    const { agents, groups, outsideOptions } = build({
      agents: "{ Voter: { count: 2, types: [1] }, Ann 1: { types: [1] }, Ann: { types: [1] } }",
      values: "0",
      outside: "{ Voter: 1, Voter 2: 2, Ann: 3 }",
    });
    expect(agents.map(({ name }) => name)).toEqual(["Voter 1", "Voter 2", "Ann 1", "Ann"]);
    expect(outsideOptions.map((table) => all(table)[0])).toEqual(["1", "2", "0", "3"]);
    // An entry for one member singles it out.
    expect(groups.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  });
});

describe("distributions on a grid", () => {
  const onGrid = (distribution: string, rest: string) => {
    const types = `{ distribution: { ${distribution}, from: 0, to: 1 }, ${rest} }`;
    const { agents, beliefs } = build({
      agents: `{ Ann: { types: ${types} } }`,
      values: "0",
      beliefs: "{ independent: {} }",
    });
    return agents[0].types.map(({ label }, t) => [label, printRational(beliefs!.marginals![0][t])]);
  };

  test("uniform: the middles of equal cells", () => {
    expect(onGrid("name: uniform", "points: 2")).toEqual([
      ["1/4", "1/2"],
      ["3/4", "1/2"],
    ]);
    expect(onGrid("name: uniform", "points: 2, rule: quantile")).toEqual([
      ["1/4", "1/2"],
      ["3/4", "1/2"],
    ]);
  });

  test("types are called the same in fractions and in doubles", () => {
    const types = "{ distribution: { name: uniform, from: 0, to: 1 }, points: 3 }";
    const model = parseModel(situation({ agents: `{ Ann: { types: ${types} } }`, values: "0" }));
    for (const F of [exact, float])
      expect(
        buildEnvironment<unknown>(model, F as never).environment.agents[0].types.map((type) => type.label),
      ).toEqual(["1/6", "1/2", "5/6"]);
  });

  test("power: F(x) = x²", () => {
    expect(onGrid("name: power, exponent: 2", "points: 2, rule: midpoint")).toEqual([
      ["1/4", "1/4"],
      ["3/4", "3/4"],
    ]);
  });

  test("triangular: F(1/4) = 1/8", () => {
    expect(onGrid("name: triangular, peak: 1/2", "points: 4").map(([, p]) => p)).toEqual([
      "1/8",
      "3/8",
      "3/8",
      "1/8",
    ]);
    expect(onGrid("name: triangular, peak: 0", "points: 2").map(([, p]) => p)).toEqual(["3/4", "1/4"]);
    expect(onGrid("name: triangular, peak: 1", "points: 2").map(([, p]) => p)).toEqual(["1/4", "3/4"]);
  });

  test("exponential and quantiles of curved ones in doubles", () => {
    const inDoubles = (types: string) => {
      const model = parseModel(
        situation({ agents: `{ Ann: { types: ${types} } }`, values: "0", beliefs: "{ independent: {} }" }),
      );
      const { agents, beliefs } = buildEnvironment(model, float).environment;
      return agents[0].types.map(({ number }, t) => [number, beliefs!.marginals![0][t]] as const);
    };
    const [[middle, p]] = inDoubles(
      "{ distribution: { name: exponential, rate: 2, from: 0, to: 1 }, points: 2 }",
    );
    expect(middle).toBe(0.25);
    expect(p).toBeCloseTo((1 - Math.exp(-1)) / (1 - Math.exp(-2)), 14);
    const [[first]] = inDoubles(
      "{ distribution: { name: power, exponent: 2, from: 0, to: 1 }, points: 2, rule: quantile }",
    );
    expect(first).toBeCloseTo(0.5, 14);
  });
});

describe("alternatives", () => {
  const names = (alternatives: string, values = "0") =>
    build({ alternatives, values }).alternatives.map(({ name }) => name);

  test("are lists and maps in the order of the file", () => {
    expect(names('["3", b, 1]')).toEqual(["3", "b", "1"]);
    expect(names('{ "3": { cost: 1 }, b: { cost: 2 }, "1": { cost: 0 } }')).toEqual(["3", "b", "1"]);
    expect(
      show(
        build({
          alternatives: '{ "3": { cost: 1 }, "1": { cost: 2 } }',
          values: "alternative.cost",
        }).values[0].at(1, [0, 0], 0),
      ),
    ).toBe("2");
  });

  test("are generated", () => {
    expect(names("{ object: { to: all, nobody: true } }", "gets")).toEqual(["Ann", "Bob", "nobody"]);
    expect(names("{ object: { to: [Bob] } }", "gets")).toEqual(["Bob"]);
    expect(names("{ project: { cost: 3 } }", "alternative.built * alternative.cost")).toEqual([
      "build",
      "not",
    ]);
    expect(names("{ subsets: { of: [x, y], atLeast: 1 } }", "alternative.x + alternative.size")).toEqual([
      "{x}",
      "{y}",
      "{x, y}",
    ]);
    expect(names("{ assignments: { items: [s, h] } }")).toEqual(["Ann: s, Bob: h", "Ann: h, Bob: s"]);
  });

  test("of an object, a project or subsets have their fields", () => {
    const value = (alternatives: string, values: string, agent: number, alternative: number) =>
      show(build({ alternatives, values }).values[agent].at(alternative, [0, 0], 0));
    expect(value("{ object: { to: all } }", "gets", 1, 0)).toBe("0");
    expect(value("{ object: { to: all } }", "gets", 1, 1)).toBe("1");
    expect(value("{ project: { cost: 3 } }", "alternative.cost", 0, 0)).toBe("3");
    expect(value("{ project: { cost: 3 } }", "alternative.cost + alternative.built", 0, 1)).toBe("0");
    expect(
      value("{ subsets: { of: [x, y] } }", "alternative.x + 2 * alternative.y + 4 * alternative.size", 0, 3),
    ).toBe("11");
  });
});
