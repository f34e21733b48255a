// In a population that learns about the weather lies gain less than 1/100 from 33 players on, by theorem, and 10^-62472 among a million.
import assert from "node:assert/strict";
import { parseModel, readPopulation } from "@candor/core/io";
import { printWide, rational } from "@candor/core/numeric";
import {
  incentiveGain,
  incentiveTail,
  incentiveThreshold,
  proportional,
  studyPopulation,
} from "@candor/core/population";

const population = readPopulation(
  parseModel(`
candor: 1
agents: { East: { count: 3, types: [dry, wet] }, West: { types: [dry, wet] } }
states: [dry, wet]
beliefs: { signals: { prior: uniform, likelihood: { dry: [3/4, 1/4], wet: [1/4, 3/4] } } }
alternatives: [East, West]
values:
  East: 'alternative == "East" ? (state == "wet" ? 2 : 1) : 0'
  West: 'alternative == "West" ? (state == "wet" ? 1 : 9) : 0'
`),
);
const study = studyPopulation(population);
const composition = proportional(population);

for (const players of [4, 48, 1_000, 1_000_000]) {
  const { epsilon, witness } = incentiveGain(study, players, composition(players));
  const { group, signal, report } = witness;
  const [saw, says] = [signal, report].map((x) => population.signals[x]);
  console.log(
    `${players} players: ε* = ${printWide(epsilon)}, ${population.groups[group].name} saw ${saw}, says ${says}`,
  );
}

const threshold = incentiveThreshold(incentiveTail(population).byRange, rational(1, 100), (players) =>
  incentiveGain(study, players, composition(players)),
);
console.log(
  `ε* ≤ 1/100 from ${threshold.players} players on; from ${threshold.tailFrom} on a bound proves it for all`,
);

assert.equal(printWide(incentiveGain(study, 4, [3, 1]).epsilon), "1.35");
assert.equal(incentiveGain(study, 1_000_000, composition(1_000_000)).epsilon.exponent, -62472);
assert.deepEqual(threshold, { players: 33, atLeast: 33, tailFrom: 44 });
