// `npm test`: sets up, checks style and types, runs every suite, and ends with "N passed, N failed".
// With arguments (`npm test -- auctions`) only the test files whose path contains one of them run.
// Style, types and each test count one. The exit code is 1 when anything failed or no test ran.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setup } from "./setup.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const filters = process.argv.slice(2);
const count = { passed: 0, failed: 0 };

process.chdir(ROOT);
await runAll();
console.log(`\n${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed > 0 ? 1 : 0);

async function runAll() {
  if (setup() !== 0) {
    count.failed++;
    return;
  }
  if (filters.length === 0) {
    step("style", [join(MODULES, "@biomejs", "biome", "bin", "biome"), "check", "--max-diagnostics=50"]);
    step("types", [join(MODULES, "typescript", "bin", "tsc"), "-p", "test"]);
  }
  await runSuites();
}

function step(name, commandLine) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, commandLine, { stdio: "inherit" });
  record(status === 0);
}

async function runSuites() {
  const { startVitest } = await import("vitest/node");
  const vitest = await startVitest("test", filters, { watch: false });
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  for (const test of tests) {
    const { state } = test.result();
    if (state === "passed" || state === "failed") record(state === "passed");
  }
  // A file that cannot be loaded, a failing hook, an error nobody caught: failures without a failed test.
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  for (const suite of suites) if (suite.errors().length > 0) record(false);
  for (const _ of vitest.state.getUnhandledErrors()) record(false);
  if (tests.length === 0) {
    console.error("No test ran.");
    record(false);
  }
  await vitest.close();
}

function record(passed) {
  if (passed) count.passed++;
  else count.failed++;
}
