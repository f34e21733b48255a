import type { Certificate } from "@candor/core/design";
import { beforeAll, describe, expect, test } from "vitest";
import { answerTo, certificateOf, replaced } from "./certificates.js";

const SURE = "welfare of sure choices that do not come by themselves";
const ALIKE = "an objective in tables, treating alike agents alike, within a correspondence";
const BAYESIAN = "revenue, Bayesian";

let proofs: Readonly<Record<string, Certificate>>;

beforeAll(async () => {
  const entries = [SURE, ALIKE, BAYESIAN].map(async (name) => [name, await certificateOf(name)] as const);
  proofs = Object.fromEntries(await Promise.all(entries));
});

describe("what only looks like a proof", () => {
  test("a tree that refutes nothing refutes no mechanism, whatever it says of itself", () => {
    const { mechanism: _, ...rest } = proofs[SURE];
    for (const contradiction of [false, null, true])
      for (const claim of [{ infeasible: true }, { infeasible: true, upper: "100" }]) {
        const forged = { ...rest, claim, tree: { multipliers: {}, contradiction } };
        expect(answerTo(forged)).not.toMatch(/^accepted/);
      }
  });

  test("a claim is of one kind", () => {
    const proof = proofs[BAYESIAN];
    const { lower, upper } = proof.claim;
    for (const claim of [
      { infeasible: true, unbounded: true },
      { infeasible: true, lower, upper },
      { unbounded: true, lower, upper },
      { upper },
      {},
      { lower, upper: 0 },
      { lower, upper, more: "1" },
    ])
      expect(answerTo({ ...proof, claim }), JSON.stringify(claim)).not.toMatch(/^accepted/);
    // Less than is known may be claimed.
    expect(answerTo({ ...proof, claim: { lower } })).toBe(`accepted: value ≥ ${lower}`);
  });

  test.each([
    [
      "of agents with other numbers of types",
      [
        [
          [0, 2],
          [1, 0, 2],
        ],
      ],
    ],
    [
      "of an agent with itself by name",
      [
        [
          ["0", "1"],
          [1, 0, 2],
        ],
      ],
    ],
    ["with an image that lists nothing", [[[0, 1], []]]],
    [
      "with an image that lists too much",
      [
        [
          [0, 1],
          [1, 0, 2, 3],
        ],
      ],
    ],
    [
      "with an image that is no permutation",
      [
        [
          [0, 1],
          [2, 2, 2],
        ],
      ],
    ],
    [
      "with an image out of range",
      [
        [
          [0, 1],
          [1, 0, 3],
        ],
      ],
    ],
    [
      "with an image in words",
      [
        [
          [0, 1],
          ["1", "0", "2"],
        ],
      ],
    ],
  ])("a swap %s does not fit", (_, swaps) => {
    expect(answerTo(replaced(proofs[ALIKE], ["environment", "swaps"], swaps))).not.toMatch(/^accepted/);
  });

  test("types that have probability cannot be left out", () => {
    const { occurs } = proofs[BAYESIAN].environment as { occurs: boolean[][] };
    const none = occurs.map((row) => row.map(() => false));
    const forged = replaced(proofs[BAYESIAN], ["environment", "occurs"], none);
    expect(answerTo(forged)).toBe("rejected: a type that occurs is left out");
  });

  test("without beliefs nothing that needs them can be claimed", () => {
    const { beliefs: _, ...environment } = proofs[BAYESIAN].environment as Record<string, unknown>;
    expect(answerTo({ ...proofs[BAYESIAN], environment })).toMatch(/^unreadable/);
  });

  test("a small file cannot ask for much memory", () => {
    const forged = replaced(proofs[BAYESIAN], ["environment", "alternatives"], { length: 2 ** 32 - 1 });
    expect(answerTo(forged)).not.toMatch(/^accepted/);
  });

  test("unknown constraints are no constraints", () => {
    const forged = replaced(proofs[BAYESIAN], ["problem", "incentives"], ["bayesian", "perfect"]);
    expect(answerTo(forged)).toBe("unreadable: incentives:perfect is unknown");
  });
});
