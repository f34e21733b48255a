import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { candor, temporaryFolder } from "../../../test/commands.js";
import type { QuantityId } from "../src/growth/growth.js";
import { CITIZENS, cell, shown, TOWNS, table } from "./growth-tables.js";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "citizens.yaml"), CITIZENS);
  writeFileSync(join(folder, "towns.yaml"), TOWNS);
});

const grow = (...flags: string[]) => candor(folder, "grow", ...flags);

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
    const { compositions } = table(TOWNS, "majority", [4, 9, 13, 36]);
    expect(compositions.map(({ groups }) => [...groups.values()])).toEqual([
      [2, 1, 1],
      [5, 3, 1],
      [7, 4, 2],
      [20, 12, 4],
    ]);
  });

  test("says of each cell why it is empty and goes on with the others", () => {
    const found = table(TOWNS, "median,majority,posterior-payment", [2, 9]);
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
    const found = table(sale, "posted-price(price=2)", [2, 4, 8, 40]);
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

describe("the command", () => {
  test("prints the data of the table as JSON", () => {
    const { code, stdout } = grow("towns.yaml", "--rules", "pivot,median", "--sizes", "18,9,3,9", "--json");
    const data = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(data.sizes).toEqual([
      { n: 3, groups: { East: 2, West: 1, Mill: 0 } },
      { n: 9, groups: { East: 5, West: 3, Mill: 1 } },
      { n: 18, groups: { East: 10, West: 6, Mill: 2 } },
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

  test("writes a page with a curve for what may vanish and a table for each rule", () => {
    const { code } = grow(
      "citizens.yaml",
      "--rules",
      "pivot,agv,median",
      "--sizes",
      "2,4",
      "-o",
      "page.html",
    );
    const page = readFileSync(join(folder, "page.html"), "utf8");
    expect(code).toBe(0);
    // Nobody gains in expectation and no welfare is lost, so that there is nothing to draw of these.
    expect(page.match(/<h2>[^<]*<\/h2>/g)).toEqual(
      [
        "Side by side",
        "What a lie can gain, whatever others report",
        "Surplus or deficit per head",
        "Sizes",
        "pivot",
        "agv",
        "What could not be computed",
        "Model file",
      ].map((heading) => `<h2>${heading}</h2>`),
    );
    expect(page.match(/<svg /g)).toHaveLength(2);
  });

  test.each([
    [["--sizes", "0"], "--sizes: "],
    [["--sizes", "2,,4"], "--sizes: "],
    [["--sizes", "5..2"], "--sizes: "],
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
