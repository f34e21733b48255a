// Selling several goods in dominant strategies: candor beside the whole program in SciPy's HiGHS, a process for each run.
// Two alike bidders with additive values, each good worth (j + ½)/k with probability 1/k, independently.
// Usage: node bench/selling-goods/dominant.mjs [large]; build packages/core first. Python 3 with SciPy for the peer.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const run = (command, ...args) => JSON.parse(execFileSync(command, args.map(String), { encoding: "utf8" }));
const candor = (...args) => run(process.execPath, here("./dominant-one.mjs"), ...args);
const peer = (...args) => run("python3", here("./dominant-peer.py"), ...args);

const SMALL = [3, 4, 5, 6];
const PROVED = [
  [5, 3, 2, "float"],
  [5, 3, 2, "exact"],
  [3, 4, 2, "float"],
  [4, 2, 3, "float"],
  [3, 3, 3, "float"],
  [8, 2, 2, "float"],
  [10, 2, 2, "float"],
];
const LARGE = [
  [6, 3, 2, "float"],
  [12, 2, 2, "float"],
  [7, 3, 2, "float"],
];

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
console.log(`${cpus()[0].model}, Node ${process.version}, commit ${commit}\n`);
console.log(
  "| k | program | SciPy's HiGHS, s (processor) | value | candor, s (processor) | lower | upper | exactly | times faster (processor) |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
for (const k of SMALL) {
  const [theirs, ours, precise] = [peer(k, 2), candor(k, 2, 2, "float"), candor(k, 2, 2, "exact")];
  console.log(
    `| ${k} | ${theirs.columns} × ${theirs.rows} | ${theirs.seconds.toFixed(2)} (${theirs.processor.toFixed(2)}) | ${theirs.value.toFixed(10)} | ${ours.seconds.toFixed(2)} (${ours.processor.toFixed(2)}) | ${ours.lower.toFixed(10)} | ${ours.upper.toFixed(10)} | ${precise.optimum} (${precise.seconds.toFixed(2)} s) | ${(theirs.seconds / ours.seconds).toFixed(1)} (${(theirs.processor / ours.processor).toFixed(1)}) |`,
  );
}
console.log(
  "\n| bidders, goods, values | variables × incentive constraints | orbits, constraints solved | rounds, method | s | processor s | MB | lower | gap |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
for (const [k, goods, bidders, arithmetic] of process.argv[2] === "large" ? [...PROVED, ...LARGE] : PROVED) {
  const found = candor(k, goods, bidders, arithmetic);
  console.log(
    `| ${bidders}, ${goods}, ${k} ${arithmetic} | ${found.variables} × ${found.incentives} | ${found.columns}, ${found.incentivesSolved} | ${found.rounds}, ${found.method} | ${found.seconds.toFixed(1)} | ${found.processor.toFixed(1)} | ${found.megabytes} | ${found.optimum ?? found.lower.toFixed(10)} | ${found.gap.toExponential(1)} |`,
  );
}
