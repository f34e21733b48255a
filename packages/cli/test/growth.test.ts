import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isIntervalWorld, parseModel, readPopulation, withModel } from "@candor/core/io";
import { printRational } from "@candor/core/numeric";
import { exactIncentives } from "@candor/core/population";
import { facts, PROPERTIES } from "@candor/core/properties";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../test/commands.js";
import type { QuantityId } from "../src/growth/growth.js";
import { ruleList } from "../src/growth/rule-list.js";
import { CITIZENS, cell, NO_FILES, shown, TOWNS, table } from "./growth-tables.js";

describe("against candor check", () => {
  const root = join(ROOT, "catalog");
  const entries = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }))
    .filter(({ text }) => text.includes("count:") && !text.includes("majority-of-forty"))
    .filter(({ text }) => !isIntervalWorld(parseModel(text)));

  test.each(entries)("$name has the same numbers at its own size", ({ text }) => {
    const model = parseModel(text);
    withModel(model, "exact", NO_FILES, ({ mechanism, environment }) => {
      const found = table(text, undefined, [environment.agents.length], "exact");
      for (const id of ["dominant-strategy-ic", "ex-post-ic", "bayesian-ic", "interim-ir"] as const) {
        const { epsilon } = PROPERTIES.find((property) => property.id === id)!.check(mechanism!, {});
        expect([id, shown(cell(found, 0, 0, id))]).toEqual([id, epsilon?.exact ?? "n/a"]);
      }
      const known = new Map(facts(mechanism!).facts.map((fact) => [fact.id, fact.value.exact]));
      const ids = [
        ["payments", "revenue"],
        ["welfare", "welfare"],
        ["first-best", "first-best"],
      ] as const;
      for (const [id, fact] of ids)
        expect([id, shown(cell(found, 0, 0, id))]).toEqual([id, known.get(fact) ?? "n/a"]);
      const deficit = PROPERTIES.find(({ id }) => id === "no-deficit")!.check(mechanism!, {}).epsilon;
      if (environment.money) expect(shown(cell(found, 0, 0, "ex-post-deficit"))).toBe(deficit?.exact);
    });
  });
});

test("posterior payments are those that the exact study of populations finds", () => {
  const text = readFileSync(join(ROOT, "catalog/papers/basu/assignment-among-groups.yaml"), "utf8");
  const population = readPopulation(parseModel(text));
  const found = table(text, undefined, [4, 8, 12], "exact");
  found.compositions.forEach(({ groups }, s) => {
    const { epsilon, welfare, revenue } = exactIncentives(population, [...groups.values()]);
    const ids = ["bayesian-ic", "welfare", "payments", "interim-ir", "loss"] as const;
    const wanted = [printRational(epsilon), printRational(welfare), printRational(revenue), "0", "0"];
    expect(ids.map((id) => shown(cell(found, 0, s, id)))).toEqual(wanted);
  });
});

describe("doubles", () => {
  const rules = "pivot,agv,majority,majority(quota=2/3),pivot(ties=uniform)";

  test("agree with fractions within their bounds, by type counts and without", () => {
    const exact = table(TOWNS, rules, [9, 14], "exact");
    const float = table(TOWNS, rules, [9, 14], "float");
    expect(float.rules.map(({ measurements }) => measurements[0].method)).toEqual([
      ...Array(3).fill("doubles by type counts"),
      ...Array(2).fill("doubles"),
    ]);
    exact.rules.forEach(({ measurements }, r) => {
      measurements.forEach(({ cells, method }, s) => {
        expect(method).toBe("exact");
        for (const [id, truth] of Object.entries(cells)) {
          const found = cell(float, r, s, id as QuantityId);
          if (truth.state !== "value" || found.state !== "value") throw new Error(`${id} is missing`);
          expect(truth.errorBound).toBe(0);
          expect(Math.abs(found.value - truth.value)).toBeLessThanOrEqual(
            found.errorBound + 1e-15 * Math.abs(truth.value),
          );
          expect(found.errorBound).toBeLessThan(1e-9);
        }
      });
    });
  });

  test("are taken for large populations, where the pivot mechanism's surplus a head vanishes like one over √n", () => {
    const found = table(CITIZENS, undefined, [300, 900, 2700]);
    expect(found.rules[0].measurements.map(({ method }) => method)).toEqual(
      Array(3).fill("doubles by type counts"),
    );
    expect(found.rules[0].growth["payments-per-head"]).toMatchObject({
      kind: "power",
      coefficient: expect.closeTo(-0.5, 3),
    });
    expect(found.rules[0].growth["dominant-strategy-ic"]).toMatchObject({ kind: "zero", rounding: true });
    expect(found.rules[0].growth.loss.kind).toBe("zero");
  });
});

describe("rules", () => {
  test("with options, in brackets as in a model file, and that of the file", () => {
    const model = parseModel(CITIZENS);
    const list =
      "file, majority(quota=2/3, default=not),vcg(basis={Citizen: -1}),groves(h=max(0, sum(others)))";
    expect(ruleList(list, model)).toEqual([
      { label: "pivot", section: { rule: "pivot" } },
      {
        label: "majority(quota=2/3, default=not)",
        section: { rule: "majority", quota: "2/3", default: "not" },
      },
      { label: "vcg(basis={Citizen: -1})", section: { rule: "vcg", basis: { Citizen: "-1" } } },
      { label: "groves(h=max(0, sum(others)))", section: { rule: "groves", h: "max(0, sum(others))" } },
    ]);
    const formulas = parseModel(CITIZENS.replace("{ rule: pivot }", "{ outcome: '\"build\"' }"));
    expect(ruleList(undefined, formulas)[0].label).toBe("mechanism of the file");
    const options = parseModel(CITIZENS.replace("{ rule: pivot }", "{ rule: majority, quota: 1/3 }"));
    expect(ruleList(undefined, options)[0].label).toBe("majority(quota=1/3)");
  });

  test.each([
    ["no-mechanism", undefined],
    ["unknown-rule", "pivott"],
    ["unknown-option", "majority(quorum=1/2)"],
    ["unknown-option", "constant(2)"],
    ["unknown-option", "dictator(quota=1)"],
    ["missing-option", "posted-price"],
    ["syntax", "majority(quota=1/2"],
    ["syntax", "vcg(basis={Citizen: [)]})"],
    ["syntax", "pivot)("],
    ["syntax", " , "],
    ["no-mechanism", "file"],
  ])("refuse %s: %j", (code, list) => {
    expect(() => ruleList(list, parseModel(TOWNS))).toThrowError(expect.objectContaining({ code }));
  });
});
