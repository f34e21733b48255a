import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { type TradeFlags, trade } from "../src/commands/trade.js";

const UNIT = { seller: "uniform(0,1)", buyer: "uniform(0,1)" };

async function traded(flags: Partial<TradeFlags> = {}): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const code = await trade(undefined, { ...UNIT, ...flags });
  return { code, text: written.join("") };
}

async function data(flags: Partial<TradeFlags> = {}) {
  const answer = JSON.parse((await traded({ ...flags, json: true })).text);
  const row = (name: string) => answer.mechanisms.find((each: { name: string }) => each.name === name);
  return { answer, row };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor trade", () => {
  test("uniform on [0, 1]: deficit 1/6, second best 9/64 beyond a wedge of 1/4, broker 1/24", async () => {
    const { code, text } = await traded();
    expect(code).toBe(0);
    expect(text).toMatch(/^Verdict: impossible: all three hold/m);
    expect(text).toMatch(/^VCG deficit +0\.1666666667 ± \de-\d\d$/m);
    expect(text).toMatch(/^minimum subsidy +0\.1666666667 ± \de-\d\d$/m);
    expect(text).toMatch(/^second best +0\.140625 ± \S+ +0\.84375 ± /m);
    expect(text).toContain("exceeds the cost by 0.25 at every decile");
    expect(text).toContain("α = 0.3333333333 on information rents, multiplier λ = α/(1 − α) = 0.5.");
    expect(text).toMatch(/^3\/10 +0\.3 +0\.3 +0\.55 +0\.8$/m);
    expect(text).toMatch(/^8\/10 +0\.8 +0\.8 +none +none$/m);
    expect(text).toMatch(/^broker .* 0\.04166666667 ± \S+$/m);
  });

  test("--json: the numbers hold within the errors they state", async () => {
    const { answer, row } = await data();
    const within = (estimate: { value: number; error: number }, truth: number) => {
      expect(Math.abs(estimate.value - truth)).toBeLessThanOrEqual(estimate.error);
      expect(estimate.error).toBeLessThan(1e-12);
    };
    within(answer.vcgSurplus, -1 / 6);
    within(answer.minimumSubsidy, 1 / 6);
    within(answer.firstBest, 1 / 6);
    within(row("second best").gains, 9 / 64);
    within(row("second best").share, 27 / 32);
    within(row("posted price").gains, 1 / 8);
    within(row("McAfee").gains, 1 / 8);
    within(row("broker").surplus, 1 / 24);
    within(row("broker").gains, 1 / 12);
    expect(answer.conditions).toEqual({ intervals: true, positiveDensities: true, overlap: [0, 1] });
    expect(answer.boundary[8].secondBest).toBeNull();
  });

  test("values above all costs: efficient trade exists and needs no subsidy", async () => {
    const { text } = await traded({ buyer: "uniform(2,3)" });
    expect(text).toMatch(/^costs and values overlap +no$/m);
    expect(text).toMatch(/^Verdict: exists: .* expected surplus of 1 ± /m);
    expect(text).toMatch(/^minimum subsidy +0$/m);
    expect(text).toContain("the first best itself, weight α = 0");
  });

  test("gaps: the theorem does not apply, and the least subsidy is below the deficit of VCG", async () => {
    const { answer } = await data({ seller: "mixture(1/2, uniform(0, 0.2), 1/2, uniform(0.7, 1))" });
    expect(answer).toMatchObject({
      conditions: { intervals: false },
      byTheorem: false,
      verdict: "impossible",
    });
    expect(answer.minimumSubsidy.value).toBeLessThan(-answer.vcgSurplus.value - 0.01);
    // A seller on either side of the gap with equal virtual costs.
    expect(answer.secondBest.ironed.seller).toHaveLength(1);
  });

  test("a surplus of exactly 0 cannot be told from 0", async () => {
    const { text } = await traded({ seller: "atoms([0, 1], [1/2, 1/2])" });
    expect(text).toMatch(/^Verdict: unknown: the largest expected surplus, 0 ± /m);
    expect(text).toContain("McAfee's rule is left out: it is worked out for distributions without atoms.");
    expect(text).not.toMatch(/^McAfee +/m);
  });

  test("--grow: shares rise with the number of traders, and one a side is the pair itself", async () => {
    const { answer } = await data({ grow: "1,2,4,8" });
    const shares = answer.grown.map((size: { mechanisms: { share: { value: number } }[] }) =>
      size.mechanisms.map(({ share }) => share.value),
    );
    expect(shares).toHaveLength(4);
    expect(answer.grown[0].mechanisms).toEqual(answer.mechanisms);
    for (const name of [1, 2, 3])
      for (let k = 1; k < 4; k++) expect(shares[k][name]).toBeGreaterThan(shares[k - 1][name]);
    // Gresik and Satterthwaite (1989), table for m = 2: 5.6 % of the gains are lost.
    expect(shares[1][1]).toBeCloseTo(0.944, 3);
  });

  test("several traders on one side", async () => {
    const { answer } = await data({ sellers: "2", buyers: "1" });
    // E(b − min s)⁺ for uniform types: ∫ Pr(s₍₁₎ ≤ x ≤ b) dx = ∫ (1 − (1 − x)²)(1 − x) dx = 1/4.
    expect(answer.firstBest.value).toBeCloseTo(1 / 4, 13);
    expect(answer).toMatchObject({
      market: { sellers: 2, buyers: 1 },
      byTheorem: false,
      verdict: "impossible",
    });
  });

  test("a report with the region, the densities and their data", async () => {
    const output = join(temporaryFolder(), "trade.html");
    const { text } = await traded({ buyer: "exponential(1)", grow: "1,2", output });
    expect(text).toMatch(/^Trade between /);
    const page = readFileSync(output, "utf8");
    expect(page.match(/<svg /g)).toHaveLength(5);
    expect(page).toContain("Trade takes place above the curve");
    expect(page).toContain("As many sellers as buyers");
    const data = [...page.matchAll(/text\/csv;charset=utf-8;base64,([^"]+)"/g)].map(([, csv]) =>
      Buffer.from(csv, "base64").toString(),
    );
    expect(data[1]).toMatch(/^series,cost,value\n/);
  });

  test.each([
    [{ seller: "uniform(1,0)" }, "--seller"],
    [{ buyer: "unifrom(0,1)" }, "--buyer"],
    [{ buyer: "uniform(-2,-1)" }, "--buyer"],
    [{ sellers: "0" }, "--sellers"],
    [{ buyers: "1.5" }, "--buyers"],
    [{ grow: "1,500" }, "--grow"],
    [{ grow: "none" }, "--grow"],
  ])("%j is refused at %s, and nothing is written", async (flags, path) => {
    const output = join(temporaryFolder(), "trade.html");
    const refused = traded({ ...flags, output });
    await expect(refused).rejects.toThrow();
    const { problems } = await refused.catch((error) => error);
    expect(problems[0].path.split(".")[0]).toBe(path);
    expect(existsSync(output)).toBe(false);
    expect(process.stdout.write).not.toHaveBeenCalled();
  });
});
