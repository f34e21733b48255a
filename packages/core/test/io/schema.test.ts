import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchema } from "../../src/io/index.js";

test("the published JSON Schema is the one the validator uses", () => {
  const published = readFileSync(new URL("../../schema/model.schema.json", import.meta.url), "utf8");
  expect(published).toBe(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
});
