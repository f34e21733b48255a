import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isIntervalWorld, parseModel, readIntervalWorld, withModel } from "../../src/io/index.js";
import { PROPERTIES } from "../../src/properties/index.js";

const FOLDER = join(import.meta.dirname, "../../../cli/templates");
const TEMPLATES = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(join(FOLDER, name), "utf8"),
}));

describe("the templates", () => {
  it("are there for each kind of question", () => {
    const names = TEMPLATES.map(({ name }) => name.replace(".yaml", ""));
    for (const name of [
      "blank",
      "bilateral-trade",
      "auction",
      "public-project",
      "vote",
      "signals",
      "indirect",
      "trade-on-an-interval",
      "screening",
    ])
      expect(names).toContain(name);
  });

  it.each(TEMPLATES)("$name has a title, comments that teach, and meets what it requires", ({ text }) => {
    expect(text).toMatch(/^title: \S/m);
    expect(text.split("\n").filter((line) => line.includes("#")).length).toBeGreaterThanOrEqual(3);
    const model = parseModel(text);
    if (isIntervalWorld(model)) {
      expect(readIntervalWorld(model).agents.length).toBeGreaterThan(0);
      return;
    }
    withModel(model, "exact", undefined, ({ mechanism }) => {
      for (const entry of model.file.require ?? []) {
        const id = typeof entry === "string" ? entry : entry.property;
        expect(PROPERTIES.find((property) => property.id === id)!.check(mechanism!, {}).status).toBe(
          "proved",
        );
      }
    });
  });
});
