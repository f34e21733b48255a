import { expect, test } from "vitest";
import { readCorrelatedAuction } from "../../src/auctions/correlated-auction.js";
import { postedPricePayments, postedPrices } from "../../src/auctions/posted-prices.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { ONE, type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { environment } from "../design/designs.js";
import { environmentOfSketch, exactAuction } from "./auctions.js";

const MODEL = {
  agents: "agents: { Ann: { types: [1, 3] }, Bob: { types: [2, 5] } }",
  beliefs: "beliefs: { joint: { weights: [[1, 2], [3, 4]] } }",
  alternatives: "alternatives: { object: { to: all, nobody: true } }",
  values: "values: own * gets",
};

function read(changes: Partial<typeof MODEL> & { outside?: string; states?: string } = {}) {
  return readCorrelatedAuction(environment(Object.values({ ...MODEL, ...changes }).join("\n")));
}

function refusal(changes: Parameters<typeof read>[0]): string {
  try {
    read(changes);
  } catch (error) {
    if (error instanceof CandorError) return `${error.code} ${error.problems[0].path}`;
  }
  return "none";
}

test("a model is read as it is written", () => {
  const { bidders, values, sizes, prior } = read();
  expect(bidders).toEqual(["Ann", "Bob"]);
  expect(sizes).toEqual([2, 2]);
  expect(values).toEqual([
    [rational(1), rational(3)],
    [rational(2), rational(5)],
  ]);
  expect(prior).toEqual([1, 2, 3, 4].map((weight) => rational(weight, 10)));
});

test("positions go by value, whatever the order of types", () => {
  const sketch = {
    values: [
      [-1, 4],
      [1, 2, 6],
    ],
    unit: 1,
    weights: [1, 0, 2, 3, 5, 4],
  };
  const turned = readCorrelatedAuction(environmentOfSketch(exact, sketch, true));
  const plain = exactAuction(sketch);
  expect(turned.values).toEqual(plain.values);
  expect(turned.prior).toEqual(plain.prior);
  expect([...turned.types[1]]).toEqual([2, 1, 0]);
});

test("what is no such auction is refused, with the place to change", () => {
  expect(refusal({ alternatives: "alternatives: { object: { to: all } }" })).toBe(
    "not-an-auction alternatives",
  );
  expect(refusal({ values: "values: (own + 1) * gets + sum(types) * gets" })).toBe(
    "not-an-auction alternatives",
  );
  expect(refusal({ agents: "agents: { Ann: { types: [1, 3] }, Bob: { types: { a: 2, b: 2 } } }" })).toBe(
    "not-an-auction agents.Bob.types",
  );
  expect(refusal({ outside: "outside: { Ann: 0, Bob: 1 }" })).toBe("not-an-auction outside.Bob");
  expect(refusal({ beliefs: "" })).toBe("no-prior beliefs");
  expect(refusal({ values: "values: own * gets\nmoney: false" })).toBe("not-an-auction money");
});

test("posted prices, by hand: a price of 1 with 1/3, of 4 with 1/2, else no offer", () => {
  const auction = exactAuction({ values: [[1, 2, 4], [3]], unit: 1, weights: [1, 1, 1] });
  const allocation: Rational[][] = [
    [rational(1, 3), rational(1, 3), rational(5, 6)],
    [ZERO, ZERO, ZERO],
  ];
  expect(postedPrices(auction, allocation, 0, [1, 0])).toEqual([
    { price: ONE, probability: rational(1, 3) },
    { price: rational(4), probability: rational(1, 2) },
  ]);
  const [payments] = postedPricePayments(auction, allocation);
  expect(payments).toEqual([rational(1, 3), rational(1, 3), rational(7, 3)]);
  expect(postedPrices(auction, allocation, 1, [0, 0])).toEqual([]);
});
