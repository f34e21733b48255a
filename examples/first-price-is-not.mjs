// Bidding the truth is no equilibrium of a first-price auction, and candor says who gains how much by which lie.
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { confirmWitness, PROPERTIES } from "@candor/core/properties";

const auction = parseModel(`
candor: 1
agents:
  Ann: { types: [0, 1, 2, 3] }
  Bob: { types: [0, 1, 2, 3] }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
mechanism: { rule: first-price }
`);

const bayesian = PROPERTIES.find(({ id }) => id === "bayesian-ic");
withModel(auction, "exact", undefined, ({ mechanism, arithmetic }) => {
  const { status, epsilon, witness } = bayesian.check(mechanism, {});

  assert.equal(status, "violated");
  assert.equal(epsilon.exact, "1");
  assert.deepEqual([witness.agent, witness.type, witness.report], ["Ann", "3", "1"]);

  // The same gain again, from the definition, profile by profile.
  const again = confirmWitness(mechanism, bayesian.check(mechanism, {}));
  assert.equal(arithmetic.toNumber(again), 1);

  // Up to an ε of 1 the auction does count as truthful: the answer is a number, not only yes or no.
  assert.equal(bayesian.check(mechanism, { tolerance: arithmetic.one }).status, "proved");

  console.log(witness.words);
});
