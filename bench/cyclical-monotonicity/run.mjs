// Times maximumCycleMean, longestPathsFrom and transferRange on the instances; build packages/core first.
// Usage: node bench/cyclical-monotonicity/run.mjs [types = 2000] [repeats = 3]
import { float } from "../../packages/core/dist/numeric/arithmetic.js";
import {
  longestPathsFrom,
  maximumCycleMean,
  transferRange,
} from "../../packages/core/dist/numeric/graphs/index.js";
import { generator, instances } from "./instances.mjs";

const types = Number(process.argv[2] ?? 2000);
const repeats = Number(process.argv[3] ?? 3);

/** The median time in milliseconds and the last answer. */
function timed(run) {
  const times = [];
  let answer;
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    answer = run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { milliseconds: times[Math.floor(repeats / 2)], answer };
}

const milliseconds = (value) => value.toFixed(0);
const short = (value) => (value === 0 ? "0" : value.toExponential(3));

console.log(`${types} types, median of ${repeats} runs, Node ${process.version}\n`);
console.log(
  "| instance | cycle mean, ms | mean | bracket width | cycle length | longest paths, ms | transfers, ms |",
);
console.log("|---|---|---|---|---|---|---|");
for (const { name, build } of instances) {
  const weights = build(types, generator(1));
  const values = new Float64Array(types);
  const mean = timed(() => maximumCycleMean(float, weights, types));
  const paths = timed(() => longestPathsFrom(float, weights, types, 0));
  const range = timed(() => transferRange(float, weights, values, 0));
  const { answer } = mean;
  const cells = [
    name,
    milliseconds(mean.milliseconds),
    short(answer.mean),
    short(answer.upper - answer.lower),
    answer.cycle.length,
    `${milliseconds(paths.milliseconds)} (${paths.answer.kind})`,
    `${milliseconds(range.milliseconds)}`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
