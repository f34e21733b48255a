// Welfare-optimal Bayesian design, 3 agents × 6 types × 8 alternatives, random interdependent values: candor beside scipy's HiGHS on
// the plain program. node bench/general-design/run.mjs [seeds]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { model, randomValues, writeValues } from "./world.mjs";

const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), "general-design-"));
const seconds = (value) => `${(1000 * value).toFixed(0)} ms`;
const json = (program, ...words) => JSON.parse(execFileSync(program, words, { encoding: "utf8" }));
try {
  console.log(
    "| seed | scipy, best method | candor, first call | candor, median of 9 | candor's form | ratio | difference | memory, MiB |",
  );
  console.log(
    "| ---- | ------------------ | ------------------ | ------------------- | ------------- | ----- | ---------- | ----------- |",
  );
  for (let seed = 1; seed <= Number(process.argv[2] ?? 5); seed++) {
    const values = randomValues(3, 6, 8, seed);
    const [table, file] = [join(folder, "values.json"), join(folder, "model.json")];
    writeValues(table, values);
    writeFileSync(file, model(values, 3, 6, 8));
    const peers = ["highs", "highs-ds", "highs-ipm"].map((method) => {
      const runs = [1, 2, 3].map(() => json("python3", join(here, "scipy_plain.py"), table, method));
      const best = runs.reduce((a, b) => (a.build + a.solve < b.build + b.solve ? a : b));
      return { method, ...best, time: best.build + best.solve };
    });
    const peer = peers.reduce((a, b) => (a.time < b.time ? a : b));
    const own = json(process.execPath, join(here, "candor.mjs"), file, "9");
    if (own.verified !== "accepted: value =") throw new Error(own.verified);
    console.log(
      `| ${seed} | ${seconds(peer.time)} (${peer.method}) | ${seconds(own.first)} | ${seconds(own.median)} | ${own.form} | ${(peer.time / own.first).toFixed(1)}× first, ${(peer.time / own.median).toFixed(1)}× median | ${Math.abs(own.value - peer.value).toExponential(1)} | ${own.memory.toFixed(0)} against ${peer.memory.toFixed(0)} |`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
