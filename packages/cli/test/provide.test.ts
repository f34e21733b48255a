import { bilateralTrade, secondBestTrade } from "@candor/core/intervals";
import { readDistribution } from "@candor/core/io";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ProvideFlags, provide } from "../src/commands/provide.js";

const USUAL = { values: ["uniform(0,1)"], contributors: "2", costPerHead: "0.5" };

async function provided(flags: Partial<ProvideFlags> = {}): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const code = await provide(undefined, { ...USUAL, ...flags });
  return { code, text: written.join("") };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor provide", () => {
  // x and 1 − c are a buyer and a seller: bilateral trade in other words.
  test("two contributors: the deficit 1/6 and the second best 9/64 of bilateral trade", async () => {
    const { code, text } = await provided();
    expect(code).toBe(0);
    expect(text).toMatch(/^Verdict: impossible: .* by 0\.1666666667 ± \S+ or more\.$/m);
    expect(text).toMatch(/^VCG deficit +0\.1666666667 ± /m);
    expect(text).toMatch(/^second-best gains +0\.140625 ± /m);
    expect(text).toMatch(/^probability of provision in the second best +0\.28125 ± /m);
  });

  test("unlike contributors: a seller of cost 3/2 − x and a buyer of value y", async () => {
    const values = ["uniform(0,1)", "uniform(0,2)"];
    const answer = JSON.parse(
      (await provided({ values, contributors: "1,1", costPerHead: "0.75", json: true })).text,
    );
    const sides = { seller: readDistribution("uniform(0.5,1.5)"), buyer: readDistribution("uniform(0,2)") };
    const { gains, firstBest } = secondBestTrade(sides);
    expect(answer.kinds).toEqual([
      { values: "uniform on [0, 1]", count: 1 },
      { values: "uniform on [0, 2]", count: 1 },
    ]);
    expect(answer.firstBest.gains.value).toBeCloseTo(firstBest.value, 12);
    expect(answer.secondBest.gains.value).toBeCloseTo(gains.value, 11);
    expect(answer.minimumSubsidy.value).toBeCloseTo(-bilateralTrade(sides).vcg.surplus.value, 12);
    const { text } = await provided({ values, contributors: "2,1" });
    expect(text).toMatch(/^A public good for 3 contributors \(values 2 × uniform on \[0, 1\]; 1 × uniform/);
  });

  test("four contributors: P and E of a sum of uniforms, within the errors stated", async () => {
    const answer = JSON.parse((await provided({ contributors: "4", json: true })).text);
    // E(X − 2)⁺ for X the sum of four uniforms is E|X − 2|/2 = 7/30.
    const { probability, gains } = answer.firstBest;
    expect(Math.abs(probability.value - 1 / 2)).toBeLessThanOrEqual(probability.error);
    expect(Math.abs(gains.value - 7 / 30)).toBeLessThanOrEqual(gains.error);
    expect(answer.verdict).toBe("impossible");
    expect(answer.minimumSubsidy.value).toBeCloseTo(-answer.vcgSurplus.value, 12);
    expect(answer.secondBest.share.value).toBeCloseTo(answer.secondBest.gains.value / gains.value, 12);
  });

  test("--sizes: the second best fades as the group grows at the same cost a head", async () => {
    const answer = JSON.parse((await provided({ sizes: "2,5,10", json: true })).text);
    expect(answer.sizes.map(({ contributors }: { contributors: number }) => contributors)).toEqual([
      2, 5, 10,
    ]);
    const shares = answer.sizes.map(({ share }: { share: { value: number } }) => share.value);
    expect(shares[0]).toBeCloseTo(27 / 32, 12);
    expect(shares[1]).toBeLessThan(shares[0]);
    expect(shares[2]).toBeLessThan(shares[1]);
    for (const { efficient } of answer.sizes) expect(efficient.value).toBeCloseTo(1 / 2, 10);
  });

  test("a good worth its cost to everybody is provided without a subsidy", async () => {
    const { text } = await provided({ values: ["uniform(1,2)"] });
    expect(text).toMatch(/^Verdict: exists: /m);
    expect(text).toMatch(/^minimum subsidy +0$/m);
    expect(text).toMatch(/^share of first best +1 ± \de-\d\d$/m);
  });

  test("where the second best does not converge the rest is told", async () => {
    const { text } = await provided({
      values: ["mixture(1/2, uniform(0, 0.2), 1/2, uniform(0.7, 1))"],
      contributors: "10",
      sizes: "2",
    });
    expect(text).toMatch(/^minimum subsidy +1\.23165/m);
    expect(text).toContain("No second best for 10 contributors: ");
    expect(text).not.toContain("second-best gains");
    expect(text).toMatch(/^2 +0\.4166666667 ± /m);
  });

  test.each([
    [{ values: ["uniform(0)"] }, "--values"],
    [{ contributors: "2,1" }, "--contributors"],
    [{ values: ["uniform(0,1)", "uniform(0,2)"], contributors: "1,1", sizes: "3" }, "--sizes"],
    [{ contributors: "1" }, "--contributors"],
    [{ contributors: "many" }, "--contributors"],
    [{ costPerHead: "a half" }, "--cost-per-head"],
    [{ costPerHead: "1" }, "--cost-per-head"],
    [{ sizes: "1,2" }, "--sizes"],
  ])("%j is refused at %s", async (flags, path) => {
    const refused = provided(flags);
    await expect(refused).rejects.toThrow();
    const { problems } = await refused.catch((error) => error);
    expect(problems[0].path.split(".")[0]).toBe(path);
    expect(process.stdout.write).not.toHaveBeenCalled();
  });
});
