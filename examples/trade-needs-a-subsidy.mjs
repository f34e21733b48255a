// Efficient trade that is truthful and voluntary needs money from outside (Myerson and Satterthwaite 1983).
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { PROPERTIES } from "@candor/core/properties";

const trade = (rule) =>
  parseModel(`
candor: 1
agents:
  Seller: { types: [0, 1/2, 1] }
  Buyer: { types: [0, 1/2, 1] }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: { Seller: own, Buyer: 0 }
mechanism: { ${rule} }
`);

const check = (model, id) =>
  withModel(model, "exact", undefined, ({ mechanism }) =>
    PROPERTIES.find((property) => property.id === id).check(mechanism, {}),
  );

// Of all efficient, truthful and voluntary mechanisms, VCG from the worst-off types collects the most (Krishna and Perry 1998) …
const most = trade("rule: vcg");
for (const id of ["decision-efficiency", "bayesian-ic", "interim-ir"])
  assert.equal(check(most, id).status, "proved", id);
// … and that is less than nothing.
const deficit = check(most, "no-deficit-ex-ante");
assert.equal(deficit.status, "violated");
assert.equal(deficit.epsilon.exact, "2/9");

// A posted price balances the budget and gives up efficiency instead.
const posted = trade("rule: posted-trade, price: 1/2");
for (const id of ["dominant-strategy-ic", "ex-post-ir", "budget-balance"])
  assert.equal(check(posted, id).status, "proved", id);
const loss = check(posted, "decision-efficiency");
assert.equal(loss.status, "violated");

console.log(`Efficient trade needs a subsidy of ${deficit.epsilon.exact} on average.`);
console.log(`A posted price needs none and loses up to ${loss.epsilon.exact}: ${loss.witness.words}`);
