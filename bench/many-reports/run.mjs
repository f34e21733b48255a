// Time and memory of `candor tally` and `candor settle` on many reports, some of them by participants who report twice. Checks the counts
// against those of the generator. Usage: node bench/many-reports/run.mjs [reports, 1e7 by default]
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate, writeModel } from "./generate.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const DATA = join(HERE, "..", ".data", "many-reports");
const CANDOR = join(HERE, "..", "..", "packages", "cli", "bin", "candor.js");
const REPORTS = Number(process.argv[2] ?? 1e7);
const REPEATED = 1000;
/** Prints on standard error what the process took. */
const MEASURE = `data:text/javascript,import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stderr.write("USED " + JSON.stringify({ mb: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 })); });`;

function measured(program, args) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", cwd: DATA });
  const seconds = (performance.now() - started) / 1000;
  const used = /USED (\{.*\})/.exec(stderr);
  return { seconds, status, stdout, stderr, ...(used ? JSON.parse(used[1]) : {}) };
}

const candor = (...args) => measured(process.execPath, ["--import", MEASURE, CANDOR, ...args]);

function line(name, { seconds, cpu, mb }, note) {
  const numbers = [`${seconds.toFixed(2)} s`, `${cpu.toFixed(2)} CPU s`, `${mb.toFixed(0)} MB`];
  console.log(`${name.padEnd(34)} ${numbers.map((text) => text.padStart(12)).join("")}  ${note}`);
}

function require(condition, what) {
  if (!condition) throw new Error(what);
}

mkdirSync(DATA, { recursive: true });
writeModel(join(DATA, "model.yaml"));
console.log(
  `${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${REPORTS} reports, ${REPEATED} of them repeated`,
);
for (const format of ["ndjson", "csv"]) {
  const file = join(DATA, `reports.${format}`);
  const table = generate(file, format, { count: REPORTS, repeated: REPEATED, seed: 1 });
  const size = `${(statSync(file).size / 1e6).toFixed(0)} MB of ${format}`;
  const rejected = candor("tally", "model.yaml", file, "-o", "counts.json");
  require(rejected.status === 1, rejected.stderr);
  require(rejected.stderr.includes(`${REPEATED} reports are by participants`), rejected.stderr);
  line("tally, repeated ones refused", rejected, size);
  const kept = candor("tally", "model.yaml", file, "-o", "counts.json", "--duplicates", "first");
  require(kept.status === 0, kept.stderr);
  const { table: counted } = JSON.parse(readFileSync(join(DATA, "counts.json"), "utf8"));
  require(JSON.stringify(counted) === JSON.stringify(table), "the counts differ from those generated");
  line("tally, first ones kept", kept, size);
  rmSync(file);
}
const settled = candor("settle", "model.yaml", "counts.json");
require(settled.status === 0, settled.stderr);
line("settle", settled, "");
console.log(settled.stdout);
rmSync(DATA, { recursive: true });
