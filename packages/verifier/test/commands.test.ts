import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { candor, ROOT, run, temporaryFolder } from "../../../test/commands.js";

const AUCTION = `candor: 1
title: Two bidders
agents: { Ann: { types: [0, 1/2, 1] }, Bob: { types: [0, 1/2, 1] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`;
const VERIFY = join(ROOT, "packages", "verifier", "bin", "verify.js");

function folderWithAuction(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "auction.yaml"), AUCTION);
  return folder;
}

describe("candor design", () => {
  test("prints the optimum, writes a certificate that both verifiers accept and a model that check proves", () => {
    const folder = folderWithAuction();
    const asked = ["--incentives", "dominant", "--participation", "ex-post"];
    const written = ["--certificate", "proof.json", "-o", "best.yaml"];
    const { code, stdout } = candor(folder, "design", "auction.yaml", ...asked, ...written, "--explain");
    expect(stdout).toContain("optimal value 5/9 (0.555555556)");
    expect(stdout).toMatch(/is just indifferent to reporting 1\/2 .*; relaxing it by 1 would bring /);
    expect(stdout).toContain("certificate: accepted: value = 5/9");
    expect(stdout).toContain("payments by profile");
    expect(code).toBe(0);
    expect(candor(folder, "verify", "proof.json")).toMatchObject({
      code: 0,
      stdout: "accepted: value = 5/9\n",
    });
    expect(run(folder, process.execPath, VERIFY, "proof.json")).toMatchObject({
      code: 0,
      stdout: "accepted: value = 5/9\n",
    });
    const check = candor(folder, "check", "best.yaml", "--json");
    expect(check.code).toBe(0);
    const required = JSON.parse(check.stdout).results.filter((each: { required: boolean }) => each.required);
    expect(required.map(({ id }: { id: string }) => id)).toEqual(["dominant-strategy-ic", "ex-post-ir"]);
  });

  test("lets ε pass in the model it writes, too", () => {
    const folder = folderWithAuction();
    expect(candor(folder, "design", "auction.yaml", "--epsilon", "1/10", "-o", "best.yaml").code).toBe(0);
    expect(candor(folder, "check", "best.yaml").code).toBe(0);
    expect(readFileSync(join(folder, "best.yaml"), "utf8")).toContain("tolerance: 1/10");
  });

  test("answers as JSON, mixed objectives included", () => {
    const folder = folderWithAuction();
    const { stdout } = candor(
      folder,
      "design",
      "auction.yaml",
      "--maximize",
      "revenue+1/2*welfare",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "optimal",
      formulation: { payments: "interim" },
      verification: { status: "accepted" },
    });
  });

  test("says which constraints are missing, or contradict each other, and exits with 1", () => {
    const folder = folderWithAuction();
    const unbounded = candor(folder, "design", "auction.yaml", "--participation", "none");
    expect(unbounded).toMatchObject({ code: 1, stdout: expect.stringContaining("Ask for participation") });
    writeFileSync(join(folder, "greedy.yaml"), `${AUCTION}outside: { Ann: 1, Bob: 1 }\n`);
    const infeasible = candor(folder, "design", "greedy.yaml", "--money", "no-deficit");
    expect(infeasible.code).toBe(1);
    expect(infeasible.stdout).toMatch(
      /gets at least the outside option[\s\S]*accepted: no mechanism satisfies/,
    );
  });

  test.each([
    [["--maximize", "profit"], "profit"],
    [["--incentives", "honest"], "choose among dominant"],
    [["--epsilon", "-1"], "Give an ε of at least 0"],
    [["--subject-to", "bayesian-i"], "Did you mean bayesian-ic?"],
    [["--maximize", "revenue * payment.Ann"], "not linear in payments"],
    [["--emit", "lp"], "say mps"],
    [["--time-limit", "-3"], "no positive number of seconds"],
  ])("refuses %s", (flags, message) => {
    const { code, stderr } = candor(folderWithAuction(), "design", "auction.yaml", ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("the verifier", () => {
  test("tells rejected from unreadable by its exit code", () => {
    const folder = folderWithAuction();
    candor(folder, "design", "auction.yaml", "--certificate", "proof.json");
    const text = readFileSync(join(folder, "proof.json"), "utf8");
    writeFileSync(join(folder, "false.json"), text.replace(/"upper": "[^"]+"/, '"upper": "2"'));
    writeFileSync(join(folder, "torn.json"), text.slice(0, -20));
    for (const program of [[VERIFY], [join(ROOT, "packages", "cli", "bin", "candor.js"), "verify"]]) {
      expect(run(folder, process.execPath, ...program, "false.json").code).toBe(1);
      expect(run(folder, process.execPath, ...program, "torn.json").code).toBe(2);
      expect(run(folder, process.execPath, ...program, "missing.json").code).toBe(2);
    }
    expect(run(folder, process.execPath, VERIFY).code).toBe(2);
  });

  test("has fewer than 300 lines of code, no dependency, and imports nothing but itself and a hash", () => {
    const folder = join(ROOT, "packages", "verifier");
    const texts = readdirSync(join(folder, "src")).map((name) =>
      readFileSync(join(folder, "src", name), "utf8"),
    );
    const code = texts.flatMap((text) => text.split("\n").filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)));
    expect(code.length).toBeLessThan(300);
    const imported = texts.flatMap((text) => [...text.matchAll(/from "([^"]+)"/g)].map((match) => match[1]));
    expect(imported.filter((name) => !name.startsWith("./"))).toEqual(["node:crypto"]);
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies).toBeUndefined();
  });
});
