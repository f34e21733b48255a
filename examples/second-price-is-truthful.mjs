// In a second-price auction nobody gains by lying, whatever the others bid (Vickrey 1961).
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { PROPERTIES } from "@candor/core/properties";

const auction = parseModel(`
candor: 1
agents:
  Ann: { types: [0, 1, 2, 3] }
  Bob: { types: [0, 1, 2, 3] }
  Cyd: { types: [0, 1, 2, 3] }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
mechanism: { rule: second-price }
`);

const verdicts = withModel(auction, "exact", undefined, ({ mechanism }) =>
  PROPERTIES.map((property) => property.check(mechanism, {})),
);
const verdict = (id) => verdicts.find(({ property }) => property === id);
const truthful = verdict("dominant-strategy-ic");

// In fractions, over all 64 profiles and every lie: a proof for this auction, not a sample.
assert.equal(truthful.status, "proved");
assert.equal(truthful.epsilon.exact, "0");
assert.equal(truthful.method.arithmetic, "exact");
assert.equal(verdict("ex-post-ir").status, "proved");
assert.equal(verdict("decision-efficiency").status, "proved");

console.log(`Nobody gains by lying: ${truthful.method.inequalities} inequalities hold exactly.`);
