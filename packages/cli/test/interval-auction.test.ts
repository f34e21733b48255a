import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { auction } from "../src/commands/auction.js";
import { type IntervalAuctionFlags, intervalAuction } from "../src/commands/interval-auction.js";
import { printEstimate } from "../src/intervals/print-estimate.js";
import { main } from "../src/main.js";

async function answered(flags: IntervalAuctionFlags): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  expect(await intervalAuction(undefined, flags)).toBe(0);
  vi.restoreAllMocks();
  return written.join("");
}

const text = (values: string, bidders: string) => answered({ values: [values], bidders: [bidders] });
const data = async (flags: IntervalAuctionFlags) => JSON.parse(await answered({ ...flags, json: true }));

const IRREGULAR = "mixture(4/5, uniform(0,1), 1/5, uniform(1,2))";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor auction --values", () => {
  test.each(["exponential(3)", IRREGULAR, "observed([1, 2, 4, 7])"])(
    "equilibrium payments of %s are those of the second-price auction",
    async (values) => {
      const { equivalence } = await data({ values: [values], bidders: ["3"] });
      expect(equivalence.length).toBe(4);
      for (const { answer, constant } of equivalence) {
        expect(answer).toBe("payments-differ-by-a-constant");
        expect(Math.abs(constant.value)).toBeLessThan(1e-8);
      }
    },
  );

  test("a weak bidder wins more often in the first-price auction: there is no equivalence", async () => {
    const { equivalence } = await data({ values: ["uniform(0,1)", "uniform(0,2)"] });
    expect(equivalence.map(({ answer }: { answer: string }) => answer)).toEqual([
      "allocations-differ",
      "allocations-differ",
    ]);
    expect(equivalence[0].at.second).toBeGreaterThan(equivalence[0].at.first);
    expect(equivalence[1].at.second).toBeLessThan(equivalence[1].at.first);
  });

  test.each([
    ["uniform(0,1)", 2, 5 / 12, 0.5],
    ["uniform(0,1)", 3, 17 / 32, 0.5],
    // ψ = v − 3, so that Pr(ψ > z) = e^(−1 − z/3); the integral of 1 − (1 − e^(−1 − z/3))³ over z ≥ 0.
    ["exponential(3)", 3, 3 * (3 / Math.E - 3 / (2 * Math.E ** 2) + 1 / (3 * Math.E ** 3)), 3],
  ])("%s with %i bidders earns what integration by hand says", async (values, n, revenue, reserve) => {
    const found = await data({ values: [values], bidders: [String(n)] });
    expect(found.optimal.revenue.value).toBeCloseTo(revenue, 12);
    expect(Math.abs(found.optimal.revenue.value - revenue)).toBeLessThan(found.optimal.revenue.error + 1e-15);
    expect(found.bidders[0].reserve).toBeCloseTo(reserve, 12);
  });

  test("ten digits with their error, and the ways to sell beside the optimum", async () => {
    const answer = await text("exponential(3)", "3");
    expect(answer).toMatch(/^revenue +2\.751693264 ± \de-1\d$/m);
    expect(answer).toMatch(/^second price, no reserve +2\.5 ± \S+ +90\.8531$/m);
    expect(answer).toMatch(/^second price, no reserve, one more bidder +3\.25 ± \S+ +118\.1091$/m);
    expect(answer).toMatch(/^first best \(all of the surplus\) +5\.5 ± /m);
  });

  test("the stretch that is ironed, with its level, and where the virtual value falls", async () => {
    const answer = await text(IRREGULAR, "2");
    expect(answer).toMatch(/ 0\.875 +1\.25 +0\.5 +0\.15$/m);
    expect(answer).toContain("the virtual value falls from 0.75 at 1 to 0 at 1");
    expect(answer).toContain("The bidders are not regular");
  });

  test("equilibrium bids at deciles, and that no other bid gains", async () => {
    const answer = await text("uniform(0,1)", "2");
    expect(answer).toMatch(/^0\.4 +0\.4 +0\.2 +0\.08 +– +–$/m);
    // With reserve 1/2: v/2 + 1/(8v).
    expect(answer).toMatch(/^0\.8 +0\.8 +0\.4 +0\.32 +0\.55625 +0\.445$/m);
    const { bids } = await data({ values: ["uniform(0,1)"], bidders: ["2"] });
    for (const { gap } of bids) expect(gap.gain).toBeLessThanOrEqual(gap.error);
  });

  test("two different bidders: the first-price auction of [0, 1] and [0, 2]", async () => {
    const found = await data({ values: ["uniform(0,1)", "uniform(0,2)"] });
    // Top bid h1·h2/(h1 + h2) of Griesmer, Levitan and Shubik (1967).
    expect(found.asymmetricFirstPrice.topBid).toBeCloseTo(2 / 3, 10);
    expect(found.asymmetricFirstPrice.residual.gain).toBeLessThan(1e-9);
    expect(found.comparison.map(({ kind }: { kind: string }) => kind)).toContain("own-reserves-eager");
    expect(found.bidders.map(({ reserve }: { reserve: number }) => reserve)).toEqual([0.5, 1]);
  });

  test("the seller's value moves the reserves to (1 + v0)/2", async () => {
    const found = await data({ values: ["uniform(0,1)"], bidders: ["2"], sellerValue: "1/4" });
    expect(found.bidders[0].reserve).toBeCloseTo(5 / 8, 12);
    expect(found.optimal.payoff.value).toBeCloseTo(
      found.optimal.revenue.value + found.sellerValue * (5 / 8) ** 2,
      12,
    );
  });

  test("a thousand bidders: all numbers in about a second", async () => {
    const found = await data({ values: ["uniform(0,1)"], bidders: ["1000"] });
    expect(found.optimal.revenue.value).toBeCloseTo(1 - 2 / 1001, 12);
    expect(found.comparison[0].reserves).toEqual([0.5]);
    // All-pay bids of low values are 0 to the last double: nobody there could win.
    expect(found.bids[1].gap.gain).toBeLessThan(1e-12);
  });

  test("atoms have no bid function, whatever the reserve; the auction is computed all the same", async () => {
    const answer = await text("atoms([1,2,3],[1/2,1/4,1/4])", "2");
    expect(answer).toMatch(/first price.*: The value \d has probability .* mixed in equilibrium/);
    expect(answer).not.toContain("Pr(v ≤ value)");
    expect(answer).toMatch(/^revenue +\d/m);
  });

  test("values that nobody should buy at", async () => {
    const answer = await text("uniform(-2,-1)", "2");
    expect(answer).toContain("never served");
    expect(answer).not.toMatch(/NaN|Infinity/);
  });

  test.each([
    ["alike bidders that are ironed", { values: [IRREGULAR], bidders: ["2"] }, 6],
    ["two different bidders", { values: ["uniform(0,1)", "uniform(0,2)"] }, 6],
    ["atoms", { values: ["atoms([1,2],[1/2,1/2])"], bidders: ["3"] }, 5],
    ["an unbounded support", { values: ["exponential(3)"], bidders: ["3"] }, 6],
  ])("the report of %s: figures with their data, no script", async (_, flags, figures) => {
    const output = join(temporaryFolder(), "report.html");
    await answered({ ...flags, output });
    const page = readFileSync(output, "utf8");
    expect(page.match(/<svg/g)).toHaveLength(figures);
    expect(page.match(/download="figure-\d+\.csv"/g)).toHaveLength(figures);
    expect(page).not.toMatch(/<script|NaN|undefined/);
  });
});

describe("what candor auction --values refuses", () => {
  test.each([
    ["a family that is unknown", { values: ["unifrm(0,1)"] }, "--values", /did you mean uniform/],
    ["no bidders", { values: ["uniform(0,1)"], bidders: ["0"] }, "--bidders", /number of bidders/],
    [
      "more numbers than distributions",
      { values: ["uniform(0,1)"], bidders: ["2", "3"] },
      "--bidders",
      /one number/,
    ],
    [
      "more bidders than the errors hold for",
      { values: ["uniform(0,1)"], bidders: ["1001"] },
      "--bidders",
      /1000/,
    ],
    ["a seller's value in words", { values: ["uniform(0,1)"], sellerValue: "x" }, "--seller-value", /number/],
    ["no lower end", { values: ["normal(0,1)"], bidders: ["2"] }, "--values", /no lower end/],
    [
      "a certificate",
      { values: ["uniform(0,1)"], certificate: "c.json" },
      "--certificate",
      /values on points/,
    ],
  ])("%s", async (_, flags, path, message) => {
    const output = join(temporaryFolder(), "report.html");
    const refused = intervalAuction(undefined, { ...flags, output });
    await expect(refused).rejects.toMatchObject({ problems: [{ path }] });
    await expect(refused).rejects.toThrow(message);
    expect(existsSync(output)).toBe(false);
  });

  test("a file and --values, neither, and flags that need --values", async () => {
    await expect(intervalAuction("m.yaml", { values: ["uniform(0,1)"] })).rejects.toThrow(/Leave m\.yaml/);
    await expect(auction(undefined, {})).rejects.toThrow(/Name a model file/);
    await expect(auction("m.yaml", { bidders: ["2"] })).rejects.toThrow(/needs --values/);
  });

  test("the command line: repeated --values, counts separated by commas, exit code 2 for bad input", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
    vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    const run = (...flags: string[]) =>
      main(["node", "candor", "auction", ...flags], new URL("../templates/", import.meta.url));
    const two = ["--values", "uniform(0,1)", "--values", "uniform(0,2)"];
    expect(await run(...two, "--bidders", "2,1", "--json")).toBe(0);
    const counts = JSON.parse(written.join("")).bidders.map(({ count }: { count: number }) => count);
    expect(counts).toEqual([2, 1]);
    expect(await run(...two, "--bidders", "2")).toBe(2);
  });
});

describe("printed estimates", () => {
  test.each([
    [5 / 12, 2e-16, "0.4166666667 ± 2e-16"],
    [5 / 12, 1.5e-5, "0.41667 ± 0.00002"],
    [0, 3e-9, "0 ± 3e-9"],
    [2, 0, "2"],
    [123456.789, 0.02, "123456.79 ± 0.02"],
  ])("%d ± %d", (value, error, printed) => {
    expect(printEstimate({ value, error })).toBe(printed);
  });
});
