import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { observationsAnywhere, observationsIn } from "../src/intervals/read-observations.js";
import { main } from "../src/main.js";

const COMMANDS: Readonly<Record<string, (distribution: string) => readonly string[]>> = {
  "--values": (text) => ["auction", "--values", text],
  "--seller": (text) => ["trade", "--seller", text, "--buyer", "uniform(0, 1)"],
  "--buyer": (text) => ["trade", "--seller", "uniform(0, 1)", "--buyer", text],
  "--shares": (text) => ["partnership", "--values", text, "--shares", "1/2,1/2"],
  "--cost-per-head": (text) => ["provide", "--values", text, "--contributors", "3", "--cost-per-head", "1/3"],
  "--types": (text) => ["screen", "--types", text, "--value", "theta*x", "--cost", "x^2/2"],
};

async function refused(commandLine: readonly string[]) {
  const [written, shown]: [string[], string[]] = [[], []];
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => shown.push(String(chunk)) > 0);
  const code = await main(["node", "candor", ...commandLine], new URL("../templates/", import.meta.url));
  return { code, message: written.join(""), printed: shown.join("") };
}

afterEach(() => {
  vi.restoreAllMocks();
});

const shown = (rows: readonly (readonly [text: string, says: RegExp])[]) =>
  rows.map(([text, says]) => [text.slice(0, 60), text, says] as const);

const deep = (times: number) => `${"affine(".repeat(times)}uniform(0, 1)${", 1, 0)".repeat(times)}`;

/** Texts that state no distribution, and what the message must say. */
const NO_DISTRIBUTION: readonly (readonly [text: string, says: RegExp])[] = [
  ["", /needed/],
  ["3", /no distribution/],
  ['"uniform(0, 1)"', /no distribution/],
  ["[1, 2]", /no distribution/],
  ["unifrom(0, 1)", /did you mean uniform/],
  ["constructor(1)", /no family/],
  ["__proto__(1)", /no family/],
  ['import("fs")', /no family/],
  ["uniform.constructor(0, 1)", /is written like/],
  ["uniform(0, 1).cdf", /is written like/],
  ["uniform(0, 1); uniform(0, 1)", /is written like/],
  ["uniform(0, 1", /cannot be read/],
  ["uniform(this, 1)", /number is needed/],
  ['uniform("0", 1)', /write uniform\(low, high\)/],
  ["uniform(0)", /write uniform\(low, high\)/],
  ["uniform(1, 0)", /From 1 to 0 is no interval/],
  ["uniform(0/0, 1)", /NaN to 1 is no interval/],
  ["uniform(0, 1e999)", /no interval/],
  ["uniform(0, 1e99999999)", /1e99999999 is not a number/],
  ["uniform(-1e308, 1e308)", /no interval/],
  ["uniform(0, 1e-320)", /no interval/],
  ["normal(0, -1)", /deviation must be/],
  ["pareto(1, 1.01)", /take another shape/],
  ["linear([0, 1], [2, 2])", /integrates to 2; divide/],
  ["linear([0, 1], [1, -1])", /not negative/],
  ["atoms([1, 2], [0.5, 0.4])", /add up to 0\.9/],
  ["mixture(1, uniform(0, 1), 1, uniform(0, 1))", /add up to 2/],
  ["mixture(-1, uniform(0, 1), 2, uniform(0, 1))", /not negative/],
  ["truncated(uniform(0, 1), 2, 3)", /no probability there/],
  ["truncated(normal(0, 1), 1, 0)", /From 1 to 0/],
  ["restricted(uniform(0, 1), [])", /At least one interval/],
  ["affine(uniform(0, 1), 0, 1)", /scale of 0/],
  ["affine(uniform(0, 1), 1, 1e300)", /Doubles cannot hold/],
  ["observed([])", /At least two/],
  ["observed([1,, 2])", /missing between two commas/],
  ["observed()", /write observed/],
  ["observed([1, 2], 3)", /write observed/],
  ["smoothed([1, 1])", /all observed values are the same/i],
  ["smoothed([1, 2], 0)", /bandwidth must be/],
  [deep(8), /nested more than 8 deep/],
  [deep(200), /nested more than 8 deep/],
  ["(".repeat(3000), /cannot be read/],
  [`uniform(0, ${"1+".repeat(2500)}1)`, /at most 4000/],
];

describe("what states no distribution", () => {
  test.each(shown(NO_DISTRIBUTION))("%s", async (_, text, says) => {
    for (const flag of ["--values", "--seller", "--buyer", "--types"]) {
      const { code, message, printed } = await refused(COMMANDS[flag](text));
      expect([code, printed]).toEqual([2, ""]);
      expect(message).toMatch(new RegExp(`^${flag}`));
      expect(message).toMatch(says);
      expect(message).not.toMatch(/undefined|\[object/);
    }
  });
});

describe("an expectation that does not exist", () => {
  test.each(["pareto(1/4, 1/2)", "lognormal(0, 40)"])("%s is refused by every command", async (text) => {
    for (const line of Object.values(COMMANDS)) {
      const { code, message, printed } = await refused(line(text));
      expect([code, printed]).toEqual([2, ""]);
      expect(message).toMatch(/finite|infinite/);
    }
  });
});

/** Formulas of a screening problem. */
const NO_FORMULA: readonly (readonly [flag: string, text: string, says: RegExp])[] = [
  ["--value", "", /needed/],
  ["--value", "theta*y", /"y" is not known/],
  ["--value", "constructor(x)", /not a function/],
  ["--value", "toString + x", /not known/],
  ["--value", "__proto__(x)", /not a function/],
  ["--value", 'import("fs")', /not a function/],
  ["--value", "x.constructor", /not a formula/],
  ["--value", "true*x", /not a number/],
  ["--value", "1e999*x", /larger than doubles reach/],
  ["--value", "x(theta)", /write x\*/],
  ["--value", "log(x, 2)", /takes one number/],
  ["--value", "x > 1 ? x : 1", /not a formula/],
  ["--value", "(".repeat(900), /cannot be read/],
  ["--value", `${"(".repeat(900)}x${")".repeat(900)}`, /nested too deep/],
  ["--value", `theta${"*x".repeat(900)}`, /write it shorter/],
  ["--value", `theta${"*x".repeat(250)}`, /too many to write down/],
  ["--value", `${"x+".repeat(2000)}x`, /at most 2000/],
  ["--cost", "x^2/2 + theta", /"theta" is not known/],
  ["--cost", "1/x", /./],
  ["--cost", "log(x)", /./],
  ["--outside", "log(theta - 1/2)", /./],
];

describe("what states no formula", () => {
  test.each(NO_FORMULA.map(([flag, text, says]) => [flag, text.slice(0, 40), text, says] as const))(
    "%s %s",
    async (flag, _, text, says) => {
      const line = ["--types", "uniform(0, 1)", "--value", "theta*x", "--cost", "x^2/2", flag, text];
      const { code, message, printed } = await refused(["screen", ...line]);
      expect([code, printed]).toEqual([2, ""]);
      expect(message).toMatch(new RegExp(`^${flag}`));
      expect(message).toMatch(says);
    },
  );
});

describe("observed values in files", () => {
  const FILES: Readonly<Record<string, string>> = {
    "plain.csv": "1\n2.5\n\n1/2\r\n-1e1\n",
    "named.csv": 'bidder,"the bid"\nAnn,3\nBob,"4"\n',
    "semicolons.csv": "\ufeffa;b\n1;2\n3;4\n",
    "bad.csv": "bid\n1\n2\nabc\n",
    "short.csv": "a,b\n1,2\n3\n",
    "twice.csv": "a,a\n1,2\n",
    "head.csv": "bid\n",
    "empty.csv": "\n",
    "quote.csv": 'a\n"1\n2\n',
  };
  const read = (name: string) => new TextEncoder().encode(FILES[name]);
  const observations = observationsIn(read);

  test.each([
    ["plain.csv", undefined, [1, 2.5, 0.5, -10]],
    ["plain.csv", "1", [1, 2.5, 0.5, -10]],
    ["named.csv", "the bid", [3, 4]],
    ["semicolons.csv", "b", [2, 4]],
  ])("%s, column %s", (file, column, values) => {
    expect(observations(file, column)).toEqual(values);
  });

  test.each([
    ["bad.csv", undefined, /bad\.csv, line 4, column bid is "abc", not a number/],
    ["short.csv", "b", /short\.csv, line 3, column b is empty/],
    ["semicolons.csv", undefined, /has 2 columns, a, b; name one of them/],
    ["semicolons.csv", "c", /no column c; .*a, b|did you mean/],
    ["twice.csv", "a", /several columns a/],
    ["head.csv", undefined, /no values below/],
    ["empty.csv", undefined, /is empty/],
    ["quote.csv", undefined, /quote\.csv is not CSV/],
  ])("%s, column %s is refused with its place", (file, column, says) => {
    expect(() => observations(file, column)).toThrow(says);
  });

  test("a file that is not there, a folder, and what is not text", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "bytes.csv"), Uint8Array.of(0xff, 0xfe, 0x31));
    expect(() => observationsAnywhere(join(folder, "none.csv"))).toThrow(/there is no such file/);
    expect(() => observationsAnywhere(folder)).toThrow(/it is a folder/);
    expect(() => observationsAnywhere(join(folder, "bytes.csv"))).toThrow(/not UTF-8/);
  });

  test("flags name files: the auction, trade and partnership are those of the listed values", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "bids.csv").replaceAll("\\", "/");
    writeFileSync(file, "bidder,bid\nAnn,1\nBob,4\nCleo,2\nDan,7\n");
    for (const [flag, family] of [
      ["--values", "observed"],
      ["--values", "smoothed"],
      ["--buyer", "smoothed"],
      ["--seller", "observed"],
      ["--shares", "observed"],
    ]) {
      const answer = async (values: string) => {
        const found = await refused([...COMMANDS[flag](`affine(${family}(${values}), 1/10, 0)`), "--json"]);
        expect(found.code).toBe(0);
        vi.restoreAllMocks();
        return found.printed;
      };
      expect(await answer(`"${file}", "bid"`)).toBe(await answer("[1, 4, 2, 7]"));
    }
    const { code, message } = await refused(["auction", "--values", `observed("${file}", "bidder")`]);
    expect(code).toBe(2);
    expect(message).toMatch(/^--values: .*bids\.csv, line 2, column bidder is "Ann", not a number/);
  });
});
