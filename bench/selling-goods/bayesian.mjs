// The optimal Bayesian sale of several items or grades, each instance in a process of its own; build packages/core first.
// Usage: node bench/selling-goods/bayesian.mjs [instance …], or --plain k [seconds] for native HiGHS on the plain program.
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { float } from "../../packages/core/dist/numeric/index.js";
import { sellBayesian } from "../../packages/core/dist/selling/index.js";
import { INSTANCES } from "./bayesian-instances.mjs";

const here = fileURLToPath(import.meta.url);
const [first, ...rest] = process.argv.slice(2);

if (first === "--one") await one(rest[0]);
else if (first === "--plain") plain(rest[0], rest[1] ?? "120");
else all(first === undefined ? Object.keys(INSTANCES) : [first, ...rest]);

/** Solves one instance from scratch; seconds include building the sale and loading the solver. */
async function one(name) {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const found = await sellBayesian(float, INSTANCES[name].sale());
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const { lower, upper, status, work, size, incentiveViolation } = found;
  console.log(
    JSON.stringify({
      lower,
      upper,
      status,
      work,
      size,
      incentiveViolation,
      seconds,
      cpu: (user + system) / 1e6,
      megabytes,
    }),
  );
}

function all(names) {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  console.log(
    `Node ${process.version}, commit ${commit}, ${new Date().toISOString()}, load ${execFileSync("cut", ["-d ", "-f1-3", "/proc/loadavg"], { encoding: "utf8" }).trim()}\n`,
  );
  console.log(
    "| instance | revenue, lower | upper − lower | off known | types → merged | rounds | incentives | sets | s | CPU s | MB | peer, s |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  const revenues = new Map();
  for (const name of names) {
    const { known, peer } = INSTANCES[name];
    const run = spawnSync(process.execPath, [here, "--one", name], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(run.stderr);
    const { lower, upper, work, size, seconds, cpu, megabytes } = JSON.parse(run.stdout);
    revenues.set(name, { lower, upper });
    const [{ types, representatives }] = size.classes;
    const off = known === undefined ? "" : Math.abs((lower + upper) / 2 - known).toExponential(1);
    console.log(
      `| ${[name, lower.toFixed(9), (upper - lower).toExponential(1), off, `${types} → ${representatives}`, work.rounds, `${work.incentives} of ${work.pairs}`, work.sets, seconds.toFixed(2), cpu.toFixed(2), megabytes.toFixed(0), peer ?? ""].join(" | ")} |`,
    );
  }
  limit(revenues);
}

/**
 * The limit of finer grids. Revenue is not smooth in 1/T (grid points hit or miss the boundaries of the optimal mechanism), so
 * Richardson's scheme through all points only magnifies that. Least squares in 1/T, of degree 1 and 2, from T = 10 and from
 * T = 20: the limit is said to lie among them, which is an estimate and no bound.
 */
function limit(revenues) {
  const points = [...revenues].flatMap(([name, { lower, upper }]) =>
    /^grades \d+$/.test(name) ? [[1 / Number(name.slice(7)), (lower + upper) / 2]] : [],
  );
  if (points.length < 5) return;
  const finer = points.filter(([h]) => h <= 1 / 20);
  const limits = [points, finer].flatMap((chosen) => [1, 2].map((degree) => atZero(chosen, degree)));
  const [least, most] = [Math.min(...limits), Math.max(...limits)];
  console.log(
    `\ngrades, T → ∞: ${((least + most) / 2).toFixed(5)} ± ${((most - least) / 2).toFixed(5)} (fits: ${limits.map((each) => each.toFixed(5)).join(", ")})`,
  );
}

/** The value at 0 of the polynomial nearest to the points, by the normal equations. */
function atZero(points, degree) {
  const sum = (term) => points.reduce((total, [h, value]) => total + term(h, value), 0);
  const rows = Array.from({ length: degree + 1 }, (_, i) => [
    ...Array.from({ length: degree + 1 }, (_, j) => sum((h) => h ** (i + j))),
    sum((h, value) => value * h ** i),
  ]);
  for (let i = degree; i >= 0; i--)
    for (let k = 0; k < i; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = 0; j < rows[k].length; j++) rows[k][j] -= factor * rows[i][j];
    }
  return rows[0][degree + 1] / rows[0][0];
}

/** Native HiGHS through scipy on the program over all profiles. */
function plain(k, seconds) {
  const run = spawnSync("python3", [here.replace("bayesian.mjs", "bayesian-plain.py"), k, seconds], {
    encoding: "utf8",
  });
  console.log(run.stdout + run.stderr);
}
