// Builds and solves optimal-auction programs with every method of HiGHS; build packages/core first.
// Usage: node bench/linear-programs/run.mjs [limit in seconds = 60]
import { execFileSync } from "node:child_process";
import {
  coefficientCount,
  highsSolver,
  LinearProblemBuilder,
  residuals,
} from "../../packages/core/dist/lp/index.js";
import { auction, optimalRevenue } from "./auctions.mjs";

const timeLimit = Number(process.argv[2] ?? 60);
const METHODS = [
  { name: "simplex", options: { method: "simplex" } },
  { name: "interior point", options: { method: "ipm" } },
  { name: "interior point, no crossover", options: { method: "ipm", crossover: false } },
  { name: "PDLP", options: { method: "pdlp", iterationLimit: 20000 } },
];
const SIZES = [
  ["BIC", 2, 20],
  ["BIC", 2, 40],
  ["BIC", 3, 12],
  ["BIC", 3, 20],
  ["DSIC", 2, 10],
  ["DSIC", 2, 20],
  ["DSIC", 2, 30],
  ["DSIC", 3, 8],
  ["DSIC", 3, 12],
];

const solver = highsSolver();
const warmUp = new LinearProblemBuilder("maximise");
warmUp.addColumn(1, 0, 1);
const loading = performance.now();
await solver.solve(warmUp.build());
const loaded = performance.now() - loading;

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const { method: version } = await solver.solve(warmUp.build());
console.log(
  `${version.replace(", simplex", "")}, Node ${process.version}, commit ${commit}, limit ${timeLimit} s`,
);
console.log(`First solve, loading included: ${loaded.toFixed(0)} ms\n`);
console.log(
  "| program | columns × rows | coefficients | build, ms | method | solve, s | iterations | end | value − optimum | largest residual |",
);
console.log("|---|---|---|---|---|---|---|---|---|---|");
for (const [kind, n, k] of SIZES) {
  const start = performance.now();
  const problem = auction(kind, n, k);
  const built = performance.now() - start;
  for (const { name, options } of METHODS) {
    const begun = performance.now();
    const solution = await solver.solve(problem, { ...options, timeLimit });
    const seconds = (performance.now() - begun) / 1000;
    const { dualObjective: _, ...found } = residuals(problem, solution);
    const error = (solution.objective ?? Number.NaN) - optimalRevenue(n, k);
    const cells = [
      `${kind} n=${n} k=${k}`,
      `${problem.columns} × ${problem.rows}`,
      coefficientCount(problem),
      built.toFixed(0),
      name,
      seconds.toFixed(2),
      solution.iterations,
      solution.termination,
      error.toExponential(1),
      Math.max(...Object.values(found)).toExponential(1),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
