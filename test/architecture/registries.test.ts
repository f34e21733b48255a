import * as mechanisms from "@candor/core/mechanisms";
import { RULES } from "@candor/core/mechanisms";
import { PROPERTIES } from "@candor/core/properties";
import { describe, expect, test } from "vitest";
import { filesUnder, textOf } from "./source-files.js";

const FIELDS = ["id", "title", "definition", "source"] as const;
const entries = { rule: RULES, property: PROPERTIES };
const own = "test/architecture/registries.test.ts";
const tests = filesUnder(".")
  .filter((path) => /(^|\/)test\/.*\.ts$/.test(path) && path !== own)
  .map(textOf)
  .join("\n");

describe.each(Object.entries(entries))("every %s", (kind, registry) => {
  test("has an id of its own in kebab case", () => {
    const ids = registry.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
    expect(ids.filter((id, k) => ids.indexOf(id) !== k)).toEqual([]);
  });

  test("says what it is called, what it means and where it comes from", () => {
    const missing = registry.flatMap((entry) =>
      FIELDS.filter((field) => !String(new Map(Object.entries(entry)).get(field) ?? "").trim()).map(
        (field) => `${kind} ${entry.id}: no ${field}`,
      ),
    );
    expect(missing).toEqual([]);
  });

  test("is mentioned in a test", () => {
    expect(registry.map(({ id }) => id).filter((id) => !mentions(tests, id))).toEqual([]);
  });
});

test("every rule is exported under its name", () => {
  const exported = new Set<unknown>(Object.values(mechanisms));
  expect(RULES.filter((rule) => !exported.has(rule)).map(({ id }) => id)).toEqual([]);
});

test("every option of a rule is described", () => {
  const bare = RULES.flatMap(({ id, options }) =>
    options.filter(({ description }) => !description.trim()).map(({ name }) => `${id}.${name}`),
  );
  expect(bare).toEqual([]);
});

/** Whether the id stands on its own: "vcg" is not mentioned by "vcg-like". */
function mentions(text: string, id: string): boolean {
  return new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(text);
}
