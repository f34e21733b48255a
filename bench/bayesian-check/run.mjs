// node bench/bayesian-check/run.mjs [--size S|M|L] [--rounds n] [--beliefs independent,prior,states]: the Bayesian check on dense tables, peers side by side.
// Tables live in /dev/shm while it runs: 8 tables and two priors of T^4 doubles, 8 GB for L, and candor's own copy.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const argument = (name, fallback) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : process.argv[at + 1];
};
const SIZES = { S: 20, M: 50, L: 100 };
const size = argument("--size", "S");
const rounds = Number(argument("--rounds", size === "L" ? 3 : 5));
const all = argument("--beliefs", "independent,prior,states").split(",");
const T = SIZES[size];
if (!T) throw new Error("--size is S, M or L");
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(`${existsSync("/dev/shm") ? "/dev/shm" : "/tmp"}/candor-bench-`);
const children = [];

/** A peer that answers each line with one line of JSON. */
function peer(command, args) {
  const child = spawn(command, [...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  children.push(child);
  return async (line) => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ended early`);
    return JSON.parse(value);
  };
}

function compile(name) {
  execFileSync("gcc", [
    "-O3",
    "-march=native",
    "-fopenmp-simd",
    here(`${name}.c`),
    "-o",
    `${folder}/${name}`,
    "-lpthread",
  ]);
  return `${folder}/${name}`;
}

function findPython() {
  const found = ["python3", "/usr/bin/python3"].find(
    (p) => spawnSync(p, ["-c", "import numpy"]).status === 0,
  );
  if (!found) console.log("NumPy is missing: its rows are skipped (install python3-numpy).");
  return found;
}

const contenders = [];
function add(name, modes, ask, line) {
  for (const mode of modes) contenders.push({ name, mode, times: [], run: () => ask(line(mode)) });
}

async function main() {
  execFileSync(compile("fill"), [folder, String(T)]);
  const c = peer(compile("peer"), [folder, String(T)]);
  const slabs = peer(process.execPath, [here("candor.mjs"), folder, String(T), "slabs"]);
  const files = peer(process.execPath, [here("candor.mjs"), folder, String(T), "files"]);
  const python = findPython();
  const numpy = python && peer(python, [here("peer.py"), folder, String(T)]);
  const ask =
    (workers, extra = {}) =>
    (mode) =>
      JSON.stringify({ mode, workers, ...extra });
  add("candor, 2 workers, tables in slabs", all, slabs, ask(2));
  add("candor, 1 worker, tables in slabs", all, slabs, ask(1));
  add("candor, 2 workers, .npy files", all, files, ask(2));
  add(
    "candor, 2 workers, skeleton off",
    all.filter((mode) => mode === "states"),
    slabs,
    ask(2, { full: true }),
  );
  const slow = size === "L" ? all.filter((mode) => mode === "independent") : all;
  add("candor, 1 worker, plain TypeScript", slow, slabs, ask(1, { plain: true }));
  add("C -O3 -march=native, 2 threads", all, c, (mode) => `${mode} 2`);
  add("C -O3 -march=native, 1 thread", all, c, (mode) => `${mode} 1`);
  if (numpy) add("NumPy, whole check", all, numpy, (mode) => mode);
  const interim = all.includes("independent") ? ["interim"] : [];
  if (numpy) add("NumPy, interim forms only", interim, numpy, (mode) => mode);
  const bandwidth = [1, 2].map((threads) => ({ threads, best: Infinity }));
  for (let round = 0; round <= rounds; round++) {
    for (const b of bandwidth) b.best = Math.min(b.best, (await c(`bandwidth ${b.threads}`)).seconds);
    for (const contender of contenders) {
      const answer = await contender.run();
      // The first round starts threads, compiles and maps pages: kept apart as "cold".
      if (round === 0) contender.cold = answer.seconds;
      else contender.times.push(answer.seconds);
      contender.answer = answer;
    }
  }
  report(bandwidth);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function report(bandwidth) {
  const bytes = 64 * T ** 4;
  const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: here("."),
    encoding: "utf8",
  }).stdout.trim();
  const gcc = execFileSync("gcc", ["-dumpfullversion"], { encoding: "utf8" }).trim();
  const numpy = contenders.find((x) => x.answer.numpy)?.answer.numpy ?? "none";
  console.log(
    `4 agents, ${T} types, ${T ** 4} profiles, tables ${(bytes / 1e9).toFixed(2)} GB; best and median of ${rounds}`,
  );
  console.log(
    `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB; node ${process.version}, gcc ${gcc}, numpy ${numpy}; commit ${commit}`,
  );
  const rates = bandwidth.map(
    ({ threads, best }) => `${threads} thread(s) ${(bytes / best / 1e9).toFixed(1)} GB/s`,
  );
  console.log(`reading all tables once: ${rates.join(", ")}\n`);
  console.log(
    "| beliefs | contender | best s | median s | cold s | ns per cell | share of bandwidth | max. difference of ε | bound |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|");
  const order = ["independent", "interim", "prior", "states"];
  const sorted = [...contenders].sort((a, b) => order.indexOf(a.mode) - order.indexOf(b.mode));
  for (const { name, mode, times, cold, answer } of sorted) {
    const family = mode === "interim" ? "independent" : mode;
    const reference = contenders.find((x) => x.mode === family && x.name.startsWith("C ")).answer.gains;
    const best = Math.min(...times);
    const share =
      (mode === family && mode === "independent") || mode === "interim"
        ? percent(bandwidth[1].best / best)
        : "";
    const difference = Math.max(...answer.gains.map((g, i) => Math.abs(g - reference[i])));
    const label = { prior: "joint, full rank", states: "joint, 3 states" }[mode] ?? "independent";
    const cells = [
      label,
      name,
      best.toFixed(3),
      median(times).toFixed(3),
      cold.toFixed(3),
      ((best * 1e9) / (4 * T ** 4)).toFixed(2),
    ];
    const ranks = answer.ranks && mode !== "independent" ? ` (rank ${Math.max(...answer.ranks)})` : "";
    console.log(
      `| ${[...cells, share, difference.toExponential(1), (answer.bound?.toExponential(1) ?? "") + ranks].join(" | ")} |`,
    );
  }
  const rss = (kind) => contenders.filter((x) => x.name.includes(kind)).at(-1).answer.rss * 1024;
  const slabTables = 80 * T ** 4;
  console.log(
    `\npeak resident: candor over files ${megabytes(rss(".npy"))} in all; candor in slabs ${megabytes(rss("slabs") - slabTables)} beside its tables and priors`,
  );
}

const percent = (x) => `${(100 * x).toFixed(0)} %`;
const megabytes = (x) => `${(x / 1e6).toFixed(0)} MB`;

try {
  await main();
} finally {
  for (const child of children) child.stdin.end();
  rmSync(folder, { recursive: true });
}
