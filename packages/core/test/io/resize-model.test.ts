import { describe, expect, it } from "vitest";
import { buildEnvironment, type ParsedModel, parseModel, printModel, withModel } from "../../src/io/index.js";
import { resizeModel, statedCounts, withMechanism } from "../../src/io/resize-model.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { ENTRIES } from "../catalog/files.js";

const TEXT = `candor: 1
title: A hall
agents:
  10: &guest { count: 2, types: [0, 1] }
  Chair: { types: [0, 1] }
  2: *guest
alternatives: [stay, go]
values: 'alternative == "go" ? own - 1/n : 0'
beliefs: { independent: uniform }
mechanism: { rule: pivot }
`;

describe("resizeModel", () => {
  const model = parseModel(TEXT);

  it("changes the counts that are named and nothing else", () => {
    const resized = resizeModel(
      model,
      new Map([
        ["10", 5],
        ["Chair", 3],
      ]),
    );
    expect([...statedCounts(model)]).toEqual([
      ["10", 2],
      ["Chair", 1],
      ["2", 2],
    ]);
    expect([...statedCounts(resized)]).toEqual([
      ["10", 5],
      ["Chair", 3],
      ["2", 2],
    ]);
    const { environment } = buildEnvironment(resized, exact);
    expect(environment.groups.map(({ name, count }) => [name, count])).toEqual([
      ["10", 5],
      ["Chair", 3],
      ["2", 2],
    ]);
    expect(environment.agents[5].name).toBe("Chair 1");
    // 1 − 1/10.
    expect(environment.values[0].at(1, new Int32Array(10).fill(1), 0)).toEqual({ n: 9n, d: 10n });
  });

  it("leaves the original as it was", () => {
    const before = printModel(model);
    resizeModel(model, new Map([["Chair", 7]]));
    withMechanism(model, { rule: "agv" });
    expect(printModel(model)).toBe(before);
  });

  it("keeps the places of problems in the text of the original", () => {
    const broken = parseModel(TEXT.replace("[stay, go]", "[stay, stay]"));
    const problems = (each: typeof model) => {
      try {
        buildEnvironment(each, exact);
        return "none";
      } catch (error) {
        return (error as Error).message;
      }
    };
    const resized = resizeModel(broken, new Map([["10", 9]]));
    expect(problems(resized)).toMatch(/^line 7, column/);
    expect(problems(resized)).toBe(problems(broken));
  });

  it("may give every catalog entry its own size again", () => {
    for (const { model: entry } of ENTRIES)
      expect(withoutCounts(resizeModel(entry, statedCounts(entry)))).toEqual(withoutCounts(entry));
  });

  it.each([
    ["unknown-name", "Bob", 2],
    ["empty-group", "Chair", 0],
    ["empty-group", "Chair", 1.5],
  ])("refuses %s", (code, name, count) => {
    expect(() => resizeModel(model, new Map([[name, count]]))).toThrowError(
      expect.objectContaining({ code }),
    );
  });

  it("refuses counts that are no numbers with their place", () => {
    const wrong = parseModel(TEXT.replace("count: 2", "count: many"));
    expect(() => statedCounts(wrong)).toThrowError(/^line 4, column \d+: agents\.10\.count: many must be/);
  });
});

describe("withMechanism", () => {
  it("is the model under another rule", () => {
    const other = withMechanism(parseModel(TEXT), { rule: "majority", quota: "2/3" });
    expect(withModel(other, "exact", undefined, ({ mechanism }) => mechanism!.name)).toBe("majority");
    expect(other.source.locate(["agents", "Chair"])).toEqual({ line: 5, column: 3 });
  });
});

/** The data with counts of 1 left out. */
function withoutCounts(model: ParsedModel): unknown {
  const text = JSON.stringify(model.file, (key, value) =>
    key === "count" && value === "1" ? undefined : value,
  );
  return JSON.parse(text);
}
