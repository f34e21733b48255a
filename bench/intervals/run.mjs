// Closed forms on intervals: what candor answers, how far off, what it says of its own error, evaluations, time of the first call; then
// grids of types against the interval. Usage: node bench/intervals/run.mjs after npm start. Exit code 1 where an answer is further off than it says.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  affine,
  asymmetricFirstPrice,
  bilateralTrade,
  brokerTrade,
  costs,
  dissolvableShares,
  equilibriumBids,
  exponential as exponentialFamily,
  mixture as mixtureFamily,
  optimalAuction,
  optimalScreening,
  partnership,
  secondBestTrade,
  uniform as uniformFamily,
  virtualValues,
} from "@candor/core/intervals";

/** Values of cdfs, densities, quantiles and formulas asked for. */
let evaluations = 0;

function counting(of) {
  return (...values) => {
    evaluations++;
    return of(...values);
  };
}

/** A distribution whose functions count. */
function counted(distribution) {
  const functions = ["cdf", "survival", "density", "quantile"].filter((name) => distribution[name]);
  return {
    ...distribution,
    ...Object.fromEntries(functions.map((name) => [name, counting((x) => distribution[name](x))])),
  };
}

const uniform = (low, high) => counted(uniformFamily(low, high));
const exponential = (mean) => counted(exponentialFamily(mean));
const mixture = (weights, parts) => counted(mixtureFamily(weights, parts));

const U = uniform(0, 1);
const revenue = (bidders) => optimalAuction(bidders).revenue;
const irregular = mixture([4 / 5, 1 / 5], [uniform(0, 1), uniform(1, 2)]);
const mussaRosen = {
  value: {
    value: counting((x, t) => t * x),
    byType: counting((x) => x),
    byQuantity: counting((_, t) => t),
    crossDerivative: counting(() => 1),
  },
  principal: costs(
    counting((x) => (x * x) / 2),
    counting((x) => x),
  ),
  quantities: { from: 0, to: 1 },
  distribution: U,
};
const plain = (value) => ({ value });

const CASES = [
  ["optimal auction, U[0,1], n = 2: 5/12", 5 / 12, () => revenue([U, U])],
  ["optimal auction, U[0,1], n = 3: 17/32", 17 / 32, () => revenue([U, U, U])],
  [
    "optimal auction, exponential of mean 3, n = 3",
    3 * (3 * Math.exp(-1) - 1.5 * Math.exp(-2) + Math.exp(-3) / 3),
    () => revenue(Array(3).fill(exponential(3))),
  ],
  ["optimal auction, U[0,1] and U[0,2]: 31/48", 31 / 48, () => revenue([U, uniform(0, 2)])],
  ["optimal auction, U[0,1], n = 1,000: 999/1001", 999 / 1001, () => revenue(Array(1000).fill(U))],
  [
    "ironed interval of 4/5 U[0,1] + 1/5 U[1,2] begins at 7/8",
    7 / 8,
    () => plain(virtualValues(irregular).ironedIntervals[0].from),
  ],
  ["… and ends at 5/4", 5 / 4, () => plain(virtualValues(irregular).ironedIntervals[0].to)],
  ["first-price bid of 1/2 among 10: 9/20", 9 / 20, () => plain(Number(bidAt(0.5)))],
  [
    "asymmetric first price, U[0,1] and U[0,2], revenue",
    2 / 3 - (8 / (3 * Math.sqrt(3))) * (Math.atanh(1 / Math.sqrt(3)) - Math.PI / 6),
    () => asymmetricFirstPrice([U, uniform(0, 2)]).revenue,
  ],
  ["Mussa–Rosen profit: 1/12", 1 / 12, () => optimalScreening(mussaRosen).profit],
  ["trade deficit: 1/6", 1 / 6, () => negated(bilateralTrade({ seller: U, buyer: U }).vcg.surplus)],
  ["second-best gains from trade: 9/64", 9 / 64, () => secondBestTrade({ seller: U, buyer: U }).gains],
  ["broker's profit: 1/24", 1 / 24, () => brokerTrade({ seller: U, buyer: U }).surplus],
  ["equal partnership surplus: 1/12", 1 / 12, () => partnership([U, U], [1 / 2, 1 / 2]).decision.surplus],
  [
    "smallest dissolvable share: (1 − 1/√3)/2",
    (1 - 1 / Math.sqrt(3)) / 2,
    () => plain(Math.min(...dissolvableShares([U, U]).boundary.map(({ shares }) => shares[0]))),
  ],
  ["the same auction in cents: 125/3", 125 / 3, () => revenue([affine(U, 100, 0), affine(U, 100, 0)])],
];

function bidAt(value) {
  const { bid } = equilibriumBids("first-price", { distribution: U, bidders: 10 });
  const answer = bid(value);
  return typeof answer === "number" ? answer : answer.value;
}

function negated({ value, ...rest }) {
  return { value: -value, ...rest };
}

let failures = 0;
console.log("| closed form | candor | off by | says ± | evaluations | ms |");
console.log("| --- | --- | --- | --- | --- | --- |");
const start = performance.now();
for (const [name, truth, compute] of CASES) {
  evaluations = 0;
  const before = performance.now();
  const { value, error } = compute();
  const time = performance.now() - before;
  const off = Math.abs(value - truth);
  // A number without an error of its own is good to 1e-10.
  if (!(off <= (error ?? 1e-10))) failures++;
  const says = error === undefined ? "" : error.toExponential(0);
  console.log(
    `| ${name} | ${value.toPrecision(12)} | ${off.toExponential(0)} | ${says} | ${evaluations} | ${time.toPrecision(2)} |`,
  );
}
console.log(
  `\nAll together ${((performance.now() - start) / 1000).toPrecision(2)} s; ${failures} further off than they say.\n`,
);

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const JOURNALS = "catalog/journals/";
for (const file of [
  "mor/myerson-1981/two-uniform-bidders.yaml",
  "jet/mussa-rosen-1978/qualities-on-an-interval.yaml",
  "jet/myerson-satterthwaite-1983/trade-on-an-interval.yaml",
]) {
  const before = performance.now();
  const { stdout, status } = spawnSync(
    process.execPath,
    ["packages/cli/bin/candor.js", "grid", JOURNALS + file, "--points", "10,20,40"],
    { cwd: ROOT, encoding: "utf8" },
  );
  if (status !== 0) failures++;
  console.log(`${file} (${((performance.now() - before) / 1000).toPrecision(2)} s)\n${stdout}`);
}
process.exitCode = failures > 0 ? 1 : 0;
