import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { candor, ROOT, temporaryFolder } from "../../../test/commands.js";

const NOTES = join(ROOT, "catalog/notes/ex-post-implementation");

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const auction = (model: string, ...flags: string[]) => candor(folder, "auction", model, ...flags);
const data = (model: string) => JSON.parse(auction(model, "--json").stdout);

function file(text: string): string {
  writeFileSync(join(folder, "m.yaml"), `candor: 1\ntitle: A sale\n${text}`);
  return "m.yaml";
}

describe("the report for people", () => {
  test("says what is best, why no more can be had, and what other ways to sell bring", () => {
    const { stdout, code } = auction(join(NOTES, "regular-as-printed.yaml"));
    expect(code).toBe(0);
    for (const line of [
      /at every profile earns 59\/15 \(3\.93333\)\.$/m,
      /would bring 1\/15 \(0\.0666667\) more, but then somebody would lose the object by bidding more/,
      /^4 +4 +Ann +3 +0$/m,
      /^ {2}Bob when Ann = 5: not for sale$/m,
      /^ {2}Ann of type 4 is just indifferent to reporting 3 when Bob = 3; .* at most 1\/3\.$/m,
      /^Is the prior regular\? no, though yes by the usual definition/m,
      /Bob has to win at Ann = 4, Bob = 3, yet at Ann = 4, Bob = 4 the object must go to Ann\.$/m,
      /^ {4}Ann of type 4 believes 5\/9 Bob = 3; 2\/9 Bob = 4; 2\/9 Bob = 5$/m,
      /Bayesian mechanism earns 4: the beliefs are linearly independent/,
      /That is 1\/15 more than the ex post auction/,
      /These beliefs have no common prior/,
      /take the whole surplus, 14\/3/,
      /^ {4}Bob of type 5 pays on top .* when Ann = 3; .* when Ann = 4; .* when Ann = 5$/m,
      /^best ex post mechanism +59\/15 +3\.93333 +minimum cut$/m,
      /^certificate: accepted: value = 59\/15$/m,
    ])
      expect(stdout).toMatch(line);
  });

  test("shows a saddle point, checked", () => {
    const { stdout } = auction(join(NOTES, "saddle-point.yaml"));
    expect(stdout).toMatch(/^Is the prior regular\? yes\.$/m);
    expect(stdout).toMatch(/a saddle point\.\n {2}Checked from the definitions/);
    expect(stdout).toMatch(/states no common prior/);
  });

  test("says which belief is a combination of others and what it costs", () => {
    const { stdout } = auction(join(NOTES, "belief-that-is-a-combination.yaml"));
    expect(stdout).toMatch(
      /The belief of Ann of type 2 is 1\/2 that of type 1 \+ 1\/2 that of type 3: a bet that costs it its rent 1 .* gain 5\/4/,
    );
    expect(stdout).toMatch(/^best Bayesian mechanism, interim participation +3 +3 +exact linear program$/m);
  });

  test("leaves tables out of large models and computes what it can", () => {
    const values = Array.from({ length: 40 }, (_, k) => k + 1).join(", ");
    const { stdout, code } = auction(
      file(`agents: { Ann: { types: [${values}] }, Bob: { types: [${values}] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`),
    );
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/the object goes to/);
    expect(stdout).toMatch(/Left out: 128000 profiles × types/);
    expect(stdout).toMatch(/certificate: none was made/);
  });
});

describe("the JSON report", () => {
  test("has every number as a fraction and is the same every time", () => {
    const model = join(NOTES, "belief-that-is-a-combination.yaml");
    const found = data(model);
    expect(data(model)).toEqual(found);
    expect(found).toMatchObject({
      optimum: { revenue: "17/6", upper: "17/6", method: "ironing", ironedBoundAttained: true },
      regularity: { regular: true, asPrinted: true, winnersStay: true, bound: "17/6" },
      worstCase: { value: "17/6", by: "selection", saddlePoint: true },
      worstCasePrior: { exists: false },
      fullExtraction: {
        surplus: "19/6",
        possible: false,
        convexIndependence: false,
        combinations: [
          {
            bidder: "Ann",
            type: "2",
            combination: [
              { type: "1", weight: "1/2" },
              { type: "3", weight: "1/2" },
            ],
          },
        ],
      },
      verification: { status: "accepted" },
    });
    expect(found.values.map(({ id, value }: { id: string; value?: string }) => [id, value])).toEqual([
      ["surplus", "19/6"],
      ["full-extraction", undefined],
      ["bayesian", "3"],
      ["ex-post", "17/6"],
      ["personal-reserves", "17/6"],
      ["common-reserve", "9/4"],
      ["second-price", "5/6"],
    ]);
    expect(found.prices).toContainEqual({
      bidder: "Ann",
      others: { Bob: "0" },
      offers: [{ price: "2", probability: "1" }],
    });
    expect(found.mechanism).toContainEqual({
      types: ["1", "4"],
      wins: { Ann: "0", Bob: "1" },
      payments: { Ann: "0", Bob: "4" },
    });
  });

  test("names the profiles where regularity fails, and the bets that take the surplus", () => {
    const { regularity, fullExtraction, worstCase } = data(join(NOTES, "regular-as-printed.yaml"));
    expect(regularity).toEqual({
      regular: false,
      asPrinted: true,
      winnersStay: false,
      lost: { bidder: "Bob", low: ["4", "3"], high: ["4", "4"], rival: "Ann" },
      bound: "4",
    });
    expect(worstCase).toMatchObject({ value: "4", by: "independence", saddlePoint: false });
    expect(fullExtraction).toMatchObject({ surplus: "14/3", possible: true, obstacles: [] });
    expect(fullExtraction.bets[1].byType.map(({ type }: { type: string }) => type)).toEqual(["3", "4", "5"]);
  });
});

test("the certificate is one that candor verify accepts", () => {
  expect(auction(join(NOTES, "regular-as-printed.yaml"), "--certificate", "proof.json").code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, "proof.json"), "utf8")).format).toBe("candor-certificate");
  expect(candor(folder, "verify", "proof.json").stdout).toMatch(/^accepted: value = 59\/15$/m);
});

describe("refuses", () => {
  test.each([
    [
      "alternatives without an object",
      "agents: { Ann: { types: [1, 2] } }\nalternatives: [a, b]\nvalues: own\n",
    ],
    [
      "an object that cannot stay unsold",
      "agents: { Ann: { types: [1, 2] } }\nalternatives: { object: { to: all } }\nvalues: own * gets\n",
    ],
  ])("%s", (_, text) => {
    const { code, stdout, stderr } = auction(file(`${text}beliefs: { independent: uniform }\n`));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/sells no single object|free to keep the object/);
  });

  test("a model without a prior", () => {
    const text =
      "agents: { Ann: { types: [1, 2] } }\nalternatives: { object: { to: all, nobody: true } }\nvalues: own * gets\n";
    const { code, stderr } = auction(file(text));
    expect(code).toBe(2);
    expect(stderr).toMatch(/prior/);
  });
});
