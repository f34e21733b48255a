import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ROOT, temporaryFolder } from "../../../test/commands.js";
import { type PopulationFlags, population } from "../src/commands/population.js";

const ASSIGNMENT = join(ROOT, "catalog/papers/basu/assignment-among-groups.yaml");

async function examined(path: string, flags: PopulationFlags = {}): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const code = await population(path, flags);
  return { code, text: written.join("") };
}

function file(text: string): string {
  const path = join(temporaryFolder(), "model.yaml");
  writeFileSync(path, text);
  return path;
}

const MODEL = `candor: 1
title: Umbrellas
agents:
  Walkers: { count: 300000, types: [clouds, sun] }
  Drivers: { count: 100000, types: [clouds, sun] }
states: [rain, dry]
beliefs: { signals: { prior: [1/3, 2/3], likelihood: { rain: [4/5, 1/5], dry: [3/10, 7/10] } } }
alternatives: [tent, open]
values:
  Walkers: 'alternative == "tent" ? (state == "rain" ? 4 : 1) : (state == "rain" ? 0 : 3)'
  Drivers: 'alternative == "tent" ? (state == "rain" ? 2 : 1) : (state == "rain" ? 1 : 2)'
`;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor population", () => {
  test("the assignment example: exact values, thresholds, and why ε* vanishes although condition (1) fails", async () => {
    const { code, text } = await examined(ASSIGNMENT, { sizes: "4,8,1e6", epsilon: "0.01" });
    expect(code).toBe(0);
    expect(text).toMatch(/^4 +3 +1 +1\.35 +West saw dry, says wet +2\.107 \(0 \+ 4\)/m);
    expect(text).toMatch(/^1000000 +750000 +250000 +3\.51809e-62472 /m);
    expect(text).toMatch(/^composed as above +33 +33 to 43 looked at one by one, from 44 on/m);
    expect(text).toMatch(/^any composition +37 /m);
    expect(text).toMatch(/^the proof's n0 +– +condition \(1\) fails$/m);
    expect(text).toContain(
      "in dry a population of 9/10 East and 1/10 West holds East and West for equally good",
    );
  });

  test("--exact shows fractions and interim utilities of exactly 0", async () => {
    const { text } = await examined(ASSIGNMENT, { sizes: "4", exact: true });
    expect(text).toMatch(/^4 +3 +1 +27\/20 /m);
    expect(text).toContain("in fractions: exactly 0 for every type");
  });

  test("a file of 400,000 players where the condition holds: the proof's n0 beside the true one", async () => {
    const { text } = await examined(file(MODEL), { epsilon: "1/100" });
    expect(text).toMatch(/^400000 +300000 +100000 +\d\.\d+e-\d+ /m);
    expect(text).toContain(
      "Condition (1) of the theorem holds: in rain all want tent, in dry all want open.",
    );
    const from = (name: string) => Number(new RegExp(`^${name} +(\\d+)`, "m").exec(text)![1]);
    expect(from("the proof's n0")).toBeGreaterThan(from("any composition"));
    expect(from("any composition")).toBeGreaterThanOrEqual(from("composed as above"));
    expect(from("order 1/ε²")).toBe(10_000);
  });

  test("--json carries log10 where doubles end", async () => {
    const { text } = await examined(ASSIGNMENT, { sizes: "10000", epsilon: "1/100", json: true });
    const data = JSON.parse(text);
    expect(data.sizes[0].epsilon.text).toMatch(/e-626$/);
    expect(data.sizes[0].epsilon.log10).toBeCloseTo(-625.779, 3);
    expect(data.sizes[0].witness).toEqual({ group: "West", signal: "dry", report: "wet" });
    expect(data.targets[0].stated).toEqual({ players: 33, atLeast: 33, tailFrom: 44 });
  });

  test("one group grows while the other stays", async () => {
    const { text } = await examined(ASSIGNMENT, { sizes: "100", grow: "West" });
    expect(text).toMatch(/^100 +3 +97 /m);
    await expect(examined(ASSIGNMENT, { grow: "North" })).rejects.toMatchObject({ code: "unknown-name" });
  });

  test("linear programs find nothing better at small sizes, and less where players know all reports", async () => {
    const { text } = await examined(ASSIGNMENT, { sizes: "4", optimality: "4" });
    expect(text).toContain(
      "earns 3427/512. The certificate that nothing earns more at any ε: accepted by the verifier.",
    );
    expect(text).toMatch(/^27\/20 +knowing all reports +3427\/512 /m);
    expect(text).toMatch(/^0 +knowing all reports +4061\/640 /m);
  });

  test("states that signals never separate are named, with their cost", async () => {
    const { text } = await examined(
      join(ROOT, "catalog/papers/basu/states-that-signals-do-not-separate.yaml"),
      {
        sizes: "2",
      },
    );
    expect(text).toContain("Signals never tell dry and wet apart");
    expect(text).toContain("costs 1/2 of the welfare 11/2 with known states");
  });

  test("the report is one page with both curves and the model", async () => {
    const output = join(temporaryFolder(), "report.html");
    await examined(ASSIGNMENT, { epsilon: "0.01", output });
    const page = readFileSync(output, "utf8");
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toContain("ε*, worst composition");
    expect(page).toContain("from 33");
    expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
  });
});

describe("what candor population refuses", () => {
  test.each([
    ["a zero likelihood, naming the cell", MODEL.replace("[4/5, 1/5]", "[1, 0]"), {}, /rain.*sun|sun.*rain/],
    [
      "no signals",
      MODEL.replace(/^beliefs.*\n/m, "beliefs: { independent: uniform, states: [1/3, 2/3] }\n"),
      {},
      /signals/,
    ],
    ["values of the own type", MODEL.replace("? 2 : 1)", "? 2 : own)"), {}, /own/],
    ["sizes that are none", MODEL, { sizes: "0..3" }, /whole number from 1/],
    ["a target of 0", MODEL, { epsilon: "0" }, /positive/],
  ])("%s", async (_, text, flags, message) => {
    const output = join(temporaryFolder(), "report.html");
    await expect(examined(file(text), { ...flags, output })).rejects.toThrow(message);
    expect(existsSync(output)).toBe(false);
  });

  test("utilities of wildly different scale are no difficulty", async () => {
    const small = MODEL.replace(
      '(state == "rain" ? 2 : 1) : (state == "rain" ? 1 : 2)',
      '(state == "rain" ? 2e-30 : 1e-30) : (state == "rain" ? 1e-30 : 2e-30)',
    );
    expect(small).not.toBe(MODEL);
    const { text } = await examined(file(small), { sizes: "100" });
    expect(text).toMatch(/^100 +75 +25 +\d/m);
    expect(text).toContain("Condition (1) of the theorem holds");
  });
});
