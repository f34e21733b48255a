// node bench/correlated-auctions/run.mjs [--part optimum|bound] [--size S|M|L] [--rounds n]: the best ex post auction with a correlated
// prior, and the ironed bound on 10⁷ profiles, peers side by side. Tables live in /dev/shm while it runs (80 MB each).
// S: peers on small programs only. M: two bidders × 40 values, three × 12, and two × 200 (candor alone). L: adds two × 1,000.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { instance } from "./instances.mjs";

const argument = (name, fallback) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : process.argv[at + 1];
};
const part = argument("--part", "");
const size = argument("--size", "M");
const rounds = Number(argument("--rounds", 5));
const LIMIT = 600;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(`${existsSync("/dev/shm") ? "/dev/shm" : "/tmp"}/candor-bench-`);

function save(bidders, positions, kind) {
  const file = `${folder}/${bidders}-${positions}-${kind}`;
  if (!existsSync(file)) writeFileSync(file, new Uint8Array(instance(bidders, positions, kind).prior.buffer));
  return file;
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args.map(String), {
    encoding: "utf8",
    maxBuffer: 2 ** 24,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const megabytes = ({ kilobytes }) => `${Math.round(kilobytes / 1024)} MB`;
const print = (...cells) => console.log(`| ${cells.join(" | ")} |`);

function hasSciPy() {
  const found = spawnSync("python3", ["-c", "import scipy.optimize"]).status === 0;
  if (!found) console.log("SciPy is missing: the rows of native HiGHS are skipped (pip install scipy).");
  return found;
}

/** [bidders, positions, whether peers run] */
const PROGRAMS = {
  S: [
    [2, 12, true],
    [3, 6, true],
  ],
  M: [
    [2, 40, true],
    [3, 12, true],
    [2, 200, false],
  ],
  L: [
    [2, 40, true],
    [3, 12, true],
    [2, 200, false],
    [3, 30, false],
    [2, 1000, false],
  ],
};

function optima() {
  const scipy = hasSciPy();
  print("instance", "contender", "seconds", "memory", "value", "gap");
  print("---", "---", "---", "---", "---", "---");
  for (const [bidders, positions, peers] of PROGRAMS[size])
    for (const kind of ["noise", "affiliated"]) {
      const file = save(bidders, positions, kind);
      const name = `${bidders} × ${positions}, ${kind}`;
      const ours = run(process.execPath, [here("optimum.mjs"), file, bidders, positions, rounds + 1]);
      const [cold, ...warm] = ours.seconds;
      const time = `${median(warm).toFixed(4)} (first call ${cold.toFixed(3)})`;
      print(
        name,
        `candor, ${ours.method}`,
        time,
        megabytes(ours),
        ours.value.toFixed(12),
        `${ours.gap.toExponential(1)} ± ${ours.error.toExponential(1)}`,
      );
      if (!peers) continue;
      const wasm = run(process.execPath, [here("optimum.mjs"), file, bidders, positions, 1, LIMIT]);
      print(
        name,
        `all constraints, WebAssembly HiGHS: ${wasm.method}`,
        wasm.seconds[0].toFixed(2),
        megabytes(wasm),
        wasm.value?.toFixed(12) ?? "none",
        "",
      );
      for (const method of scipy ? ["highs-ds", "highs-ipm"] : []) {
        const peer = run("python3", [here("all-constraints.py"), file, bidders, positions, method]);
        print(
          name,
          `all constraints, native ${method}`,
          peer.seconds.toFixed(2),
          megabytes(peer),
          peer.value.toFixed(12),
          "",
        );
      }
    }
}

function bounds() {
  execFileSync("gcc", [
    "-O3",
    "-march=native",
    here("ironed-bound.c"),
    "-o",
    `${folder}/ironed-bound`,
    "-lpthread",
    "-lm",
  ]);
  print("instance", "threads", "candor ms", "memory", "C ms", "memory", "ratio", "same bound");
  print("---", "---", "---", "---", "---", "---", "---", "---");
  for (const [bidders, positions] of [
    [2, 3162],
    [4, 56],
  ])
    for (const kind of ["noise", "affiliated"])
      for (const threads of [1, 2]) {
        const tail = [save(bidders, positions, kind), bidders, positions, threads, 4];
        const times = { candor: [], c: [] };
        let [ours, theirs] = [];
        for (let round = 0; round < rounds; round++) {
          ours = run(process.execPath, [here("bound.mjs"), ...tail]);
          theirs = run(`${folder}/ironed-bound`, tail);
          times.candor.push(...ours.milliseconds.slice(1));
          times.c.push(...theirs.milliseconds.slice(1));
        }
        const [a, b] = [median(times.candor), median(times.c)];
        const name = `${bidders} × ${positions}, ${kind}`;
        print(
          name,
          threads,
          a.toFixed(0),
          megabytes(ours),
          b.toFixed(0),
          megabytes(theirs),
          (a / b).toFixed(2),
          ours.bound === theirs.bound,
        );
      }
}

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0].model}, size ${size}, medians of ${rounds} rounds`,
);
try {
  if (part !== "bound") optima();
  if (part !== "optimum") bounds();
} finally {
  rmSync(folder, { recursive: true });
}
