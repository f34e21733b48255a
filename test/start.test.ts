import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { candor, ROOT, run, temporaryFolder } from "./commands.js";
import { wordsOf } from "./markdown.js";

const demo = () => run(ROOT, process.execPath, join(ROOT, "scripts", "demo.mjs"));

test("npm start prints the verdicts on a known mechanism and what to try next", () => {
  const { code, stdout, stderr } = demo();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^ *holds +Bayesian incentive compatibility \(required\) +0$/m);
  expect(stdout).toMatch(/^ *FAILS +Interim participation +4\/9$/m);
  expect(stdout).toContain("Seller of type 1 gains 1/2 by reporting 0 when Buyer = 0.");
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^Next, .*: npx candor new /);
});

test("what it tells to try next works", () => {
  const folder = temporaryFolder();
  const next = demo().stdout.trimEnd().split("\n").at(-1)!.split(": ")[1];
  for (const command of next.split(" && ")) {
    const ran = candor(folder, ...wordsOf(command).slice(2));
    expect(ran.stderr, command).toBe("");
    expect(ran.code, command).toBeLessThan(2);
  }
});

test("the shown commands work through the workspace's own bin link", () => {
  const { code, stdout } = run(ROOT, join(ROOT, "node_modules", ".bin", "candor"), "--version");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${versionOf("cli")}\n` });
});

test("setup is quiet when there is nothing to do", () => {
  expect(run(ROOT, process.execPath, join(ROOT, "scripts", "setup.mjs"))).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
});

test("without a network, setup fails and says what is missing", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "scripts"));
  copyFileSync(join(ROOT, "scripts", "setup.mjs"), join(folder, "scripts", "setup.mjs"));
  const entry = { version: "1.0.0", integrity: `sha512-${"A".repeat(86)}==` };
  const manifest = { name: "alone", version: "1.0.0", dependencies: { "@candor/nowhere": "1.0.0" } };
  const packages = { "": manifest, "node_modules/@candor/nowhere": entry };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
  // A port where nobody listens, and no second attempt.
  const lines = ["registry=http://127.0.0.1:9/", "fetch-retries=0", "cache=./cache"];
  writeFileSync(join(folder, ".npmrc"), `${lines.join("\n")}\n`);
  const { code, stderr } = run(folder, process.execPath, join(folder, "scripts", "setup.mjs"));
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/registry cannot be reached.*needs a network connection/);
});

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")).version;
}
