import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { type ScreenFlags, screen } from "../src/commands/screen.js";

async function screened(flags: Partial<ScreenFlags>): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  expect(await screen(undefined, { types: "uniform(0, 1)", value: "theta*x", ...flags })).toBe(0);
  return written.join("");
}

async function answered(flags: Partial<ScreenFlags>) {
  return JSON.parse(await screened({ ...flags, json: true }));
}

const POOLING = {
  types: "mixture(0.8, uniform(1, 2), 0.2, uniform(2, 3))",
  cost: "x^2/2",
  quantities: "0..",
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor screen", () => {
  test("Mussa and Rosen: profit 1/12 from x = 2θ − 1 above 1/2", async () => {
    const text = await screened({ cost: "x^2/2" });
    expect(text).toMatch(/^profit +0\.08333333333 ± \de-1\d$/m);
    expect(text).toMatch(/^welfare +0\.125 ± \de-1\d +75 % of first best$/m);
    expect(text).toMatch(/^0 to 0\.5 +excluded +0 +50 %$/m);
    expect(text).toMatch(/^0\.5 to 1 +sorted +0 to 1 +50 %$/m);
    expect(text).toMatch(/^80 % +0\.8 +0\.6 +0\.39 +0\.65 +0\.09 +0\.8 +0\.6$/m);
    expect(text).toContain(
      "Single crossing: proved on x from 0 to 1, θ from 0 to 1: v_xθ = 1 ≥ 0, and 0 almost nowhere (bounds on 1 box).",
    );
    expect(text).toContain("Hazard rate f/(1 − F): rises, as it does for every distribution of this family");
    expect(text).toContain("numerical maximum, not a proof");
    expect(text).not.toContain("Warning");
  });

  test("without a cost one price is posted: 1/2, earning 1/4", async () => {
    const { profit, profitBound, pieces, menu } = await answered({});
    expect(Math.abs(profit.value - 1 / 4)).toBeLessThanOrEqual(profit.error + 1e-15);
    expect(Math.abs(profitBound.value - 1 / 4)).toBeLessThanOrEqual(profitBound.error + 1e-15);
    expect(pieces.map(({ kind }: { kind: string }) => kind)).toEqual(["lowest", "highest"]);
    for (const { type, payment } of menu) expect(payment).toBeCloseTo(type < 0.5 ? 0 : 0.5, 14);
    expect(await screened({})).toMatch(/^0\.5 to 1 +capped +1 +50 %$/m);
  });

  test("where the hazard rate falls types are pooled: 15/8 to 9/4 at 3/2, by hand", async () => {
    const { profit, pieces, checks } = await answered(POOLING);
    // Ironing: 2θ − 9/4 below 2 and 2θ − 3 above average to the constant 3/2 between the types that get 3/2 by themselves.
    const pooled = pieces.find(({ kind }: { kind: string }) => kind === "pooled");
    expect(pooled.types[0]).toBeCloseTo(15 / 8, 10);
    expect(pooled.types[1]).toBeCloseTo(9 / 4, 10);
    expect(pooled.quantities).toEqual([1.5, 1.5]);
    // E x²/2 for x = 2θ − 9/4, 3/2, 2θ − 3 with densities 0.8 and 0.2: 9/40 + 27/160 + 63/160.
    expect(profit.value).toBeCloseTo(9 / 40 + 27 / 160 + 63 / 160, 12);
    expect(checks.hazardRate.witness.rates[0]).toBeGreaterThan(checks.hazardRate.witness.rates[1]);
    expect(checks.incentives.largestGain).toBeLessThanOrEqual(checks.incentives.error);
    const text = await screened(POOLING);
    expect(text).toMatch(/^1\.875 to 2\.25 +pooled +1\.5 +15 %$/m);
    expect(text).toMatch(/^Hazard rate .*: falls, from 3\.9999\d+ at θ = 1\.9999\d+ to 1/m);
  });

  test("a buyer of work, whose cost types are sorted the other way: the reflection of Mussa and Rosen", async () => {
    const text = await screened({ types: "uniform(-1, 0)", value: "-theta*x", cost: "x^2/2" });
    expect(text).toMatch(/^profit +0\.08333333333 /m);
    expect(text).toContain("High types want less: quantities fall in θ.");
    expect(text).toContain("Reverse hazard rate f/F: falls, as it does");
    expect(text).toContain("it binds at the highest type");
  });

  test("points, lists of quantities, types without an upper end", async () => {
    const two = await answered({ types: "atoms([1, 2], [0.5, 0.5])", cost: "x^2/2", quantities: "0..5" });
    expect(two.profit.value).toBeCloseTo(1, 12);
    const text = await screened({ cost: "x^2/2", quantities: "0,1/3,2/3,1" });
    expect(text).toMatch(/^0\.75 to 0\.9166666667 +on one step +0\.6666666667 /m);
    const long = await screened({ types: "exponential(1)", cost: "x^2/2", quantities: "0.." });
    expect(long).toMatch(/^profit +0\.3678794412 ± /m);
    expect(long).toMatch(/^1 to ∞ +sorted +0 to ∞ /m);
  });

  test("a kink of the cost holds types at it: 1 to 9/5 at 3/10, by hand", async () => {
    // φ_x = 2θ − 2 − c′ with c′ = 2x ∓ 1 around 3/10: no type wants less, those above 9/5 want θ − 3/2.
    const kinked = { types: "uniform(1, 2)", cost: "abs(x - 0.3) + x^2", kinks: "0.3" };
    const text = await screened(kinked);
    expect(text).toMatch(/^1 to 1\.8 +on one step +0\.3 +80 %$/m);
    expect(text).toMatch(/^1\.8 to 2 +sorted +0\.3 to 0\.5 +20 %$/m);
  });

  test("an outside option by formula that binds at the top as well", async () => {
    const { profit, participation, profitBound } = await answered({ outside: "0.1 + theta^2" });
    expect(profit.value).toBeCloseTo(-0.1, 12);
    expect(participation.topWeight).toBeGreaterThan(0);
    expect(profitBound.value).toBeCloseTo(-0.1, 12);
  });

  test("an outside option that binds inside: 0.3·θ from 0.15 to 0.65, by hand", async () => {
    // γ̂ = 2θ − 0.3 is 0 at 0.15 and 1 at 0.65; below and above quantities are 2θ and 2θ − 1.
    const text = await screened({ cost: "x^2/2", outside: "0.3*theta" });
    expect(text).toMatch(/^0\.15 to 0\.65 +at their outside option +0\.3 +50 %$/m);
    expect(text).toMatch(/^profit +-0\.01416666667 ± \de-1\d$/m);
    expect(text).toMatch(/^no menu earns more than +-0\.01416666667 ± \de-1\d +gap 0 /m);
    expect(text).toContain("it binds at types 0.15 to 0.65.");
  });

  test("one type alone has nothing to hide: it pays all its first best is worth", async () => {
    const { profit, consumerSurplus } = await answered({
      types: "point(2)",
      cost: "x^2/2",
      quantities: "0..5",
    });
    expect(profit.value).toBeCloseTo(2, 13);
    expect(consumerSurplus.value).toBeCloseTo(0, 13);
  });

  test("bars of abs show their kinks: 1/3 is the best quantity of every type, for nothing", async () => {
    const text = await screened({ cost: "abs(x - 1/3)" });
    expect(text).toMatch(/^0 to 1 +on one step +0\.3333333333 +100 %$/m);
    expect(text).not.toContain("Warning");
  });

  test("single crossing that fails on a sliver is found, and said", async () => {
    // v_xθ = 1 − 1.002·θ is negative above 0.998 alone.
    const text = await screened({ value: "theta*x - 0.501*theta^2*x", cost: "x^2/2" });
    expect(text).toMatch(/^Single crossing: violated on .* to type 1,/m);
    expect(text).toContain("Warning: Differences rise in one place and fall in another");
  });

  test("the report is one page with four figures and the formulas", async () => {
    const output = join(temporaryFolder(), "report.html");
    await screened({ ...POOLING, output });
    const page = readFileSync(output, "utf8");
    expect(page.match(/<svg/g)).toHaveLength(4);
    expect(page).toContain("\\theta\\cdot x");
    expect(page).toContain("1.875 to 2.25");
    expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
  });
});

describe("what candor screen refuses, naming the flag", () => {
  test.each<[string, Partial<ScreenFlags>, RegExp]>([
    ["an unknown family", { types: "unifrm(0, 1)" }, /^--types: .*uniform/],
    ["no lowest type", { types: "normal(0, 1)" }, /^--types: .*truncate/],
    ["an unknown variable", { value: "theta*y" }, /^--value: "y"/],
    ["differences that rise and fall", { value: "theta*x - theta^2*x" }, /^--value: Higher types/],
    ["a cost without a value", { cost: "log(x)" }, /^--cost: .*finite value at or next to x = 0/],
    ["a value without a value", { value: "x/theta" }, /^--value: .*finite value at or next to .*theta = 0/],
    ["a kink that moves", { value: "-abs(x - theta)" }, /^--value: .*no derivative in x /],
    [
      "an outside option without a value",
      { outside: "log(theta)" },
      /^--outside: .*finite value .*theta = 0/,
    ],
    ["no quantities", { quantities: "1..0" }, /^--quantities: /],
    ["quantities that are no numbers", { quantities: "0..a" }, /^--quantities: "0\.\.a"/],
    ["no best quantity", { quantities: "0.." }, /^--quantities: .*no bound/],
    [
      "an outside option that cannot be met provably best",
      { outside: "0.3*theta + 0.03*sin(9*theta)", cost: "x^2/2" },
      /^--outside: .*inside/,
    ],
  ])("%s", async (_, flags, message) => {
    const output = join(temporaryFolder(), "report.html");
    await expect(screened({ ...flags, output })).rejects.toThrow(message);
    expect(existsSync(output)).toBe(false);
  });

  test("a folder that is not there, before anything is computed", async () => {
    const output = join(temporaryFolder(), "missing", "report.html");
    await expect(screened({ output })).rejects.toMatchObject({ code: "unwritable" });
  });
});
