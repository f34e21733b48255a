import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { candor, temporaryFolder } from "../../../test/commands.js";

const AUCTION = `candor: 1
title: Two bidders
agents: { Ann: { types: [0, 1/2, 1] }, Bob: { types: [0, 1/2, 1] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`;
const GREEDY = AUCTION.replace("values:", "outside: { Bob: 1 }\nvalues:");

function folder(text = AUCTION): string {
  const path = temporaryFolder();
  writeFileSync(join(path, "auction.yaml"), text);
  return path;
}

const ROBUST = ["--subject-to", "dominant-strategy-ic,ex-post-ir"];

test("--subject-to takes the properties that check knows, and check proves them of the model written", () => {
  const at = folder();
  const asked = "dominant-strategy-ic, ex-post-ir, no-deficit, anonymity, deterministic";
  const found = candor(at, "design", "auction.yaml", "--subject-to", asked, "-o", "best.yaml", "--explain");
  expect(found.stdout).toContain("sure choices only");
  // A sure choice cannot treat two bidders of type 1 alike but by keeping the object: 5/9 − 1/9.
  expect(found.stdout).toContain("certificate: accepted: value = 4/9");
  expect(found.stdout).toMatch(/sure choices: \d+ cases looked into/);
  const check = candor(at, "check", "best.yaml", "--json");
  expect(check.code).toBe(0);
  const required = JSON.parse(check.stdout).results.filter((each: { required: boolean }) => each.required);
  expect(required.map(({ id }: { id: string }) => id).sort()).toEqual([
    "anonymity",
    "dominant-strategy-ic",
    "ex-post-ir",
    "no-deficit",
  ]);
});

test("an objective may be an expression", () => {
  const { code, stdout } = candor(folder(), "design", "auction.yaml", "--maximize", "payment.Ann");
  // The best posted price for one buyer on {0, 1/2, 1}: 1/2 sells with probability 2/3, 1 with 1/3.
  expect(stdout).toContain("optimal value 1/3");
  expect(code).toBe(0);
});

test("a contradiction is told in demands none of which can be spared, with a certificate", () => {
  const at = folder(GREEDY);
  const asked = [
    ...ROBUST.slice(0, 1),
    "dominant-strategy-ic,ex-post-ir,no-deficit",
    "--certificate",
    "no.json",
  ];
  const { code, stdout } = candor(at, "design", "auction.yaml", ...asked);
  expect(code).toBe(1);
  expect(stdout).toContain("without any one of these the others could be kept");
  expect(stdout).toMatch(/× Bob of type \S+ gets at least the outside option/);
  expect(candor(at, "verify", "no.json").stdout).toBe("accepted: no mechanism satisfies the constraints\n");
});

test("an unbounded value is explained by what may grow", () => {
  const { code, stdout } = candor(folder(), "design", "auction.yaml", "--participation", "none");
  expect(code).toBe(1);
  expect(stdout).toContain("nobody may stay away");
  expect(stdout).toContain("certificate: accepted: the value has no upper bound");
});

test("--emit mps writes the program, and --solution takes an answer of another solver back", () => {
  const at = folder();
  expect(candor(at, "design", "auction.yaml", ...ROBUST, "--emit", "mps", "-o", "auction.mps").code).toBe(0);
  const text = readFileSync(join(at, "auction.mps"), "utf8");
  expect(text).toContain("OBJSENSE");
  expect(text).toContain("g/0/0");
  const shown = candor(at, "design", "auction.yaml", ...ROBUST, "--emit", "mps");
  expect(shown.stdout).toBe(text);
  // Anybody's answer will do, here: sell to a bidder of type 1, for 1.
  writeFileSync(join(at, "auction.sol"), "# Objective value = 0.5556\ng/2/1 1\ng/0/2 1\np/0/6 1\n");
  const solved = candor(at, "design", "auction.yaml", ...ROBUST, "--solution", "auction.sol", "--explain");
  expect(solved.stdout).toContain("solved exactly from the solution given");
  expect(solved.stdout).toContain("certificate: accepted: value = 5/9");
  expect(candor(at, "design", "auction.yaml", "--solution", "missing.sol").code).toBe(2);
});

test("verify --model ties the certificate to the model", () => {
  const at = folder();
  candor(at, "design", "auction.yaml", ...ROBUST, "--certificate", "proof.json");
  const own = candor(at, "verify", "proof.json", "--model", "auction.yaml");
  expect(own).toMatchObject({ code: 0 });
  expect(own.stdout).toContain("every number agrees");
  writeFileSync(join(at, "other.yaml"), AUCTION.replace("own * gets", "2 * own * gets"));
  const other = candor(at, "verify", "proof.json", "--model", "other.yaml");
  expect(other).toMatchObject({ code: 1 });
  expect(other.stdout).toContain("about other.yaml: no, values differ");
});

test("breaking one digit of a certificate is noticed", () => {
  const at = folder();
  candor(at, "design", "auction.yaml", ...ROBUST, "--certificate", "proof.json");
  const text = readFileSync(join(at, "proof.json"), "utf8");
  writeFileSync(join(at, "proof.json"), text.replace('"5/9"', '"6/9"'));
  expect(candor(at, "verify", "proof.json").code).toBe(1);
});

test("files are written whole or not at all", () => {
  const at = folder();
  const { code, stderr } = candor(at, "design", "auction.yaml", "--certificate", "missing/proof.json");
  expect(code).toBe(2);
  expect(stderr).toContain("missing/proof.json cannot be written");
  expect(existsSync(join(at, "missing"))).toBe(false);
  expect(readdirSync(at)).toEqual(["auction.yaml"]);
});

test.each([
  [["--emit", "mps", "--certificate", "proof.json"], "leave --certificate and --solution out"],
  [
    ["--subject-to", "bayesian-ic", "--incentives", "dominant"],
    "leave --incentives, --participation and --money out",
  ],
  [["--money", "no-payments"], "revenue is 0; say --maximize welfare"],
  [["--solution", "other.sol"], "names none of the 18 variables of this program, e.g. g/0/0"],
])("%s is refused", (flags, message) => {
  const at = folder();
  writeFileSync(join(at, "other.sol"), "zz 1\n");
  const { code, stderr } = candor(at, "design", "auction.yaml", ...flags);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("certificates and models are told apart", () => {
  const at = folder();
  candor(at, "design", "auction.yaml", "--certificate", "proof.json");
  expect(candor(at, "check", "proof.json").stderr).toContain("candor verify reads it");
  expect(candor(at, "verify", "auction.yaml").stderr).toContain("give it as --model");
});

test("roots have no place where only fractions will do, and the message says what has", () => {
  const { code, stderr } = candor(
    folder(AUCTION.replace("own * gets", "sqrt(own) * gets")),
    "design",
    "auction.yaml",
  );
  expect(code).toBe(2);
  expect(stderr).toContain("write the values as decimals or fractions");
});

test("a search for sure choices that is stopped claims what it has", () => {
  const table = (seed: number) =>
    Array.from({ length: 4 }, (_, a) =>
      Array.from({ length: 4 }, (_, b) => [0, 1, 2].map((x) => (seed * (a + 3) * (b + 5) * (x + 7)) % 97)),
    );
  const text = JSON.stringify({
    candor: 1,
    agents: { Ann: { types: ["a", "b", "c", "d"] }, Bob: { types: ["a", "b", "c", "d"] } },
    beliefs: { independent: "uniform" },
    alternatives: ["x", "y", "z"],
    values: {
      Ann: { index: ["own", "Bob", "alternative"], entries: table(11) },
      Bob: { index: ["Ann", "own", "alternative"], entries: table(13) },
    },
  });
  const at = folder(text);
  for (const limit of ["0.05", "0.3", "1"]) {
    const asked = ["--subject-to", "ex-post-ic,ex-post-ir,deterministic", "--time-limit", limit];
    const { code, stdout, stderr } = candor(at, "design", "auction.yaml", ...asked);
    expect(stderr).toBe("");
    expect([0, 1]).toContain(code);
    expect(stdout).toMatch(/certificate: (none|accepted: )/);
  }
});

test("a time limit gives what is proved by then", () => {
  const types = Array.from({ length: 15 }, (_, k) => `${k}/14`).join(", ");
  const at = folder(AUCTION.replaceAll("0, 1/2, 1", types));
  const { stdout, code } = candor(at, "design", "auction.yaml", ...ROBUST, "--time-limit", "0.001");
  expect(code).toBe(1);
  // Nobody gets the object; with participation at its probability nobody pays more than it is worth, E max = 29/42.
  expect(stdout).toContain("a mechanism worth 0");
  expect(stdout).toMatch(/certificate: accepted: 0 ≤ value ≤ /);
});
