import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseModel, withModel } from "@candor/core/io";
import { facts, PROPERTIES } from "@candor/core/properties";
import { beforeEach, describe, expect, test } from "vitest";
import { candor, ROOT, temporaryFolder } from "../../../test/commands.js";
import type { Cell, GrowthTable, QuantityId } from "../src/growth/growth.js";
import { growthTable } from "../src/growth/growth-table.js";
import { ruleList } from "../src/growth/rule-list.js";

const CITIZENS = `candor: 1
title: A bridge
agents: { Citizen: { count: 4, types: [-1, 1] } }
beliefs: { independent: uniform }
alternatives: [build, not]
values: 'alternative == "build" ? own : 0'
mechanism: { rule: pivot }
`;
const TOWNS = `candor: 1
agents:
  East: { count: 5, types: [-1, 2] }
  West: { count: 3, types: [-2, 1] }
  Mill: { types: [0, 3] }
beliefs: { independent: uniform }
alternatives: [not, build]
values: 'alternative == "build" ? own - 1/n : 0'
`;
const NO_FILES = () => {
  throw new Error("no side files");
};

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "citizens.yaml"), CITIZENS);
  writeFileSync(join(folder, "towns.yaml"), TOWNS);
});

const grow = (...flags: string[]) => candor(folder, "grow", ...flags);

function table(
  text: string,
  rules: string[] | undefined,
  sizes: number[],
  mode: "auto" | "exact" | "float" = "auto",
) {
  const model = parseModel(text);
  return growthTable({
    model,
    files: NO_FILES,
    rules: ruleList(rules, model),
    sizes,
    mode,
    progress: () => {},
  });
}

function cell(found: GrowthTable, rule: number, size: number, id: QuantityId): Cell {
  return found.rules[rule].measurements[size].cells[id];
}

function shown(each: Cell): string | number {
  return each.state === "value" ? (each.exact ?? each.value) : each.state;
}

describe("the table", () => {
  test("shows sizes, numbers and what they seem to become", () => {
    const { code, stdout } = grow("citizens.yaml", "--sizes", "4,8,16,32");
    expect(code).toBe(0);
    // n C(n, n/2)/2^(n+1) is paid, as much as the project is worth; whoever is against expects to lose 1 half of the time.
    const row = (name: string) =>
      stdout
        .split("\n")
        .find((line) => line.startsWith(name))
        ?.slice(name.length)
        .trim()
        .split(/ {2,}/);
    expect(row("Citizen ")).toEqual(["4", "8", "16", "32"]);
    expect(row("expected payments (− deficit)")).toEqual(["3/4", "35/32", "6435/4096", "≈2.2392", "≈ n^0.5"]);
    expect(row("… per head")).toEqual(["3/16", "35/256", "≈0.0981903", "≈0.069975", "≈ n^-0.5"]);
    expect(row("expected loss from taking part")).toEqual(["1/2", "1/2", "1/2", "1/2", "constant (≈ 0.5)"]);
    expect(row("gain from a lie, whatever others report")).toEqual([
      "0",
      "0",
      "0",
      "0",
      "0 for every n looked at",
    ]);
    expect(stdout).toContain("n = 4, 8, 16, 32: computed in fractions, exactly.");
    expect(stdout).toContain("an estimate from the largest sizes shown, never a proof");
  });

  test("keeps the proportions of the file by largest remainders", () => {
    // Quotas at n = 4: 20/9, 12/9, 4/9.
    const { compositions } = table(TOWNS, ["majority"], [4, 9, 13, 36]);
    expect(compositions.map(({ groups }) => [...groups.values()])).toEqual([
      [2, 1, 1],
      [5, 3, 1],
      [7, 4, 2],
      [20, 12, 4],
    ]);
  });

  test("says of each cell why it is empty and goes on with the others", () => {
    const found = table(TOWNS, ["median", "majority", "posterior-payment"], [2, 9]);
    for (const rule of [0, 1, 2])
      expect(cell(found, rule, 0, "welfare")).toEqual({ state: "n/a", reason: "Mill would have no member." });
    expect(cell(found, 0, 1, "welfare").state).toBe("n/a");
    expect(cell(found, 1, 1, "welfare").state).toBe("value");
    expect(cell(found, 2, 1, "bayesian-ic").state).toBe("value");
  });

  test("leaves out what needs money or beliefs where there are none", () => {
    const silent = CITIZENS.replace("beliefs: { independent: uniform }\n", "money: false\n").replace(
      "pivot",
      "majority",
    );
    const found = table(silent, undefined, [4]);
    const ids: QuantityId[] = [
      "payments",
      "ex-post-deficit",
      "bayesian-ic",
      "interim-ir",
      "welfare",
      "loss-per-head",
    ];
    expect(ids.map((id) => shown(cell(found, 0, 0, id)))).toEqual(ids.map(() => "n/a"));
    expect(shown(cell(found, 0, 0, "dominant-strategy-ic"))).toBe("0");
  });

  test("says that a rule that tells buyers apart does not fit", () => {
    const sale = `candor: 1
agents: { Buyer: { count: 2, types: [1, 2] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`;
    const found = table(sale, ["posted-price(price=2)"], [2, 4, 8, 40]);
    // 2^−n is lost, and 40 buyers have 2^40 profiles.
    expect([0, 1, 2, 3].map((size) => shown(cell(found, 0, size, "loss")))).toEqual([
      "1/4",
      "1/16",
      "1/256",
      "too large",
    ]);
    expect(found.rules[0].growth.loss).toMatchObject({
      kind: "exponential",
      coefficient: expect.closeTo(-Math.LN2, 6),
    });
    expect(found.rules[0].growth["loss-per-head"]).toMatchObject({ kind: "exponential", perHead: true });
  });
});

describe("against candor check", () => {
  const root = join(ROOT, "catalog");
  const entries = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }))
    .filter(({ text }) => text.includes("count:") && !text.includes("majority-of-forty"));

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

describe("doubles", () => {
  const rules = ["pivot,agv,majority,majority(quota=2/3),pivot(ties=uniform)"];

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
    const found = table(CITIZENS, undefined, [400, 1600, 6400]);
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
    const lists = [
      "file, majority(quota=2/3, default=not)",
      "vcg(basis={Citizen: -1}),groves(h=max(0, sum(others)))",
    ];
    expect(ruleList(lists, model)).toEqual([
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
    ["unknown-rule", ["pivott"]],
    ["unknown-option", ["majority(quorum=1/2)"]],
    ["unknown-option", ["constant(2)"]],
    ["unknown-option", ["dictator(quota=1)"]],
    ["missing-option", ["posted-price"]],
    ["syntax", ["majority(quota=1/2"]],
    ["syntax", ["vcg(basis={Citizen: [)]})"]],
    ["syntax", ["pivot)("]],
    ["no-mechanism", ["file"]],
  ])("refuse %s: %j", (code, lists) => {
    expect(() => ruleList(lists, parseModel(TOWNS))).toThrowError(expect.objectContaining({ code }));
  });
});

describe("the command", () => {
  test("prints the data of the table as JSON", () => {
    const { code, stdout } = grow("towns.yaml", "--rules", "pivot,median", "--sizes", "9,3,9", "--json");
    const data = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(data.sizes).toEqual([
      { n: 3, groups: { East: 2, West: 1, Mill: 0 } },
      { n: 9, groups: { East: 5, West: 3, Mill: 1 } },
    ]);
    expect(data.rules[0].measurements[1]).toMatchObject({
      n: 9,
      method: "exact",
      cells: { "dominant-strategy-ic": { state: "value", value: 0, exact: "0", errorBound: 0 } },
    });
    expect(data.rules[0].growth.loss).toMatchObject({
      kind: "zero",
      vanishes: true,
      words: "0 from n = 9 on",
    });
    expect(data.rules[1].measurements[1]).toMatchObject({
      method: "not computed",
      cells: { loss: { state: "n/a" } },
    });
  });

  test.each([
    [["--sizes", "0"], "--sizes: "],
    [["--sizes", "2,,4"], "--sizes: "],
    [["--sizes", "20000"], "--sizes: "],
    [["--rules", "pivott"], "did you mean pivot?"],
    [["--exact", "--float"], "Choose one of"],
  ])("refuses %j", (flags, words) => {
    const { code, stderr, stdout } = grow("citizens.yaml", ...flags);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
  });

  test("refuses a file that makes no sense as it is, with the place", () => {
    writeFileSync(join(folder, "bad.yaml"), CITIZENS.replace("count: 4", "count: many"));
    const { code, stderr } = grow("bad.yaml");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^line 3, column \d+: agents\.Citizen\.count/);
  });
});
