// Letting lies gain up to ε: what the best mechanism earns as ε grows, beside payments by posterior value (Basu, many players).
import assert from "node:assert/strict";
import { comparePosteriorPayment, epsilonFrontier, participationBound, REVENUE } from "@candor/core/design";
import { buildEnvironment, parseModel } from "@candor/core/io";
import { highsSolver } from "@candor/core/lp";
import { exact, printRational } from "@candor/core/numeric";

const weather = (east, west) =>
  buildEnvironment(
    parseModel(`
candor: 1
agents: { East: { count: ${east}, types: [dry, wet] }, West: { count: ${west}, types: [dry, wet] } }
states: [dry, wet]
beliefs: { signals: { prior: uniform, likelihood: { dry: [3/4, 1/4], wet: [1/4, 3/4] } } }
alternatives: [East, West]
values:
  East: 'alternative == "East" ? (state == "wet" ? 5 : 0) : 0'
  West: 'alternative == "West" ? (state == "wet" ? 1 : 3) : 0'
`),
    exact,
  ).environment;

const frontier = (world, participation) =>
  epsilonFrontier(
    world,
    { objective: REVENUE, incentives: ["bayesian"], participation: [participation], money: [] },
    { solver: highsSolver() },
  );

const pair = weather(1, 1);
const { epsilon, revenue } = comparePosteriorPayment(pair);
assert.deepEqual([printRational(epsilon), printRational(revenue)], ["5/4", "103/32"]);

// Participation alone caps revenue at expected welfare, which posterior payments earn, whatever the number of players.
for (const [east, west] of [
  [1, 1],
  [3, 2],
  [12, 8],
]) {
  const world = weather(east, west);
  assert.deepEqual(participationBound(world).bound, comparePosteriorPayment(world).revenue);
}

// If players may leave once all reports are known, exact truth costs revenue, and only ε* = 5/4 buys all of it.
const leaving = await frontier(pair, "epistemic");
assert.equal(leaving.kind, "exact");
assert.deepEqual(
  leaving.segments.map(({ from, line }) => [from.epsilon, from.design.lower, line.slope].map(printRational)),
  [
    ["0", "23/8", "31/40"],
    ["5/14", "353/112", "3/40"],
    ["5/4", "103/32", "0"],
  ],
);
assert.deepEqual(leaving.flatFrom, epsilon);

// If they decide on their own signals alone, charges that depend on the other's report earn the same with exact truth.
const staying = await frontier(pair, "interim");
assert.deepEqual([printRational(staying.flatFrom), staying.limit], ["0", revenue]);

for (const { from, line } of leaving.segments)
  console.log(
    `from ε = ${printRational(from.epsilon)}: ${printRational(from.design.lower)}, and ${printRational(line.slope)} more for each further unit`,
  );
console.log(
  `Posterior payments earn ${printRational(revenue)} with lies that gain up to ${printRational(epsilon)}.`,
);
