// How long `candor check` of a small model takes, the start of Node included. Interleaves candor with an empty Node program.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const MODEL = join(ROOT, "catalog/journals/jet/myerson-satterthwaite-1983/trade-on-three-points.yaml");
const CONTENDERS = {
  "node -e 0": ["-e", "0"],
  "candor check": [join(ROOT, "packages/cli/bin/candor.js"), "check", MODEL],
};
const ROUNDS = 15;

const times = Object.fromEntries(Object.keys(CONTENDERS).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++)
  for (const [name, args] of Object.entries(CONTENDERS)) {
    const started = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`${name} exited with ${status}`);
    times[name].push(performance.now() - started);
  }
console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${ROUNDS} rounds`);
for (const [name, list] of Object.entries(times)) {
  list.sort((a, b) => a - b);
  const at = (share) => list[Math.floor(share * (list.length - 1))].toFixed(0);
  console.log(`${name.padEnd(14)} median ${at(0.5)} ms, fastest ${at(0)} ms, slowest ${at(1)} ms`);
}
