import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { candor } from "../../../test/commands.js";
import { FLOOD, type FloodFolder, floodFolder } from "./flood-folder.js";

let { folder, file } = {} as FloodFolder;
beforeEach(() => {
  ({ folder, file } = floodFolder());
});

const settle = (...args: string[]) => candor(folder, "settle", "model.yaml", ...args);

function tallied(name: string, reports: readonly (readonly [string, string, string])[]): string {
  const rows = reports.map(([participant, group, signal]) => JSON.stringify({ participant, group, signal }));
  const path = file(`${name}.ndjson`, rows.join("\n"));
  expect(candor(folder, "tally", "model.yaml", path, "-o", `${name}.json`).code).toBe(0);
  return `${name}.json`;
}

const EAST = [
  ["a", "East", "dry"],
  ["b", "East", "wet"],
  ["c", "East", "wet"],
] as const;
const WEST = [["d", "West", "wet"]] as const;

describe("settling", () => {
  test("prints the outcome, the posterior and what everybody pays", () => {
    // wet − dry = 2: p = 9/10, East pays 44/10, West 7/10.
    const { code, stdout } = settle("--counts", "East: dry=1, wet=2; West: wet=1");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Flood
4 reports: dry 1, wet 3

chosen: dam

alternative  expected total utility
none         0
dam          139/10 (13.9)

state  posterior
calm   0.1
flood  0.9

group  members  each pays   together
East   3        22/5 (4.4)  66/5 (13.2)
West   1        7/10 (0.7)  7/10 (0.7)
all    4                    139/10 (13.9)
`,
    });
  });

  test("a counts file gives the same as the counts written out", () => {
    const path = tallied("counts", [...EAST, ...WEST]);
    expect(settle(path).stdout).toBe(settle("--counts", "East: dry=1, wet=2; West: wet=1").stdout);
  });

  test("an exact tie among two million reports", () => {
    // To West both are the same at odds 2 of flood: prior odds 2/3, times 3.
    file("model.yaml", FLOOD.replace("prior: uniform", "prior: [3/5, 2/5]"));
    const { stdout } = settle("--counts", "West: dry=1_000_000, wet=1_000_001");
    expect(stdout).toContain("chosen: none, the first listed of an exact tie with dam\n");
    expect(settle("--counts", "West: dry=1_000_000, wet=1_000_002").stdout).toContain("chosen: dam\n");
  });

  test("a posterior next to 1 is shown by what is left", () => {
    const { stdout } = settle("--counts", "East: wet=20000");
    expect(stdout).toMatch(/^calm +(\d\.\d+e-9543)\nflood +1 − \1$/m);
  });

  test("as data", () => {
    const data = JSON.parse(settle("--json", "--counts", "East: dry=1, wet=2; West: wet=1").stdout);
    expect(data).toMatchObject({
      reports: 4,
      alternative: "dam",
      tied: ["dam"],
      posterior: [{ state: "calm", exact: "1/10" }, { probability: 0.9 }],
      groups: [{ group: "East", members: 3, payment: { exact: "22/5", value: 4.4 } }, {}],
      payments: { exact: "139/10" },
    });
    expect(data.payments.error).toBeLessThan(1e-14);
  });

  test.each([
    ["an unknown group", ["--counts", "Est: dry=1"], /There is no group "Est"; did you mean East\?/],
    ["an unknown signal", ["--counts", "East: dri=1"], /There is no signal "dri"; did you mean dry\?/],
    ["no group", ["--counts", "dry=1"], /"dry=1" names no group/],
    ["no number", ["--counts", "East: dry=-1"], /"-1" is not a number of reports/],
    ["a cell twice", ["--counts", "East: dry=1, dry=2"], /East has dry twice/],
    ["nobody", ["--counts", "East: dry=0"], /There are no reports/],
    ["too many", ["--counts", "East: dry=9007199254740991, wet=1"], /is not a number of reports/],
    ["nothing given", [], /Give either a file of counts or --counts/],
    ["no counts file", ["model.yaml"], /^model\.yaml: This is not a file of counts/],
  ])("refuses %s", (_, args, message) => {
    const { code, stdout, stderr } = settle(...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  test("refuses counts of another model, and counts that were tampered with", () => {
    const path = tallied("counts", EAST);
    const text = readFileSync(join(folder, path), "utf8");
    file("more.json", text.replace("[1,2]", "[1,3]"));
    expect(settle("more.json").stderr).toBe(
      `more.json: reports: The table adds up to 4 reports, not to 3.\n1 problem; nothing was computed.\n`,
    );
    file("model.yaml", FLOOD.replace("? 5", "? 6"));
    expect(settle(path).stderr).toMatch(/These counts are of another population/);
  });
});

describe("merging", () => {
  test("partial counts give the bytes of one tally, in any order", () => {
    const parts = [tallied("east", EAST), tallied("west", WEST)];
    const command = ["tally", "model.yaml", "west.ndjson", "east.ndjson", "-o", "both.json"];
    expect(candor(folder, ...command).code).toBe(0);
    for (const order of [parts, [...parts].reverse()]) {
      expect(candor(folder, "merge", ...order, "-o", "merged.json").stderr).toBe("4 reports of 2 parts\n");
      const [merged, both] = ["merged.json", "both.json"].map((name) =>
        readFileSync(join(folder, name), "utf8"),
      );
      expect(merged).toBe(both);
    }
  });

  test("refuses the same part twice and counts of another model", () => {
    const path = tallied("east", EAST);
    file("copy.json", readFileSync(join(folder, path), "utf8"));
    const twice = candor(folder, "merge", path, "copy.json");
    expect({ code: twice.code, stdout: twice.stdout }).toEqual({ code: 2, stdout: "" });
    expect(twice.stderr).toMatch(
      /The same reports would be counted twice: those of east\.ndjson\. Leave one/,
    );
    file("model.yaml", FLOOD.replace("? 5", "? 6"));
    const other = tallied("other", WEST);
    expect(candor(folder, "merge", path, other).stderr).toMatch(
      /^other\.json: These counts are of another population/,
    );
  });
});
