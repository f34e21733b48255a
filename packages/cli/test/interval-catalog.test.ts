import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { discretizeModel, isIntervalWorld, parseModel, printModel, withModel } from "@candor/core/io";
import { describe, expect, it } from "vitest";
import { openWorld } from "../src/intervals/study.js";
import { studyOf } from "../src/intervals/study-of.js";
import { unexpectedFacts } from "../src/intervals/unexpected-facts.js";

const ROOT = join(import.meta.dirname, "../../../catalog");

const ENTRIES = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(yaml|json)$/.test(name))
  .sort()
  .map((name) => ({ name, model: parseModel(readFileSync(join(ROOT, name), "utf8")) }))
  .filter(({ model }) => isIntervalWorld(model));

describe.each(ENTRIES)("$name", ({ name, model }) => {
  const { world } = openWorld(join(ROOT, name));
  const stated = model.file.expect;
  const study = studyOf(world);
  const data = study.data(study.examine(study.fromWorld(world, {}), {}));

  it("says what it is, where it comes from, what it shows and what to expect", () => {
    for (const key of ["title", "source", "notes"] as const)
      expect(model.file[key]?.length ?? 0).toBeGreaterThan(10);
    expect(Object.keys(stated?.facts ?? {})).not.toEqual([]);
  });

  it("comes out as expected to 1e-10", () => {
    expect(unexpectedFacts(data, stated)).toEqual([]);
  });

  it("is reported when any expected number is off by 2e-10", () => {
    const facts = Object.entries(stated!.facts!);
    const moved = facts.map(([key, text]) => [key, `${numberOf(String(text)) + 2e-10}`]);
    expect(unexpectedFacts(data, { facts: Object.fromEntries(moved) })).toHaveLength(facts.length);
  });

  it("survives printing and parsing, and is a model on a grid", () => {
    expect(parseModel(printModel(model)).file).toEqual(model.file);
    const onGrid = discretizeModel(model, { points: 3, rule: "quantile" });
    withModel(parseModel(printModel(onGrid)), "auto", undefined, ({ environment }) => {
      expect(environment.agents.every(({ types }) => types.length === 3)).toBe(true);
      expect(environment.beliefs).toBeDefined();
    });
  });
});

/** A number as written; words become one that is nowhere found. */
function numberOf(text: string): number {
  const [top, bottom = "1"] = text.split("/");
  return Number.isNaN(Number(top)) ? 0.123 : Number(top) / Number(bottom);
}

it("has an entry for every kind of question", () => {
  const studies = new Set(ENTRIES.map(({ name }) => studyOf(openWorld(join(ROOT, name)).world)));
  expect(studies.size).toBe(6);
});
