// Efficient trade that is truthful and voluntary needs money from outside (Myerson and Satterthwaite 1983).
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { balancedDecision } from "@candor/core/mechanisms";
import { PROPERTIES } from "@candor/core/properties";

const trade = (rule, grids = ["[0, 2, 4]", "[1, 3, 5]"]) =>
  parseModel(`
candor: 1
agents:
  Seller: { types: ${grids[0]} }
  Buyer: { types: ${grids[1]} }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
outside: { Seller: own, Buyer: 0 }
mechanism: { ${rule} }
`);

const ask = (model, use) => withModel(model, "exact", undefined, use);
const check = (model, id) =>
  ask(model, ({ mechanism }) => PROPERTIES.find((property) => property.id === id).check(mechanism, {}));

// VCG is efficient, truthful and voluntary, and runs a deficit …
const vcg = trade("rule: vcg");
for (const id of ["decision-efficiency", "bayesian-ic", "interim-ir"])
  assert.equal(check(vcg, id).status, "proved", id);
assert.equal(check(vcg, "no-deficit-ex-ante").epsilon.exact, "8/9");

// … and so does every other mechanism of that kind: the smallest deficit comes from the largest payments that types can bear.
const surplus = ask(vcg, ({ environment, arithmetic }) =>
  arithmetic.toNumber(balancedDecision(environment).surplus),
);
assert.equal(surplus, -2 / 9);
assert.throws(() => ask(trade("rule: balanced"), () => {}), /at least 2\/9/);

// A posted price balances the budget and gives up trades instead.
const posted = trade("rule: posted-trade, price: 5/2");
for (const id of ["dominant-strategy-ic", "ex-post-ir", "budget-balance"])
  assert.equal(check(posted, id).status, "proved", id);
const loss = check(posted, "decision-efficiency");
assert.equal(loss.status, "violated");

// The theorem is about intervals: on a coarse grid one price can happen to serve every trade worth making.
const coarse = trade("rule: posted-trade, price: 1/2", ["[0, 1/2, 1]", "[0, 1/2, 1]"]);
for (const id of ["decision-efficiency", "bayesian-ic", "interim-ir", "budget-balance"])
  assert.equal(check(coarse, id).status, "proved", id);

console.log(
  "Efficient, truthful and voluntary trade here needs a subsidy of at least 2/9 on average; VCG takes 8/9.",
);
console.log(`A posted price needs none and loses up to ${loss.epsilon.exact}: ${loss.witness.words}`);
