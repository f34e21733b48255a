import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { type PartnershipFlags, partnership } from "../src/commands/partnership.js";

const UNIFORM = ["uniform(0, 1)"];

async function asked(shares: string, flags: Partial<PartnershipFlags> = {}): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  expect(await partnership(undefined, { values: UNIFORM, shares, ...flags })).toBe(0);
  return written.join("");
}

async function data(shares: string, flags: Partial<PartnershipFlags> = {}) {
  return JSON.parse(await asked(shares, { ...flags, json: true }));
}

/** Data of the figures of a page, in order. */
function figures(page: string): string[] {
  return [...page.matchAll(/data:text\/csv;charset=utf-8;base64,([^"]*)/g)].map(([, text]) =>
    Buffer.from(text, "base64").toString("utf8"),
  );
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("candor partnership", () => {
  test("two equal uniform partners: surplus 1/12, dissolvable between (1 ∓ 1/√3)/2", async () => {
    const { surplus, status, dissolvable, partners } = await data("1/2,1/2");
    expect(status).toBe("exists");
    expect(Math.abs(surplus.value - 1 / 12)).toBeLessThanOrEqual(surplus.error);
    expect(surplus.error).toBeLessThan(1e-13);
    const ends = [(1 - 1 / Math.sqrt(3)) / 2, (1 + 1 / Math.sqrt(3)) / 2];
    ends.forEach((end, k) => {
      const { value, error } = dissolvable.ends[k];
      expect(Math.abs(value - end)).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-13);
    });
    expect(partners.map(({ worstOff }: { worstOff: { type: number } }) => worstOff.type)).toEqual([0.5, 0.5]);
  });

  test("the same as text, with the bids x²/2", async () => {
    const text = await asked("0.5,0.5");
    expect(text).toMatch(/^Surplus 0\.08333333333 ± \de-15;/m);
    expect(text).toMatch(
      /share of partner 1 is from 0\.2113248654 ± \d+e-1\d to 0\.7886751346 ± \d+e-1\d\.$/m,
    );
    expect(text).toMatch(/^60 % +0\.6 +0\.18$/m);
    expect(text).toContain("every type of everyone takes part");
  });

  test("one owner cannot be bought out: subsidy 1/6, as between a seller and a buyer", async () => {
    const { status, minimumSubsidy, audit, bidding } = await data("1,0");
    expect(status).toBe("impossible");
    expect(minimumSubsidy.value).toBeCloseTo(1 / 6, 12);
    expect(audit.of).toBe("agv");
    expect(audit.participationMargin).toBeLessThan(-0.1);
    expect(bidding.margin).toBeCloseTo(-1 / 12, 12);
    expect(await asked("1,0")).toContain("subsidy of at least 0.1666666667 ±");
  });

  test("three partners: where AGV fails, offsets that are the side payments, a boundary of surplus 0", async () => {
    const { partners, bidding, dissolvable, audit } = await data("1/5,3/10,1/2");
    // U_3 of AGV less θ/2 is (1/3)(θ³ − 3/2 θ + 1/2), negative from (√3 − 1)/2 to 1.
    const [[from, to]] = partners[2].agv.types;
    expect(from).toBeCloseTo((Math.sqrt(3) - 1) / 2, 10);
    expect(to).toBe(1);
    const offsets = partners.map(({ offset }: { offset: number }) => offset);
    offsets.forEach((offset: number, i: number) => {
      expect(offset).toBeCloseTo(bidding.sidePayments[i], 12);
    });
    expect(Math.max(audit.imbalance, audit.incentiveGain, audit.envelopeError)).toBeLessThan(1e-12);
    expect(dissolvable.boundary).toHaveLength(120);
    for (const { shares, onEdge } of dissolvable.boundary) {
      // Σ net − 2 E S with net_i = 2/3·(1 − r_i^{3/2}), E S = 3/4, by hand.
      const surplus = shares.reduce((sum: number, r: number) => sum + (2 - 2 * r ** 1.5) / 3, 0) - 1.5;
      if (onEdge) expect(Math.min(...shares)).toBeLessThan(1e-12);
      else expect(Math.abs(surplus)).toBeLessThan(1e-11);
    }
  });

  test("the page carries the triangle with the boundary as data", async () => {
    const output = join(temporaryFolder(), "report.html");
    await asked("1/5,3/10,1/2", { output });
    const page = readFileSync(output, "utf8");
    const [, , triangle, bids] = figures(page);
    const rows = triangle.trimEnd().split("\n");
    expect(rows).toHaveLength(1 + 120 + 2);
    expect(rows[0]).toMatch(/^series,share of partner 1,/);
    expect(rows.at(-1)).toBe("as stated,0.2,0.3,0.5,");
    expect(bids).toMatch(/^bid,1,0\.666666/m);
    expect(page).toContain("partner 3 owns all");
    expect(page).not.toMatch(/NaN|undefined/);
  });

  test("unlike partners: one distribution each, no bidding game", async () => {
    const text = await asked("9/10,1/10", { values: ["uniform(0,1)", "beta(2, 3)"] });
    expect(text).toContain(
      "Bidding game: The bidding game is for partners whose values have one distribution.",
    );
    expect(text).toMatch(/^partner 1 +uniform on \[0, 1\] +9\/10 /m);
    const { partners } = await data("1/2,1/2", { values: ["uniform(0,1)", "uniform( 0, 1 )"] });
    expect(partners).toHaveLength(2);
  });

  test("values that do not overlap: no claim about easiest shares, which differ from those where Q* adds up to 1", async () => {
    const values = ["uniform(0,1)", "uniform(5,6)"];
    const { surplus, easiest, dissolvable } = await data("1/2,1/2", { values });
    // Worst off at 1 and 5: 5.5 − r_1 + 5 − 5 r_2 − 5.5 = 4 r_1.
    expect(surplus.value).toBeCloseTo(2, 12);
    expect(easiest.reason).toContain("not determined");
    expect(dissolvable.reason).toContain("not determined");
  });

  test("atoms: says who gets the object at a tie, and rounding keeps nobody away", async () => {
    const text = await asked("1/2,1/2", { values: ["atoms([0, 1], [1/2, 1/2])"] });
    expect(text).toContain("among equal values the partner listed first gets the object");
    expect(text).toContain("every type of everyone takes part");
    expect(text).toContain("Easiest shares: not determined");
  });

  test("more than three partners have a surplus, no drawn set", async () => {
    const { surplus, dissolvable } = await data("1/4,1/4,1/4,1/4");
    // net_i = 3/4·(1 − r^{4/3}), E S = 4/5.
    expect(surplus.value).toBeCloseTo(3 * (1 - 0.25 ** (4 / 3)) - 12 / 5, 12);
    expect(dissolvable.reason).toContain("two or three");
  });

  test.each([
    ["1/2,1/3", UNIFORM, "--shares"],
    ["3/2,-1/2", UNIFORM, "--shares"],
    ["1/2,half", UNIFORM, "--shares"],
    ["1", UNIFORM, "--shares"],
    ["0.1,0.9000000000000001", UNIFORM, "--shares"],
    ["1/2,1/2", ["uniform(0,1)", "uniform(0,1)", "uniform(0,1)"], "--values"],
    ["1/2,1/2", ["uniform(0,x)"], "--values"],
  ])("refuses shares %s of %j, naming %s, and writes nothing", async (shares, values, path) => {
    const write = vi.spyOn(process.stdout, "write");
    await expect(partnership(undefined, { shares, values })).rejects.toMatchObject({ problems: [{ path }] });
    expect(write).not.toHaveBeenCalled();
  });
});
