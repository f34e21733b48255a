// Give the object to those who want it least, and no payments can make people tell the truth; a cycle of types shows why
// (Rochet 1987).
import assert from "node:assert/strict";
import { parseModel, withModel } from "@candor/core/io";
import { implement, transfersFor } from "@candor/core/theory";

const allocation = (outcome) =>
  parseModel(`
candor: 1
agents:
  Ann: { types: [1, 2, 3] }
alternatives: [keep, give]
values: "alternative == 'give' ? own : 0"
mechanism: { outcome: "${outcome}", payments: 0 }
`);

withModel(allocation("reports.Ann <= 1 ? 'give' : 'keep'"), "exact", undefined, ({ mechanism }) => {
  const answer = transfersFor(mechanism, 0, [0]);
  assert.equal(answer.kind, "not-implementable");
  assert.ok(answer.total.value > 0);

  // The payments that leave the least to be gained, and a proof that none leave less.
  const closest = implement(mechanism);
  assert.equal(closest.kind, "approximately");
  assert.equal(closest.verdict.epsilon.exact, "1");
  console.log(closest.verdict.witness.words);
});

// The same rule the other way round has payments: a price between the types that get it and those that do not.
withModel(
  allocation("reports.Ann >= 2 ? 'give' : 'keep'"),
  "exact",
  undefined,
  ({ mechanism, arithmetic }) => {
    const answer = transfersFor(mechanism, 0, [0]);
    assert.equal(answer.kind, "implementable");
    assert.deepEqual(
      answer.transfers.map(({ payment }) => arithmetic.toNumber(payment)),
      [0, 2, 2],
    );
    const [, , high] = answer.transfers;
    assert.deepEqual([high.lowest.exact, high.highest.exact], ["1", "2"]);
    console.log(
      `Any price from ${high.lowest.exact} to ${high.highest.exact} makes the reverse rule truthful.`,
    );
  },
);
