// The expected externality mechanism is truthful when types are independent; under correlation it need not be.
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { PROPERTIES } from "@candor/core/properties";

const trade = (beliefs) =>
  parseModel(`
candor: 1
agents:
  Seller: { types: [0, 2] }
  Buyer: { types: [1, 3] }
beliefs: { ${beliefs} }
alternatives: { object: { to: all } }
values: own * gets
mechanism: { rule: agv }
`);

const check = (model, id) =>
  withModel(model, "exact", undefined, ({ mechanism }) =>
    PROPERTIES.find((property) => property.id === id).check(mechanism, {}),
  );

const independent = trade("independent: uniform");
const correlated = trade("joint: [[1/10, 2/5], [2/5, 1/10]]");

// Efficient and balanced either way …
for (const model of [independent, correlated])
  for (const id of ["decision-efficiency", "budget-balance"])
    assert.equal(check(model, id).status, "proved", id);

// … truthful only when the others' types do not depend on one's own.
assert.equal(check(independent, "bayesian-ic").status, "proved");
const lie = check(correlated, "bayesian-ic");
assert.equal(lie.status, "violated");
assert.equal(lie.epsilon.exact, "2/5");

console.log("Independent types: nobody gains by lying.");
console.log(`Correlated types: ${lie.witness.words}`);
