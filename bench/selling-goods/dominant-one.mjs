// One sale, one process: the best dominant-strategy rule, from the data to the proved bracket. Build packages/core first.
// Usage: node dominant-one.mjs <values a good> <goods> <bidders> <exact|float> [simplex|ipm|auto] [seconds in the solver]

import { highsSolver, LinearProblemBuilder } from "../../packages/core/dist/lp/index.js";
import { exact, float, rational, toDouble } from "../../packages/core/dist/numeric/index.js";
import { sellDominantly } from "../../packages/core/dist/selling/sell-dominantly.js";

const [k, goods, bidders] = process.argv.slice(2, 5).map(Number);
const F = process.argv[5] === "exact" ? exact : float;
const method = process.argv[6] ?? "auto";
const timeLimit = Number(process.argv[7] ?? 1800);

// As the peer's imports, loading is not counted.
const solver = highsSolver();
const warmUp = new LinearProblemBuilder("maximise");
warmUp.addColumn(1, 0, 1);
await solver.solve(warmUp.build());

const started = performance.now();
const before = process.cpuUsage();
const types = k ** goods;
const values = F.table(types * goods);
for (let t = 0; t < types; t++)
  for (let g = 0, rest = t; g < goods; g++, rest = Math.floor(rest / k))
    values[t * goods + g] = F.from(rational(2 * (rest % k) + 1, 2 * k));
const probabilities = F.table(types);
for (let t = 0; t < types; t++) probabilities[t] = F.from(rational(1, types));
const bidder = (i) => ({
  name: `bidder ${i}`,
  types: Array.from(probabilities, (_, t) => `${t}`),
  probabilities,
  values,
});
const sale = {
  kind: "items",
  goods: Array.from({ length: goods }, (_, g) => `good ${g}`),
  bidders: Array.from({ length: bidders }, (_, i) => bidder(i)),
};
const progress = (round) => {
  if (process.env.VERBOSE) console.error(JSON.stringify(round));
};
const found = await sellDominantly(F, sale, { solver, method, timeLimit, progress });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
const { lower, upper, size, rounds, status } = found;
const fraction = (x) => (F === exact && `${x.n}/${x.d}`.length < 40 ? `${x.n}/${x.d}` : undefined);
console.log(
  JSON.stringify({
    lower: F.toNumber(lower),
    upper: F.toNumber(upper),
    gap: F === exact ? toDouble(exact.subtract(upper, lower)) : upper - lower,
    optimum: fraction(lower) === fraction(upper) ? fraction(lower) : undefined,
    ...size,
    rounds: rounds.length,
    incentivesSolved: rounds.at(-1)?.incentives,
    method: found.method,
    status,
    seconds,
    processor: (user + system) / 1e6,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
