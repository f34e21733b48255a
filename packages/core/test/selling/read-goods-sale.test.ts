import { describe, expect, test } from "vitest";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";
import { readGoodsSale } from "../../src/selling/read-goods-sale.js";

const model = (changes: Record<string, string> = {}) => {
  const parts: Record<string, string> = {
    candor: "1",
    agents:
      "{ Ann: { types: [{ name: a, A: 1, B: 2 }, { name: b, A: 1/2, B: 0 }] }, Bob: { types: [{ name: c, A: 3, B: 4 }] } }",
    alternatives: "{ items: { of: [A, B], to: all } }",
    values: "own.A * gets.A + own.B * gets.B",
    beliefs: "{ independent: { Ann: [1/4, 3/4], Bob: [1] } }",
    ...changes,
  };
  return parseModel(
    Object.entries(parts)
      .filter(([, text]) => text !== "")
      .map(([key, text]) => `${key}: ${text}`)
      .join("\n"),
  );
};
const read = (changes?: Record<string, string>) =>
  readGoodsSale(buildEnvironment(model(changes), exact).environment);

describe("reading a sale of goods from a model", () => {
  test("items", () => {
    expect(read()).toEqual({
      kind: "items",
      goods: ["A", "B"],
      bidders: [
        {
          name: "Ann",
          types: ["a", "b"],
          probabilities: [rational(1, 4), rational(3, 4)],
          values: [rational(1), rational(2), rational(1, 2), rational(0)],
        },
        { name: "Bob", types: ["c"], probabilities: [rational(1)], values: [rational(3), rational(4)] },
      ],
    });
  });

  test("grades", () => {
    const { kind, goods, bidders } = read({ alternatives: "{ grades: { of: [A, B], to: all } }" });
    expect([kind, goods]).toEqual(["grades", ["A", "B"]]);
    expect(bidders[1].values).toEqual([rational(3), rational(4)]);
  });

  test("one object, in doubles, relative to what staying away is worth", () => {
    const { environment } = buildEnvironment(
      model({
        alternatives: "{ object: { to: all, nobody: true } }",
        values: "1 + own.A * gets",
        outside: "1",
      }),
      float,
    );
    const { kind, goods, bidders } = readGoodsSale(environment);
    expect([kind, goods]).toEqual(["items", ["object"]]);
    expect(bidders[0].values).toEqual(Float64Array.of(1, 0.5));
  });

  test.each([
    ["alternatives", { alternatives: "[left, right]", values: "own.A" }],
    ["alternatives", { alternatives: "{ object: { to: all } }", values: "own.A * gets" }],
    ["alternatives", { alternatives: "{ items: { of: [A, B], to: [Ann] } }" }],
    ["beliefs", { beliefs: "{ joint: [[1/4], [3/4]] }" }],
    ["values", { values: "own.A * gets.A * gets.B + own.B * gets.B" }],
    ["values", { values: "max(own.A * gets.A, own.B * gets.B)" }],
    [
      "values",
      { values: "{ Ann: own.A * gets.A + types.Bob.B * gets.B, Bob: own.A * gets.A + own.B * gets.B }" },
    ],
    ["outside", { outside: "1/10" }],
    ["money", { money: "false" }],
  ])("refuses what is no sale, naming %s", (path, changes) => {
    expect(() => read(changes)).toThrow(
      expect.objectContaining({ code: "not-a-sale", problems: [expect.objectContaining({ path })] }),
    );
  });
});
