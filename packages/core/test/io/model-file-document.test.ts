import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FUNCTIONS } from "../../src/io/expression/functions.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { printRaw } from "../../src/io/model-file/print.js";
import { modelSchema } from "../../src/io/model-file/schema.js";
import { parseSource, type Raw } from "../../src/io/model-file/source.js";
import { situation } from "./situations.js";

const document = readFileSync(new URL("../../../../docs/model-file.md", import.meta.url), "utf8");
const fragments = [...document.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
  .map((match) => match[1])
  .filter((text) => !/^candor: 1$/m.test(text));

describe("the reference of the model file", () => {
  test.each(fragments)("%s", (fragment) => {
    const sections = parseSource(fragment).data as { [key: string]: Raw };
    const usual = parseSource(situation()).data as { [key: string]: Raw };
    expect(() => parseModel(printRaw({ ...usual, ...sections }))).not.toThrow();
  });

  test("describes every key and every function", () => {
    const keys = Object.keys(modelSchema.shape);
    expect(keys.filter((key) => !new RegExp(`^## .*\\b${key}\\b`, "m").test(document))).toEqual([]);
    expect(Object.keys(FUNCTIONS).filter((name) => !document.includes(`${name}(`))).toEqual([]);
  });
});
