// Times maximumCycleMean in exact fractions; build packages/core first.
// Usage: node bench/cyclical-monotonicity/exact.mjs
import { exact } from "../../packages/core/dist/numeric/arithmetic.js";
import { maximumCycleMean } from "../../packages/core/dist/numeric/graphs/index.js";
import { multiply, rational, subtract } from "../../packages/core/dist/numeric/rational.js";
import { generator } from "./instances.mjs";

const random = generator(1);
const below = (limit) => Math.floor(limit * random());
const table = (types, entry) =>
  Array.from({ length: types * types }, (_, k) => entry(Math.floor(k / types), k % types));

function time(weights, types) {
  const start = performance.now();
  maximumCycleMean(exact, weights, types);
  return (performance.now() - start).toFixed(0);
}

console.log("| types | 1-D, ms | random, ms | invisible, ms |");
console.log("|---|---|---|---|");
for (const types of [30, 60, 120, 240]) {
  const theta = Array.from({ length: types }, () => rational(below(1e6), 1 + below(1e3)));
  const rule = table(types, (s, t) => multiply(theta[s], subtract(theta[t], theta[s])));
  const thousandths = table(types, () => rational(below(1e6), 1000));
  const invisible = table(types, () => subtract(rational(1), rational(below(1e9), 10n ** 30n)));
  console.log(
    `| ${[types, time(rule, types), time(thousandths, types), time(invisible, types)].join(" | ")} |`,
  );
}
