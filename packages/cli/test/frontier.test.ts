import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyText } from "@candor/verifier";
import { beforeEach, describe, expect, test } from "vitest";
import { candor, temporaryFolder } from "../../../test/commands.js";

const BUYER = `candor: 1
title: One buyer
agents: { Buyer: { types: [1, 3] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`;
/**
 * East is worth 5 when wet, West 3 − 2P(wet): West iff both saw dry. Welfare (9/2 · 5 + 5/2 · 6 + 14/5 · 5)/16 = 103/32. East, having seen
 * wet, claims dry: against wet it still wins and pays 5/2 for 9/2, with probability 5/8, so ε* = 5/4.
 */
const PAIR = `candor: 1
title: A pair
agents: { East: { types: [dry, wet] }, West: { types: [dry, wet] } }
states: [dry, wet]
beliefs: { signals: { prior: uniform, likelihood: { dry: [3/4, 1/4], wet: [1/4, 3/4] } } }
alternatives: [East, West]
values:
  East: 'alternative == "East" ? (state == "wet" ? 5 : 0) : 0'
  West: 'alternative == "West" ? (state == "wet" ? 1 : 3) : 0'
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "buyer.yaml"), BUYER);
  writeFileSync(join(folder, "pair.yaml"), PAIR);
});

const frontier = (...flags: string[]) => candor(folder, "frontier", ...flags);

test("the whole function, its picture and where incentives stop to cost", () => {
  const { code, stdout } = frontier("buyer.yaml");
  expect(code).toBe(0);
  expect(stdout).toContain(
    [
      "ε from  to        value at start  one more unit of ε buys",
      "0       2         3/2 (1.5)       1/4",
      "2       for ever  2               nothing",
    ].join("\n"),
  );
  expect(stdout).toMatch(/▁.*▄.*█████\n {2}ε = 0 to 2\.4; from 1\.5 to 2\n/);
  expect(stdout).toContain("From ε = 2 on incentives cost nothing: 2 is the value without them.");
  expect(stdout).toContain(
    "The function is exact; certificates accepted by the verifier: 2 of 2; designs computed:",
  );
  expect(stdout).toContain("Participation alone allows 2, whatever ε is");
});

test("as JSON, up to a largest ε", () => {
  const { code, stdout } = frontier("buyer.yaml", "--to", "1", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    kind: "exact",
    points: [
      { epsilon: "0", lower: "3/2", upper: "3/2" },
      { epsilon: "1", lower: "7/4", upper: "7/4" },
    ],
    segments: [{ from: "0", to: "1", value: "3/2", slope: "1/4" }],
    gaps: [],
    limit: "2",
    solves: expect.any(Number),
    participationBound: "2",
    posteriorPayment: { epsilon: "2", revenue: "2", participation: expect.any(Array) },
  });
});

describe("beside posterior payments", () => {
  test("approximate truth buys revenue if players may leave given all reports", () => {
    const { code, stdout } = frontier("pair.yaml", "--participation", "epistemic");
    expect(code).toBe(0);
    expect(stdout).toContain(
      "charge everybody what it is worth to them. They earn 103/32 (3.21875), as much as any mechanism at any ε",
    );
    expect(stdout).toContain("a lie gains up to ε* = 5/4 (1.25)");
    expect(stdout).toContain(
      "No mechanism earns that below ε*; with exact incentives the most is 23/8 (2.875).",
    );
  });

  test("and simplicity if they only decide on their own signals", () => {
    const { stdout } = frontier("pair.yaml");
    expect(stdout).toContain("Incentives cost nothing: 103/32 (3.21875)");
    expect(stdout).toContain(
      "Another mechanism earns the same from ε = 0 on: here approximate incentives buy",
    );
  });

  test("and they are no candidate if nobody may lose in any state", () => {
    const { stdout } = frontier("pair.yaml", "--participation", "ex-post");
    expect(stdout).toContain("breaks ex-post participation here.");
  });
});

test("stopped early it says how much is left open, with exit code 1", () => {
  const { code, stdout } = frontier("pair.yaml", "--participation", "epistemic", "--solves", "4");
  expect(code).toBe(1);
  expect(stdout).toMatch(/gap: for ε from \S+ (to \S+|on) the value is known to within /);
  expect(stdout).toContain("Outside the gaps the function is exact");
});

test("every breakpoint's certificate is written and can be verified", () => {
  expect(frontier("buyer.yaml", "--certificates", "proofs").code).toBe(0);
  const names = readdirSync(join(folder, "proofs"));
  expect(names).toEqual(["point-1.json", "point-2.json", "posterior-payment.json"]);
  const values = names.map((name) => verifyText(readFileSync(join(folder, "proofs", name), "utf8")).message);
  expect(values).toEqual(["accepted: value = 3/2", "accepted: value = 2", "accepted: value = 2"]);
  expect(candor(folder, "verify", "proofs/point-1.json").code).toBe(0);
});

test("what has no frontier is said, with exit code 1", () => {
  const free = frontier("buyer.yaml", "--participation", "none");
  expect([free.code, free.stdout]).toEqual([1, expect.stringContaining("no upper bound at any ε")]);
  writeFileSync(join(folder, "greedy.yaml"), `${BUYER}outside: 4\n`);
  const greedy = frontier("greedy.yaml", "--money", "no-deficit", "--json");
  expect([greedy.code, JSON.parse(greedy.stdout).kind]).toEqual([1, "infeasible"]);
});

test.each([
  ["--to", "much", "not-rational|not a number"],
  ["--to", "-1", "at least 0"],
  ["--solves", "0", "positive whole number"],
  ["--incentives", "some", "choose among"],
])("a wrong %s %s is refused", (flag, value, reason) => {
  const { code, stderr } = frontier("buyer.yaml", `${flag}=${value}`);
  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(reason));
});
