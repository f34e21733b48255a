import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyText } from "@candor/verifier";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { type SellFlags, sell } from "../src/commands/sell.js";

const axis = "{ distribution: { name: uniform, from: 0, to: 1 }, points: POINTS }";

/** Two alike bidders with values uniform on [0, 1] for A and B, each put on some points. */
const model = (alternatives: string, points: number, rule = "") =>
  `candor: 1
title: Two goods
agents:
  Bidder: { count: 2, types: { product: { A: AXIS, B: AXIS } } }
alternatives: { ${alternatives} }
values: own.A * gets.A + own.B * gets.B
`.replaceAll("AXIS", axis.replace("POINTS", `${points}${rule}`));

const ITEMS = "items: { of: [A, B], to: all }";
const GRADES = "grades: { of: [A, B], to: all }";

async function sold(text: string, flags: SellFlags = {}): Promise<{ code: number; text: string }> {
  const path = join(temporaryFolder(), "model.yaml");
  writeFileSync(path, text);
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const code = await sell(path, flags);
  return { code, text: written.join("") };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor sell", () => {
  test("two items: the exact optimum, compared with selling them one by one, and the menu", async () => {
    const { code, text } = await sold(model(ITEMS, 2));
    expect(code).toBe(0);
    expect(text.split("\n").slice(0, 6)).toEqual([
      "Two goods: selling the items A, B to Bidder 1, Bidder 2",
      "Bayesian incentives, interim participation",
      "",
      "largest expected revenue  9/8 = 1.125",
      "each item sold by itself  1.125; together +0.00 %",
      "",
    ]);
    expect(text).toMatch(/Bidder 1, Bidder 2 +3\/4 & 3\/4( +[\d/]+){4}/);
  });

  test.each(["bayesian", "dominant"])("a small sale with a certificate, %s", async (incentives) => {
    const folder = temporaryFolder();
    const [certificate, output] = [join(folder, "proof.json"), join(folder, "best.yaml")];
    const { code, text } = await sold(model(ITEMS, 2), { incentives, certificate, output });
    expect(code).toBe(0);
    expect(text).toContain("certificate: accepted: value = 9/8");
    expect(verifyText(readFileSync(certificate, "utf8")).message).toBe("accepted: value = 9/8");
    expect(readFileSync(output, "utf8")).toContain(incentives === "dominant" ? "ex-post-ir" : "interim-ir");
    await expect(sold(model(ITEMS, 2), { float: true, certificate })).rejects.toMatchObject({
      code: "not-exact",
    });
  });

  test("as data, in doubles when asked for", async () => {
    const { text } = await sold(model(ITEMS, 3), { json: true });
    const data = JSON.parse(text);
    expect(data).toMatchObject({
      arithmetic: "exact",
      kind: "items",
      lower: { exact: "256/243" },
      upper: { exact: "256/243" },
      size: { interchangeable: [["A", "B"]] },
    });
    const inDoubles = JSON.parse((await sold(model(ITEMS, 3), { json: true, float: true })).text);
    expect(inDoubles.arithmetic).toBe("float");
    expect(Math.abs(inDoubles.lower.value - 256 / 243)).toBeLessThan(1e-7);
    expect(inDoubles.upper.value).toBeGreaterThanOrEqual(inDoubles.lower.value);
    expect(inDoubles.bidders[1].types).toHaveLength(9);
  });

  test("grades on a trapezoid grid, large enough for doubles", async () => {
    const { code, text } = await sold(model(GRADES, 11, ", rule: trapezoid"));
    expect(code).toBe(0);
    expect(text).toMatch(/largest expected revenue {2}between 0\.62592\d+ and 0\.62592\d+\nonly grade A {2}/);
    expect(text).toContain("in doubles; 2 × 121 types as 66;");
  });

  test("dominant strategies earn less", async () => {
    const { code, text } = await sold(model(ITEMS, 3), { incentives: "dominant", json: true });
    const data = JSON.parse(text);
    expect(code).toBe(0);
    expect(Math.abs(data.lower.value - 1.04526749)).toBeLessThan(1e-6);
  });

  test("what is no sale is refused with a reason", async () => {
    await expect(sold(model("project: {}", 2).replace(/values: .*/, "values: own.A"))).rejects.toMatchObject({
      code: "not-a-sale",
    });
    await expect(sold(model(ITEMS, 2), { incentives: "wishful" })).rejects.toMatchObject({
      code: "invalid-value",
    });
  });
});
